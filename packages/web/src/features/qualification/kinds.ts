import { listKinds } from '@daylight/api/qualification.ts';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';

const hour = 3_600_000;

/** The kinds of qualifications that concern the person, and their names by code. */
export function useKinds() {
  const say = useSay();
  const { data } = useAsk(listKinds, {}, { staleMs: hour });
  const items = data?.items ?? [];
  return {
    items,
    options: items.map((kind) => ({ value: kind.code, label: say(kind) })),
    nameOf: (code: string): string => {
      const kind = items.find((each) => each.code === code);
      return kind === undefined ? code : say(kind);
    },
  };
}
