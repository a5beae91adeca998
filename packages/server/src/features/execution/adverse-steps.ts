import type * as api from '@daylight/api/execution-adverse.ts';
import type { EventDetails } from '@daylight/api/execution-shapes.ts';
import type { BodyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { checkReport, decideAdverse, mayAnswer, mayHandle } from '@daylight/rules/execution/adverse.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { suspendListing } from '../listing/port.ts';
import { regulatorsOf } from '../organisation/port.ts';
import { type EventRow, eventAfter, eventRows } from './adverse.ts';

interface Product {
  listingId: string;
  itemCode: string;
  manufacturerId: string;
  product: string;
  tenderId: string | null;
  organiserId: string | null;
}

/** The listing, and the round in whose term it stands: selected products are under key supervision. */
async function productOf(tx: Tx, context: ActorContext, listingId: string): Promise<Product | null> {
  const { province } = context.scope;
  const { rows } = await sql<Product>`
    select l.id as listing_id, l.item_code, l.manufacturer_id, i.product_name as product, r.tender_id, t.organiser_id
    from listing l
    join catalogue_item i on i.item_code = l.item_code
    left join round_listing r on r.province = l.province and r.listing_id = l.id and r.ended_on is null
      and r.until_on >= ${context.today}
    left join tender t on t.province = r.province and t.id = r.tender_id
    where l.province = ${province} and l.id = ${listingId}::uuid
    order by r.until_on desc nulls last limit 1`.execute(tx);
  return rows[0] ?? null;
}

interface NewEvent {
  readonly id: string;
  readonly number: string;
  readonly product: Product;
  readonly body: BodyOf<typeof api.reportAdverseEvent>;
  readonly due: { readonly dueAt: Instant; readonly provisional: boolean; readonly basis: Basis };
}

async function insertEvent(
  tx: Tx,
  context: ActorContext,
  { id, number, product, body, due }: NewEvent,
): Promise<void> {
  const { actor, now, scope } = context;
  await tx
    .insertInto('adverseEvent')
    .values({
      province: scope.province,
      id,
      number,
      tenderId: product.tenderId,
      organiserId: product.organiserId,
      listingId: product.listingId,
      itemCode: product.itemCode,
      productName: product.product,
      manufacturerId: product.manufacturerId,
      institutionId: actor.organisationId,
      jurisdiction: actor.jurisdiction,
      kind: body.kind,
      severity: body.severity,
      lot: body.lot,
      quantity: body.quantity,
      foundOn: body.foundOn,
      facts: body.facts,
      measures: body.measures,
      state: 'reported',
      reportedAt: now,
      reportedBy: actor.accountId,
      answerDueAt: due.dueAt,
      answerDueProvisional: due.provisional,
      answerDueBasis: JSON.stringify(due.basis),
    })
    .execute();
}

/** 医疗机构应及时按程序报告 (SX-5.2): the manufacturer is told to answer, the bureaus are told at once. */
export async function reportEvent(
  context: ActorContext,
  { body }: Call<typeof api.reportAdverseEvent>,
): Answered<typeof api.reportAdverseEvent> {
  return command<EventDetails, RefusalOf<typeof api.reportAdverseEvent>>(context, async (unit) => {
    const { actor, now } = context;
    const checked = checkReport(body, context.today);
    if (!checked.ok) return checked;
    const product = await productOf(unit.tx, context, body.listingId);
    if (product === null) return refuse('execution.listingUnknown', { field: 'listingId' });
    const id = context.newId();
    const number = await nextNumber(context, 'BL');
    const term = resolve(context.book, 'execution.eventAnswerWithin', actor.jurisdiction, context.today);
    const due = dueOf(now, term.value, context.calendar);
    const subject = { kind: 'adverse-event', id };
    const readers = [product.manufacturerId];
    const files = await attach(context, unit, body.evidenceIds, {
      subject,
      readers,
      jurisdiction: actor.jurisdiction,
    });
    if (!files.ok) return files;
    await insertEvent(unit.tx, context, { id, number, product, body, due: { ...due, basis: basisOf(term) } });
    unit.record({
      event: 'execution.eventReported',
      subject,
      basis: [executionBasis.adverse],
      after: { number, kind: body.kind, severity: body.severity, itemCode: product.itemCode, lot: body.lot },
      readers,
    });
    const facts = { number, product: product.product, lot: body.lot };
    unit.notify({
      organisationId: product.manufacturerId,
      kind: 'execution.eventToAnswer',
      subject,
      facts,
      dueAt: due.dueAt,
    });
    for (const bureau of await regulatorsOf(unit.tx, actor.jurisdiction))
      unit.notify({
        organisationId: bureau.id,
        kind: body.severity === 'ordinary' ? 'execution.eventReported' : 'execution.eventSerious',
        subject,
        facts,
      });
    return ok(await eventAfter(unit.tx, context, id));
  });
}

async function lockEvent(unit: Unit, context: ActorContext, id: string): Promise<EventRow | null> {
  return (await eventRows(unit.tx, context).where('e.id', '=', id).forUpdate('e').executeTakeFirst()) ?? null;
}

export async function answerEvent(
  context: ActorContext,
  { params, body }: Call<typeof api.answerAdverseEvent>,
): Answered<typeof api.answerAdverseEvent> {
  return command<EventDetails, RefusalOf<typeof api.answerAdverseEvent>>(context, async (unit) => {
    const row = await lockEvent(unit, context, params.eventId);
    if (row === null) return refuse('execution.eventUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const may = mayAnswer(row.state);
    if (!may.ok) return may;
    const subject = { kind: 'adverse-event', id: row.id };
    const readers = [row.institutionId];
    const to = {
      subject: { kind: 'adverse-event-answer', id: row.id },
      readers,
      jurisdiction: row.jurisdiction,
    };
    const files = await attach(context, unit, body.evidenceIds, to);
    if (!files.ok) return files;
    await unit.tx
      .updateTable('adverseEvent')
      .set({ state: 'answered', answer: body.answer, answeredAt: context.now, version: row.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'execution.eventAnswered',
      subject,
      basis: [executionBasis.adverse],
      before: { state: row.state },
      after: { state: 'answered', answer: body.answer },
      readers,
    });
    const facts = { number: row.number, product: row.productName, lot: row.lot };
    unit.notify({ organisationId: row.institutionId, kind: 'execution.eventAnswered', subject, facts });
    return ok(await eventAfter(unit.tx, context, row.id));
  });
}

export async function handleEvent(
  context: ActorContext,
  { params, body }: Call<typeof api.handleAdverseEvent>,
): Answered<typeof api.handleAdverseEvent> {
  return command<EventDetails, RefusalOf<typeof api.handleAdverseEvent>>(context, async (unit) => {
    const row = await lockEvent(unit, context, params.eventId);
    if (row === null) return refuse('execution.eventUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const may = mayHandle(row.state);
    if (!may.ok) return may;
    await unit.tx
      .updateTable('adverseEvent')
      .set({
        state: 'handled',
        outcome: body.outcome,
        handling: body.handling,
        publicNote: body.publicNote,
        handledAt: context.now,
        handledBy: context.actor.accountId,
        version: row.version + 1,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'execution.eventHandled',
      subject: { kind: 'adverse-event', id: row.id },
      basis: [executionBasis.adverse],
      before: { state: row.state },
      after: {
        state: 'handled',
        outcome: body.outcome,
        handling: body.handling,
        publicNote: body.publicNote,
      },
    });
    return ok(await eventAfter(unit.tx, context, row.id));
  });
}

export async function decideEvent(
  context: ActorContext,
  { params, body }: Call<typeof api.decideAdverseEvent>,
): Answered<typeof api.decideAdverseEvent> {
  return command<EventDetails, RefusalOf<typeof api.decideAdverseEvent>>(context, async (unit) => {
    const row = await lockEvent(unit, context, params.eventId);
    if (row === null) return refuse('execution.eventUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const { actor, now, scope } = context;
    const decided = decideAdverse(row, { ...body, by: actor.accountId });
    if (!decided.ok) return decided;
    const { state, suspends } = decided.value;
    if (suspends) {
      const suspended = await suspendListing(context, unit, {
        listingId: row.listingId,
        reason: 'quality',
        note: row.publicNote === '' ? row.number : row.publicNote,
        basis: executionBasis.adverse,
        cause: { kind: 'adverse-event', id: row.id },
      });
      if (!suspended.ok) return refuse('execution.suspendFailed', { basis: executionBasis.adverse });
    }
    await unit.tx
      .updateTable('adverseEvent')
      .set({
        state,
        decisionNote: body.note,
        ...(body.approve
          ? { decidedAt: now, decidedBy: actor.accountId }
          : { outcome: null, handledAt: null, handledBy: null, publicNote: '' }),
        version: row.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    const subject = { kind: 'adverse-event', id: row.id };
    const both = [row.institutionId, row.manufacturerId];
    unit.record({
      event: body.approve ? 'execution.eventClosed' : 'execution.eventSentBack',
      subject,
      basis: [executionBasis.adverse, executionBasis.twoPersons],
      before: { state: row.state },
      after: { state, outcome: row.outcome, note: body.note },
      readers: body.approve ? both : [],
    });
    if (body.approve)
      for (const organisationId of both) {
        const facts = { number: row.number, product: row.productName, lot: row.lot };
        unit.notify({
          organisationId,
          kind: suspends ? 'execution.eventSuspended' : 'execution.eventClosed',
          subject,
          facts,
        });
      }
    return ok(await eventAfter(unit.tx, context, row.id));
  });
}
