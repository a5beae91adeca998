import type { listCheckpoints, listJournal, verifyJournalNow } from '@daylight/api/journal.ts';
import type { ReplyOf, QueryOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';
import type { Call } from '../../route.ts';
import { verifyJournal } from './verify.ts';

type Query = QueryOf<typeof listJournal>;

const dayStart = (date: IsoDate): string => uuidFloor(shanghaiMoment(date, '00:00'));

/**
 * What an actor may read: auditors everything of their province; others what their organisation did, and of one subject
 * what it is a reader of.
 */
function journalRows(tx: Tx, context: ActorContext, query: Query) {
  const { actor, scope } = context;
  const all = may(actor, 'journal.readAll');
  let rows = tx
    .selectFrom('journal as j')
    .leftJoin('organisation as o', 'o.id', 'j.actorOrganisation')
    .leftJoin('account as a', 'a.id', 'j.actorAccount')
    .leftJoin('journalSeal as s', (join) =>
      join.onRef('s.province', '=', 'j.province').onRef('s.journalId', '=', 'j.id'),
    )
    .select([
      'j.id',
      'j.at',
      'j.event',
      'j.actorOrganisation',
      'o.name as organisationName',
      'a.name as person',
    ])
    .select(['j.subjectKind', 'j.subjectId', 'j.basis', 'j.before', 'j.after', 's.position'])
    .where('j.province', '=', scope.province)
    .orderBy('j.id', 'desc')
    .limit(query.limit + 1);
  if (query.subjectId !== undefined) rows = rows.where('j.subjectId', '=', query.subjectId);
  if (query.subjectKind !== undefined) rows = rows.where('j.subjectKind', '=', query.subjectKind);
  if (query.event !== undefined) rows = rows.where('j.event', '=', query.event);
  if (query.organisationId !== undefined) rows = rows.where('j.actorOrganisation', '=', query.organisationId);
  if (query.from !== undefined) rows = rows.where('j.id', '>=', dayStart(query.from));
  if (query.until !== undefined) rows = rows.where('j.id', '<', dayStart(addDays(query.until, 1)));
  if (query.cursor !== undefined) rows = rows.where('j.id', '<', query.cursor);
  if (all) return rows;
  return query.subjectId === undefined
    ? rows.where('j.actorOrganisation', '=', actor.organisationId)
    : rows.where(sql<boolean>`j.readers @> array[${actor.organisationId}]::uuid[]`);
}

export async function journalList(
  context: ActorContext,
  { query }: Call<typeof listJournal>,
): Promise<Result<ReplyOf<typeof listJournal>, never>> {
  const rows = await reading(context.database.db, context.scope, (tx) =>
    journalRows(tx, context, query).execute(),
  );
  const { actor } = context;
  const audits = may(actor, 'journal.readAll');
  const items = rows.slice(0, query.limit).map((row) => ({
    id: row.id,
    at: row.at,
    event: row.event,
    organisation:
      row.actorOrganisation === null ? null : { id: row.actorOrganisation, name: row.organisationName ?? '' },
    person: audits || row.actorOrganisation === actor.organisationId ? row.person : null,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId,
    basis: row.basis as ReplyOf<typeof listJournal>['items'][number]['basis'],
    before: row.before,
    after: row.after,
    position: row.position,
  }));
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

export async function checkpoints(
  context: Context,
  { query }: Call<typeof listCheckpoints>,
): Promise<Result<ReplyOf<typeof listCheckpoints>, never>> {
  const scope = { ...context.scope, province: query.province };
  const rows = await reading(context.database.db, scope, (tx) =>
    tx
      .selectFrom('journalCheckpoint')
      .select(['position', 'chainHash', 'sealedAt'])
      .where('province', '=', query.province)
      .orderBy('position', 'desc')
      .limit(50)
      .execute(),
  );
  return ok({ items: rows.map((row) => ({ ...row, chainHash: row.chainHash.toString('hex') })) });
}

const onScreenMax = 500_000;

export async function verifyOnScreen(
  context: ActorContext,
  { body }: Call<typeof verifyJournalNow>,
): Promise<Result<ReplyOf<typeof verifyJournalNow>, 'journal.tooLongForScreen'>> {
  const scope = { ...context.scope, reach: 'system' } as const;
  const head = await reading(context.database.db, scope, (tx) =>
    tx.selectFrom('journalHead').select('position').where('province', '=', scope.province).executeTakeFirst(),
  );
  if ((head?.position ?? 0) > onScreenMax)
    return refuse('journal.tooLongForScreen', { facts: { max: onScreenMax } });
  const result = await verifyJournal(
    context.database.db,
    scope,
    body.checkpoint === undefined ? [] : [body.checkpoint],
  );
  return ok({
    records: result.records,
    unsealed: result.unsealed,
    chainHash: result.chainHash,
    faults: [...result.faults],
  });
}
