import { type Expression, type SqlBool, sql } from 'kysely';
import type { Tx } from '../../db.ts';
import { isUuid, readPriceCursor, writePriceCursor } from './cursor.ts';

type Condition = Expression<SqlBool>;
export type ListingOrder = 'newest' | 'cheapest' | 'dearest';

function afterId(cursor: string | undefined): Condition {
  return isUuid(cursor) ? sql<SqlBool>`listing.id < ${cursor}::uuid` : sql<SqlBool>`true`;
}
function afterPrice(sign: '<' | '>') {
  return (text: string | undefined): Condition => {
    const cursor = readPriceCursor(text);
    if (cursor === null) return sql<SqlBool>`true`;
    const place = sql`(${cursor.price}::numeric, ${cursor.id}::uuid)`;
    return sql<SqlBool>`(listing.smallest_unit_price, listing.id) ${sql.raw(sign)} ${place}`;
  };
}

const orders = {
  newest: { by: sql`listing.id desc`, after: afterId },
  cheapest: { by: sql`listing.smallest_unit_price, listing.id`, after: afterPrice('>') },
  dearest: { by: sql`listing.smallest_unit_price desc, listing.id desc`, after: afterPrice('<') },
} as const;

interface Place {
  readonly id: string;
  readonly sortPrice: string;
}

/** Listings that are looked through in the order asked before the index of words is. */
const windowSize = 2000;

export interface PageAsk {
  readonly province: number;
  /** On the table `listing`. */
  readonly conditions: readonly Condition[];
  /** From `matching`; empty where nothing was typed. */
  readonly words: readonly Condition[];
  readonly sort: ListingOrder;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/**
 * The ids of one page, in order, and the cursor of the next. A frequent word fills its page from the first listings in the
 * order asked; a rare one does not, and is cheap by its index. Each way is bounded, while one statement left to the
 * planner joins and sorts everything for a frequent word.
 */
export async function listingPage(
  tx: Tx,
  ask: PageAsk,
): Promise<{ ids: readonly string[]; next: string | null }> {
  const places = await placesOf(tx, ask);
  const shown = places.slice(0, ask.limit);
  const last = places.length > ask.limit ? shown.at(-1) : undefined;
  const next =
    last === undefined
      ? null
      : ask.sort === 'newest'
        ? last.id
        : writePriceCursor({ id: last.id, price: last.sortPrice });
  return { ids: shown.map((place) => place.id), next };
}

async function placesOf(tx: Tx, ask: PageAsk): Promise<readonly Place[]> {
  const { by, after } = orders[ask.sort];
  const all = sql.join([sql<SqlBool>`true`, ...ask.conditions, ...ask.words], sql` and `);
  const start = sql`listing.province = ${ask.province} and ${after(ask.cursor)}`;
  const columns = sql`listing.id, listing.smallest_unit_price::text as sort_price`;
  const end = sql`order by ${by} limit ${ask.limit + 1}`;
  if (ask.words.length > 0) {
    const { rows } = await sql<Place>`
      select ${columns} from (select * from listing where ${start} order by ${by} limit ${windowSize}) listing
      where ${all} ${end}`.execute(tx);
    if (rows.length > ask.limit) return rows;
  }
  const { rows } = await sql<Place>`select ${columns} from listing where ${start} and ${all} ${end}`.execute(
    tx,
  );
  return rows;
}
