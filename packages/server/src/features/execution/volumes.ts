import type * as api from '@daylight/api/execution.ts';
import type { VolumeAccount, VolumeEntry } from '@daylight/api/execution-shapes.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { accountById, accountOf, accountRows, listingsOf } from './rows.ts';
import { behindSql, isId } from './sight.ts';

type Rows = ReturnType<typeof accountRows>;

function narrowed(
  rows: Rows,
  query: Call<typeof api.readVolumeProgress>['query'] | Call<typeof api.listVolumes>['query'],
): Rows {
  let found = rows;
  if (query.tenderId !== undefined) found = found.where('a.tenderId', '=', query.tenderId);
  if (query.institutionId !== undefined) found = found.where('a.institutionId', '=', query.institutionId);
  if (query.manufacturerId !== undefined) found = found.where('a.manufacturerId', '=', query.manufacturerId);
  if (query.productId !== undefined) found = found.where('a.productId', '=', query.productId);
  if (query.area !== undefined) found = found.where('a.area', '=', query.area);
  return found;
}

async function viewed(
  tx: Tx,
  context: ActorContext,
  rows: Rows,
  view: Call<typeof api.listVolumes>['query']['view'],
) {
  switch (view) {
    case 'all':
      return rows;
    case 'open':
      return rows.where('a.state', '=', 'open');
    case 'behind':
      return rows.where('a.state', '=', 'open').where(await behindSql(tx, context));
    case 'ended':
      return rows.where('a.state', '<>', 'open');
    case 'toExplain':
      return rows.where('a.mark', '=', 'pending').where('a.explanation', '=', '');
    case 'toAssess':
      return rows.where('a.mark', '=', 'pending');
    case 'counted':
      return rows.where('a.mark', '=', 'counted');
  }
}

export async function listAccounts(
  context: ActorContext,
  { query }: Call<typeof api.listVolumes>,
): Answered<typeof api.listVolumes> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = await viewed(tx, context, narrowed(accountRows(tx, context), query), query.view);
    if (isId(query.cursor)) rows = rows.where('a.id', '<', query.cursor);
    const found = await rows
      .orderBy('a.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => accountOf(context, row));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

async function monthsOf(tx: Tx, context: ActorContext, accountId: string) {
  const { rows } = await sql<{ month: IsoDate; accepted: string }>`
    select month::date as month, (sum(change) over (order by month))::numeric as accepted
    from (
      select date_trunc('month', at at time zone 'Asia/Shanghai') as month, sum(accepted_change) as change
      from volume_entry
      where province = ${context.scope.province} and account_id = ${accountId}::uuid
      group by 1
    ) m
    order by month`.execute(tx);
  return rows;
}

export async function readAccount(
  context: ActorContext,
  { params }: Call<typeof api.readVolume>,
): Answered<typeof api.readVolume> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await accountById(tx, context, params.accountId);
    if (row === null) return refuse('execution.accountUnknown');
    const [listings, months] = [await listingsOf(tx, context, row.id), await monthsOf(tx, context, row.id)];
    return ok({ ...accountOf(context, row), listings, months });
  });
}

export async function listEntries(
  context: ActorContext,
  { params, query }: Call<typeof api.listVolumeEntries>,
): Answered<typeof api.listVolumeEntries> {
  return reading(context.database.db, context.scope, async (tx) => {
    if ((await accountById(tx, context, params.accountId)) === null)
      return refuse('execution.accountUnknown');
    let rows = tx
      .selectFrom('volumeEntry as e')
      .leftJoin('purchaseOrder as o', (join) =>
        join.onRef('o.province', '=', 'e.province').onRef('o.id', '=', 'e.orderId'),
      )
      .select([
        'e.id',
        'e.at',
        'e.orderId',
        'o.number as orderNumber',
        'e.orderLine',
        'e.agreed',
        'e.ordered',
        'e.accepted',
      ])
      .select(['e.agreedChange', 'e.orderedChange', 'e.acceptedChange'])
      .select((eb) => eb.ref('e.kind').$castTo<VolumeEntry['kind']>().as('kind'))
      .where('e.province', '=', context.scope.province)
      .where('e.accountId', '=', params.accountId);
    if (isId(query.cursor)) rows = rows.where('e.id', '<', query.cursor);
    const found = await rows
      .orderBy('e.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

async function after(unit: Unit, context: ActorContext, id: string): Promise<VolumeAccount> {
  const row = await accountById(unit.tx, context, id);
  assert(row !== null, 'an account that was just saved');
  return accountOf(context, row);
}

export async function explain(
  context: ActorContext,
  { params, body }: Call<typeof api.explainVolume>,
): Answered<typeof api.explainVolume> {
  return command<VolumeAccount, RefusalOf<typeof api.explainVolume>>(context, async (unit) => {
    const row = await accountById(unit.tx, context, params.accountId, true);
    if (row === null || row.institutionId !== context.actor.organisationId)
      return refuse('execution.accountUnknown');
    if (row.mark === null) return refuse('execution.notBehind');
    if (row.mark !== 'pending') return refuse('execution.alreadyMarked');
    if (row.version !== body.version) return refuse('request.stale');
    await unit.tx
      .updateTable('volumeAccount')
      .set({ explanation: body.explanation, explainedAt: context.now, version: row.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'execution.volumeExplained',
      subject: { kind: 'volume', id: row.id },
      basis: [executionBasis.assessment],
      after: { explanation: body.explanation },
      readers: [row.organiserId],
    });
    return ok(await after(unit, context, row.id));
  });
}

export async function mark(
  context: ActorContext,
  { params, body }: Call<typeof api.markVolume>,
): Answered<typeof api.markVolume> {
  return command<VolumeAccount, RefusalOf<typeof api.markVolume>>(context, async (unit) => {
    const row = await accountById(unit.tx, context, params.accountId, true);
    if (row === null) return refuse('execution.accountUnknown');
    if (row.mark === null) return refuse('execution.notBehind');
    if (row.mark !== 'pending') return refuse('execution.alreadyMarked');
    if (row.version !== body.version) return refuse('request.stale');
    if (body.mark === 'excused' && body.note === '')
      return refuse('execution.noteMissing', { field: 'note' });
    const { actor, now, scope } = context;
    await unit.tx
      .updateTable('volumeAccount')
      .set({
        mark: body.mark,
        markNote: body.note,
        markedAt: now,
        markedBy: actor.accountId,
        version: row.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    const subject = { kind: 'volume', id: row.id };
    const facts = { round: row.round, product: row.productName, note: body.note };
    unit.record({
      event: 'execution.volumeMarked',
      subject,
      basis: [executionBasis.assessment],
      before: { mark: row.mark },
      after: { mark: body.mark, note: body.note, agreed: row.agreed, accepted: row.accepted },
      readers: [row.institutionId],
    });
    const kind = body.mark === 'counted' ? 'execution.counted' : 'execution.excused';
    unit.notify({ organisationId: row.institutionId, kind, subject, facts });
    return ok(await after(unit, context, row.id));
  });
}
