import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { answerQuestion, askQuestion, listQuestions } from '@daylight/api/tender-notice.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import type { TenderState } from '@daylight/rules/tender/state.ts';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { policyOf } from './begin.ts';
import { changing } from './changing.ts';
import { isOrganiser } from './move.ts';
import { publishRoundNotice } from './notices.ts';
import { readTender } from './store.ts';

const askable: readonly TenderState[] = ['reporting', 'measured', 'bidding'];

/** A question of a possible bidder or of an institution; it is answered in public and nobody learns whose it was. */
export function ask(
  context: ActorContext,
  { params, body }: Call<typeof askQuestion>,
): Answered<typeof askQuestion> {
  return command<ReplyOf<typeof askQuestion>, AskRefusal>(context, async (unit) => {
    const { actor, scope, now, calendar } = context;
    const tender = await readTender(unit.tx, scope.province, params.tenderId);
    if (tender === null || !tender.isPublic) return refuse('tender.unknown');
    if (!askable.includes(tender.state))
      return refuse('tender.wrongState', { basis: articles.modes, facts: { state: tender.state, to: '' } });
    if (tender.bidDueAt !== null && now >= tender.bidDueAt)
      return refuse('tender.questionsOver', { basis: articles.modes });
    const rule = policyOf(context, tender).answerWithin;
    const due = dueOf(now, rule.value, calendar);
    const basis = basisOf(rule);
    const id = context.newId();
    await unit.tx
      .insertInto('tenderQuestion')
      .values({
        province: scope.province,
        id,
        tenderId: tender.id,
        organiserId: tender.organiserId,
        askerOrganisationId: actor.organisationId,
        askerAccountId: actor.accountId,
        question: body.question,
        state: 'asked',
        askedAt: now,
        dueAt: due.dueAt,
        dueProvisional: due.provisional,
        dueBasis: JSON.stringify(basis),
      })
      .execute();
    // The organiser is not among the readers: the journal names who acted.
    unit.record({
      event: 'tender.asked',
      subject: { kind: 'tender-question', id },
      basis: [basis],
      after: { number: tender.number, question: body.question, dueAt: due.dueAt },
    });
    unit.notify({
      organisationId: tender.organiserId,
      kind: 'tender.asked',
      subject: { kind: 'tender', id: tender.id },
      facts: { number: tender.number, title: tender.title },
      dueAt: due.dueAt,
    });
    return ok({ id, due: { dueAt: due.dueAt, provisional: due.provisional, basis } });
  });
}
type AskRefusal = 'tender.unknown' | 'tender.wrongState' | 'tender.questionsOver';

/** No column that says who asked is read here, except to mark one's own. */
export async function questions(
  context: ActorContext,
  { params, query }: Call<typeof listQuestions>,
): Promise<Result<ReplyOf<typeof listQuestions>, 'tender.unknown'>> {
  const { actor, scope } = context;
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  return reading(context.database.db, scope, async (tx) => {
    const tender = await readTender(tx, scope.province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const all = isOrganiser(context, tender);
    const rows = await tx
      .selectFrom('tenderQuestion')
      .select(['id', 'question', 'askedAt', 'dueAt', 'dueProvisional', 'dueBasis', 'answer', 'answeredAt'])
      .select((eb) => [
        eb.ref('state').$castTo<'asked' | 'answered'>().as('state'),
        eb('askerOrganisationId', '=', actor.organisationId).as('isOwn'),
      ])
      .where('province', '=', scope.province)
      .where('tenderId', '=', params.tenderId)
      .$if(!all, (wanted) => wanted.where('askerOrganisationId', '=', actor.organisationId))
      .$if(query.open === 'true', (wanted) => wanted.where('state', '=', 'asked'))
      .$if(query.open === 'false', (wanted) => wanted.where('state', '=', 'answered'))
      .$if(after !== undefined, (wanted) => wanted.where('id', '<', after ?? ''))
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map(({ dueAt, dueProvisional, dueBasis, isOwn, ...row }) => ({
      ...row,
      isOwn: Boolean(isOwn),
      due: { dueAt, provisional: dueProvisional, basis: dueBasis as Basis },
    }));
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function answer(
  context: ActorContext,
  { params, body }: Call<typeof answerQuestion>,
): Answered<typeof answerQuestion> {
  const number = await nextNumber(context, 'GG');
  return command<ReplyOf<typeof answerQuestion>, AnswerRefusal>(context, async (unit) => {
    const { province } = context.scope;
    const found = await changing(unit, context, {
      id: params.tenderId,
      states: ['reporting', 'measured', 'bidding', 'opening', 'opened'],
    });
    if (!found.ok)
      return found.code === 'tender.notYours' ? refuse('tender.notYours') : refuse('tender.unknown');
    const tender = found.value;
    const question = await unit.tx
      .selectFrom('tenderQuestion')
      .select(['id', 'state', 'askerOrganisationId'])
      .where('province', '=', province)
      .where('tenderId', '=', tender.id)
      .where('id', '=', params.questionId)
      .forUpdate()
      .executeTakeFirst();
    if (question === undefined) return refuse('tender.questionUnknown');
    if (question.state !== 'asked') return refuse('tender.questionAnswered');
    const notice = await publishRoundNotice(context, unit, tender, {
      number,
      kind: 'answer',
      title: body.question.length > 60 ? `${body.question.slice(0, 60)}…` : body.question,
      body: `问：${body.question}\n\n答：${body.answer}`,
    });
    if (!notice.ok) throw new Error('a notice without files was refused');
    await unit.tx
      .updateTable('tenderQuestion')
      .set({
        state: 'answered',
        answer: body.answer,
        answeredAt: context.now,
        answeredBy: context.actor.accountId,
        noticeId: notice.value.id,
      })
      .where('province', '=', province)
      .where('id', '=', question.id)
      .execute();
    unit.record({
      event: 'tender.answered',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.fair],
      after: { number: tender.number, notice: number },
      readers: tender.partners,
    });
    unit.notify({
      organisationId: question.askerOrganisationId,
      kind: 'tender.answered',
      subject: { kind: 'tender', id: tender.id },
      facts: { number: tender.number, title: tender.title },
    });
    return ok({ tenderId: tender.id, notice: { id: notice.value.id, number } });
  });
}
type AnswerRefusal =
  | 'tender.unknown'
  | 'tender.notYours'
  | 'tender.questionUnknown'
  | 'tender.questionAnswered';
