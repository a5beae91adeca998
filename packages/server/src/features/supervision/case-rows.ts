import type { CaseDetails, oversightCase } from '@daylight/api/supervision-cases.ts';
import type { z } from 'zod';
import { may } from '@daylight/rules/access/may.ts';
import {
  type CaseKind,
  type CaseState,
  type CaseStep,
  oversightBasis,
  stepsOf,
} from '@daylight/rules/supervision/oversight.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filesOf } from '../evidence/port.ts';
import { anomalyItemOf, anomalyRows } from './anomalies.ts';
import { reachOf } from './reach.ts';

/** Cases of the jurisdiction one supervises; of an institution its own, from the moment it is told. */
export function caseRows(tx: Tx, { scope, actor }: ActorContext) {
  const rows = tx
    .selectFrom('oversightCase as c')
    .innerJoin('organisation as o', 'o.id', 'c.institutionId')
    .innerJoin('account as e', 'e.id', 'c.enteredBy')
    .leftJoin('account as i', 'i.id', 'c.issuedBy')
    .where('c.province', '=', scope.province)
    .selectAll('c')
    .select(['o.name as institutionName', 'e.name as entererName', 'i.name as issuerName']);
  return actor.kind === 'institution'
    ? rows
        .where('c.institutionId', '=', actor.organisationId)
        .where('c.state', 'not in', ['drafted', 'dropped'])
    : rows.where('c.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`);
}
export type CaseRow = Awaited<ReturnType<ReturnType<typeof caseRows>['execute']>>[number];

export function caseItemOf(row: CaseRow): z.output<typeof oversightCase> {
  return {
    id: row.id,
    number: row.number,
    kind: row.kind as CaseKind,
    institution: { id: row.institutionId, name: row.institutionName },
    title: row.title,
    state: row.state as CaseState,
    meetingAt: row.meetingAt,
    enteredAt: row.enteredAt,
    due: row.dueAt === null ? null : { dueAt: row.dueAt, provisional: false, basis: oversightBasis },
    version: row.version,
  };
}

/** Whose step it is: the institution answers, a second officer issues a report, the rest is the bureau's. */
function mayStep({ actor }: ActorContext, step: CaseStep, row: CaseRow): boolean {
  if (step === 'answer') return actor.kind === 'institution' && may(actor, 'supervision.answerCase');
  if (step === 'issue') return may(actor, 'supervision.decide') && row.enteredBy !== actor.accountId;
  return may(actor, 'supervision.handle');
}

export async function caseDetailsOf(tx: Tx, context: ActorContext, row: CaseRow): Promise<CaseDetails> {
  const [own, answer] = [
    { kind: 'oversight-case', id: row.id },
    { kind: 'oversight-answer', id: row.id },
  ];
  const files = await filesOf(tx, context.scope.province, [own, answer]);
  // The second wall shows anomalies to the bureau only: the case itself tells the institution what it is about.
  const anomalies =
    context.actor.kind === 'institution'
      ? []
      : await anomalyRows(tx, context, true).where('a.caseId', '=', row.id).orderBy('a.id').execute();
  const item = caseItemOf(row);
  return {
    ...item,
    content: row.content,
    place: row.place,
    minutes: row.minutes,
    heldAt: row.heldAt,
    rectifyBy: row.rectifyBy,
    answer: row.answer,
    answeredAt: row.answeredAt,
    outcome: row.outcome,
    enteredBy: row.entererName,
    own: row.enteredBy === context.actor.accountId,
    issuedAt: row.issuedAt,
    issuedBy: row.issuerName,
    closedAt: row.closedAt,
    anomalies: anomalies.map(anomalyItemOf),
    evidence: [...(files.get(`oversight-case:${row.id}`) ?? [])],
    answerEvidence: [...(files.get(`oversight-answer:${row.id}`) ?? [])],
    may: stepsOf(item.state, item.kind).filter((step) => mayStep(context, step, row)),
    basis: oversightBasis,
  };
}
