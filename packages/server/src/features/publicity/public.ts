import type { QueryOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { listPublicities, listPublicityItems, showPublicity } from '@daylight/api/publicity.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Basis, type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { literal } from './text.ts';

type Row = ReplyOf<typeof listPublicities>['items'][number];
type Shown = ReplyOf<typeof showPublicity>;
type Item = ReplyOf<typeof listPublicityItems>['items'][number];

const provinceOf = (jurisdiction: string): number => Number(jurisdiction.slice(0, 2));
const isId = (text: string): boolean => /^[0-9a-f-]{36}$/.test(text);

function lists(tx: Tx, province: number) {
  return tx
    .selectFrom('publicity as p')
    .where('p.province', '=', province)
    .selectAll('p')
    .select((eb) => {
      const answers = eb
        .selectFrom('publicityAnswer as a')
        .whereRef('a.province', '=', 'p.province')
        .whereRef('a.publicityId', '=', 'p.id')
        .select((of) => of.fn.countAll<number>().as('n'));
      return [
        answers.$asScalar().as('takenUp'),
        answers.where('a.state', '=', 'examining').$asScalar().as('undecided'),
      ];
    });
}
type ListRow = Awaited<ReturnType<ReturnType<typeof lists>['execute']>>[number];

function rowOf(row: ListRow): Row {
  const { document, article, clause } = row.period as Basis;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as Row['kind'],
    jurisdiction: row.jurisdiction,
    title: { zh: row.titleZh, en: row.titleEn },
    state: row.state as Row['state'],
    openedAt: row.openedAt,
    ends: { dueAt: row.endsAt, provisional: row.endsProvisional, basis: { document, article, clause } },
    items: row.itemCount,
    takenUp: Number(row.takenUp ?? 0),
    undecided: Number(row.undecided ?? 0),
    synthetic: row.synthetic,
  };
}

/** '320100' also shows what the province says; '320000' all of the province. */
function placesOf(jurisdiction: string): readonly [own: string, above: string] {
  return [`${jurisdiction.replace(/(00)+$/, '')}%`, `${jurisdiction.slice(0, 2)}0000`];
}

function narrowed(
  tx: Tx,
  query: QueryOf<typeof listPublicities>,
  context: Context,
): ReturnType<typeof lists> {
  const province = provinceOf(query.jurisdiction);
  const [own, above] = placesOf(query.jurisdiction);
  let page = lists(tx, province).where((eb) =>
    eb.or([eb('p.jurisdiction', 'like', own), eb('p.jurisdiction', '=', above)]),
  );
  if (query.kind !== undefined) page = page.where('p.kind', '=', query.kind);
  if (query.state !== undefined) page = page.where('p.state', '=', query.state);
  const { search, cursor } = query;
  if (search !== undefined && search !== '') {
    page = page.where((eb) =>
      eb.or([
        eb('p.number', '=', search),
        eb('p.titleZh', 'like', `%${literal(search)}%`),
        eb('p.titleEn', 'ilike', `%${literal(search)}%`),
      ]),
    );
  }
  const mine = query.own === 'true' ? (context.actor?.organisationId ?? null) : null;
  if (mine !== null) {
    page = page.where((eb) =>
      eb(
        'p.id',
        'in',
        eb
          .selectFrom('publicityItem as i')
          .select('i.publicityId')
          .where('i.province', '=', province)
          .where('i.organisationId', '=', mine),
      ),
    );
  }
  if (cursor !== undefined && isId(cursor)) page = page.where('p.id', '<', cursor);
  return page;
}

/** Every list of a jurisdiction, the newest first. */
export async function publicList(
  context: Context,
  { query }: Call<typeof listPublicities>,
): Promise<Result<ReplyOf<typeof listPublicities>, never>> {
  const scope = { ...context.scope, province: provinceOf(query.jurisdiction) };
  const rows = await reading(context.database.db, scope, (tx) =>
    narrowed(tx, query, context)
      .orderBy('p.id', 'desc')
      .limit(query.limit + 1)
      .execute(),
  );
  const items = rows.slice(0, query.limit).map(rowOf);
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

export async function publicOne(
  context: Context,
  { params, query }: Call<typeof showPublicity>,
): Promise<Result<Shown, 'publicity.unknown'>> {
  const province = provinceOf(query.jurisdiction);
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const row = await lists(tx, province).where('p.id', '=', params.publicityId).executeTakeFirst();
    if (row === undefined) return refuse('publicity.unknown');
    const on = shanghaiDate(row.openedAt);
    const reasons = resolve(context.book, 'publicity.objectionReasons', row.jurisdiction, on).value;
    return ok({
      ...rowOf(row),
      basis: row.basis as Shown['basis'],
      period: row.period as Shown['period'],
      holdsWholeList: row.holdsWholeList,
      stateNote: row.stateNote,
      answers: await answersOf(tx, province, row.id),
      reasons: reasons.map(({ code, zh, en }) => ({ code, zh, en })),
    });
  });
}

async function answersOf(tx: Tx, province: number, id: string): Promise<Shown['answers']> {
  const rows = await tx
    .selectFrom('publicityAnswer as a')
    .leftJoin('publicityItem as i', (join) =>
      join
        .onRef('i.province', '=', 'a.province')
        .onRef('i.publicityId', '=', 'a.publicityId')
        .onRef('i.key', '=', 'a.itemKey'),
    )
    .select(['a.itemKey', 'a.state', 'a.issue', 'a.outcome', 'a.itemStands', 'a.answer'])
    .select(['a.takenUpAt', 'a.decidedAt', 'i.textZh', 'i.textEn'])
    .where('a.province', '=', province)
    .where('a.publicityId', '=', id)
    .orderBy('a.takenUpAt')
    .limit(500)
    .execute();
  type Line = Shown['answers'][number];
  return rows.map(({ textZh: zh, textEn: en, ...row }) => ({
    ...row,
    itemText: zh === null || en === null ? null : { zh, en },
    state: row.state as Line['state'],
    outcome: row.outcome as Line['outcome'],
  }));
}

interface ItemRow extends Omit<Item, 'text' | 'organisation' | 'effect' | 'facts'> {
  readonly textZh: string;
  readonly textEn: string;
  readonly facts: Facts;
  readonly organisationId: string | null;
  readonly organisationName: string | null;
  readonly isTaken: boolean;
  readonly isDropped: boolean;
}

/** The items of one list in its own order; the cursor is the position of the last one shown. */
export async function publicItems(
  context: Context,
  { params, query }: Call<typeof listPublicityItems>,
): Promise<Result<ReplyOf<typeof listPublicityItems>, 'publicity.unknown'>> {
  const province = provinceOf(query.jurisdiction);
  const after = /^\d{1,9}$/.test(query.cursor ?? '') ? Number(query.cursor) : 0;
  const search = query.search === undefined || query.search === '' ? null : `%${literal(query.search)}%`;
  const mine = query.own === 'true' ? (context.actor?.organisationId ?? null) : null;
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const { rows: known } = await sql`
      select from publicity where province = ${province} and id = ${params.publicityId}`.execute(tx);
    if (known.length === 0) return refuse('publicity.unknown');
    const { rows } = await sql<ItemRow>`
      select i.key, i.position, i.text_zh, i.text_en, i.facts, i.organisation_id, o.name as organisation_name,
        i.taken_at is not null as is_taken, coalesce(a.answers, 0)::int as answers, coalesce(a.is_dropped, false) as is_dropped
      from publicity_item i
      left join organisation o on o.id = i.organisation_id
      left join lateral (
        select count(*) filter (where a.item_key = i.key) as answers, bool_or(a.item_stands is false) as is_dropped
        from publicity_answer a
        where a.province = i.province and a.publicity_id = i.publicity_id and (a.item_key = i.key or a.item_key is null)
      ) a on true
      where i.province = ${province} and i.publicity_id = ${params.publicityId} and i.position > ${after}
        and (${search}::text is null or i.text_zh like ${search} or i.text_en ilike ${search} or o.name like ${search})
        and (${mine}::uuid is null or i.organisation_id = ${mine}::uuid)
        and (${query.objected === 'true'} is false or a.answers > 0)
      order by i.position limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit).map(itemOf);
    const last = items.at(-1);
    return ok({
      items,
      next: rows.length > query.limit && last !== undefined ? String(last.position) : null,
    });
  });
}

function itemOf(row: ItemRow): Item {
  const { organisationId: id, organisationName: name } = row;
  return {
    key: row.key,
    position: row.position,
    text: { zh: row.textZh, en: row.textEn },
    facts: { ...row.facts },
    organisation: id === null ? null : { id, name: name ?? '' },
    effect: row.isDropped ? 'dropped' : row.isTaken ? 'takesEffect' : 'waits',
    answers: row.answers,
  };
}
