import type * as api from '@daylight/api/credit.ts';
import type { CreditCaseDetails } from '@daylight/api/credit-shapes.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import { decideCase as decided, mayState } from '@daylight/rules/credit/case.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { detailsAfter } from './details.ts';
import { putInForce } from './effect.ts';
import { lockCase, measureLine } from './rows.ts';

/** From here on the bureau's clock runs. */
export function decideClock(context: Context, jurisdiction: string) {
  const term = resolve(context.book, 'credit.decideWithin', jurisdiction, context.today);
  const due = dueOf(context.now, term.value, context.calendar);
  return {
    state: 'heard',
    decideDueAt: due.dueAt,
    decideDueProvisional: due.provisional,
    decideDueBasis: JSON.stringify(basisOf(term)),
  };
}

/** The enterprise states its side, with evidence (陈述申辩). */
export async function stateSide(
  context: ActorContext,
  { params, body }: Call<typeof api.stateSide>,
): Answered<typeof api.stateSide> {
  return command<CreditCaseDetails, RefusalOf<typeof api.stateSide>>(context, async (unit) => {
    const row = await lockCase(unit.tx, context, params.caseId);
    if (row === null) return refuse('credit.caseUnknown');
    const may = mayState(row, context.now);
    if (!may.ok) return may;
    if (row.version !== body.version) return refuse('request.stale');
    await unit.tx
      .updateTable('creditCase')
      .set({
        ...decideClock(context, row.jurisdiction),
        statement: body.statement,
        statedAt: context.now,
        version: row.version + 1,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: { kind: 'credit-statement', id: row.id },
      readers: [row.organisationId],
      jurisdiction: row.jurisdiction,
    });
    if (!attached.ok) return attached;
    unit.record({
      event: 'credit.stated',
      subject: { kind: 'credit-case', id: row.id },
      basis: [row.basis as Basis],
      before: { state: row.state },
      after: { state: 'heard', evidenceIds: body.evidenceIds },
    });
    return ok(await detailsAfter(unit.tx, context, row.id));
  });
}

/** The second person's decision, after the enterprise was heard (JS-38, HN-12, HN-15). */
export async function decide(
  context: ActorContext,
  { params, body }: Call<typeof api.decideCase>,
): Answered<typeof api.decideCase> {
  return command<CreditCaseDetails, RefusalOf<typeof api.decideCase>>(context, async (unit) => {
    const { actor, scope, now } = context;
    const row = await lockCase(unit.tx, context, params.caseId);
    if (row === null) return refuse('credit.caseUnknown');
    const found = decided(row, { ...body, by: actor.accountId }, row.origin === 'elsewhere');
    if (!found.ok) return found;
    if (row.version !== body.version) return refuse('request.stale');
    const state = found.value;
    await unit.tx
      .updateTable('creditCase')
      .set({
        state: state === 'inForce' ? 'heard' : state,
        decidedAt: now,
        decidedBy: actor.accountId,
        decisionNote: body.note,
        decideDueAt: null,
        version: row.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    const subject = { kind: 'credit-case', id: row.id };
    unit.record({
      event: state === 'dropped' ? 'credit.caseDropped' : 'credit.caseDecided',
      subject,
      basis: [row.basis as Basis, creditBasis.twoPersons],
      before: { state: row.state },
      after: { state, note: body.note },
      readers: [row.organisationId],
    });
    const line = measureLine(row);
    if (state === 'inForce') await putInForce(context, unit, { ...row, version: row.version + 1 });
    else
      unit.notify({
        organisationId: row.organisationId,
        kind: state === 'dropped' ? 'credit.dropped' : 'credit.decided',
        subject,
        facts: { number: row.number, note: body.note, measure: line.zh, measureEn: line.en },
      });
    return ok(await detailsAfter(unit.tx, context, row.id));
  });
}
