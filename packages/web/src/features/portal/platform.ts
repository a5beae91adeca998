import { listJurisdictions } from '@daylight/api/policy.ts';
import { useAsk } from '../../ask.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useSearch } from '../../navigate.tsx';
import { useActor } from '../../session.ts';
import type { Filter } from '../../ui/filters.ts';
import { texts } from './texts.ts';

const hour = 3_600_000;
const firstPlatform = '320000';

/** The platform a public page speaks of: from the address, else one's own, else the first. */
export function usePlatform(): string {
  const [search] = useSearch();
  const actor = useActor();
  const own =
    actor === null || actor.province === 0 ? firstPlatform : `${actor.jurisdiction.slice(0, 2)}0000`;
  return /^\d{6}$/.test(search['jurisdiction'] ?? '') ? (search['jurisdiction'] ?? own) : own;
}

/** Chooses among the provinces that have a policy pack. */
export function usePlatformFilter(): Filter {
  const say = useSay();
  const t = useTexts(texts);
  const places = useAsk(listJurisdictions, {}, { staleMs: hour }).data?.jurisdictions ?? [];
  return {
    kind: 'choice',
    name: 'jurisdiction',
    label: t.platform,
    options: places
      .filter((place) => place.code.endsWith('0000') && place.code !== '000000')
      .map((place) => ({ value: place.code, label: say(place) })),
  };
}
