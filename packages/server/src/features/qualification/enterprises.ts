import type * as api from '@daylight/api/qualification.ts';
import type * as open from '@daylight/api/qualification-public.ts';
import type { QueryOf } from '@daylight/api/endpoint.ts';
import { platformOf } from '@daylight/rules/listing/visibility.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import type { QualificationHolder } from '@daylight/rules/policy/shapes.ts';
import { holderOf } from '@daylight/rules/qualification/standing.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext, Context } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { like, seesDeclared } from './queries.ts';
import { qualifiedFor } from './standing.ts';
import { qualificationRows, shownQualification } from './store.ts';

/** The enterprises of a province: those at home there, and those from elsewhere that were confirmed there (JS-34). */
function enterprises(tx: Tx, province: number) {
  return tx
    .selectFrom('organisation as firm')
    .select(['firm.id', 'firm.name', 'firm.kind', 'firm.isNationalAgent', 'firm.creditCode'])
    .select(['firm.jurisdiction', 'firm.synthetic'])
    .where('firm.kind', 'in', ['manufacturer', 'distributor'])
    .where('firm.state', '=', 'active')
    .where((eb) =>
      eb.or([
        eb('firm.province', '=', province),
        eb.exists(
          eb
            .selectFrom('qualification as q')
            .select('q.id')
            .where('q.province', '=', province)
            .whereRef('q.organisationId', '=', 'firm.id')
            .where('q.state', '!=', 'declared'),
        ),
      ]),
    );
}
type Enterprises = ReturnType<typeof enterprises>;
type EnterpriseRow = Awaited<ReturnType<Enterprises['executeTakeFirstOrThrow']>>;

function shownEnterprise(row: EnterpriseRow) {
  const holder = holderOf(row.kind, row.isNationalAgent);
  assert(holder !== null, 'an enterprise without a role');
  const { id, name, creditCode, jurisdiction, synthetic } = row;
  return { id, name, holder, creditCode, jurisdiction, synthetic };
}

function ofHolder(rows: Enterprises, holder: QualificationHolder): Enterprises {
  return rows
    .where('firm.kind', '=', holder === 'distributor' ? 'distributor' : 'manufacturer')
    .where('firm.isNationalAgent', '=', holder === 'agent');
}

type Search = Pick<QueryOf<typeof api.searchEnterprises>, 'q' | 'holder' | 'cursor' | 'limit'>;

/** In the order of names; words of the name or the beginning of the credit code. */
async function page(tx: Tx, province: number, { q = '', holder, cursor, limit }: Search) {
  const after = valuesOf(cursor, 2);
  let rows = enterprises(tx, province)
    .orderBy('firm.name')
    .orderBy('firm.id')
    .limit(limit + 1);
  if (holder !== undefined) rows = ofHolder(rows, holder);
  if (q !== '')
    rows = rows.where((eb) =>
      eb.or([
        eb('firm.name', 'like', like(q)),
        eb('firm.creditCode', 'like', `${like(q.toUpperCase()).slice(1)}`),
      ]),
    );
  if (after !== null)
    rows = rows.where(sql<boolean>`(firm.name, firm.id::text) > (${after[0] ?? ''}, ${after[1] ?? ''})`);
  const found = await rows.execute();
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const next = found.length > limit && last !== undefined ? cursorOf([last.name, last.id]) : null;
  return { shown, next };
}

export async function searchEnterprises(
  context: ActorContext,
  { query }: Call<typeof api.searchEnterprises>,
): Answered<typeof api.searchEnterprises> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { shown, next } = await page(tx, context.scope.province, query);
    const findings = await qualifiedFor(
      tx,
      context,
      shown.map(({ id }) => ({ organisationId: id })),
    );
    const byId = new Map(findings.map((each) => [each.organisationId, each]));
    const items = shown.map((row) => ({ ...shownEnterprise(row), ...findingShown(byId.get(row.id)) }));
    return ok({ items, next });
  });
}

type Finding = Awaited<ReturnType<typeof qualifiedFor>>[number];

function findingShown(finding: Finding | undefined) {
  assert(finding !== undefined, 'an ask without a finding');
  const { ok: isOk, lacking, expiresOn } = finding;
  return { ok: isOk, lacking: [...lacking], expiresOn };
}

export async function readStanding(
  context: ActorContext,
  { params, query }: Call<typeof api.readStanding>,
): Answered<typeof api.readStanding> {
  const { scope, actor, today } = context;
  const { organisationId } = params;
  return reading(context.database.db, scope, async (tx) => {
    const row = await enterprises(tx, scope.province)
      .where('firm.id', '=', organisationId)
      .executeTakeFirst();
    if (row === undefined) return refuse('qualification.enterpriseUnknown');
    const { certificate } = query;
    const [finding] = await qualifiedFor(tx, context, [
      { organisationId, ...(certificate === undefined ? {} : { certificate }) },
    ]);
    const seesAll = actor.organisationId === organisationId || seesDeclared(actor);
    let items = qualificationRows(tx, scope.province)
      .where('q.organisationId', '=', organisationId)
      .where('q.state', '!=', 'ended');
    if (!seesAll) items = items.where('q.state', '!=', 'declared');
    const firm = await sameFirm(tx, scope.province, row);
    const found = await items.orderBy('q.kind').orderBy('q.number').limit(500).execute();
    return ok({
      ...shownEnterprise(row),
      ...findingShown(finding),
      items: found.map((each) => shownQualification(each, today)),
      sameFirm: firm.map(shownEnterprise),
    });
  });
}

/** One firm may trade in two roles, each with an account of its own (domain: a manufacturer that also distributes). */
async function sameFirm(tx: Tx, province: number, row: EnterpriseRow): Promise<EnterpriseRow[]> {
  if (row.creditCode === null) return [];
  return enterprises(tx, province)
    .where('firm.creditCode', '=', row.creditCode)
    .where('firm.id', '!=', row.id)
    .orderBy('firm.id')
    .execute();
}

export async function searchPublicEnterprises(
  context: Context,
  { query }: Call<typeof open.searchPublicEnterprises>,
): Answered<typeof open.searchPublicEnterprises> {
  const province = Number(query.jurisdiction.slice(0, 2));
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const { shown, next } = await page(tx, province, query);
    return ok({ items: shown.map(shownEnterprise), next });
  });
}

/** What may be known to anyone: confirmed licences and certificates of the kinds that the pack opens. */
export async function showPublicEnterprise(
  context: Context,
  { params, query }: Call<typeof open.showPublicEnterprise>,
): Answered<typeof open.showPublicEnterprise> {
  const { book, today: on } = context;
  const province = Number(query.jurisdiction.slice(0, 2));
  const platform = platformOf(book, query.jurisdiction, on);
  const shown = resolve(book, 'qualification.kinds', platform, on).value.filter((kind) => kind.isPublic);
  const names = new Map(shown.map(({ code, zh, en }) => [code, { zh, en }]));
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    const row = await enterprises(tx, province)
      .where('firm.id', '=', params.organisationId)
      .executeTakeFirst();
    if (row === undefined) return refuse('qualification.enterpriseUnknown');
    const rows = await qualificationRows(tx, province)
      .where('q.organisationId', '=', row.id)
      .where('q.state', 'in', ['inForce', 'expired', 'suspended'])
      .where('q.kind', 'in', [...names.keys()])
      .orderBy('q.kind')
      .orderBy('q.number')
      .limit(500)
      .execute();
    const items = rows.map(({ kind, number, issuer, scope, validFrom, validUntil, state }) => ({
      kind,
      number,
      issuer,
      scope,
      validFrom,
      validUntil,
      state,
      kindName: names.get(kind) ?? { zh: kind, en: kind },
    }));
    return ok({ ...shownEnterprise(row), items });
  });
}
