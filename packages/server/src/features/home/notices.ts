import type * as api from '@daylight/api/home.ts';
import type { BodyOf, QueryOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { type Facts, type Result, ok } from '@daylight/rules/result.ts';
import { type Instant, addMs } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading, writing } from '../../db.ts';
import { kindsFor, wordsOf } from './notice-text.ts';

const zero = '00000000-0000-0000-0000-000000000000';
/** Counting further helps nobody: the screen says 99+. */
const unreadShownMax = 100;
const readAtOnceMax = 5000;

interface Row {
  readonly id: string;
  readonly at: Instant;
  readonly kind: string;
  readonly subjectId: string;
  readonly facts: unknown;
  readonly isRead: boolean;
}

function inbox(tx: Tx, context: ActorContext) {
  const { province } = context.scope;
  const { accountId, organisationId } = context.actor;
  return tx
    .selectFrom('notice as n')
    .leftJoin('noticeReader as w', (join) =>
      join.on('w.province', '=', province).on('w.accountId', '=', accountId),
    )
    .leftJoin('noticeRead as r', (join) =>
      join.on('r.province', '=', province).on('r.accountId', '=', accountId).onRef('r.noticeId', '=', 'n.id'),
    )
    .where('n.province', '=', province)
    .where('n.organisationId', '=', organisationId)
    .where((eb) => eb('n.kind', '=', eb.fn.any(eb.val(kindsFor(context.actor)))));
}

function unreadOf(tx: Tx, context: ActorContext) {
  return inbox(tx, context)
    .where((eb) => eb('n.id', '>', eb.fn.coalesce('w.readUntil', eb.cast<string>(eb.val(zero), 'uuid'))))
    .where('r.noticeId', 'is', null);
}

function readOf(tx: Tx, context: ActorContext) {
  return inbox(tx, context).where((eb) =>
    eb.or([
      eb('n.id', '<=', eb.fn.coalesce('w.readUntil', eb.cast<string>(eb.val(zero), 'uuid'))),
      eb('r.noticeId', 'is not', null),
    ]),
  );
}

async function countUnread(tx: Tx, context: ActorContext): Promise<number> {
  const rows = await unreadOf(tx, context).select('n.id').limit(unreadShownMax).execute();
  return rows.length;
}

export async function listNotices(
  context: ActorContext,
  { query }: { readonly query: QueryOf<typeof api.listNotices> },
): Promise<Result<ReplyOf<typeof api.listNotices>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const wanted = { true: unreadOf, false: readOf, all: inbox }[query.unread ?? 'all'](tx, context);
    const after = /^[0-9a-f-]{36}$/.test(query.cursor ?? '') ? query.cursor : undefined;
    const rows: Row[] = await wanted
      .$if(after !== undefined, (narrowed) => narrowed.where('n.id', '<', after ?? zero))
      .select(['n.id', 'n.at', 'n.kind', 'n.subjectId', 'n.facts'])
      .select((eb) =>
        eb
          .or([
            eb('r.noticeId', 'is not', null),
            eb('n.id', '<=', eb.fn.coalesce('w.readUntil', eb.cast<string>(eb.val(zero), 'uuid'))),
          ])
          .$castTo<boolean>()
          .as('isRead'),
      )
      .orderBy('n.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map((row) => ({
      id: row.id,
      at: row.at,
      ...wordsOf({ kind: row.kind, subjectId: row.subjectId, facts: row.facts as Facts }),
      read: row.isRead,
    }));
    const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items, next, unread: await countUnread(tx, context) });
  });
}

/** Not a command: that a person has looked at something is no business fact and is not journalled. */
export async function markNoticesRead(
  context: ActorContext,
  { body }: { readonly body: BodyOf<typeof api.markNoticesRead> },
): Promise<Result<ReplyOf<typeof api.markNoticesRead>, never>> {
  const { province } = context.scope;
  const { accountId } = context.actor;
  return writing<{ unread: number }, never>(context.database.db, context.scope, async (tx) => {
    const seen = unreadOf(tx, context).select('n.id');
    const own = await (
      body.ids === 'all' ? seen.limit(readAtOnceMax) : seen.where('n.id', 'in', body.ids)
    ).execute();
    if (own.length > 0) {
      await tx
        .insertInto('noticeRead')
        .values(own.map((row) => ({ province, accountId, noticeId: row.id })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
    if (body.ids === 'all') await moveReadUntil(tx, context);
    return ok({ unread: await countUnread(tx, context) });
  });
}

const settledMs = 3_600_000;

/**
 * Replaces marks of old notices by one line "everything up to here". Only what is an hour old: ids carry the time at
 * which a command began, and one that commits late must not count as read before anybody saw it.
 */
async function moveReadUntil(tx: Tx, context: ActorContext): Promise<void> {
  const { province } = context.scope;
  const { accountId } = context.actor;
  const settled = await inbox(tx, context)
    .select('n.id')
    .where('n.at', '<', addMs(context.now, -settledMs))
    .orderBy('n.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (
    settled === undefined ||
    (await unreadOf(tx, context).select('n.id').where('n.id', '<=', settled.id).limit(1).executeTakeFirst())
  )
    return;
  await tx
    .insertInto('noticeReader')
    .values({ province, accountId, readUntil: settled.id })
    .onConflict((conflict) =>
      conflict
        .columns(['province', 'accountId'])
        .doUpdateSet((eb) => ({ readUntil: eb.ref('excluded.readUntil') })),
    )
    .execute();
  await tx
    .deleteFrom('noticeRead')
    .where('province', '=', province)
    .where('accountId', '=', accountId)
    .where('noticeId', '<=', settled.id)
    .execute();
}
