import type { CreditProposal } from '@daylight/api/credit-proposal.ts';
import type * as api from '@daylight/api/credit-proposal.ts';
import type { CreditCaseDetails } from '@daylight/api/credit-shapes.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import { enterRecord as mayEnterRecord } from '@daylight/rules/credit/case.ts';
import { type ProposalState, settleProposal } from '@daylight/rules/credit/proposal.ts';
import type { CreditRole } from '@daylight/rules/credit/shapes.ts';
import { find } from '@daylight/rules/policy/book.ts';
import { type Basis, assert, ok, refuse } from '@daylight/rules/result.ts';
import { addMonths } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { detailsAfter } from './details.ts';
import { enterpriseOf, insertCase, keptMeasure, recordRules } from './enter.ts';
import { isId, reachOf } from './rows.ts';

export function proposalRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('creditProposal as p')
    .innerJoin('organisation as o', 'o.id', 'p.organisationId')
    .leftJoin('account as d', 'd.id', 'p.decidedBy')
    .where('p.province', '=', context.scope.province)
    .where('p.jurisdiction', 'like', reachOf(context))
    .selectAll('p')
    .select(['o.name as organisation', 'd.name as deciderName'])
    .select((eb) => [
      eb.ref('o.kind').$castTo<CreditRole>().as('role'),
      eb.ref('p.state').$castTo<ProposalState>().as('state'),
      eb.ref('p.subjectKind').$castTo<CreditProposal['subject']['kind']>().as('subjectKind'),
    ]);
}
export type ProposalRow = Awaited<ReturnType<ReturnType<typeof proposalRows>['execute']>>[number];

type Listed = 'credit.recordGrounds' | 'credit.recordSources';

/** The wording that the pack of the proposal's day had for a code. */
function wordsFor(context: ActorContext, key: Listed, row: ProposalRow, code: string) {
  const all = find(context.book, key, row.jurisdiction, row.sourceOn)?.value ?? [];
  const word = all.find((each) => each.code === code);
  return { zh: word?.zh ?? code, en: word?.en ?? code };
}

async function proposalsOf(
  tx: Tx,
  context: ActorContext,
  rows: readonly ProposalRow[],
): Promise<CreditProposal[]> {
  const codes = [...new Set(rows.flatMap((row) => row.itemCodes))];
  const items =
    codes.length === 0
      ? []
      : await tx
          .selectFrom('catalogueItem')
          .select(['itemCode', 'productName', 'specification'])
          .where('itemCode', 'in', codes)
          .orderBy('itemCode')
          .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    state: row.state,
    enterprise: { id: row.organisationId, name: row.organisation },
    role: row.role,
    ground: wordsFor(context, 'credit.recordGrounds', row, row.ground),
    source: wordsFor(context, 'credit.recordSources', row, row.sourceKind),
    sourceDocument: row.sourceDocument,
    sourceOn: row.sourceOn,
    facts: row.facts,
    products: items.filter((each) => row.itemCodes.includes(each.itemCode)),
    basis: row.basis as Basis,
    subject: { kind: row.subjectKind, id: row.subjectId },
    proposedAt: row.proposedAt,
    caseId: row.caseId,
    decidedAt: row.decidedAt,
    decidedBy: row.deciderName,
    note: row.note,
    version: row.version,
  }));
}

async function one(tx: Tx, context: ActorContext, id: string): Promise<CreditProposal | null> {
  const row = await proposalRows(tx, context).where('p.id', '=', id).executeTakeFirst();
  return row === undefined ? null : ((await proposalsOf(tx, context, [row]))[0] ?? null);
}

export async function listProposals(
  context: ActorContext,
  { query }: Call<typeof api.listProposals>,
): Answered<typeof api.listProposals> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = proposalRows(tx, context);
    if (query.state !== undefined) rows = rows.where('p.state', '=', query.state);
    if (isId(query.cursor)) rows = rows.where('p.id', '<', query.cursor);
    const found = await rows
      .orderBy('p.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = await proposalsOf(tx, context, found.slice(0, query.limit));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readProposal(
  context: ActorContext,
  { params }: Call<typeof api.readProposal>,
): Answered<typeof api.readProposal> {
  return reading(context.database.db, context.scope, async (tx) => {
    const found = await one(tx, context, params.proposalId);
    return found === null ? refuse('credit.proposalUnknown') : ok(found);
  });
}

async function lockProposal(tx: Tx, context: ActorContext, id: string): Promise<ProposalRow | null> {
  return (await proposalRows(tx, context).where('p.id', '=', id).forUpdate('p').executeTakeFirst()) ?? null;
}

/** The officer confirms: the case is opened with the proposal's own facts, and the enterprise is heard. */
export async function confirmProposal(
  context: ActorContext,
  { params, body }: Call<typeof api.confirmProposal>,
): Answered<typeof api.confirmProposal> {
  return command<CreditCaseDetails, RefusalOf<typeof api.confirmProposal>>(context, async (unit) => {
    const row = await lockProposal(unit.tx, context, params.proposalId);
    if (row === null) return refuse('credit.proposalUnknown');
    const may = settleProposal(row);
    if (!may.ok) return may;
    if (row.version !== body.version) return refuse('request.stale');
    const enterprise = await enterpriseOf(unit.tx, row.organisationId);
    if (enterprise === null) return refuse('credit.enterpriseUnknown');
    const rules = recordRules(context);
    const { ground, sourceKind, itemCodes } = row;
    const { measure, until: wanted } = body;
    const wish = { role: enterprise.role, ground, sourceKind, measure, itemCodes, until: wanted };
    const entered = mayEnterRecord(wish, rules);
    if (!entered.ok) return entered;
    const { monthsMax } = entered.value;
    const until = wanted ?? (monthsMax === null ? null : addMonths(context.today, monthsMax));
    const known = rules.grounds.find((each) => each.code === ground);
    const source = rules.sources.find((each) => each.code === sourceKind);
    assert(known !== undefined && source !== undefined, 'the rule knows the ground and the source');
    const inserted = await insertCase(context, unit, {
      kind: 'record',
      origin: 'here',
      enterprise,
      ground: known,
      source,
      sourceDocument: row.sourceDocument,
      sourceOn: row.sourceOn,
      place: `${context.scope.province}0000`,
      facts: row.facts,
      itemCodes,
      evidenceIds: body.evidenceIds,
      measures: [keptMeasure(entered.value, null, until)],
      until,
      basis: rules.basis,
    });
    if (!inserted.ok) return inserted;
    await settle(context, unit, row, { state: 'entered', caseId: inserted.value, note: '' });
    return ok(await detailsAfter(unit.tx, context, inserted.value));
  });
}

export async function declineProposal(
  context: ActorContext,
  { params, body }: Call<typeof api.declineProposal>,
): Answered<typeof api.declineProposal> {
  return command<CreditProposal, RefusalOf<typeof api.declineProposal>>(context, async (unit) => {
    const row = await lockProposal(unit.tx, context, params.proposalId);
    if (row === null) return refuse('credit.proposalUnknown');
    const may = settleProposal(row);
    if (!may.ok) return may;
    if (row.version !== body.version) return refuse('request.stale');
    await settle(context, unit, row, { state: 'declined', caseId: null, note: body.note });
    const after = await one(unit.tx, context, row.id);
    assert(after !== null, 'a proposal that was just declined');
    return ok(after);
  });
}

interface Settled {
  readonly state: 'entered' | 'declined';
  readonly caseId: string | null;
  readonly note: string;
}

async function settle(
  context: ActorContext,
  unit: Unit,
  row: ProposalRow,
  { state, caseId, note }: Settled,
): Promise<void> {
  await unit.tx
    .updateTable('creditProposal')
    .set({
      state,
      caseId,
      note,
      decidedAt: context.now,
      decidedBy: context.actor.accountId,
      version: row.version + 1,
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', row.id)
    .execute();
  unit.record({
    event: state === 'entered' ? 'credit.proposalConfirmed' : 'credit.proposalDeclined',
    subject: { kind: 'credit-proposal', id: row.id },
    basis: [creditBasis.badRecord, row.basis as Basis],
    before: { state: row.state },
    after: { state, caseId, note, arose: { kind: row.subjectKind, id: row.subjectId } },
  });
}
