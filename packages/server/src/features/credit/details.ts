import type { CreditCaseDetails, CreditRepairItem } from '@daylight/api/credit-shapes.ts';
import { find } from '@daylight/rules/policy/book.ts';
import type { RepairState } from '@daylight/rules/credit/repair.ts';
import type { Coded } from '@daylight/rules/policy/shapes.ts';
import { assert } from '@daylight/rules/result.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filesOf } from '../evidence/port.ts';
import { type CaseRow, type Wording, caseOf, caseRows, dueFrom, isSeller, reachOf } from './rows.ts';

/** The edition of the rating that a case was rated by, also when another is in force today (HN-12). */
export function scaleOf(context: Context, code: string | null) {
  const all = context.book.provisions['credit.scale'] ?? [];
  return all.find((each) => each.value.code === code) ?? null;
}

/** Ways of repair: those of the case's own edition; a bad record is made good by what the edition of today knows. */
export function repairActsOf(
  context: Context,
  row: Pick<CaseRow, 'scale' | 'jurisdiction'>,
): readonly Coded[] {
  const own =
    scaleOf(context, row.scale) ?? find(context.book, 'credit.scale', row.jurisdiction, context.today);
  return own?.value.repairs ?? [];
}

export function repairRows(tx: Tx, context: ActorContext) {
  const rows = tx
    .selectFrom('creditRepair as r')
    .innerJoin('creditCase as c', (join) =>
      join.onRef('c.province', '=', 'r.province').onRef('c.id', '=', 'r.caseId'),
    )
    .innerJoin('organisation as o', 'o.id', 'r.organisationId')
    .leftJoin('account as d', 'd.id', 'r.decidedBy')
    .where('r.province', '=', context.scope.province)
    .selectAll('r')
    .select(['c.number as caseNumber', 'c.scale', 'o.name as organisation', 'd.name as deciderName'])
    .select((eb) => [
      eb.ref('r.state').$castTo<RepairState>().as('state'),
      eb.ref('r.origin').$castTo<'enterprise' | 'officer'>().as('origin'),
    ]);
  return isSeller(context)
    ? rows.where('r.organisationId', '=', context.actor.organisationId)
    : rows.where('r.jurisdiction', 'like', reachOf(context));
}
export type RepairRow = Awaited<ReturnType<ReturnType<typeof repairRows>['execute']>>[number];

export async function repairsOf(
  tx: Tx,
  context: ActorContext,
  rows: readonly RepairRow[],
): Promise<CreditRepairItem[]> {
  const files = await filesOf(
    tx,
    context.scope.province,
    rows.map(({ id }) => ({ kind: 'credit-repair', id })),
  );
  return rows.map((row) => {
    const known = repairActsOf(context, row);
    return {
      id: row.id,
      number: row.number,
      caseId: row.caseId,
      caseNumber: row.caseNumber,
      enterprise: { id: row.organisationId, name: row.organisation },
      origin: row.origin,
      acts: row.acts.map((code) => {
        const act = known.find((each) => each.code === code);
        return { zh: act?.zh ?? code, en: act?.en ?? code };
      }),
      note: row.note,
      state: row.state,
      appliedAt: row.appliedAt,
      due: dueFrom(row.dueAt, row.dueProvisional, row.dueBasis),
      decidedAt: row.decidedAt,
      decidedBy: isSeller(context) ? null : row.deciderName,
      decisionNote: row.decisionNote,
      own: row.appliedBy === context.actor.accountId,
      files: [...(files.get(`credit-repair:${row.id}`) ?? [])],
      version: row.version,
    };
  });
}

export async function repairAfter(tx: Tx, context: ActorContext, id: string): Promise<CreditRepairItem> {
  const rows = await repairRows(tx, context).where('r.id', '=', id).execute();
  const [item] = await repairsOf(tx, context, rows);
  assert(item !== undefined, 'a repair that was just written');
  return item;
}

async function namesOf(tx: Tx, row: CaseRow, hidden: boolean) {
  const ids = [row.enteredBy, ...(row.decidedBy === null ? [] : [row.decidedBy])];
  const found = await tx.selectFrom('account').select(['id', 'name']).where('id', 'in', ids).execute();
  const name = (id: string | null): string => found.find((each) => each.id === id)?.name ?? '';
  // To the enterprise the bureau speaks as one.
  return hidden
    ? { enteredBy: '', decidedBy: null }
    : { enteredBy: name(row.enteredBy), decidedBy: row.decidedBy === null ? null : name(row.decidedBy) };
}

async function listingsOf(tx: Tx, province: number, caseId: string): Promise<CreditCaseDetails['listings']> {
  return tx
    .selectFrom('creditListing as own')
    .innerJoin('listing', (join) =>
      join.onRef('listing.province', '=', 'own.province').onRef('listing.id', '=', 'own.listingId'),
    )
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .select(['own.listingId', 'listing.number', 'item.productName', 'item.specification'])
    .select(['own.closedAt', 'own.resumedAt'])
    .select((eb) => eb.ref('listing.state').$castTo<'listed' | 'suspended' | 'withdrawn'>().as('state'))
    .where('own.province', '=', province)
    .where('own.caseId', '=', caseId)
    .orderBy('listing.number')
    .limit(200)
    .execute();
}

export async function detailsOf(tx: Tx, context: ActorContext, row: CaseRow): Promise<CreditCaseDetails> {
  const { province } = context.scope;
  const files = await filesOf(tx, province, [
    { kind: 'credit-case', id: row.id },
    { kind: 'credit-statement', id: row.id },
  ]);
  const products =
    row.itemCodes.length === 0
      ? []
      : await tx
          .selectFrom('catalogueItem')
          .select(['itemCode', 'productName', 'specification'])
          .where('itemCode', 'in', row.itemCodes)
          .orderBy('itemCode')
          .execute();
  const run =
    row.runId === null
      ? undefined
      : await tx
          .selectFrom('creditRun')
          .select('quarter')
          .where('province', '=', province)
          .where('id', '=', row.runId)
          .executeTakeFirst();
  const repairs = await repairRows(tx, context).where('r.caseId', '=', row.id).orderBy('r.id').execute();
  return {
    ...caseOf(row, context),
    ...(await namesOf(tx, row, isSeller(context))),
    facts: row.facts,
    amount: row.amount,
    source: row.sourceText as Wording,
    products,
    statement: row.statement,
    statedAt: row.statedAt,
    decidedAt: row.decidedAt,
    decisionNote: row.decisionNote,
    endNote: row.endNote,
    quarter: run?.quarter ?? null,
    files: [...(files.get(`credit-case:${row.id}`) ?? [])],
    statementFiles: [...(files.get(`credit-statement:${row.id}`) ?? [])],
    listings: await listingsOf(tx, province, row.id),
    repairs: await repairsOf(tx, context, repairs),
    repairActs: repairActsOf(context, row).map(({ code, zh, en }) => ({ code, zh, en })),
  };
}

export async function detailsAfter(tx: Tx, context: ActorContext, id: string): Promise<CreditCaseDetails> {
  const row = await caseRows(tx, context).where('c.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'a case that was just written');
  return detailsOf(tx, context, row);
}
