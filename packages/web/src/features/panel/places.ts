import { listJurisdictions } from '@daylight/api/organisation.ts';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';

const HOUR = 3_600_000;

/** Where an expert works, by name; nobody types a division code. */
export function usePlaces() {
  const say = useSay();
  const { data } = useAsk(listJurisdictions, {}, { staleMs: HOUR });
  const options = (data?.items ?? [])
    .filter(({ code }) => code !== '000000')
    .map(({ code, name }) => ({ value: code, label: say(name) }));
  return {
    options,
    nameOf: (code: string): string => options.find(({ value }) => value === code)?.label ?? '',
  };
}
