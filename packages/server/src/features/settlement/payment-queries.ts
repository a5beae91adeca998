import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { PaymentItem, listPayments, readPayment } from '@daylight/api/settlement-read.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type Sight, asked, isId, literal, sightOf } from './sight.ts';

/** Payments that a person may see; a maker is no side of them. */
function paymentRows(tx: Tx, { scope }: ActorContext, sight: Sight) {
  let rows = tx
    .selectFrom('payment')
    .innerJoin('organisation as buyer', 'buyer.id', 'payment.institutionId')
    .innerJoin('organisation as seller', 'seller.id', 'payment.distributorId')
    .selectAll('payment')
    .select(['buyer.name as buyerName', 'seller.name as sellerName'])
    .select(
      sql<number>`(select count(*) from payment_line l where l.province = payment.province
        and l.payment_id = payment.id)`.as('invoiceCount'),
    )
    .where('payment.province', '=', scope.province);
  if (sight.institutionId !== undefined) rows = rows.where('payment.institutionId', '=', sight.institutionId);
  if (sight.distributorId !== undefined) rows = rows.where('payment.distributorId', '=', sight.distributorId);
  if (sight.reach !== undefined) rows = rows.where('payment.jurisdiction', 'like', `${sight.reach}%`);
  return sight.manufacturerId === undefined ? rows : rows.where(sql<SqlBool>`false`);
}

type PaymentRow = Awaited<ReturnType<ReturnType<typeof paymentRows>['execute']>>[number];

function itemOf(row: PaymentRow): PaymentItem {
  const { id, number, amount, paidOn, bankReference, recordedAt, answeredAt, reason, version } = row;
  return {
    id,
    number,
    kind: row.kind as PaymentItem['kind'],
    state: row.state as PaymentItem['state'],
    institution: { id: row.institutionId, name: row.buyerName },
    distributor: { id: row.distributorId, name: row.sellerName },
    amount,
    paidOn,
    bankReference,
    recordedAt,
    answeredAt,
    reason,
    invoiceCount: row.invoiceCount,
    version,
  };
}

export async function listMany(
  context: ActorContext,
  { query }: Call<typeof listPayments>,
): Promise<Result<ReplyOf<typeof listPayments>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { state, search, from, until, cursor, limit } = query;
    let rows = paymentRows(tx, context, asked(sightOf(context), query));
    if (state !== undefined) rows = rows.where('payment.state', '=', state);
    if (from !== undefined) rows = rows.where('payment.paidOn', '>=', from);
    if (until !== undefined) rows = rows.where('payment.paidOn', '<=', until);
    if (isId(cursor)) rows = rows.where('payment.id', '<', cursor);
    if (search !== undefined && search !== '') {
      rows = rows.where((eb) =>
        eb.or([
          eb('payment.number', '=', search),
          eb('payment.bankReference', 'like', `${literal(search)}%`),
        ]),
      );
    }
    const found = await rows
      .orderBy('payment.id', 'desc')
      .limit(limit + 1)
      .execute();
    const items = found.slice(0, limit).map(itemOf);
    const next = found.length > limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items, next, counts: await countsOf(tx, context) });
  });
}

async function countsOf(tx: Tx, context: ActorContext): Promise<ReplyOf<typeof listPayments>['counts']> {
  const row = await tx
    .selectFrom(paymentRows(tx, context, sightOf(context)).where('payment.kind', '=', 'transfer').as('p'))
    .where('p.state', 'in', ['recorded', 'disputed'])
    .select([
      sql<number>`count(*) filter (where p.state = 'recorded')`.as('recorded'),
      sql<Money>`coalesce(sum(p.amount) filter (where p.state = 'recorded'), 0)`.as('recordedAmount'),
      sql<number>`count(*) filter (where p.state = 'disputed')`.as('disputed'),
      sql<Money>`coalesce(sum(p.amount) filter (where p.state = 'disputed'), 0)`.as('disputedAmount'),
    ])
    .executeTakeFirstOrThrow();
  return {
    toConfirm: { count: row.recorded, amount: row.recordedAmount },
    disputed: { count: row.disputed, amount: row.disputedAmount },
  };
}

type Detail = ReplyOf<typeof readPayment>;

export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readPayment>,
): Promise<Result<Detail, 'settlement.paymentUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await paymentRows(tx, context, sightOf(context))
      .where('payment.id', '=', params.paymentId)
      .executeTakeFirst();
    if (row === undefined) return refuse('settlement.paymentUnknown');
    return ok({
      ...itemOf(row),
      lines: await linesOf(tx, context, row.id),
      counterpart: await counterpartOf(tx, context, row),
      may: stepsFor(context, row),
    });
  });
}

async function linesOf(tx: Tx, { scope }: ActorContext, paymentId: string): Promise<Detail['lines']> {
  return tx
    .selectFrom('paymentLine as l')
    .innerJoin('invoice as i', (join) =>
      join.onRef('i.province', '=', 'l.province').onRef('i.id', '=', 'l.invoiceId'),
    )
    .select(['l.invoiceId', 'i.number', 'i.invoiceNumber', 'i.amount as invoiceAmount', 'l.amount'])
    .select((eb) => eb.ref('i.state').$castTo<Detail['lines'][number]['state']>().as('state'))
    .where('l.province', '=', scope.province)
    .where('l.paymentId', '=', paymentId)
    .orderBy('i.id')
    .execute();
}

async function counterpartOf(
  tx: Tx,
  { scope }: ActorContext,
  { id, reversalOf }: PaymentRow,
): Promise<Detail['counterpart']> {
  const row = await tx
    .selectFrom('payment')
    .select(['id', 'number'])
    .where('province', '=', scope.province)
    .where((eb) => (reversalOf === null ? eb('reversalOf', '=', id) : eb('id', '=', reversalOf)))
    .executeTakeFirst();
  return row ?? null;
}

/** What the asking person may do with a payment now; the commands decide anew. */
function stepsFor({ actor }: ActorContext, row: PaymentRow): Detail['may'] {
  if (row.kind === 'reversal') return [];
  const waits = row.state === 'recorded' || row.state === 'disputed';
  if (row.institutionId === actor.organisationId)
    return waits && may(actor, 'settlement.pay') ? ['reverse'] : [];
  if (row.distributorId !== actor.organisationId || !may(actor, 'settlement.confirmPayment')) return [];
  if (!waits) return [];
  return row.state === 'recorded' ? ['confirm', 'dispute'] : ['confirm'];
}
