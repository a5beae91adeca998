import { hashOf } from '../award/hash.ts';
import type { Category, RoundPack, SourceMark } from '../award/pack.ts';
import type { Money } from '../money.ts';

/** What a project knows of an item that a pack has to know. */
export interface PackItem {
  readonly item: string;
  readonly name: string;
  readonly cap: Money | null;
  /** The category of the template whose rules apply; the template's first where nothing is said. */
  readonly like?: string | null;
}

const ours = {
  zh: '本项目设定',
  en: 'Set by this project',
} as const;
const taken = {
  zh: '沿用样例的指定价格线，须按本项目核定',
  en: 'Named lines of the example; to be settled for this project',
} as const;

/**
 * A template with a project's items and caps in place of its own (SX-3.2b): wherever the template names one of its categories,
 * the items that go like it stand instead; a lot of several categories stays one lot. Rules, tiers and ratios are kept.
 */
export function fillPack(
  template: RoundPack,
  { id, title, items }: { readonly id: string; readonly title: string; readonly items: readonly PackItem[] },
): RoundPack {
  const known = new Map(template.categories.map((category) => [category.id, category]));
  const [first] = template.categories;
  const likeOf = (item: PackItem): Category | null => known.get(item.like ?? '') ?? first ?? null;
  const byCategory = Map.groupBy(items, (item) => likeOf(item)?.id ?? '');
  const itemsLike = (category: string): string[] => (byCategory.get(category) ?? []).map(({ item }) => item);
  const put = (categories: readonly string[] | null): readonly string[] | null =>
    categories === null ? null : categories.flatMap(itemsLike);
  const { units, volume, rules, leftover } = template;
  const merge = units.merge
    .map((each) => ({ ...each, categories: each.categories.flatMap(itemsLike) }))
    .filter(({ categories }) => categories.length > 0);
  const lots = new Set([...merge.map(({ lot }) => lot), ...items.map(({ item }) => item)]);
  const filled: RoundPack = {
    ...template,
    id,
    title: { zh: title, en: title },
    categories: items.map((item) => ({
      id: item.item,
      name: { zh: item.name, en: item.name },
      cap: item.cap,
      lines: likeOf(item)?.lines ?? {},
    })),
    volume: {
      ...volume,
      ratios: volume.ratios.map((each) => ({ ...each, categories: put(each.categories) })),
    },
    units: {
      ...units,
      merge,
      split:
        units.split === null
          ? null
          : {
              ...units.split,
              lots: units.split.lots?.flatMap((lot) => (lots.has(lot) ? [lot] : itemsLike(lot))) ?? null,
            },
    },
    rules: rules.map((each) => ({ ...each, categories: put(each.categories) })),
    leftover: {
      ...leftover,
      permitted: leftover.permitted.map((each) =>
        each.kind === 'reported' ? { ...each, categories: put(each.categories) } : each,
      ),
    },
  };
  return { ...filled, sources: sourcesOf(filled, template.sources) };
}

function sourcesOf({ categories }: RoundPack, sources: readonly SourceMark[]): readonly SourceMark[] {
  const kept = sources.filter(({ path }) => path !== 'categories' && !path.startsWith('categories.'));
  const marks = categories.flatMap((category, n): SourceMark[] => [
    ...(category.cap === null ? [] : [{ path: `categories.${n}.cap`, mark: 'default' as const, note: ours }]),
    ...(Object.keys(category.lines).length === 0
      ? []
      : [{ path: `categories.${n}.lines`, mark: 'default' as const, note: taken }]),
  ]);
  return [...kept, ...marks];
}

/** The hash under which a pack is published and frozen. */
export function packHashOf(pack: RoundPack): string {
  return hashOf(pack);
}

/** Whether the pack still says the same items and caps as the project; what differs, by item. */
export function packDiffers(
  pack: RoundPack,
  items: readonly { readonly item: string; readonly cap: Money | null }[],
): readonly string[] {
  const caps = new Map(pack.categories.map(({ id, cap }) => [id, cap]));
  const wrong = items.filter(({ item, cap }) => !caps.has(item) || caps.get(item) !== cap);
  const wanted = new Set(items.map(({ item }) => item));
  return [...wrong.map(({ item }) => item), ...[...caps.keys()].filter((id) => !wanted.has(id))];
}

/** The competition units of a pack as people see them: which items compete together, and how they are split. */
export interface LotView {
  readonly lot: string;
  readonly name: string;
  readonly items: readonly string[];
  readonly split: boolean;
}
export function lotsOf(pack: Pick<RoundPack, 'categories' | 'units'>): readonly LotView[] {
  const { merge, split } = pack.units;
  const merged = new Set(merge.flatMap(({ categories }) => categories));
  const isSplit = (lot: string): boolean => split !== null && (split.lots?.includes(lot) ?? true);
  return [
    ...merge.map(({ lot, name, categories }) => ({
      lot,
      name: name.zh,
      items: categories,
      split: isSplit(lot),
    })),
    ...pack.categories
      .filter(({ id }) => !merged.has(id))
      .map(({ id, name }) => ({ lot: id, name: name.zh, items: [id], split: isSplit(id) })),
  ];
}

export interface UnitWish {
  readonly merge: readonly {
    readonly lot: string;
    readonly name: string;
    readonly items: readonly string[];
  }[];
}

/** Sets which items are merged into one competition unit (SX-3.2a); everything else of the pack stays. */
export function mergeItems(pack: RoundPack, { merge }: UnitWish): RoundPack {
  return {
    ...pack,
    units: {
      ...pack.units,
      merge: merge
        .filter(({ items }) => items.length > 0)
        .map(({ lot, name, items }) => ({ lot, name: { zh: name, en: name }, categories: items })),
    },
  };
}
