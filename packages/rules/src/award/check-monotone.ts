import { ratioOf } from '../money.ts';
import type { Anchor, Condition, RoundPack, WinRule } from './pack.ts';
import { type CheckFinding, warning } from './finding.ts';
import { lessThan, times } from './ratio.ts';

/** Every anchor of a condition with the factor on the whole way to it. */
export interface Reach {
  readonly anchor: Anchor;
  readonly factor: ReturnType<typeof ratioOf>;
  readonly inclusive: boolean;
}

function anchorsBelow(anchor: Anchor, factor: Reach['factor'], inclusive: boolean): Reach[] {
  if (anchor.of !== 'largest' && anchor.of !== 'smallest') return [{ anchor, factor, inclusive }];
  return anchor.among.flatMap((each) =>
    anchorsBelow(each.anchor, times(factor, ratioOf(each.factor)), inclusive),
  );
}
export function reachesOf(condition: Condition): Reach[] {
  switch (condition.kind) {
    case 'any':
    case 'all':
      return condition.of.flatMap(reachesOf);
    case 'price':
      return anchorsBelow(condition.upTo, ratioOf(condition.factor), condition.inclusive);
    case 'notHighest':
    case 'place':
    case 'always':
      return [];
  }
}

const one = { over: 1n, under: 1n };

/** The lowest bid itself must pass, or lowering a bid can pull the limit below it. */
function cutsBelowLowest({ anchor, factor, inclusive }: Reach): boolean {
  if (anchor.of !== 'lowest' || anchor.over === 'selected') return false;
  return lessThan(factor, one) || (!inclusive && !lessThan(one, factor));
}
const isOfBids = ({ anchor }: Reach): boolean =>
  anchor.of === 'lowest' || anchor.of === 'highest' || anchor.of === 'average';
const isPulledByOwnBid = ({ anchor }: Reach): boolean => anchor.of === 'average' || anchor.of === 'highest';
const gapReaches = ({ priceGap }: RoundPack): Reach[] => (priceGap === null ? [] : reachesOf(priceGap));
const isOverSelected = ({ anchor }: Reach): boolean => 'over' in anchor && anchor.over === 'selected';

/**
 * Whether the winners of a rule cannot change by a bid that gets better without winning by it: measured by fixed
 * prices, or by the lowest bid of a unit all of whose bids it may select (who becomes the lowest wins).
 */
function isSteady(pack: RoundPack, rule: WinRule): boolean {
  const ofBids = [...reachesOf(rule.when), ...gapReaches(pack)].filter(isOfBids);
  const isSimple =
    rule.categories === null &&
    rule.firms === null &&
    rule.offer === 'bid' &&
    rule.winners === null &&
    rule.perFirmMax === null &&
    pack.shortlists.every((each) => each.size.kind === 'top' && each.perFirmMax === null) &&
    (rule.when.kind === 'price' || rule.when.kind === 'any') &&
    pack.priceGap === null;
  if (ofBids.length === 0) return rule.winnersMax === null && reachesOf(rule.when).length > 0;
  return (
    isSimple &&
    ofBids.every(({ anchor }) => anchor.of === 'lowest' && anchor.within === 'unit' && anchor.groups === null)
  );
}

function ruleWarnings(pack: RoundPack, rule: WinRule, index: number): CheckFinding[] {
  const path = `rules.${index}`;
  const steady = pack.rules.slice(0, index).every((each) => isSteady(pack, each));
  const reaches = reachesOf(rule.when);
  const warn = (because: string, at = `${path}.when`): CheckFinding =>
    warning('award.nonMonotone', at, { rule: rule.id, because });
  return [
    ...reaches.filter(cutsBelowLowest).map(() => warn('limit below the lowest bid')),
    ...(reaches.some(isOverSelected) && !steady
      ? [warn('limit moves with winners that a bid can push out')]
      : []),
    ...(rule.offer === 'rebid' && [...reaches, ...gapReaches(pack)].some(isPulledByOwnBid)
      ? [warn('a better first bid pulls the limit below the new price')]
      : []),
    ...(rule.winners !== null && !steady ? [warn('depends on how many won before', `${path}.winners`)] : []),
  ];
}

/** Rules under which a bidder could lose by a better bid. Cautious: it also warns where that is only possible. */
export function monotoneWarnings(pack: RoundPack): CheckFinding[] {
  const gap = gapReaches(pack)
    .filter((each) => cutsBelowLowest(each) || isOverSelected(each))
    .map(({ anchor }) => anchor.of);
  return [
    ...pack.rules.flatMap((rule, index) => ruleWarnings(pack, rule, index)),
    ...gap.map((of) => warning('award.nonMonotone', 'priceGap', { because: `price gap measured by ${of}` })),
    ...pack.validity.flatMap(({ id, check }, index) => {
      const because =
        check.kind === 'onePricePerComponent'
          ? 'one price per component binds bids together'
          : check.kind !== 'requiredParts' && reachesOf(check).some(isOfBids)
            ? 'validity measured by other bids'
            : null;
      return because === null
        ? []
        : [warning('award.nonMonotone', `validity.${index}.check`, { rule: id, because })];
    }),
  ];
}
