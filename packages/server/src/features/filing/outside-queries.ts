import type { QueryOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { OutsideItem, listOutside, readOutside } from '@daylight/api/filing-outside.ts';
import { outsidePolicyOf } from '@daylight/rules/filing/outside.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { reachOf } from '../supervision/port.ts';
import { fileDueOf } from './outside-store.ts';

function outsideRows(tx: Tx, { scope, actor }: ActorContext) {
  const rows = tx
    .selectFrom('outsidePurchase as p')
    .innerJoin('organisation as o', 'o.id', 'p.institutionId')
    .where('p.province', '=', scope.province)
    .selectAll('p')
    .select('o.name as institution')
    .select((eb) => [
      eb
        .selectFrom('outsidePurchaseLine as l')
        .whereRef('l.province', '=', 'p.province')
        .whereRef('l.purchaseId', '=', 'p.id')
        .select((line) => line.fn.countAll<number>().as('n'))
        .as('lineCount'),
      eb
        .selectFrom('outsidePurchaseLine as l')
        .whereRef('l.province', '=', 'p.province')
        .whereRef('l.purchaseId', '=', 'p.id')
        .select(sql<string>`left(string_agg(l.product_name, '、' order by l.line), 200)`.as('names'))
        .as('products'),
    ]);
  switch (actor.kind) {
    case 'institution':
      return rows.where('p.institutionId', '=', actor.organisationId);
    case 'bureau':
    case 'health':
    case 'operator':
      return rows.where('p.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`);
    default:
      return rows.where(sql<SqlBool>`false`);
  }
}
type Row = Awaited<ReturnType<ReturnType<typeof outsideRows>['execute']>>[number];

function itemOf(row: Row, context: ActorContext): OutsideItem {
  const policy = outsidePolicyOf(context.book, row.jurisdiction, shanghaiDate(row.enteredAt));
  const reasons =
    row.kind === 'emergency' ? policy.emergencyReasons.value : (policy.self?.reasons.value ?? []);
  const reason = reasons.find((each) => each.code === row.reason);
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as OutsideItem['kind'],
    state: row.state as OutsideItem['state'],
    institution: { id: row.institutionId, name: row.institution },
    reason: reason ?? { code: row.reason, zh: row.reason, en: row.reason },
    supplierName: row.supplierName,
    amount: row.amount,
    lines: Number(row.lineCount ?? 0),
    products: row.products ?? '',
    enteredAt: row.enteredAt,
    consentBy: row.consentBy,
    consentedAt: row.consentedAt,
    deliveredOn: row.deliveredOn,
    reportedAt: row.reportedAt,
    uploadDue:
      row.dueKind === 'upload' && row.dueAt !== null
        ? { dueAt: row.dueAt, provisional: row.dueProvisional, basis: null }
        : null,
    fileDue: fileDueOf(row),
    filedAt: row.filedAt,
    fileOverdueAt: row.fileOverdueAt,
    isOwnEntry: row.enteredBy === context.actor.accountId,
    version: row.version,
  };
}

export async function listOutsideOnes(
  context: ActorContext,
  { query }: Call<typeof listOutside>,
): Promise<Result<ReplyOf<typeof listOutside>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await narrowed(outsideRows(tx, context), query)
      .orderBy('p.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map((row) => itemOf(row, context));
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

function narrowed(rows: ReturnType<typeof outsideRows>, query: QueryOf<typeof listOutside>) {
  let wanted = rows;
  if (query.kind !== undefined) wanted = wanted.where('p.kind', '=', query.kind);
  if (query.state !== undefined) wanted = wanted.where('p.state', '=', query.state);
  if (query.toFile === 'true')
    wanted = wanted.where('p.fileDueAt', 'is not', null).where('p.filedAt', 'is', null);
  const { cursor, search } = query;
  if (cursor !== undefined && /^[0-9a-f-]{36}$/.test(cursor)) wanted = wanted.where('p.id', '<', cursor);
  if (search !== undefined && search !== '') {
    const like = `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    wanted = wanted.where((eb) =>
      eb.or([eb('p.number', '=', search), eb('p.supplierName', 'like', like), eb('o.name', 'like', like)]),
    );
  }
  return wanted;
}

export async function readOutsideOne(
  context: ActorContext,
  { params }: Call<typeof readOutside>,
): Promise<Result<ReplyOf<typeof readOutside>, 'filing.outsideUnknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await outsideRows(tx, context).where('p.id', '=', params.purchaseId).executeTakeFirst();
    return row === undefined ? refuse('filing.outsideUnknown') : ok(await detailsOf(tx, context, row));
  });
}

async function detailsOf(tx: Tx, context: ActorContext, row: Row): Promise<ReplyOf<typeof readOutside>> {
  const { province } = context.scope;
  const subject = { kind: 'outside-purchase', id: row.id };
  const accounts = [row.enteredBy, ...(row.consentedAccount === null ? [] : [row.consentedAccount])];
  const people = await tx.selectFrom('account').select(['id', 'name']).where('id', 'in', accounts).execute();
  const nameOf = new Map(people.map((each) => [each.id, each.name]));
  const files = await filesOf(tx, province, [subject]);
  return {
    ...itemOf(row, context),
    reasonNote: row.reasonNote,
    supplierCreditCode: row.supplierCreditCode,
    quotaYear: row.quotaYear,
    reserved: row.reserved,
    consentNote: row.consentNote,
    enteredBy: nameOf.get(row.enteredBy) ?? '',
    consentedBy: row.consentedAccount === null ? null : (nameOf.get(row.consentedAccount) ?? ''),
    deliveryNote: row.deliveryNote,
    invoiceNumber: row.invoiceNumber,
    invoicedOn: row.invoicedOn,
    invoiceAmount: row.invoiceAmount,
    notedAt: row.notedAt,
    notedText: row.notedText,
    items: await linesOf(tx, province, row.id),
    files: [...(files.get(`outside-purchase:${row.id}`) ?? [])],
  };
}

async function linesOf(tx: Tx, province: number, purchaseId: string) {
  const rows = await tx
    .selectFrom('outsidePurchaseLine as l')
    .leftJoin('filing as f', (join) =>
      join.onRef('f.province', '=', 'l.province').onRef('f.id', '=', 'l.filingId'),
    )
    .where('l.province', '=', province)
    .where('l.purchaseId', '=', purchaseId)
    .select(['l.line', 'l.itemCode', 'l.productName', 'l.specification', 'l.manufacturerName'])
    .select(['l.purchaseUnit', 'l.price', 'l.quantity', 'l.amount', 'l.lot'])
    .select(['f.id', 'f.number', 'f.state'])
    .orderBy('l.line')
    .execute();
  return rows.map(({ id, number, state, ...line }) => ({
    ...line,
    filing: id === null ? null : { id, number: number ?? '', state: state ?? '' },
  }));
}
