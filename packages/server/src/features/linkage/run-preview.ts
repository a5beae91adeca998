import { type LowestAsk, lowestOf } from '@daylight/rules/linkage/lowest.ts';
import { type FamilyMember, type RatioFinding, ratioFindings } from '@daylight/rules/linkage/ratio.ts';
import type { PriceRecord } from '@daylight/rules/linkage/record.ts';
import { type RunLine, lineOf } from '@daylight/rules/linkage/run.ts';
import type { ListingForm } from '@daylight/rules/listing/visibility.ts';
import { type Money, type Quantity, add, none } from '@daylight/rules/money.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { addDays, addMonths } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, prepared, writing } from '../../db.ts';
import { boughtOf } from '../order/port.ts';
import { reachOf } from '../supervision/port.ts';
import { linkageBasis } from './basis.ts';
import { contractOf, ownKind } from './records.ts';
import { lowestReply } from './reply.ts';
import { type RunReport, type StoredRun, lockRun, saveRun } from './run-store.ts';

/** Listings that are looked at in one transaction; whole products, so that ratios see every specification. */
export const previewChunk = 4000;

interface ListingRow {
  readonly id: string;
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly form: ListingForm;
  readonly manufacturerId: string;
  readonly price: Money;
  readonly units: number;
  readonly smallestUnit: string;
  /** For finding what may be cheaper, exact and in whole millionths rounded down; decisions multiply across. */
  readonly perUnit: string;
  readonly microPerUnit: string;
}

/**
 * The next part of a preview (JS-13b), in one transaction with how far it has come: interrupted at any moment it goes on
 * where it stopped. Nothing but the run itself is written. False where the run has nothing left to count.
 */
export async function previewPart(context: Context, runId: string, size = previewChunk): Promise<boolean> {
  const part = await writing<'more' | 'end' | 'idle', never>(
    context.database.db,
    context.scope,
    async (tx) => {
      const run = await lockRun(tx, context, runId, true);
      if (run === null || run.state !== 'previewing') return ok('idle' as const);
      // Along the index of codes and no further: a sort would read what is left of the directory for each part.
      await sql`set local enable_sort = off`.execute(tx);
      const listings = await nextListings(tx, context, run, size);
      await sql`set local enable_sort = on`.execute(tx);
      if (listings.length === 0) return ok('end' as const);
      const lines = await linesOf(tx, context, run, listings);
      await insertLines(tx, context, run, lines);
      const last = listings.at(-1)?.itemCode.slice(0, 20) ?? null;
      const report = counted(run.report, listings.length, lines);
      await saveRun(tx, context, run, { reached: last, done: run.done + listings.length, report });
      return ok('more' as const);
    },
  );
  if (!part.ok || part.value === 'idle') return false;
  if (part.value === 'more') return true;
  await finishPreview(context, runId);
  return false;
}

async function finishPreview(context: Context, runId: string): Promise<void> {
  await command(context, async (unit) => {
    const run = await lockRun(unit.tx, context, runId);
    if (run === null || run.state !== 'previewing') return refuse('linkage.runIdle');
    await saveRun(unit.tx, context, run, { state: 'previewed', total: run.done });
    unit.record({
      event: 'linkage.runCounted',
      subject: { kind: 'linkage-run', id: run.id },
      basis: [linkageBasis.yearly],
      after: { number: run.number, ...run.report },
    });
    return ok(null);
  });
}

/** Whole products after the last one seen, in the order of their codes. */
async function nextListings(
  tx: Tx,
  { scope }: Context,
  run: StoredRun,
  size: number,
): Promise<readonly ListingRow[]> {
  const columns = sql`l.id, l.item_code as "itemCode", l.jurisdiction, l.class, l.form, l.manufacturer_id as "manufacturerId",
    l.price, l.units_per_purchase_unit as units, l.smallest_unit as "smallestUnit", 
    l.smallest_unit_price as "perUnit",
    floor(l.price * 1000000 / l.units_per_purchase_unit)::text as "microPerUnit"`;
  const where = sql`l.province = ${scope.province} and l.state = 'listed' and l.form in ('sunshine', 'alliance')
    and l.jurisdiction like ${`${reachOf(run.jurisdiction)}%`}`;
  // '~' comes after every digit: past all specifications of the product.
  const after = run.reached === null ? '' : `${run.reached}~`;
  const { rows } = await sql<ListingRow>`
    select ${columns} from listing l where ${where} and l.item_code ~>~ ${after}
    order by l.item_code using ~<~ limit ${size}`.execute(tx);
  if (rows.length < size) return rows;
  const last = rows.at(-1)?.itemCode.slice(0, 20) ?? '';
  const whole = rows.filter((row) => !row.itemCode.startsWith(last));
  if (whole.length > 0) return whole;
  const family = await sql<ListingRow>`
    select ${columns} from listing l where ${where} and l.item_code ~>=~ ${last} and l.item_code ~<~ ${`${last}~`}
    order by l.item_code using ~<~`.execute(tx);
  return family.rows;
}

interface Line extends RunLine {
  readonly row: ListingRow;
  readonly bought: Quantity;
}

async function linesOf(
  tx: Tx,
  context: Context,
  run: StoredRun,
  listings: readonly ListingRow[],
): Promise<readonly Line[]> {
  const records = await recordsBelow(tx, context, run, listings);
  const ratios = ratiosOf(run, listings);
  const lineFor = (row: ListingRow, bought: Quantity): RunLine | null => {
    const selected = row.form === 'alliance';
    const policy = selected ? run.rule.selected : run.rule.plain;
    const known = (records.get(row.itemCode) ?? []).filter((each) => each.id !== row.id);
    const ask: LowestAsk = {
      itemCode: row.itemCode,
      jurisdiction: row.jurisdiction,
      class: row.class,
      use: 'linkage',
      on: run.priceDay,
      contract: selected ? contractOf(known, row.jurisdiction) : null,
    };
    const lowest = known.length === 0 ? null : lowestOf(ask, known, policy);
    const { id: listingId, price, units: unitsPerPurchaseUnit } = row;
    const own = ratios.get(row.id) ?? [];
    return lineOf({ listingId, price, unitsPerPurchaseUnit, bought }, lowest, own, policy.lowest.value);
  };
  const moved = listings.filter((row) => lineFor(row, none) !== null);
  const bought = await boughtOf(tx, context.scope.province, {
    listingIds: moved.map((row) => row.id),
    from: addMonths(run.priceDay, -12),
    before: addDays(run.priceDay, 1),
  });
  return moved.flatMap((row) => {
    const quantity = bought.get(row.id) ?? none;
    const line = lineFor(row, quantity);
    return line === null ? [] : [{ ...line, row, bought: quantity }];
  });
}

/** Ratios between the specifications of each product of a directory (GD-5). */
function ratiosOf(
  run: StoredRun,
  listings: readonly ListingRow[],
): ReadonlyMap<string, readonly RatioFinding[]> {
  const families = Map.groupBy(listings, (row) => `${row.jurisdiction}/${row.itemCode.slice(0, 20)}`);
  const found = [...families.values()]
    .filter((family) => family.length > 1)
    .flatMap((family) => ratioFindings(family.map(memberOf), run.rule.ratios));
  return Map.groupBy(found, (each) => each.listingId);
}

function memberOf(row: ListingRow): FamilyMember {
  return {
    listingId: row.id,
    price: row.price,
    unitsPerPurchaseUnit: row.units,
    smallestUnit: row.smallestUnit,
    selected: row.form === 'alliance',
  };
}

interface RecordRow extends Omit<PriceRecord, 'unitsPerPurchaseUnit'> {
  readonly units: number;
}

/**
 * The records that can move the listings: where the rule takes the lowest, those below the dearest listing of the item are
 * enough, and most items have none: one look into an index in the order of prices. A selected product also needs the
 * dearer selected prices, which name its contract, and a mean needs all.
 */
async function recordsBelow(
  tx: Tx,
  { scope }: Context,
  run: StoredRun,
  listings: readonly ListingRow[],
): Promise<ReadonlyMap<string, readonly PriceRecord[]>> {
  const all = run.rule.plain.lowest.value.statistic === 'meanOfLowest';
  const columns = sql`r.id, r.item_code as "itemCode", r.jurisdiction, r.kind, r.price, r.purchase_unit as "purchaseUnit",
      r.units_per_purchase_unit as units, r.effective_from as "effectiveFrom", r.effective_to as "effectiveTo", r.state,
      r.source, r.contract, r.document`;
  const inForce = sql`r.province = ${scope.province} and r.item_code = top.item_code and r.state = 'verified'
      and coalesce(r.effective_to, 'infinity'::date) >= ${run.priceDay}::date and r.effective_from <= ${run.priceDay}::date`;
  const selected = sql`
    union all
    select ${columns} from top
    join price_record r on ${inForce} and top.selected and r.kind = 'selected'
      and r.smallest_unit_micro >= top.micro and r.smallest_unit_price >= top.price`;
  const { rows } = await sql<RecordRow>`${prepared}
    with top as materialized (
      select item_code, max(price) as price, max(micro) as micro, bool_or(selected) as selected
      from unnest(${listings.map((row) => row.itemCode)}::text[], ${listings.map((row) => row.perUnit)}::numeric[],
        ${listings.map((row) => row.microPerUnit)}::bigint[], ${listings.map((row) => row.form === 'alliance')}::boolean[])
        as own (item_code, price, micro, selected)
      group by 1)
    select ${columns} from top
    join price_record r on ${inForce} ${all ? sql`` : sql`and r.smallest_unit_micro <= top.micro and r.smallest_unit_price < top.price`}
    ${all ? sql`` : selected}
    union all
    select l.id, l.item_code, l.jurisdiction, ${ownKind}, l.price, l.purchase_unit, l.units_per_purchase_unit,
      l.listed_on, null, 'verified', 'ownListing', null, l.number
    from top
    join listing l on l.province = ${scope.province} and l.item_code = top.item_code and l.state = 'listed'
      ${all ? sql`` : sql`and l.smallest_unit_price < top.price`}`.execute(tx);
  return grouped(rows);
}

function grouped(rows: readonly RecordRow[]): ReadonlyMap<string, readonly PriceRecord[]> {
  const records = rows.map(({ units, ...rest }): PriceRecord => ({ ...rest, unitsPerPurchaseUnit: units }));
  return Map.groupBy(records, (each) => each.itemCode);
}

async function insertLines(
  tx: Tx,
  { scope }: Context,
  run: StoredRun,
  lines: readonly Line[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map((line) => ({
    listing_id: line.listingId,
    item_code: line.row.itemCode,
    manufacturer_id: line.row.manufacturerId,
    price_from: line.priceFrom,
    units: line.row.units,
    price_to: line.priceTo,
    quantity: line.bought,
    effect: line.effect,
    lowest: line.lowest === null ? null : lowestReply(line.lowest),
    warnings: line.warnings,
    state: line.priceTo === null ? 'warning' : 'proposed',
  }));
  await sql`
    insert into linkage_run_line (province, run_id, listing_id, item_code, manufacturer_id, price_from,
      units_per_purchase_unit, price_to, quantity, effect, lowest, warnings, state)
    select ${scope.province}::smallint, ${run.id}::uuid, n.listing_id, n.item_code, n.manufacturer_id, n.price_from, n.units,
      n.price_to, n.quantity, n.effect, n.lowest, n.warnings, n.state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (listing_id uuid, item_code text, manufacturer_id uuid,
      price_from numeric, units integer, price_to numeric, quantity numeric, effect numeric, lowest jsonb, warnings jsonb,
      state text)
    on conflict (province, run_id, listing_id) do nothing`.execute(tx);
}

function counted(report: RunReport, listings: number, lines: readonly Line[]): RunReport {
  return {
    ...report,
    listings: report.listings + listings,
    lowered: report.lowered + lines.filter((line) => line.priceTo !== null).length,
    warned: report.warned + lines.filter((line) => line.warnings.length > 0).length,
    effect: add(report.effect, ...lines.map((line) => line.effect)),
  };
}
