import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { openRound, openRounds } from '@daylight/api/tender-public.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { planOf } from './plan-store.ts';
import { sharedView } from './round-view.ts';
import { reachOf, roundRows, summaryOf } from './rounds.ts';
import { readTender } from './store.ts';

/** The portal asks in the province of the platform that the visitor looks at. */
function there(context: Context, jurisdiction: string): Context['scope'] {
  return { ...context.scope, province: Number(jurisdiction.slice(0, 2)) };
}

export async function listOpen(
  context: Context,
  { query }: Call<typeof openRounds>,
): Promise<Result<ReplyOf<typeof openRounds>, never>> {
  const scope = there(context, query.jurisdiction);
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  const like = `%${(query.search ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`;
  return reading(context.database.db, scope, async (tx) => {
    const rows = await roundRows(tx, scope.province)
      .where('tender.isPublic', '=', true)
      .where('tender.jurisdiction', 'like', `${reachOf(query.jurisdiction)}%`)
      .$if(query.search !== undefined, (wanted) => wanted.where('tender.title', 'ilike', like))
      .$if(query.level !== undefined, (wanted) => wanted.where('tender.level', '=', query.level ?? ''))
      .$if(query.state !== undefined, (wanted) => wanted.where('tender.state', '=', query.state ?? ''))
      .$if(after !== undefined, (wanted) => wanted.where('tender.id', '<', after ?? ''))
      .orderBy('tender.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map(summaryOf);
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readOpen(
  context: Context,
  { params, query }: Call<typeof openRound>,
): Promise<Result<ReplyOf<typeof openRound>, 'tender.unknown'>> {
  const scope = there(context, query.jurisdiction);
  return reading(context.database.db, scope, async (tx) => {
    const row = await roundRows(tx, scope.province)
      .where('tender.id', '=', params.tenderId)
      .where('tender.isPublic', '=', true)
      .executeTakeFirst();
    const tender = row === undefined ? null : await readTender(tx, scope.province, params.tenderId);
    if (row === undefined || tender === null) return refuse('tender.unknown');
    const plan = await planOf(tx, tender);
    return ok({
      ...(await sharedView(tx, tender, summaryOf(row))),
      plan: plan === null ? null : { scope: plan.scope, process: plan.process, duties: plan.duties },
    });
  });
}
