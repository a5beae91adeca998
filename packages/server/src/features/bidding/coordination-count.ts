import type * as api from '@daylight/api/bidding-coordination.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { coordinationLine, measureOf } from '@daylight/rules/bidding/coordination.ts';
import { type Money, add, zero } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import type { SelectedMeasure } from '@daylight/rules/policy/shapes.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { hasReached } from '@daylight/rules/tender/state.ts';
import { addDays, addMonths } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { type TenderFacts, readTender, tenderItems, tenderProducts } from '../tender/port.ts';
import { awardOf } from './award-of.ts';
import { type KindListing, kindListings } from './kind-listings.ts';

export interface ItemMeasure {
  readonly item: string;
  readonly name: string;
  readonly unit: string;
  readonly price: Money;
  readonly codePrefixes: readonly string[];
}

/**
 * What coordination beside a final result would ask (JS-24): every product of the same kind in the directories that the bureau
 * governs, not selected and above the measure of its item. Nothing is told yet; a second person sends it.
 */
export async function countCoordination(
  context: ActorContext,
  { params }: Call<typeof api.countCoordination>,
): Answered<typeof api.countCoordination> {
  const number = await nextNumber(context, 'XT');
  return command<Counted, CountRefusal>(context, async (unit) => {
    const { province } = context.scope;
    const tender = await readTender(unit.tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    if (!hasReached(tender.state, 'awarded'))
      return refuse('bidding.noFinalResult', { basis: biddingBasis.coordinated });
    const running = await runningBeside(unit, province, tender.id);
    if (running !== null) return refuse('bidding.coordinationRuns', { facts: { number: running } });
    const { jurisdiction } = context.actor;
    const rule = resolve(context.book, 'linkage.coordinateTo', jurisdiction, context.today);
    const items = await measuresOf(unit, context, tender, rule.value);
    const year = { from: addMonths(context.today, -12), before: addDays(context.today, 1) };
    const lines = await linesOf(unit, context, { tender, items, year });
    if (lines.length === 0) return refuse('bidding.nothingAbove', { basis: basisOf(rule) });
    const id = context.newId();
    await unit.tx
      .insertInto('priceCoordination')
      .values({
        province,
        id,
        number,
        tenderId: tender.id,
        jurisdiction,
        state: 'counted',
        measure: rule.value,
        basis: JSON.stringify({ ...basisOf(rule), isDefault: rule.origin === 'default' }),
        items: JSON.stringify(items),
        boughtFrom: year.from,
        boughtBefore: year.before,
        enteredAt: context.now,
        enteredBy: context.actor.accountId,
      })
      .execute();
    await insertLines(unit, province, id, lines);
    const effect = add(zero, ...lines.map((each) => each.effect));
    unit.record({
      event: 'bidding.coordinationCounted',
      subject: { kind: 'price-coordination', id },
      basis: [biddingBasis.coordinated, basisOf(rule)],
      after: { number, round: tender.number, measure: rule.value, lines: lines.length, effect },
    });
    return ok({ id, number, lines: lines.length, effect });
  });
}

type Counted = ReplyOf<typeof api.countCoordination>;
type CountRefusal =
  | 'tender.unknown'
  | 'bidding.noFinalResult'
  | 'bidding.coordinationRuns'
  | 'bidding.nothingAbove';

async function runningBeside(unit: Unit, province: number, tenderId: string): Promise<string | null> {
  const row = await unit.tx
    .selectFrom('priceCoordination')
    .select('number')
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('state', 'in', ['counted', 'asked'])
    .executeTakeFirst();
  return row?.number ?? null;
}

/** The measure of each item of which something was selected. */
async function measuresOf(
  unit: Unit,
  { scope }: ActorContext,
  tender: TenderFacts,
  measure: SelectedMeasure,
): Promise<readonly ItemMeasure[]> {
  const award = await awardOf(unit.tx, scope.province, tender.id);
  const prices = Map.groupBy(award?.products ?? [], ({ item }) => item);
  const items = await tenderItems(unit.tx, scope.province, tender.id);
  return items.flatMap(({ item, name, unit: of, codePrefixes }) => {
    const selected = prices.get(item) ?? [];
    if (selected.length === 0) return [];
    const price = measureOf(
      selected.map((each) => each.price),
      measure,
    );
    return [{ item, name, unit: of, price, codePrefixes }];
  });
}

interface Line {
  readonly listing: KindListing;
  readonly target: Money;
  readonly effect: Money;
}
interface Counting {
  readonly tender: TenderFacts;
  readonly items: readonly ItemMeasure[];
  readonly year: { readonly from: ReturnType<typeof addDays>; readonly before: ReturnType<typeof addDays> };
}

async function linesOf(
  unit: Unit,
  { actor, scope }: ActorContext,
  { tender, items, year }: Counting,
): Promise<readonly Line[]> {
  const award = await awardOf(unit.tx, scope.province, tender.id);
  const selectedIds = new Set((award?.products ?? []).map(({ productId }) => productId));
  const products = await tenderProducts(unit.tx, scope.province, tender.id);
  const selected = new Set(
    products
      .filter(({ id }) => selectedIds.has(id))
      .flatMap(({ codes }) =>
        (codes as unknown as readonly { itemCode: string }[]).map((each) => each.itemCode),
      ),
  );
  const reach = actor.jurisdiction.replace(/(00)+$/, '');
  const listings = await kindListings(unit.tx, scope.province, { items, reach, ...year });
  const measures = new Map(items.map((each) => [each.item, each]));
  return listings.flatMap((listing): Line[] => {
    const item = measures.get(listing.item);
    if (item === undefined || selected.has(listing.itemCode)) return [];
    const line = coordinationLine(listing, item);
    return line === null ? [] : [{ listing, ...line }];
  });
}

async function insertLines(
  unit: Unit,
  province: number,
  coordinationId: string,
  lines: readonly Line[],
): Promise<void> {
  const rows = lines.map(({ listing, target, effect }) => ({
    listing_id: listing.id,
    item: listing.item,
    item_code: listing.itemCode,
    manufacturer_id: listing.manufacturerId,
    price: listing.price,
    target,
    units: listing.unitsPerPurchaseUnit,
    quantity: listing.bought,
    effect,
  }));
  await sql`
    insert into coordination_line (province, coordination_id, listing_id, item, item_code, manufacturer_id, price, target,
      units_per_purchase_unit, quantity, effect, state)
    select ${province}::smallint, ${coordinationId}::uuid, n.listing_id, n.item, n.item_code, n.manufacturer_id, n.price,
      n.target, n.units, n.quantity, n.effect, 'asked'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (listing_id uuid, item text, item_code text,
      manufacturer_id uuid, price numeric, target numeric, units integer, quantity numeric, effect numeric)`.execute(
    unit.tx,
  );
}
