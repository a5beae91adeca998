import { readOrderLists } from '@daylight/api/order-read.ts';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';

/** A coded list in force, for a form. */
export function useReasons(
  list: 'refuse' | 'reject' | 'return' | 'cancel',
): { value: string; label: string }[] {
  const say = useSay();
  const { data } = useAsk(readOrderLists, {}, { staleMs: 600_000 });
  return (data?.[list] ?? []).map((each) => ({ value: each.code, label: say(each) }));
}
