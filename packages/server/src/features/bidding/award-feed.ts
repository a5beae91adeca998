import { type AwardEntry, awardFeedFormat, type readAwardFeed } from '@daylight/api/bidding-landing.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { TenderFacts } from '../tender/port.ts';

/** A result that has become final is told to whoever reads the feed; a round that follows tells nothing, its source did. */
export async function tellAward(context: Context, unit: Unit, tender: TenderFacts): Promise<void> {
  if (tender.origin === 'followed') return;
  await sql`
    insert into award_feed (province, tender_id, run_id, hash, told_at)
    select province, tender_id, id, hash, ${context.now}::timestamptz from award_run
    where province = ${context.scope.province} and tender_id = ${tender.id}::uuid and purpose = 'selection'
      and state = 'valid'
    on conflict (province, tender_id) do nothing`.execute(unit.tx);
}

const beginning = ['0', '00000000-0000-0000-0000-000000000000'] as const;

interface Told extends Omit<AwardEntry, 'items' | 'codes'> {
  readonly tx: string;
  readonly runId: string;
}

/** Final results in an order that no late commit can disturb, as the feed of prices has it. */
export async function awardFeed(
  context: Context,
  { query }: Call<typeof readAwardFeed>,
): Promise<Result<ReplyOf<typeof readAwardFeed>, 'bidding.cursorUnknown'>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  const place = query.cursor === undefined ? beginning : valuesOf(query.cursor, 2);
  const [tx, id] = place ?? [];
  if (tx === undefined || !/^\d{1,19}$/.test(tx) || !/^[0-9a-f-]{36}$/.test(id ?? ''))
    return refuse('bidding.cursorUnknown', { field: 'cursor' });
  return reading(context.database.db, { ...context.scope, province }, async (db) => {
    const { rows } = await sql<Told>`
      select f.tx::text as tx, f.tender_id as id, f.run_id as "runId", f.hash, f.told_at as "awardedAt", t.number, t.title,
        o.name as organiser, t.level, t.jurisdiction, t.term_months as "termMonths"
      from award_feed f
      join tender t on t.province = f.province and t.id = f.tender_id
      join organisation o on o.id = t.organiser_id
      where f.province = ${province} and (f.tx, f.tender_id) > (${tx}::xid8, ${id}::uuid)
        and f.tx < pg_snapshot_xmin(pg_current_snapshot())
      order by f.tx, f.tender_id limit ${query.limit + 1}`.execute(db);
    const shown = rows.slice(0, query.limit);
    const items: AwardEntry[] = [];
    for (const { tx: _, runId, ...entry } of shown)
      items.push({ ...entry, ...(await contentsOf(db, province, { tenderId: entry.id, runId })) });
    const last = shown.at(-1);
    return ok({
      format: awardFeedFormat,
      jurisdiction: query.jurisdiction,
      items,
      next: last === undefined ? cursorOf([tx, id ?? '']) : cursorOf([last.tx, last.id]),
      more: rows.length > query.limit,
    });
  });
}

/** What it bought, and which national codes the selected products have: the bundle itself speaks of products only. */
async function contentsOf(
  tx: Tx,
  province: number,
  { tenderId, runId }: { readonly tenderId: string; readonly runId: string },
): Promise<Pick<AwardEntry, 'items' | 'codes'>> {
  const items = await tx
    .selectFrom('tenderItem')
    .select(['item', 'name', 'unit', 'codePrefixes'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('item')
    .execute();
  const products = await tx
    .selectFrom('awardResult as r')
    .innerJoin('tenderProduct as p', (join) =>
      join.onRef('p.province', '=', 'r.province').onRef('p.id', '=', 'r.productId'),
    )
    .select(['r.productId', 'p.codes'])
    .where('r.province', '=', province)
    .where('r.runId', '=', runId)
    .where('r.selected', '=', true)
    .orderBy('r.productId')
    .execute();
  return {
    items,
    codes: products.map(({ productId, codes }) => ({
      product: productId,
      codes: codes as unknown as AwardEntry['codes'][number]['codes'],
    })),
  };
}
