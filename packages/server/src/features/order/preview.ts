import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { previewOrder } from '@daylight/api/order.ts';
import { type Money, add, zero } from '@daylight/rules/money.ts';
import {
  type PlaceRules,
  type LineLimit,
  type LineZone,
  type PlacedGroup,
  type RefusedLine,
  placeOrders,
} from '@daylight/rules/order/place.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { risksOf } from '../credit/port.ts';
import { type LoadedOffers, loadOffers, orderRules } from './offers.ts';
import { type Wish, clocksOf, institutionOf, wishOf } from './place.ts';
import { problemOfLine } from './problem.ts';
import { volumesOf } from './volumes.ts';
import { lineZoneOf, zonesOf } from './zones.ts';

/** What placing would do now, and every line that stands in the way. */
export async function previewOrders(
  context: ActorContext,
  { body }: Call<typeof previewOrder>,
): Promise<Result<ReplyOf<typeof previewOrder>, 'order.siteUnknown'>> {
  const wish = wishOf(context, { ...body, note: '', clientReference: '' });
  return reading(context.database.db, context.scope, async (tx) => {
    const institution = institutionOf(context);
    const listingIds = wish.lines.map((line) => line.listingId);
    const loaded = await loadOffers(tx, context, {
      institution,
      listingIds,
      siteIds: [wish.siteId],
      references: [],
    });
    if (!loaded.sites.has(wish.siteId)) return refuse('order.siteUnknown', { field: 'siteId' });
    const findings = await zonesOf(tx, context, institution, loaded);
    const zones = wish.lines.map((line) => lineZoneOf(findings.get(line.listingId)));
    const { limits } = await volumesOf(tx, context, institution, loaded);
    const rules = { ...orderRules(context, institution), ...loaded.own };
    const { groups, refused } = placeable(wish, { loaded, zones, limits, rules });
    const clocks = clocksOf(context, wish.urgency);
    return ok({
      groups: groups.map((group) => ({
        distributor: { id: group.distributorId, name: group.lines[0]?.offer.distributor ?? '' },
        lines: group.lines.map((line) => wish.lines.indexOf(line.wish)),
        amount: group.amount,
        approval: group.approval,
        confirm: clocks.confirm,
        expire: clocks.expire,
      })),
      amount: groups.reduce<Money>((sum, group) => add(sum, group.amount), zero),
      approvalAbove: loaded.own.approvalAbove,
      risks: await risksOf(tx, context, [
        ...groups.map((group) => group.distributorId),
        ...groups.flatMap((group) => group.lines.map((line) => line.offer.manufacturerId)),
      ]),
      problems: refused.map(({ line, refusal }) => problemOfLine(refusal, line)),
    });
  });
}

interface Preview {
  readonly loaded: LoadedOffers;
  readonly zones: readonly (LineZone | null)[];
  readonly limits: ReadonlyMap<string, LineLimit>;
  readonly rules: PlaceRules;
}

/** The orders that the good lines would make, beside the lines that would be refused. */
function placeable(
  wish: Wish,
  { loaded, zones, limits, rules }: Preview,
): { groups: readonly PlacedGroup[]; refused: readonly RefusedLine[] } {
  const all = placeOrders(wish.lines, { offers: loaded.offers, zones, limits }, rules);
  if (all.ok) return { groups: all.groups, refused: [] };
  const bad = new Set(all.refused.map((each) => each.line));
  const kept = wish.lines.filter((_, at) => !bad.has(at));
  if (kept.length === 0) return { groups: [], refused: all.refused };
  const good = placeOrders(
    kept,
    { offers: loaded.offers, zones: zones.filter((_, at) => !bad.has(at)), limits },
    rules,
  );
  return { groups: good.ok ? good.groups : [], refused: all.refused };
}
