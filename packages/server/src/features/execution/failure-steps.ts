import type * as api from '@daylight/api/execution-failure.ts';
import type { FailureDetails } from '@daylight/api/execution-shapes.ts';
import type { BodyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { answerFailure, findFailure } from '@daylight/rules/execution/failure.ts';
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
import {
  type FailureRow,
  candidatesOf,
  failureAfter,
  failureRows,
  ruleOf,
  runsRound,
} from './failure-rows.ts';
import { accountSides, mine } from './sight.ts';

interface Concerned {
  tenderId: string;
  organiserId: string;
  item: string;
  product: string;
  manufacturerId: string;
  rulesOf: string;
  institutionId: string;
}

/** The open accounts of a product that the reporting side may speak for; locked, so that one failure is told at a time. */
async function concernedBy(tx: Tx, context: ActorContext, productId: string): Promise<Concerned[]> {
  const { rows } = await sql<Concerned>`
    select a.tender_id, a.organiser_id, a.item, a.product_name as product, a.manufacturer_id, a.rules_of, a.institution_id
    from volume_account a
    where a.province = ${context.scope.province} and a.product_id = ${productId}::uuid and a.state = 'open'
      and a.failure_id is null and ${mine(context, accountSides)}
    order by a.id for update`.execute(tx);
  const { actor } = context;
  return actor.kind === 'institution'
    ? rows.filter((row) => row.institutionId === actor.organisationId)
    : rows;
}

async function openFailure(
  tx: Tx,
  context: ActorContext,
  productId: string,
  institutions: readonly string[],
) {
  const { rows } = await sql<{ number: string }>`
    select number from supply_failure
    where province = ${context.scope.province} and product_id = ${productId}::uuid
      and state not in ('dismissed', 'ended', 'confirmed') and institutions && ${[...institutions]}::uuid[]
    limit 1`.execute(tx);
  return rows[0] ?? null;
}

interface NewFailure {
  readonly id: string;
  readonly number: string;
  readonly first: Concerned;
  readonly institutions: readonly string[];
  readonly body: BodyOf<typeof api.reportSupplyFailure>;
  readonly due: { readonly dueAt: Instant; readonly provisional: boolean; readonly basis: Basis };
}

async function insertFailure(
  tx: Tx,
  context: ActorContext,
  { id, number, first, institutions, body, due }: NewFailure,
): Promise<void> {
  const { actor, now } = context;
  const byInstitution = actor.kind === 'institution';
  await tx
    .insertInto('supplyFailure')
    .values({
      province: context.scope.province,
      id,
      number,
      tenderId: first.tenderId,
      organiserId: first.organiserId,
      productId: body.productId,
      productName: first.product,
      item: first.item,
      manufacturerId: first.manufacturerId,
      jurisdiction: actor.jurisdiction,
      rulesOf: first.rulesOf,
      origin: byInstitution ? 'institution' : 'officer',
      institutionId: byInstitution ? actor.organisationId : null,
      institutions: [...institutions],
      orderIds: body.orderIds,
      facts: body.facts,
      state: 'told',
      reportedAt: now,
      reportedBy: actor.accountId,
      answerDueAt: due.dueAt,
      answerDueProvisional: due.provisional,
      answerDueBasis: JSON.stringify(due.basis),
    })
    .execute();
}

/** An institution reports that it is not supplied, or an officer takes it up; the winner is told to answer (SX-5.3c). */
export async function reportFailure(
  context: ActorContext,
  { body }: Call<typeof api.reportSupplyFailure>,
): Answered<typeof api.reportSupplyFailure> {
  return command<FailureDetails, RefusalOf<typeof api.reportSupplyFailure>>(context, async (unit) => {
    const { actor, now } = context;
    const all = await concernedBy(unit.tx, context, body.productId);
    const named = new Set(body.institutionIds);
    const concerned = named.size === 0 ? all : all.filter((row) => named.has(row.institutionId));
    const [first] = concerned;
    if (first === undefined) return refuse('execution.productUnknown', { field: 'productId' });
    const institutions = concerned.map((row) => row.institutionId);
    const running = await openFailure(unit.tx, context, body.productId, institutions);
    if (running !== null) return refuse('execution.failureOpen', { facts: { number: running.number } });
    const term = resolve(context.book, 'execution.answerWithin', first.rulesOf, context.today);
    const due = dueOf(now, term.value, context.calendar);
    const id = context.newId();
    const number = await nextNumber(context, 'GY');
    const byInstitution = actor.kind === 'institution';
    const subject = { kind: 'supply-failure', id };
    const readers = [first.manufacturerId, first.organiserId];
    const files = await attach(context, unit, body.evidenceIds, {
      subject,
      readers,
      jurisdiction: first.rulesOf,
    });
    if (!files.ok) return files;
    await insertFailure(unit.tx, context, {
      id,
      number,
      first,
      institutions,
      body,
      due: { ...due, basis: basisOf(term) },
    });
    const facts = { number, product: first.product, facts: body.facts };
    unit.record({
      event: 'execution.failureTold',
      subject,
      basis: [executionBasis.failure],
      after: { ...facts, institutions: institutions.length, answerDueAt: due.dueAt },
      readers: [...readers, ...institutions],
    });
    unit.notify({
      organisationId: first.manufacturerId,
      kind: 'execution.failureTold',
      subject,
      facts,
      dueAt: due.dueAt,
    });
    if (byInstitution)
      unit.notify({ organisationId: first.organiserId, kind: 'execution.failureReported', subject, facts });
    return ok(await failureAfter(unit.tx, context, id));
  });
}

async function lockFailure(unit: Unit, context: ActorContext, id: string): Promise<FailureRow | null> {
  return (
    (await failureRows(unit.tx, context).where('f.id', '=', id).forUpdate('f').executeTakeFirst()) ?? null
  );
}

export async function answerFailureOf(
  context: ActorContext,
  { params, body }: Call<typeof api.answerSupplyFailure>,
): Answered<typeof api.answerSupplyFailure> {
  return command<FailureDetails, RefusalOf<typeof api.answerSupplyFailure>>(context, async (unit) => {
    const row = await lockFailure(unit, context, params.failureId);
    if (row === null || row.manufacturerId !== context.actor.organisationId)
      return refuse('execution.failureUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const answered = answerFailure(ruleOf(row), {
      forceMajeure: body.forceMajeure,
      files: body.evidenceIds.length,
    });
    if (!answered.ok) return answered;
    const readers = [row.organiserId, ...row.institutions];
    const to = { subject: { kind: 'supply-failure-answer', id: row.id }, readers, jurisdiction: row.rulesOf };
    const files = await attach(context, unit, body.evidenceIds, to);
    if (!files.ok) return files;
    await unit.tx
      .updateTable('supplyFailure')
      .set({
        state: answered.value,
        answer: body.answer,
        claimsForceMajeure: body.forceMajeure,
        answeredAt: context.now,
        version: row.version + 1,
      })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
    const subject = { kind: 'supply-failure', id: row.id };
    unit.record({
      event: 'execution.failureAnswered',
      subject,
      basis: [executionBasis.failure],
      before: { state: row.state },
      after: { state: answered.value, answer: body.answer, forceMajeure: body.forceMajeure },
      readers,
    });
    const facts = { number: row.number, product: row.productName };
    unit.notify({ organisationId: row.organiserId, kind: 'execution.failureAnswered', subject, facts });
    return ok(await failureAfter(unit.tx, context, row.id));
  });
}

export async function findFailureOf(
  context: ActorContext,
  { params, body }: Call<typeof api.findSupplyFailure>,
): Answered<typeof api.findSupplyFailure> {
  return command<FailureDetails, RefusalOf<typeof api.findSupplyFailure>>(context, async (unit) => {
    const row = await lockFailure(unit, context, params.failureId);
    const { actor, now, scope } = context;
    if (row === null || !runsRound(context, row)) return refuse('execution.failureUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const found = findFailure(ruleOf(row), now);
    if (!found.ok) return found;
    const wanted = body.finding === 'unfounded' ? null : body.substituteProductId;
    if (wanted === row.productId)
      return refuse('execution.substituteItself', { field: 'substituteProductId' });
    const candidates = wanted === null ? [] : await candidatesOf(unit.tx, context, row);
    if (wanted !== null && !candidates.some((each) => each.productId === wanted))
      return refuse('execution.substituteUnknown', {
        basis: executionBasis.failure,
        field: 'substituteProductId',
      });
    await unit.tx
      .updateTable('supplyFailure')
      .set({
        state: found.value,
        finding: body.finding,
        findingNote: body.note,
        substituteProductId: wanted,
        foundAt: now,
        foundBy: actor.accountId,
        version: row.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'execution.failureFound',
      subject: { kind: 'supply-failure', id: row.id },
      basis: [executionBasis.failure],
      before: { state: row.state },
      after: { state: found.value, finding: body.finding, note: body.note, substitute: wanted },
      readers: [row.organiserId],
    });
    return ok(await failureAfter(unit.tx, context, row.id));
  });
}
