import type {
  RoundBreachDetails,
  answerBreach,
  askAboutBreach,
  decideBreach,
  findBreach,
} from '@daylight/api/tender-oversight.ts';
import type { EventName } from '@daylight/api/events.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import * as rules from '@daylight/rules/tender/breach.ts';
import type { Updateable } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';
import { proposeRecord } from '../credit/port.ts';
import { attach } from '../evidence/port.ts';
import { organisationOf } from '../organisation/port.ts';
import { type BreachRow, breachAfter, breachRows, ruleOf } from './breach-rows.ts';

type Change = Updateable<DB['tenderBreach']> & { readonly state: rules.BreachState };

interface Step<C extends string> {
  readonly breachId: string;
  readonly version: number;
  readonly event: EventName;
  readonly decide: (row: BreachRow, unit: Unit) => Promise<Result<Change, C>>;
}

function step<C extends string>(context: ActorContext, asked: Step<C>) {
  return command<RoundBreachDetails, C | 'tender.breachUnknown' | 'request.stale'>(context, async (unit) => {
    const row = await breachRows(unit.tx, context)
      .where('b.id', '=', asked.breachId)
      .forUpdate('b')
      .executeTakeFirst();
    if (row === undefined) return refuse('tender.breachUnknown');
    const change = await asked.decide(row, unit);
    if (!change.ok) return change;
    if (row.version !== asked.version) return refuse('request.stale');
    await unit.tx
      .updateTable('tenderBreach')
      .set({ ...change.value, version: row.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: asked.event,
      subject: { kind: 'tender-breach', id: row.id },
      basis: [articles.supervision],
      before: { state: row.state },
      after: { number: row.number, ...change.value },
      readers: row.accusedId === null ? [] : [row.accusedId],
    });
    return ok(await breachAfter(unit.tx, context, row.id));
  });
}

const answerable: ReadonlySet<string> = new Set(['manufacturer', 'distributor', 'institution']);

/** Put to whom it is about, with a day to answer. Neither the report nor the reporter is shown to it. */
export function askAbout(
  context: ActorContext,
  { params, body }: Call<typeof askAboutBreach>,
): Answered<typeof askAboutBreach> {
  return step<RefusalOf<typeof askAboutBreach>>(context, {
    breachId: params.breachId,
    version: body.version,
    event: 'tender.breachAsked',
    decide: async (row, unit) => {
      const may = rules.askAccused(ruleOf(row));
      if (!may.ok) return may;
      const accused = await organisationOf(unit.tx, body.organisationId);
      if (accused === null || !answerable.has(accused.kind))
        return refuse('tender.accusedUnknown', { field: 'organisationId' });
      const { book, today, now, calendar, actor } = context;
      const term = resolve(book, 'tender.breachAnswerWithin', row.jurisdiction, today);
      const { dueAt, provisional } = dueOf(now, term.value, calendar);
      unit.notify({
        organisationId: accused.id,
        kind: 'tender.breachAsked',
        subject: { kind: 'tender-breach', id: row.id },
        facts: { number: row.number, title: row.title },
        dueAt,
      });
      return ok({
        state: may.value,
        accusedId: accused.id,
        question: body.question,
        askedAt: now,
        askedBy: actor.accountId,
        answerDueAt: dueAt,
        answerDueProvisional: provisional,
        answerDueBasis: JSON.stringify(basisOf(term)),
      });
    },
  });
}

export function answerAbout(
  context: ActorContext,
  { params, body }: Call<typeof answerBreach>,
): Answered<typeof answerBreach> {
  return step<RefusalOf<typeof answerBreach>>(context, {
    breachId: params.breachId,
    version: body.version,
    event: 'tender.breachAnswered',
    decide: async (row, unit) => {
      if (row.accusedId !== context.actor.organisationId) return refuse('tender.breachUnknown');
      const may = rules.answerBreach(ruleOf(row));
      if (!may.ok) return may;
      const attached = await attach(context, unit, body.evidenceIds, {
        subject: { kind: 'tender-breach-answer', id: row.id },
        readers: [],
        jurisdiction: row.jurisdiction,
      });
      if (!attached.ok) return attached;
      return ok({ state: may.value, answer: body.answer, answeredAt: context.now });
    },
  });
}

export function find(
  context: ActorContext,
  { params, body }: Call<typeof findBreach>,
): Answered<typeof findBreach> {
  return step<RefusalOf<typeof findBreach>>(context, {
    breachId: params.breachId,
    version: body.version,
    event: 'tender.breachFound',
    decide: async (row) => {
      const may = rules.findBreach(ruleOf(row), body.upheld, context.now);
      if (!may.ok) return may;
      return ok({
        state: may.value,
        upheld: body.upheld,
        finding: body.finding,
        foundAt: context.now,
        foundBy: context.actor.accountId,
      });
    },
  });
}

/** A second officer decides; what is upheld goes on: a firm to the credit catalogue, an institution to the health commission. */
export function decide(
  context: ActorContext,
  { params, body }: Call<typeof decideBreach>,
): Answered<typeof decideBreach> {
  const { approve, note, version } = body;
  return step<RefusalOf<typeof decideBreach>>(context, {
    breachId: params.breachId,
    version,
    event: approve ? 'tender.breachDecided' : 'tender.breachSentBack',
    decide: async (row, unit) => {
      const may = rules.decideBreach(ruleOf(row), { approve, note, by: context.actor.accountId });
      if (!may.ok) return may;
      if (!approve)
        return ok({
          state: may.value,
          decisionNote: note,
          upheld: null,
          finding: '',
          foundAt: null,
          foundBy: null,
        });
      const creditProposalId = may.value === 'upheld' ? await handOver(context, unit, row) : null;
      if (row.accusedId !== null)
        unit.notify({
          organisationId: row.accusedId,
          kind: may.value === 'upheld' ? 'tender.breachUpheld' : 'tender.breachDismissed',
          subject: { kind: 'tender-breach', id: row.id },
          facts: { number: row.number, title: row.title },
        });
      return ok({
        state: may.value,
        decisionNote: note,
        decidedAt: context.now,
        decidedBy: context.actor.accountId,
        creditProposalId,
      });
    },
  });
}

async function handOver(context: ActorContext, unit: Unit, row: BreachRow): Promise<string | null> {
  if (row.accusedId === null) return null;
  if (row.accusedKind === 'institution') {
    const health = await unit.tx
      .selectFrom('organisation')
      .select('id')
      .where('kind', '=', 'health')
      .where('state', '=', 'active')
      .where('province', '=', context.scope.province)
      .where('jurisdiction', 'in', [row.jurisdiction, `${row.jurisdiction.slice(0, 2)}0000`])
      .execute();
    for (const { id } of health)
      unit.notify({
        organisationId: id,
        kind: 'tender.breachHandedOver',
        subject: { kind: 'tender-breach', id: row.id },
        facts: { number: row.number, title: row.title, accused: row.accusedName ?? '' },
      });
    return null;
  }
  return proposeRecord(context, unit, {
    organisationId: row.accusedId,
    jurisdiction: row.jurisdiction,
    ground: rules.groundOf(row.kind),
    sourceKind: 'investigation',
    sourceDocument: `${row.number} ${row.round}`,
    sourceOn: context.today,
    facts: row.finding,
    itemCodes: [],
    basis: articles.supervision,
    subject: { kind: 'tender-breach', id: row.id },
  });
}
