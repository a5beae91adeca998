import { checkPack } from '@daylight/rules/award/check.ts';
import type { RoundPack, VolumeRule } from '@daylight/rules/award/pack.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { followPack } from '@daylight/rules/bidding/follow.ts';

interface Followed {
  readonly number: string;
  readonly title: string;
  readonly items: readonly { readonly item: string; readonly name: string }[];
  /** How base and agreed volume are measured; null where nothing is set. */
  readonly volume: VolumeRule | null;
}

/**
 * The rules of a round that follows (JS-24): nobody chooses them, for selection and prices are the source's. Its volumes are
 * kept where they fit the items here; else the whole demand is agreed on.
 */
export function followingPack({ number, title, items, volume }: Followed): RoundPack {
  const named = {
    id: `follow-${number}`,
    title: { zh: title, en: title },
    categories: items.map(({ item, name }) => ({
      id: item,
      name: { zh: name, en: name },
      cap: null,
      lines: {},
    })),
  };
  const own = followPack({ ...named, volume });
  const sound = checkPack(own).every(({ severity }) => severity !== 'error');
  return sound ? own : followPack({ ...named, volume: null });
}

/** The same for other items than before, with the volumes that the round has. */
export function refittedPack(
  { number, title, pack }: { readonly number: string; readonly title: string; readonly pack: unknown },
  items: Followed['items'],
): RoundPack {
  const own = pack === null ? null : readPack(pack);
  return followingPack({ number, title, items, volume: own?.ok === true ? own.value.volume : null });
}
