import type * as api from '@daylight/api/credit.ts';
import type * as publicApi from '@daylight/api/credit-public.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import type { CreditRole, ParticipantTerm } from '@daylight/rules/credit/shapes.ts';
import { find, resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { termText } from '@daylight/rules/policy/value-text.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type SqlBool, sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext, Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { detailsOf, repairRows, repairsOf } from './details.ts';
import { recordRules } from './enter.ts';
import { type Wording, allCases, caseOf, caseRows, isId, publicCaseOf } from './rows.ts';

export async function listCases(
  context: ActorContext,
  { query }: Call<typeof api.listCases>,
): Answered<typeof api.listCases> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = caseRows(tx, context);
    if (query.kind !== undefined) rows = rows.where('c.kind', '=', query.kind);
    if (query.state !== undefined) rows = rows.where('c.state', '=', query.state);
    if (query.organisationId !== undefined) rows = rows.where('c.organisationId', '=', query.organisationId);
    if (query.runId !== undefined) rows = rows.where('c.runId', '=', query.runId);
    if (isId(query.cursor)) rows = rows.where('c.id', '<', query.cursor);
    const found = await rows
      .orderBy('c.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => caseOf(row, context));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readOne(
  context: ActorContext,
  { params }: Call<typeof api.readCase>,
): Answered<typeof api.readCase> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await caseRows(tx, context).where('c.id', '=', params.caseId).executeTakeFirst();
    return row === undefined ? refuse('credit.caseUnknown') : ok(await detailsOf(tx, context, row));
  });
}

export async function listRepairs(
  context: ActorContext,
  { query }: Call<typeof api.listRepairs>,
): Answered<typeof api.listRepairs> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = repairRows(tx, context);
    if (query.state !== undefined) rows = rows.where('r.state', '=', query.state);
    if (isId(query.cursor)) rows = rows.where('r.id', '<', query.cursor);
    const found = await rows
      .orderBy('r.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = await repairsOf(tx, context, found.slice(0, query.limit));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

const plain = <T extends Wording & { readonly code: string }>({ code, zh, en }: T) => ({ code, zh, en });

export async function choices(
  context: ActorContext,
  { query }: Call<typeof api.readCreditChoices>,
): Answered<typeof api.readCreditChoices> {
  const { actor, book, today } = context;
  const record = recordRules(context);
  const scale = resolve(book, 'credit.scale', actor.jurisdiction, query.on ?? today);
  const hearing = resolve(book, 'credit.hearingWithin', actor.jurisdiction, today);
  const { levels, grounds, sources, measures } = scale.value;
  const named = (list: readonly { readonly measure: string }[]) =>
    list.flatMap((each) => measures.filter(({ code }) => code === each.measure).map(plain));
  return ok({
    record: {
      grounds: record.grounds.map(plain),
      sources: record.sources.map(plain),
      measures: record.measures.map((each) => ({
        ...plain(each),
        for: [...each.for],
        monthsMax: each.monthsMax,
      })),
      basis: record.basis,
    },
    scale: {
      ...plain(scale.value),
      levels: levels.map((each) => ({
        ...plain(each),
        manufacturer: named(each.manufacturer),
        distributor: named(each.distributor),
      })),
      grounds: grounds.map((each) => ({ ...plain(each), steps: [...each.steps], atOnce: each.atOnce })),
      sources: sources.map(plain),
      basis: basisOf(scale),
    },
    hearing: { text: termText(hearing.value), basis: basisOf(hearing) },
  });
}

const foundMax = 20;

export async function findEnterprises(
  context: ActorContext,
  { query }: Call<typeof api.searchEnterprises>,
): Answered<typeof api.searchEnterprises> {
  const pattern = `%${query.search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return reading(context.database.db, context.scope, async (tx) => {
    const items = await tx
      .selectFrom('organisation')
      .select(['id', 'name'])
      .select((eb) => eb.ref('kind').$castTo<CreditRole>().as('role'))
      .where('kind', 'in', ['manufacturer', 'distributor'])
      .where('state', 'in', ['active', 'suspended'])
      .where((eb) => eb.or([eb('name', 'like', pattern), eb('creditCode', '=', query.search)]))
      .orderBy('name')
      .limit(foundMax)
      .execute();
    return ok({ items });
  });
}

/** GD-9c, HN-16: what is in force and what has ended, for anyone. */
export async function publicCases(
  context: Context,
  { query }: Call<typeof publicApi.listPublicCases>,
): Promise<Result<ReplyOf<typeof publicApi.listPublicCases>, never>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    let rows = allCases(tx, province).where('c.state', 'in', ['inForce', 'ended']);
    const own = query.jurisdiction.replace(/(00)+$/, '');
    rows = rows.where(
      sql<SqlBool>`(c.jurisdiction like ${`${own}%`} or c.jurisdiction = ${`${query.jurisdiction.slice(0, 2)}0000`})`,
    );
    // What is only a reminder stays between the bureau and the enterprise.
    rows = rows.where(
      sql<SqlBool>`exists (select 1 from jsonb_array_elements(c.measures) m where m ->> 'effect' <> 'remind')`,
    );
    if (query.kind !== undefined) rows = rows.where('c.kind', '=', query.kind);
    if (query.state !== undefined) rows = rows.where('c.state', '=', query.state);
    if (query.search !== undefined && query.search !== '')
      rows = rows.where('o.name', 'like', `%${query.search.replaceAll(/[\\%_]/g, '\\$&')}%`);
    if (isId(query.cursor)) rows = rows.where('c.id', '<', query.cursor);
    const found = await rows
      .orderBy('c.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(publicCaseOf);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

/** HN-11a: enterprises named in a notice of criticism. */
export async function publicNotices(
  context: Context,
  { query }: Call<typeof publicApi.listPublicNotices>,
): Promise<Result<ReplyOf<typeof publicApi.listPublicNotices>, never>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    let rows = tx
      .selectFrom('creditStep as s')
      .innerJoin('organisation as o', 'o.id', 's.organisationId')
      .select(['s.id', 's.supplyNumber', 's.organisationId', 'o.name', 's.stepText', 's.content', 's.basis'])
      .select('s.issuedAt')
      .where('s.province', '=', province)
      .where('s.step', '=', 'notice')
      .where('s.issuedAt', 'is not', null)
      .where('s.jurisdiction', 'like', `${query.jurisdiction.replace(/(00)+$/, '')}%`);
    if (isId(query.cursor)) rows = rows.where('s.id', '<', query.cursor);
    const found = await rows
      .orderBy('s.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => ({
      id: row.id,
      number: row.supplyNumber,
      enterprise: { id: row.organisationId, name: row.name },
      text: row.stepText as Wording,
      content: row.content,
      basis: row.basis as Basis,
      at: row.issuedAt ?? context.now,
    }));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

const termOf = ({ zh, en, document, article, clause }: ParticipantTerm) => ({
  zh,
  en,
  basis: { document, article, clause },
});

/** HN-7c: what each kind of participant owes, gains and risks here, each with its article. */
export async function participants(
  context: Context,
  { query }: Call<typeof publicApi.readParticipantTerms>,
): Promise<Result<ReplyOf<typeof publicApi.readParticipantTerms>, never>> {
  const found = find(context.book, 'credit.participantTerms', query.jurisdiction, context.today);
  return ok({
    basis: found === null ? null : { ...basisOf(found), clause: creditBasis.terms.clause },
    origin: found?.origin ?? null,
    note: found?.note ?? null,
    items: (found?.value ?? []).map(({ kind, duties, incentives, penalties }) => ({
      kind,
      duties: duties.map(termOf),
      incentives: incentives.map(termOf),
      penalties: penalties.map(termOf),
    })),
  });
}
