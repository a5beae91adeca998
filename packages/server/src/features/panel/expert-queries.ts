import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  listExpertAccounts,
  listExperts,
  readExpert,
  readOwnExpert,
} from '@daylight/api/panel-expert.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { ProposedChange } from './experts.ts';
import { inReach, isId, literal } from './sight.ts';

type Item = ReplyOf<typeof listExperts>['items'][number];
type Shown = ReplyOf<typeof readExpert>;
type Interest = Shown['interestList'][number];
type Specialty = Item['specialties'][number];

/** The specialties of the pack, and any code as a wording. */
export function specialtiesOf(context: ActorContext): readonly Specialty[] {
  const { value } = resolve(context.book, 'panel.specialties', context.actor.jurisdiction, context.today);
  return value.map(({ code, zh, en }) => ({ code, zh, en }));
}
export function specialtyOf(known: readonly Specialty[], code: string): Specialty {
  return known.find((each) => each.code === code) ?? { code, zh: code, en: code };
}

function expertRows(tx: Tx, { scope }: ActorContext) {
  return tx
    .selectFrom('expert as e')
    .innerJoin('organisation as o', 'o.id', 'e.organisationId')
    .where('e.province', '=', scope.province)
    .selectAll('e')
    .select('o.name as employer')
    .select((eb) =>
      eb
        .selectFrom('expertInterest as i')
        .select((of) => of.fn.countAll<number>().as('n'))
        .where('i.province', '=', scope.province)
        .whereRef('i.expertId', '=', 'e.id')
        .where('i.endedAt', 'is', null)
        .as('interests'),
    );
}
type Row = Awaited<ReturnType<ReturnType<typeof expertRows>['execute']>>[number];

function itemOf(row: Row, known: readonly Specialty[]): Item {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    title: row.title,
    employer: { id: row.organisationId, name: row.employer },
    region: row.region,
    specialties: row.specialties.map((code) => specialtyOf(known, code)),
    state: row.state as Item['state'],
    changed: row.proposed !== null,
    interests: Number(row.interests ?? 0),
    synthetic: row.synthetic,
    version: row.version,
  };
}

export async function expertList(
  context: ActorContext,
  { query }: Call<typeof listExperts>,
): Promise<Result<ReplyOf<typeof listExperts>, never>> {
  const known = specialtiesOf(context);
  const rows = await reading(context.database.db, context.scope, (tx) => {
    let page = expertRows(tx, context).where('e.region', 'like', inReach(context.actor.jurisdiction));
    const { search, specialty, state, cursor } = query;
    if (state !== undefined) page = page.where('e.state', '=', state);
    if (specialty !== undefined) page = page.where(sql<boolean>`e.specialties @> array[${specialty}]`);
    if (query.waiting === 'true') {
      page = page.where((eb) => eb.or([eb('e.state', '=', 'pending'), eb('e.proposed', 'is not', null)]));
    }
    if (search !== undefined && search !== '') {
      page = page.where((eb) =>
        eb.or([
          eb('e.name', 'like', `%${literal(search)}%`),
          eb('e.code', '=', search),
          eb('o.name', 'like', `%${literal(search)}%`),
        ]),
      );
    }
    if (cursor !== undefined && isId(cursor)) page = page.where('e.id', '<', cursor);
    return page
      .orderBy('e.id', 'desc')
      .limit(query.limit + 1)
      .execute();
  });
  const items = rows.slice(0, query.limit).map((row) => itemOf(row, known));
  const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
  return ok({ items, next, specialties: [...known] });
}

async function interestsOf(tx: Tx, province: number, expertId: string): Promise<Interest[]> {
  const rows = await tx
    .selectFrom('expertInterest as i')
    .innerJoin('organisation as o', 'o.id', 'i.withId')
    .select(['i.id', 'i.kind', 'i.note', 'i.declaredAt', 'i.endedAt', 'o.id as withId', 'o.name as withName'])
    .where('i.province', '=', province)
    .where('i.expertId', '=', expertId)
    .orderBy('i.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as Interest['kind'],
    with: { id: row.withId, name: row.withName },
    note: row.note,
    declaredAt: row.declaredAt,
    endedAt: row.endedAt,
  }));
}

export async function expertOne(
  context: ActorContext,
  { params }: Call<typeof readExpert>,
): Promise<Result<Shown, 'panel.unknownExpert'>> {
  const known = specialtiesOf(context);
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await expertRows(tx, context)
      .where('e.id', '=', params.expertId)
      .where('e.region', 'like', inReach(context.actor.jurisdiction))
      .executeTakeFirst();
    if (row === undefined) return refuse('panel.unknownExpert');
    const proposed = row.proposed as ProposedChange | null;
    const ids = [row.enteredBy, row.approvedBy, proposed?.by].filter((id) => typeof id === 'string');
    const people = await tx.selectFrom('account').select(['id', 'name']).where('id', 'in', ids).execute();
    const nameOf = new Map(people.map((each) => [each.id, each.name]));
    const me = context.actor.accountId;
    return ok({
      ...itemOf(row, known),
      stateNote: row.stateNote,
      enteredAt: row.enteredAt,
      enteredBy: nameOf.get(row.enteredBy) ?? '',
      enteredByMe: row.enteredBy === me,
      approvedAt: row.approvedAt,
      approvedBy: nameOf.get(row.approvedBy ?? '') ?? null,
      proposed:
        proposed === null
          ? null
          : {
              title: proposed.title,
              specialties: proposed.specialties.map((code) => specialtyOf(known, code)),
              region: proposed.region,
              by: nameOf.get(proposed.by) ?? '',
              byMe: proposed.by === me,
            },
      interestList: await interestsOf(tx, province, row.id),
      known: [...known],
    });
  });
}

/** Accounts that hold the position of an expert and are not in the pool yet. */
export async function expertAccounts(
  context: ActorContext,
  { query }: Call<typeof listExpertAccounts>,
): Promise<Result<ReplyOf<typeof listExpertAccounts>, never>> {
  const search = query.search === undefined || query.search === '' ? null : `%${literal(query.search)}%`;
  const rows = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('account as a')
      .innerJoin('organisation as o', 'o.id', 'a.organisationId')
      .select(['a.id', 'a.name', 'a.login', 'o.id as organisationId', 'o.name as employer'])
      .where('o.kind', '=', 'institution')
      .where('o.jurisdiction', 'like', inReach(context.actor.jurisdiction))
      .where('a.state', '=', 'active')
      .where(sql<boolean>`'expert' = any(a.roles)`)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('expert as e')
              .select('e.id')
              .where('e.province', '=', context.scope.province)
              .where('e.state', '!=', 'rejected')
              .whereRef('e.accountId', '=', 'a.id'),
          ),
        ),
      )
      .$if(search !== null, (page) =>
        page.where((eb) => eb.or([eb('a.name', 'like', search), eb('o.name', 'like', search)])),
      )
      .orderBy('o.name')
      .orderBy('a.name')
      .limit(50)
      .execute(),
  );
  return ok({
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      login: row.login,
      employer: { id: row.organisationId, name: row.employer },
    })),
    specialties: [...specialtiesOf(context)],
  });
}

export async function ownExpert(
  context: ActorContext,
  _call: Call<typeof readOwnExpert>,
): Promise<Result<ReplyOf<typeof readOwnExpert>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await expertRows(tx, context)
      .where('e.accountId', '=', context.actor.accountId)
      .where('e.state', '!=', 'rejected')
      .executeTakeFirst();
    if (row === undefined) return ok({ expert: null, interests: [] });
    const interests = await interestsOf(tx, context.scope.province, row.id);
    return ok({ expert: itemOf(row, specialtiesOf(context)), interests });
  });
}
