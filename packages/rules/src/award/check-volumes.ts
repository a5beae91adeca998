import { ratioOf } from '../money.ts';
import { type CheckFinding, error, warning } from './finding.ts';
import type { Allocation, LadderShares, RoundPack, Tier } from './pack.ts';
import { isInSpan } from './select.ts';
import { lessThan, plus } from './ratio.ts';

/** Numbers of winners that the check tries out: more than any round has had in one unit. */
const winnersTried = 200;
const tried = Array.from({ length: winnersTried }, (_, index) => index + 1);
const one = { over: 1n, under: 1n };

function summed(shares: readonly string[]): ReturnType<typeof ratioOf> {
  return shares.map(ratioOf).reduce(plus, { over: 0n, under: 1n });
}

function ratioFindings(pack: RoundPack): CheckFinding[] {
  return pack.categories.flatMap(({ id }) => {
    const fits = (winners: number): boolean =>
      pack.volume.ratios.some(
        (each) => (each.categories?.includes(id) ?? true) && isInSpan(each.winners, winners),
      );
    const missing = tried.find((winners) => !fits(winners));
    return missing === undefined
      ? []
      : [error('ratio.missing', 'volume.ratios', { category: id, winners: missing })];
  });
}

/** With one winner there are no steps between first and last: the share has to be said. */
function zeroFindings(tiers: readonly Tier[]): CheckFinding[] {
  return tiers.flatMap(({ share, winners }, index) =>
    share.kind === 'linear' && share.single === null && isInSpan(winners, 1)
      ? [error('tier.dividesByZeroWinners', `allocation.tiers.${index}.share`, { winners: 1 })]
      : [],
  );
}

/** The first number of winners and place of a rule and group that no tier gives a share to. */
function missedPlace(
  tiers: readonly Tier[],
  rule: string,
  group: string | null,
): { firms: number; winners: number; place: number } | null {
  const own = tiers.filter(
    (each) =>
      (each.rules?.includes(rule) ?? true) &&
      (each.groups === null || (group !== null && each.groups.includes(group))),
  );
  const firmsTried = own.some(({ firms }) => firms !== null) ? tried : [1];
  for (const firms of firmsTried)
    for (const winners of tried) {
      const tier = own.find((each) => isInSpan(each.firms, firms) && isInSpan(each.winners, winners));
      if (tier === undefined) return { firms, winners, place: 1 };
      const { share } = tier;
      if (share.kind === 'table' && share.rest === null && winners > share.shares.length)
        return { firms, winners, place: share.shares.length + 1 };
    }
  return null;
}

function tierFindings(
  pack: RoundPack,
  { tiers }: Extract<Allocation, { kind: 'ownDemand' }>,
): CheckFinding[] {
  const groups = pack.units.split?.groups.map(({ group }) => group) ?? [null];
  const missed = pack.rules.flatMap(({ id, groups: only }) =>
    groups
      .filter((group) => only === null || (group !== null && only.includes(group)))
      .flatMap((group) => {
        const found = missedPlace(tiers, id, group);
        return found === null
          ? []
          : [error('tier.missesRank', 'allocation.tiers', { rule: id, group, ...found })];
      }),
  );
  const rising = tiers.flatMap(({ share }, index) =>
    share.kind === 'linear' && lessThan(ratioOf(share.first), ratioOf(share.last))
      ? [warning('tier.rises', `allocation.tiers.${index}.share`, { first: share.first, last: share.last })]
      : [],
  );
  return [...zeroFindings(tiers), ...missed, ...rising];
}

function sharesFinding(shares: LadderShares, path: string, max: number | null): CheckFinding[] {
  if (shares.kind === 'ladder') return [];
  const total = summed(shares.shares);
  const differs = lessThan(total, one) || lessThan(one, total);
  return [
    ...(differs ? [error('shares.doNotSum', path, { shares: shares.shares.join(' + ') })] : []),
    ...(max === null || max > shares.shares.length
      ? [error('shares.missPlace', path, { winners: max, shares: shares.shares.length })]
      : []),
  ];
}

function poolFindings({ ladders }: Extract<Allocation, { kind: 'pool' }>): CheckFinding[] {
  const missing = tried.find((count) => !ladders.some(({ winners }) => isInSpan(winners, count)));
  return [
    ...(missing === undefined ? [] : [error('ladder.missing', 'allocation.ladders', { winners: missing })]),
    ...ladders.flatMap(({ winners, shares }, index) =>
      sharesFinding(shares, `allocation.ladders.${index}.shares`, winners.max),
    ),
  ];
}

function leftoverFindings(pack: RoundPack): CheckFinding[] {
  const { leftover, allocation } = pack;
  const total = summed(leftover.unselectedTo.map(({ share }) => share));
  return [
    ...(lessThan(one, total)
      ? [
          error('shares.doNotSum', 'leftover.unselectedTo', {
            shares: leftover.unselectedTo.map(({ share }) => share).join(' + '),
          }),
        ]
      : []),
    ...(allocation.kind === 'ownDemand' && !leftover.permitted.some(({ kind }) => kind !== 'reported')
      ? [warning('leftover.nobodyTakes', 'leftover.permitted')]
      : []),
  ];
}

/** Ratios, tiers and shares that leave a case without a value or do not sum. */
export function volumeFindings(pack: RoundPack): CheckFinding[] {
  const { allocation } = pack;
  return [
    ...ratioFindings(pack),
    ...(allocation.kind === 'ownDemand' ? tierFindings(pack, allocation) : []),
    ...(allocation.kind === 'pool' ? poolFindings(allocation) : []),
    ...leftoverFindings(pack),
  ];
}
