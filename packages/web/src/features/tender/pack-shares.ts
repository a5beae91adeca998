import type { Split, SplitGroup } from '@daylight/rules/award/pack.ts';
import { compareRatios, differenceOf, isRatioText } from './ratio-text.ts';

/** What is wrong with the shares of a split, as the words of the form name it. */
export type ShareProblem = 'groupTwice' | 'shareAscending' | 'shareLast';

export interface GroupShare {
  readonly group: SplitGroup;
  /** Its own part of the whole as decimal text; null where it takes the rest or a share cannot be read. */
  readonly own: string | null;
}

/** The part that each group has, from the cumulative shares. */
export function sharesOf({ groups }: Pick<Split, 'groups'>): readonly GroupShare[] {
  let before = '0';
  return groups.map((group) => {
    if (group.shareTo === null || !isRatioText(group.shareTo)) return { group, own: null };
    const own = differenceOf(group.shareTo, before);
    before = group.shareTo;
    return { group, own };
  });
}

export function shareProblems({ groups }: Pick<Split, 'groups'>): readonly ShareProblem[] {
  const names = groups.map(({ group }) => group);
  const limits = groups.flatMap(({ shareTo }) => (shareTo === null ? [] : [shareTo]));
  const rising = limits.every(
    (limit, at) =>
      isRatioText(limit) &&
      compareRatios(limit, '1') <= 0 &&
      compareRatios(limit, at === 0 ? '0' : (limits[at - 1] ?? '0')) > 0,
  );
  return [
    ...(new Set(names).size < names.length ? (['groupTwice'] as const) : []),
    ...(rising ? [] : (['shareAscending'] as const)),
    ...(groups.some(({ shareTo }) => shareTo === null) || limits.at(-1) === '1'
      ? []
      : (['shareLast'] as const)),
  ];
}
