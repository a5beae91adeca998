import {
  type LowestAsk,
  type LowestPolicy,
  type LowestPrice,
  type LowestUse,
  lowestOf,
} from '@daylight/rules/linkage/lowest.ts';
import type { PriceRecord, RecordKind, RecordSource, RecordState } from '@daylight/rules/linkage/record.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type PolicyBook, resolve } from '@daylight/rules/policy/book.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface LowestQuestion {
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly use: LowestUse;
  /** The contract of a selected product, where its own prices only count. */
  readonly contract?: string | null;
  /** For a listing that was selected in a round, the rule of selected products. */
  readonly selected?: boolean;
  /** A listing whose own price is not asked about itself. */
  readonly exceptListing?: string;
  /** Today when left out. */
  readonly on?: IsoDate;
}

type PolicyAsk = Pick<LowestQuestion, 'jurisdiction' | 'use' | 'selected'> & { readonly on: IsoDate };

/** Which prices count is the matter of the purpose: listing (JS-7, JS-9), filing (JS-16, JS-17) or linkage (JS-13b). */
export function lowestPolicy(book: PolicyBook, ask: PolicyAsk): LowestPolicy {
  const reference = {
    admission: 'listing.priceReference',
    filing: 'filing.priceReference',
    linkage: 'linkage.reference',
  } as const;
  const { jurisdiction, use, selected, on } = ask;
  return {
    reference: resolve(book, reference[use], jurisdiction, on),
    lowest: resolve(
      book,
      selected === true ? 'linkage.lowestOfSelected' : 'linkage.lowest',
      jurisdiction,
      on,
    ),
  };
}

/**
 * The lowest price of each question, in the order asked, with the records it rests on. What is listed here counts beside the
 * records of other places: it needs no record. One statement for all questions.
 */
export async function lowestPrices(
  tx: Tx,
  context: Context,
  questions: readonly LowestQuestion[],
): Promise<readonly LowestPrice[]> {
  const on = questions.reduce((first, each) => {
    const day = each.on ?? context.today;
    return day < first ? day : first;
  }, context.today);
  const records = await recordsOfItems(tx, context, {
    itemCodes: questions.map((each) => each.itemCode),
    on,
  });
  return questions.map((question) => {
    const { exceptListing, selected, use, ...rest } = question;
    const ask: LowestAsk = { ...rest, use, on: question.on ?? context.today };
    const policy = lowestPolicy(context.book, {
      jurisdiction: question.jurisdiction,
      use,
      selected: selected ?? false,
      on: ask.on,
    });
    const known = records.get(question.itemCode) ?? [];
    return lowestOf(
      ask,
      known.filter((each) => each.id !== exceptListing),
      policy,
    );
  });
}

/** Verified and waiting records of an item, what is listed here included; all times, or those in force on a day. */
export async function recordsOf(
  tx: Tx,
  context: Context,
  { itemCode, on }: { readonly itemCode: string; readonly on?: IsoDate },
): Promise<readonly PriceRecord[]> {
  const found = await recordsOfItems(tx, context, { itemCodes: [itemCode], on: on ?? null });
  return (found.get(itemCode) ?? []).filter((each) => on === undefined || each.effectiveFrom <= on);
}

interface Items {
  readonly itemCodes: readonly string[];
  /** Records that ended before this day are left out; null for all of them. */
  readonly on: IsoDate | null;
}

interface RecordRow {
  readonly id: string;
  readonly itemCode: string;
  readonly jurisdiction: string;
  readonly kind: RecordKind;
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly units: number;
  readonly effectiveFrom: IsoDate;
  readonly effectiveTo: IsoDate | null;
  readonly state: RecordState;
  readonly source: RecordSource;
  readonly contract: string | null;
  readonly document: string;
}

/** The records of items by item; each part reads by an index of the item, so the cost does not grow with other items. */
export async function recordsOfItems(
  tx: Tx,
  context: Pick<Context, 'scope'>,
  { itemCodes, on }: Items,
): Promise<ReadonlyMap<string, readonly PriceRecord[]>> {
  const codes = [...new Set(itemCodes)];
  if (codes.length === 0) return new Map();
  const { province } = context.scope;
  const since = on ?? '0001-01-01';
  const columns = sql`r.id, r.item_code, r.jurisdiction, r.kind, r.price, r.purchase_unit, r.units_per_purchase_unit as units,
    r.effective_from, r.effective_to, r.state, r.source, r.contract, r.document`;
  const { rows } = await sql<RecordRow>`
    select ${columns} from price_record r
    where r.province = ${province} and r.item_code = any(${codes}::text[]) and r.state = 'verified'
      and coalesce(r.effective_to, 'infinity'::date) >= ${since}::date
    union all
    select ${columns} from price_record r
    where r.province = ${province} and r.item_code = any(${codes}::text[]) and r.state = 'entered'
    union all
    select l.id, l.item_code, l.jurisdiction, ${ownKind}, l.price, l.purchase_unit, l.units_per_purchase_unit,
      coalesce((select (max(p.from_at) at time zone 'Asia/Shanghai')::date from listing_price p
        where p.province = l.province and p.listing_id = l.id), l.listed_on), null, 'verified', 'ownListing', null, l.number
    from listing l
    where l.province = ${province} and l.item_code = any(${codes}::text[]) and l.state = 'listed'`.execute(
    tx,
  );
  const items = Map.groupBy(rows, (row) => row.itemCode);
  return new Map([...items].map(([code, own]) => [code, own.map(recordOfRow)]));
}

/** What kind of price a listing here is to the rest of the country; `l` is the listing. */
export const ownKind = sql<RecordKind>`case l.form when 'filing' then 'filing' when 'alliance' then 'selected'
  else case when l.managed_by = 'province' or l.jurisdiction like '%0000' then 'provincialListing' else 'cityListing' end end`;

function recordOfRow(row: RecordRow): PriceRecord {
  return {
    id: row.id,
    itemCode: row.itemCode,
    jurisdiction: row.jurisdiction,
    kind: row.kind,
    price: row.price,
    purchaseUnit: row.purchaseUnit,
    unitsPerPurchaseUnit: row.units,
    effectiveFrom: row.effectiveFrom,
    effectiveTo: row.effectiveTo,
    state: row.state,
    source: row.source,
    contract: row.contract,
    document: row.document,
  };
}

/** The contract of a selected product: that of the newest verified selected price of its own province. */
export function contractOf(records: readonly PriceRecord[], jurisdiction: string): string | null {
  const own = records
    .filter(
      (each) =>
        each.kind === 'selected' &&
        each.state === 'verified' &&
        each.contract !== null &&
        each.jurisdiction.slice(0, 2) === jurisdiction.slice(0, 2),
    )
    .toSorted((a, b) =>
      a.effectiveFrom < b.effectiveFrom ? 1 : a.effectiveFrom > b.effectiveFrom ? -1 : a.id < b.id ? 1 : -1,
    );
  return own[0]?.contract ?? null;
}
