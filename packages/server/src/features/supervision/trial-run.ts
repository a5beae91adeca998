import type { RuleDraft } from '@daylight/api/rule-draft.ts';
import type { TrialReport } from '@daylight/api/supervision-trials.ts';
import { type Money, type Quantity, compare } from '@daylight/rules/money.ts';
import { find, resolve } from '@daylight/rules/policy/book.ts';
import { withDecisions } from '@daylight/rules/policy/decision.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { linkageTrial, type LinkedListing } from '@daylight/rules/supervision/trial-linkage.ts';
import { noSaleTrial, type PastListing, type PastSale } from '@daylight/rules/supervision/trial-no-sale.ts';
import { type PastTrade, zoneTrial } from '@daylight/rules/supervision/trial-zone.ts';
import { type Level, isInFocus } from '@daylight/rules/supervision/zone.ts';
import { type IsoDate, addMonths, shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { lowestPrices } from '../linkage/port.ts';
import { reachOf } from './reach.ts';

/** A draft over a window of past days, for the place of a bureau. */
export interface Trying {
  readonly tx: Tx;
  readonly context: Context;
  readonly jurisdiction: string;
  readonly draft: RuleDraft;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly progress: (done: number, total: number) => Promise<void>;
}

/** Rows of a report; its sums count all. */
const rowsMax = 1000;

/** The book with the draft as if the bureau had decided it from the first day of the window. */
function draftBook({ context, draft, jurisdiction, from }: Trying) {
  const decision = {
    number: '',
    name: '',
    jurisdiction,
    from,
    document: 'daylight',
    article: '一',
    clause: null,
  };
  return withDecisions(context.book, [{ ...decision, ...draft }]);
}

/**
 * What would have happened under a draft: the same pure rules run over what is on record. It only reads; whoever calls it
 * gives it a transaction that can do nothing else.
 */
export async function runTrial(trying: Trying): Promise<TrialReport> {
  switch (trying.draft.key) {
    case 'supervision.zoneRule':
      return tryZones(trying);
    case 'listing.noSaleSuspend':
      return tryNoSale(trying);
    case 'linkage.lowest':
      return tryLinkage(trying);
    default:
      return trying.draft satisfies never;
  }
}

type TradeRow = Omit<PastTrade, 'day'>;

async function institutionsOf({ tx, context, jurisdiction, from }: Trying) {
  const organisations = await tx
    .selectFrom('organisation')
    .select(['id', 'name', 'level', 'ownership', 'jurisdiction'])
    .where('kind', '=', 'institution')
    .where('province', '=', context.scope.province)
    .execute();
  const levelMin = resolve(context.book, 'supervision.zonePublicLevelMin', jurisdiction, from).value;
  return {
    names: new Map(organisations.map((each) => [each.id, each.name])),
    focus: new Map(
      organisations.map((each) => [
        each.id,
        isInFocus({ ...each, level: each.level as Level | null }, levelMin),
      ]),
    ),
  };
}

/** One class of the third level at a time: items of different classes are never compared with each other. */
async function tryZones(trying: Trying): Promise<TrialReport> {
  const { tx, context, jurisdiction, from, until, draft } = trying;
  if (draft.key !== 'supervision.zoneRule') throw new Error('another draft');
  const book = draftBook(trying);
  const held = resolve(context.book, 'supervision.zoneRule', jurisdiction, from).value;
  const months = Math.max(held.windowMonths, draft.value.windowMonths, 3);
  const since = shanghaiMoment(addMonths(from, -months), '00:00');
  const before = shanghaiMoment(until, '24:00');
  const { focus, names } = await institutionsOf(trying);
  const reach = reachOf(jurisdiction);
  const count = zoneTrial({
    inForce: (place, day) => resolve(context.book, 'supervision.zoneRule', place, day),
    draft: (place, day) => resolve(book, 'supervision.zoneRule', place, day),
    inFocus: (id) => focus.get(id) ?? false,
    counts: (place) => place.startsWith(reach),
    from,
    until,
  });
  const { province } = context.scope;
  const { rows: classes } = await sql<{ code: string; trades: number }>`
    select left(item_code, 7) as code, count(*) as trades from trade
    where province = ${province} and traded_at >= ${since}::timestamptz and traded_at < ${before}::timestamptz
      and id >= app.uuid_floor(${since}::timestamptz) and id < app.uuid_floor(${before}::timestamptz + interval '1 day')
    group by 1 order by 1`.execute(tx);
  const total = classes.reduce((sum, each) => sum + each.trades, 0);
  let done = 0;
  for (const { code, trades } of classes) {
    const { rows } = await sql<TradeRow>`
      select t.item_code, i.product_name || ' ' || i.specification as product, t.institution_id, t.level, t.jurisdiction, t.price,
        t.units_per_purchase_unit, round(t.price * t.quantity, 2) as amount, t.traded_at
      from trade t join catalogue_item i on i.item_code = t.item_code
      where t.province = ${province} and t.item_code between ${code} and rpad(${code}, 27, '9')
        and t.traded_at >= ${since}::timestamptz and t.traded_at < ${before}::timestamptz
        and t.id >= app.uuid_floor(${since}::timestamptz) and t.id < app.uuid_floor(${before}::timestamptz + interval '1 day')
        and not exists (select from zone_exclusion x where x.province = t.province and x.trade_id = t.id)
      order by t.traded_at`.execute(tx);
    count.add(rows.map((row) => ({ ...row, day: shanghaiDate(row.tradedAt) })));
    done += trades;
    await trying.progress(done, total);
  }
  const report = count.report((id) => names.get(id) ?? '', rowsMax);
  return {
    kind: 'zone',
    ...report,
    cells: [...report.cells],
    products: [...report.products],
    institutions: [...report.institutions],
  };
}

interface ListingRow {
  readonly listingId: string;
  readonly itemCode: string;
  readonly number: string;
  readonly product: string;
  readonly manufacturer: string;
  readonly listedOn: IsoDate;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly class: string;
  readonly jurisdiction: string;
}

const step = 500;

async function* listingsOf(trying: Trying): AsyncGenerator<{ rows: ListingRow[]; total: number }> {
  const { tx, context, jurisdiction, until } = trying;
  const { province } = context.scope;
  const reach = `${reachOf(jurisdiction)}%`;
  const { rows: counted } = await sql<{ n: number }>`
    select count(*) as n from listing
    where province = ${province} and jurisdiction like ${reach} and state <> 'withdrawn' and listed_on <= ${until}::date`.execute(
    tx,
  );
  const total = counted[0]?.n ?? 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<ListingRow>`
      select l.id as listing_id, l.item_code, l.number, i.product_name || ' ' || i.specification as product, m.name as manufacturer,
        l.listed_on, l.price, l.units_per_purchase_unit, l.class, l.jurisdiction
      from listing l
      join catalogue_item i on i.item_code = l.item_code
      join organisation m on m.id = l.manufacturer_id
      where l.province = ${province} and l.jurisdiction like ${reach} and l.state <> 'withdrawn' and l.listed_on <= ${until}::date
        and l.id > ${after}::uuid
      order by l.id limit ${step}`.execute(tx);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield { rows, total };
    after = last.listingId;
  }
}

async function tryNoSale(trying: Trying): Promise<TrialReport> {
  const { tx, context, jurisdiction, from, until, draft } = trying;
  if (draft.key !== 'listing.noSaleSuspend') throw new Error('another draft');
  const { province } = context.scope;
  const before = shanghaiMoment(until, '24:00');
  const listings: PastListing[] = [];
  for await (const { rows, total } of listingsOf(trying)) {
    const ids = rows.map((row) => row.listingId);
    const { rows: sales } = await sql<PastSale & { listingId: string }>`
      select listing_id, traded_at as at, round(price * quantity, 2) as amount, institution_id
      from trade
      where province = ${province} and listing_id = any(${ids}::uuid[]) and traded_at < ${before}::timestamptz
      order by traded_at`.execute(tx);
    const byListing = Map.groupBy(sales, (sale) => sale.listingId);
    for (const row of rows)
      listings.push({
        ...row,
        listedAt: shanghaiMoment(row.listedOn, '00:00'),
        sales: byListing.get(row.listingId) ?? [],
      });
    await trying.progress(listings.length, total);
  }
  const inForce = find(context.book, 'listing.noSaleSuspend', jurisdiction, from)?.value ?? null;
  const window = { from, until, calendar: context.calendar };
  const report = noSaleTrial(listings, { inForce, draft: draft.value }, window);
  const rows = report.rows.toSorted((a, b) => b.hindered - a.hindered || (a.number < b.number ? -1 : 1));
  return { kind: 'noSale', ...report, rows: rows.slice(0, rowsMax) };
}

async function tryLinkage(trying: Trying): Promise<TrialReport> {
  const { tx, context, from, until } = trying;
  const { province } = context.scope;
  const since = shanghaiMoment(from, '00:00');
  const before = shanghaiMoment(until, '24:00');
  const tried = { ...context, book: draftBook(trying) };
  const listings: LinkedListing[] = [];
  for await (const { rows, total } of listingsOf(trying)) {
    const asks = rows.map((row) => ({
      itemCode: row.itemCode,
      jurisdiction: row.jurisdiction,
      class: row.class as ConsumableClass,
      use: 'linkage' as const,
      on: until,
      exceptListing: row.listingId,
    }));
    const now = await lowestPrices(tx, context, asks);
    const draft = await lowestPrices(tx, tried, asks);
    const ids = rows.map((row) => row.listingId);
    const { rows: bought } = await sql<{ listingId: string; quantity: Quantity; institutions: number }>`
      select listing_id, sum(quantity)::numeric(20, 3) as quantity, count(distinct institution_id) as institutions from trade
      where province = ${province} and listing_id = any(${ids}::uuid[])
        and traded_at >= ${since}::timestamptz and traded_at < ${before}::timestamptz
      group by 1`.execute(tx);
    const byListing = new Map(bought.map((each) => [each.listingId, each]));
    for (const [at, row] of rows.entries()) {
      const sums = byListing.get(row.listingId);
      listings.push({
        ...row,
        quantity: sums?.quantity ?? ('0' as Quantity),
        institutions: sums?.institutions ?? 0,
        now: foundOf(now[at]),
        draft: foundOf(draft[at]),
      });
    }
    await trying.progress(listings.length, total);
  }
  const report = linkageTrial(listings, until);
  const rows = report.rows.toSorted((a, b) => compare(b.savedDraft, a.savedDraft));
  return { kind: 'linkage', ...report, rows: rows.slice(0, rowsMax) };
}

function foundOf(
  lowest: { readonly price: Money | null; readonly unitsPerPurchaseUnit: number } | undefined,
) {
  return { price: lowest?.price ?? null, unitsPerPurchaseUnit: lowest?.unitsPerPurchaseUnit ?? 1 };
}
