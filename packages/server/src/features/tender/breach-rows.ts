import type { RoundBreach, RoundBreachDetails } from '@daylight/api/tender-oversight.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import type { Breach, BreachState } from '@daylight/rules/tender/breach.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filesOf } from '../evidence/port.ts';
import { reachOf } from './rounds.ts';

const inside: ReadonlySet<string> = new Set(['bureau', 'health']);

/** Breaches that the asking side may read: supervisors those of their place, others what was put to them. */
export function breachRows(tx: Tx, context: ActorContext) {
  const { actor, scope } = context;
  const rows = tx
    .selectFrom('tenderBreach as b')
    .innerJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'b.province').onRef('t.id', '=', 'b.tenderId'),
    )
    .leftJoin('organisation as a', 'a.id', 'b.accusedId')
    .selectAll('b')
    .select(['t.number as round', 't.title', 'a.name as accusedName', 'a.kind as accusedKind'])
    .select((eb) => eb.ref('b.state').$castTo<BreachState>().as('state'))
    .where('b.province', '=', scope.province);
  return inside.has(actor.kind)
    ? rows.where('b.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    : rows.where('b.accusedId', '=', actor.organisationId).where('b.askedAt', 'is not', null);
}
export type BreachRow = Awaited<ReturnType<ReturnType<typeof breachRows>['execute']>>[number];

export function ruleOf(row: BreachRow): Breach {
  const { state, accusedId, answerDueAt, upheld, foundBy } = row;
  return { state, accusedId, answerDueAt, upheld, foundBy };
}

/** To whom it is about only what was put to it: neither the report's own words nor what was found before it is decided. */
export function breachOf(row: BreachRow, { actor }: ActorContext): RoundBreach {
  const sees = inside.has(actor.kind);
  return {
    id: row.id,
    number: row.number,
    tender: { id: row.tenderId, number: row.round, title: row.title },
    kind: row.kindText as RoundBreach['kind'],
    accused: sees ? row.accused : '',
    facts: sees ? row.facts : '',
    state: row.state,
    receivedAt: row.receivedAt,
    due: { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as Basis },
    asked:
      row.accusedId === null || row.accusedName === null
        ? null
        : { id: row.accusedId, name: row.accusedName },
    question: row.question,
    answerDue:
      row.answerDueAt === null
        ? null
        : {
            dueAt: row.answerDueAt,
            provisional: row.answerDueProvisional,
            basis: row.answerDueBasis as Basis | null,
          },
    answer: row.answer,
    answeredAt: row.answeredAt,
    version: row.version,
  };
}

export async function breachAfter(tx: Tx, context: ActorContext, id: string): Promise<RoundBreachDetails> {
  const row = await breachRows(tx, context).where('b.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'a breach that was just saved');
  return breachDetailsOf(tx, context, row);
}

export async function breachDetailsOf(
  tx: Tx,
  context: ActorContext,
  row: BreachRow,
): Promise<RoundBreachDetails> {
  const sees = inside.has(context.actor.kind);
  const decided = row.state === 'upheld' || row.state === 'dismissed';
  const files = await filesOf(tx, context.scope.province, [
    ...(sees ? [{ kind: 'tender-breach', id: row.id }] : []),
    { kind: 'tender-breach-answer', id: row.id },
  ]);
  return {
    ...breachOf(row, context),
    reporter: sees ? { name: row.reporterName, contact: row.reporterContact } : { name: '', contact: '' },
    origin: sees ? (row.origin as 'public' | 'participant') : null,
    upheld: sees || decided ? row.upheld : null,
    finding: sees || decided ? row.finding : '',
    foundByMe: row.foundBy === context.actor.accountId,
    decisionNote: row.decisionNote,
    decidedAt: row.decidedAt,
    proposalId: context.actor.kind === 'bureau' ? row.creditProposalId : null,
    basis: articles.supervision,
    files: [...(files.get(`tender-breach:${row.id}`) ?? [])],
    answerFiles: [...(files.get(`tender-breach-answer:${row.id}`) ?? [])],
  };
}
