import type * as api from '@daylight/api/bidding-landing.ts';
import type { AwardEntry, LandedAward } from '@daylight/api/bidding-landing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import { type LandedLine, type LandedProduct, landedLines } from '@daylight/rules/bidding/landing.ts';
import { add, zero } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, addMonths } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { buyersOf } from '../order/port.ts';
import { type KindListing, kindListings } from './kind-listings.ts';

/** A result as it lies in the table, for what is shown and for what follows. */
export interface StoredLanded extends LandedAward {
  readonly hash: string;
  readonly engine: string;
  readonly termMonths: number;
  readonly note: string;
  readonly items: AwardEntry['items'];
  readonly products: readonly LandedProduct[];
}

const itemColumns = sql`a.id, a.number, a.title, a.organiser, a.level, a.jurisdiction,
  jsonb_build_object('id', s.id, 'name', s.name) as source, a.state, jsonb_array_length(a.selected) as selected,
  a.awarded_at as "awardedAt", a.read_at as "readAt", a.problem,
  case when t.id is not null then jsonb_build_object('id', t.id, 'number', t.number) end as tender, a.version`;
const itemTables = sql`landed_award a
  join award_source s on s.province = a.province and s.id = a.source_id
  left join tender t on t.province = a.province and t.id = a.tender_id`;

export function listLanded(
  context: ActorContext,
  { query }: Call<typeof api.listLanded>,
): Promise<Result<ReplyOf<typeof api.listLanded>, never>> {
  const { province } = context.scope;
  const after = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.exec(query.cursor ?? '')?.[0] ?? null;
  const state = query.state ?? null;
  return reading(context.database.db, context.scope, async (tx) => {
    const { rows } = await sql<LandedAward>`
      select ${itemColumns} from ${itemTables}
      where a.province = ${province} and (${state}::text is null or a.state = ${state})
        and (${after}::uuid is null or a.id < ${after}::uuid)
      order by a.id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function storedLanded(tx: Tx, province: number, id: string): Promise<StoredLanded | null> {
  const { rows } = await sql<StoredLanded>`
    select ${itemColumns}, a.hash, a.engine, a.term_months as "termMonths", a.note, a.items, a.selected as products
    from ${itemTables} where a.province = ${province} and a.id = ${id}::uuid`.execute(tx);
  const [row] = rows;
  return row === undefined ? null : { ...row, selected: row.products.length };
}

interface Met {
  readonly lines: readonly LandedLine<KindListing>[];
  readonly use: ReadonlyMap<string, { readonly institutions: number; readonly amount: string }>;
  readonly from: IsoDate;
  readonly before: IsoDate;
}

/** What a result means here: which listings have its codes, who bought of its items in the year before, what it would save. */
export async function meaningOf(
  tx: Tx,
  { scope, today }: Pick<Context, 'scope' | 'today'>,
  landed: Pick<StoredLanded, 'items' | 'products'>,
): Promise<Met> {
  const { province } = scope;
  const year = { from: addMonths(today, -12), before: addDays(today, 1) };
  const listings = await kindListings(tx, province, { items: landed.items, ...year });
  const use = await buyersOf(tx, province, {
    listings: listings.map(({ id, item }) => ({ listingId: id, group: item })),
    ...year,
  });
  return { lines: landedLines(landed.products, listings), use, ...year };
}

/** A running round of the province that buys some of these codes already. */
async function roundOf(tx: Tx, province: number, prefixes: readonly string[]) {
  const { rows } = await sql<{ id: string; number: string; title: string }>`
    select t.id, t.number, t.title from tender t
    join tender_item i on i.province = t.province and i.tender_id = t.id and i.state = 'running'
    where t.province = ${province} and t.state not in ('ended', 'cancelled', 'failed')
      and exists (select from unnest(i.code_prefixes) as own (prefix), unnest(${[...prefixes]}::text[]) as asked (prefix)
        where own.prefix like asked.prefix || '%' or asked.prefix like own.prefix || '%')
    order by t.id desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

export function readLanded(
  context: ActorContext,
  { params }: Call<typeof api.readLanded>,
): Promise<Result<ReplyOf<typeof api.readLanded>, 'bidding.landedUnknown'>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const landed = await storedLanded(tx, province, params.landedId);
    if (landed === null) return refuse('bidding.landedUnknown');
    const { lines, use, from, before } = await meaningOf(tx, context, landed);
    const items: ReplyOf<typeof api.readLanded>['items'] = [];
    for (const item of landed.items) {
      const bought = use.get(item.item);
      items.push({
        ...item,
        institutions: bought?.institutions ?? 0,
        amount: (bought?.amount ?? zero) as typeof zero,
        round: await roundOf(tx, province, item.codePrefixes),
      });
    }
    const { products: _, ...head } = landed;
    return ok({
      ...head,
      items,
      boughtFrom: from,
      boughtBefore: before,
      products: lines.map(lineReply),
      effect: add(zero, ...lines.flatMap(({ listings }) => listings.map(({ effect }) => effect))),
      mayFollow: landed.state === 'received' && may(context.actor, 'bidding.subscribe'),
    });
  });
}

function lineReply({ product, listings }: LandedLine<KindListing>) {
  const { product: id, name, firm, item, itemName, price, codes } = product;
  return {
    product: id,
    name,
    firm,
    item,
    itemName,
    price,
    codes: codes.length,
    listings: listings.map(({ listing, target, effect }) => {
      const { id: listingId, number, itemCode, manufacturer, jurisdiction } = listing;
      const { price: now, purchaseUnit, bought } = listing;
      return {
        id: listingId,
        number,
        itemCode,
        manufacturer,
        jurisdiction,
        price: now,
        purchaseUnit,
        bought,
        target,
        effect,
      };
    }),
  };
}
