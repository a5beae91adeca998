import type { FailureDetails, SupplyFailure } from '@daylight/api/execution-shapes.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import type { Failure } from '@daylight/rules/execution/failure.ts';
import { add, zero } from '@daylight/rules/money.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { type SqlBool, sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { awardOf } from '../bidding/port.ts';
import { filesOf } from '../evidence/port.ts';
import { reachOf } from '../supervision/port.ts';

/** Failures that the asking person may see: the parties, those who are not supplied, the organiser, the bureau. */
function seen({ actor }: ActorContext) {
  const own = actor.organisationId;
  switch (actor.kind) {
    case 'institution':
      return sql<SqlBool>`(f.institution_id = ${own} or f.organiser_id = ${own} or f.institutions @> array[${own}::uuid])`;
    case 'manufacturer':
      return sql<SqlBool>`f.manufacturer_id = ${own}`;
    case 'distributor':
      return sql<SqlBool>`false`;
    default:
      return sql<SqlBool>`(f.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`} or f.organiser_id = ${own})`;
  }
}

/** Every failure of the province, for the clock. */
export function allFailures(tx: Tx, province: number) {
  return tx
    .selectFrom('supplyFailure as f')
    .innerJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'f.province').onRef('t.id', '=', 'f.tenderId'),
    )
    .innerJoin('organisation as m', 'm.id', 'f.manufacturerId')
    .leftJoin('organisation as i', 'i.id', 'f.institutionId')
    .selectAll('f')
    .select(['t.number as round', 't.title', 'm.name as manufacturer', 'i.name as institution'])
    .select((eb) => [
      eb.ref('f.state').$castTo<SupplyFailure['state']>().as('state'),
      eb.ref('f.origin').$castTo<SupplyFailure['origin']>().as('origin'),
      eb.ref('f.carry').$castTo<FailureDetails['carrying']>().as('carry'),
      eb.ref('f.finding').$castTo<SupplyFailure['finding']>().as('finding'),
    ])
    .where('f.province', '=', province);
}
export type AnyFailure = Awaited<ReturnType<ReturnType<typeof allFailures>['execute']>>[number];

export function failureRows(tx: Tx, context: ActorContext) {
  return allFailures(tx, context.scope.province).where(seen(context));
}
export type FailureRow = Awaited<ReturnType<ReturnType<typeof failureRows>['execute']>>[number];

/** Whether the acting side judges failures of this round: a bureau those it sees, a hospital those of the rounds that it runs. */
export function runsRound({ actor }: ActorContext, row: Pick<FailureRow, 'organiserId'>): boolean {
  return actor.kind === 'bureau' || row.organiserId === actor.organisationId;
}

export function ruleOf(row: FailureRow): Failure {
  return {
    state: row.state,
    answerDueAt: row.answerDueAt,
    finding: row.finding,
    foundBy: row.foundBy,
    hasSubstitute: row.substituteProductId !== null,
    carrying: row.carry !== null,
  };
}

export function failureOf(row: FailureRow): SupplyFailure {
  const { institutionId, institution } = row;
  return {
    id: row.id,
    number: row.number,
    tender: { id: row.tenderId, number: row.round, title: row.title },
    productId: row.productId,
    product: row.productName,
    item: row.item,
    manufacturer: { id: row.manufacturerId, name: row.manufacturer },
    institution:
      institutionId === null || institution === null ? null : { id: institutionId, name: institution },
    origin: row.origin,
    state: row.state,
    facts: row.facts,
    reportedAt: row.reportedAt,
    answerDue: {
      dueAt: row.answerDueAt,
      provisional: row.answerDueProvisional,
      basis: row.answerDueBasis as unknown as Basis,
    },
    claimsForceMajeure: row.claimsForceMajeure,
    finding: row.finding,
    version: row.version,
  };
}

export interface Candidate {
  readonly productId: string;
  readonly product: string;
  readonly manufacturerId: string;
  readonly manufacturer: string;
  readonly byAward: boolean;
}

/** Who may stand in: other winners of the item with listings in the term; the one whom the award names stands first. */
export async function candidatesOf(
  tx: Tx,
  context: Context,
  failure: Pick<FailureRow, 'tenderId' | 'item' | 'productId' | 'manufacturerId'>,
): Promise<Candidate[]> {
  const { province } = context.scope;
  const award = await awardOf(tx, province, failure.tenderId);
  const named = award?.products.find((each) => each.productId === failure.productId)?.substitute ?? null;
  const { rows } = await sql<Omit<Candidate, 'byAward'>>`
    select distinct r.product_id, trim(p.name || ' ' || p.specification) as product, r.manufacturer_id, m.name as manufacturer
    from round_listing r
    join tender_product p on p.province = r.province and p.id = r.product_id
    join organisation m on m.id = r.manufacturer_id
    join listing l on l.province = r.province and l.id = r.listing_id and l.state = 'listed'
    where r.province = ${province} and r.tender_id = ${failure.tenderId}::uuid and r.item = ${failure.item}
      and r.ended_on is null and r.manufacturer_id <> ${failure.manufacturerId}::uuid
    order by m.name, product`.execute(tx);
  const all = rows.map((row) => ({ ...row, byAward: row.productId === named }));
  return [...all.filter((each) => each.byAward), ...all.filter((each) => !each.byAward)];
}

async function ordersOf(tx: Tx, context: Context, row: FailureRow): Promise<FailureDetails['orders']> {
  if (row.orderIds.length === 0) return [];
  const { rows } = await sql<FailureDetails['orders'][number]>`
    select o.id, o.number, i.name as institution, d.name as distributor, o.state, o.late_at is not null as late,
      sum(case when l.ending = 'refused' then l.closed else 0 end) as refused,
      sum(l.quantity - l.closed - l.shipped) as outstanding
    from purchase_order o
    join order_line l on l.province = o.province and l.order_id = o.id
    join organisation i on i.id = o.institution_id
    join organisation d on d.id = o.distributor_id
    where o.province = ${context.scope.province} and o.id = any(${row.orderIds}::uuid[])
    group by o.id, o.number, i.name, d.name, o.state, o.late_at order by o.id`.execute(tx);
  return rows;
}

async function costsFor(tx: Tx, context: ActorContext, failureId: string): Promise<FailureDetails['costs']> {
  const { actor, scope } = context;
  let rows = tx
    .selectFrom('supplyCost as c')
    .innerJoin('organisation as i', 'i.id', 'c.institutionId')
    .selectAll('c')
    .select('i.name as institution')
    .where('c.province', '=', scope.province)
    .where('c.failureId', '=', failureId);
  if (actor.kind === 'institution')
    rows = rows.where((eb) =>
      eb.or([
        eb('c.institutionId', '=', actor.organisationId),
        eb('c.organiserId', '=', actor.organisationId),
      ]),
    );
  const found = await rows.orderBy('c.orderId').orderBy('c.orderLine').limit(1000).execute();
  return found.map((row) => ({
    institution: { id: row.institutionId, name: row.institution },
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    line: row.orderLine,
    product: row.productName,
    units: row.units,
    price: row.price,
    pricePack: row.unitsPerPurchaseUnit,
    agreedPrice: row.agreedPrice,
    agreedPack: row.agreedUnits,
    difference: row.difference,
  }));
}

export async function failureDetails(
  tx: Tx,
  context: ActorContext,
  row: FailureRow,
): Promise<FailureDetails> {
  const subjects = ['supply-failure', 'supply-failure-answer'].map((kind) => ({ kind, id: row.id }));
  const files = await filesOf(tx, context.scope.province, subjects);
  const costs = await costsFor(tx, context, row.id);
  const candidates = await candidatesOf(tx, context, row);
  const substitute = candidates.find((each) => each.productId === row.substituteProductId);
  const { n: accounts } = await tx
    .selectFrom('supplySubstitution')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('province', '=', context.scope.province)
    .where('failureId', '=', row.id)
    .executeTakeFirstOrThrow();
  return {
    ...failureOf(row),
    answer: row.answer,
    answeredAt: row.answeredAt,
    findingNote: row.findingNote,
    foundAt: row.foundAt,
    foundByMe: row.foundBy === context.actor.accountId,
    decidedAt: row.decidedAt,
    decisionNote: row.decisionNote,
    substitute:
      substitute === undefined
        ? null
        : {
            productId: substitute.productId,
            product: substitute.product,
            manufacturer: substitute.manufacturer,
            from: row.substituteFrom ?? context.today,
          },
    candidates: candidates.map(({ manufacturerId: _manufacturerId, ...each }) => each),
    endNote: row.endNote,
    orders: await ordersOf(tx, context, row),
    accounts,
    costs,
    carrying: row.carry,
    runsRound: runsRound(context, row),
    proposalId: context.actor.kind === 'bureau' ? row.creditProposalId : null,
    costTotal: costs.reduce((sum, each) => add(sum, each.difference), zero),
    basis: executionBasis.failure,
    evidence: [...(files.get(`supply-failure:${row.id}`) ?? [])],
    answerEvidence: [...(files.get(`supply-failure-answer:${row.id}`) ?? [])],
  };
}

export async function failureAfter(tx: Tx, context: ActorContext, id: string): Promise<FailureDetails> {
  const row = await failureRows(tx, context).where('f.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'a failure that was just saved');
  return failureDetails(tx, context, row);
}
