import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listOwnNotices, listPublicNotices, showPublicNotice } from '@daylight/api/portal.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';

type Notice = ReplyOf<typeof showPublicNotice>;
type Row = Awaited<ReturnType<ReturnType<typeof noticeRows>['execute']>>[number];

function noticeRows(tx: Tx, province: number) {
  return tx
    .selectFrom('publicNotice as n')
    .leftJoin('account as a', 'a.id', 'n.enteredBy')
    .select([
      'n.id',
      'n.jurisdiction',
      'n.kind',
      'n.title',
      'n.body',
      'n.publishedAt',
      'n.state',
      'n.synthetic',
    ])
    .select(['a.id as accountId', 'a.name as accountName'])
    .where('n.province', '=', province)
    .orderBy('n.id', 'desc');
}

function shown(row: Row, withPerson: boolean): Notice {
  const { accountId, accountName, ...notice } = row;
  return {
    ...notice,
    kind: notice.kind as Notice['kind'],
    state: notice.state as Notice['state'],
    enteredBy: withPerson && accountId !== null ? { id: accountId, name: accountName ?? '' } : null,
  };
}

export function provinceOfPlatform(jurisdiction: string): number {
  return Number(jurisdiction.slice(0, 2));
}

/** '320100' also shows what the province says; '320000' all of the province. */
function within(jurisdiction: string): readonly [own: string, above: string] {
  return [`${jurisdiction.replace(/(00)+$/, '')}%`, `${jurisdiction.slice(0, 2)}0000`];
}

export async function publicNotices(
  context: Context,
  { query }: Call<typeof listPublicNotices>,
): Promise<Result<ReplyOf<typeof listPublicNotices>, never>> {
  const province = provinceOfPlatform(query.jurisdiction);
  const [own, above] = within(query.jurisdiction);
  const rows = await reading(context.database.db, { ...context.scope, province }, (tx) => {
    let page = noticeRows(tx, province)
      .where('n.state', '=', 'published')
      .where((eb) => eb.or([eb('n.jurisdiction', 'like', own), eb('n.jurisdiction', '=', above)]))
      .limit(query.limit + 1);
    if (query.kind !== undefined) page = page.where('n.kind', '=', query.kind);
    if (query.cursor !== undefined) page = page.where('n.id', '<', query.cursor);
    return page.execute();
  });
  const items = rows.slice(0, query.limit).map((row) => shown(row, false));
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

export async function publicNotice(
  context: Context,
  { params, query }: Call<typeof showPublicNotice>,
): Promise<Result<Notice, 'portal.unknownNotice'>> {
  const province = provinceOfPlatform(query.jurisdiction);
  const row = await reading(context.database.db, { ...context.scope, province }, (tx) =>
    noticeRows(tx, province)
      .where('n.id', '=', params.id)
      .where('n.state', '=', 'published')
      .executeTakeFirst(),
  );
  return row === undefined ? refuse('portal.unknownNotice') : ok(shown(row, false));
}

export async function ownNotices(
  context: ActorContext,
  { query }: Call<typeof listOwnNotices>,
): Promise<Result<ReplyOf<typeof listOwnNotices>, never>> {
  const { actor, scope } = context;
  const rows = await reading(context.database.db, scope, (tx) => {
    let page = noticeRows(tx, scope.province)
      .where('n.jurisdiction', 'like', within(actor.jurisdiction)[0])
      .limit(query.limit + 1);
    if (query.state !== undefined) page = page.where('n.state', '=', query.state);
    if (query.cursor !== undefined) page = page.where('n.id', '<', query.cursor);
    return page.execute();
  });
  const items = rows.slice(0, query.limit).map((row) => shown(row, true));
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}
