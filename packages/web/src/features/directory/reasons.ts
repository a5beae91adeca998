import { changeReasons, listReasons } from '@daylight/rules/listing/change.ts';
import type { Wording } from '@daylight/rules/policy/provision.ts';
import { useSay } from '../../i18n/language.ts';

const moved: Wording = { zh: '转为省级管理', en: 'Moved to the province' };
const known: Readonly<Record<string, Wording>> = {
  ...listReasons,
  ...changeReasons.price,
  ...changeReasons.suspend,
  ...changeReasons.resume,
  ...changeReasons.withdraw,
  moved,
};

/** The reason of a change in words; one that is not known any more is shown as it is. */
export function useReason(): (code: string) => string {
  const say = useSay();
  return (code) => {
    const wording = known[code];
    return wording === undefined ? code : say(wording);
  };
}
