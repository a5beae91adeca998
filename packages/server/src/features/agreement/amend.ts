import type { proposeAmendment, voidAgreement } from '@daylight/api/agreement.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type AmendRefusal, amend, amendBasis, linesInForce } from '@daylight/rules/agreement/amending.ts';
import { type AmendmentContent, contentHash } from '@daylight/rules/agreement/content.ts';
import { mayVoid, signBasis } from '@daylight/rules/agreement/signing.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { usedVolumes } from '../execution/port.ts';
import { isOrganiser, readTender } from '../tender/port.ts';
import { nameOf, signText } from './sign.ts';
import {
  type AgreementRow,
  type AmendmentRow,
  amendmentsOf,
  lockAgreement,
  otherSide,
  sideOf,
} from './store.ts';

type Outcome = ReplyOf<typeof proposeAmendment>;
type AmendCode = AmendRefusal | 'agreement.unknown' | 'agreement.notParty' | 'request.stale';

/** A supplement: who proposes it signs it in the same step, the other side signs or says no (GY-4.3a). */
export function propose(
  context: ActorContext,
  { params, body }: Call<typeof proposeAmendment>,
): Promise<Result<Outcome, AmendCode | RepeatRefusal>> {
  return command<Outcome, AmendCode>(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, params.agreementId);
    if (row === null) return refuse('agreement.unknown');
    const side = sideOf(row, context.actor.organisationId);
    if (side === null) return refuse('agreement.notParty', { basis: amendBasis });
    if (row.version !== body.version) return refuse('request.stale');
    const amendments = await amendmentsOf(unit.tx, row.province, row.id);
    const inForce = amendments.filter(({ state }) => state === 'inForce');
    const lines = linesInForce(
      row.content.lines,
      inForce.map(({ content }) => content.lines),
    );
    const used = await usedVolumes(unit.tx, row.province, row.id);
    const hasOpenAmendment = amendments.some(({ state }) => state === 'open' || state === 'signed');
    const changed = amend({ state: row.state, hasOpenAmendment, lines, used }, body.lines);
    if (!changed.ok) return changed;
    const content: AmendmentContent = {
      format: 'daylight-agreement-amendment/1',
      agreement: row.number,
      agreementHash: row.contentHash,
      amendment: amendments.length + 1,
      reason: body.reason,
      text: body.text,
      lines: changed.value,
    };
    const amendment = await insertAmendment(context, unit, { row, side, content });
    const signed = await signText(context, unit, { row, side, amendment, seen: amendment.contentHash });
    assert(signed.ok, 'a text that was just made is open for its first signature');
    const other = otherSide(row, side);
    unit.record({
      event: 'agreement.amendmentProposed',
      subject: { kind: 'agreement', id: row.id },
      basis: [amendBasis],
      after: { number: row.number, amendment: content.amendment, reason: body.reason, lines: body.lines },
      readers: [other, row.organiserId],
    });
    unit.notify({
      organisationId: other,
      kind: 'agreement.amendmentProposed',
      subject: { kind: 'agreement', id: row.id },
      facts: { number: row.number, other: nameOf(row, side) },
      dueAt: amendment.dueAt,
    });
    return ok({ id: row.id, state: row.state, amendment: content.amendment, version: row.version });
  });
}

interface NewAmendment {
  readonly row: AgreementRow;
  readonly side: AmendmentRow['proposedBy'];
  readonly content: AmendmentContent;
}

async function insertAmendment(
  context: ActorContext,
  unit: Unit,
  { row, side, content }: NewAmendment,
): Promise<AmendmentRow> {
  const within = resolve(context.book, 'agreement.signWithin', row.jurisdiction, context.today);
  const due = dueOf(context.now, within.value, context.calendar);
  const inserted = await unit.tx
    .insertInto('agreementAmendment')
    .values({
      province: row.province,
      agreementId: row.id,
      amendment: content.amendment,
      organiserId: row.organiserId,
      institutionId: row.institutionId,
      manufacturerId: row.manufacturerId,
      state: 'open',
      proposedBy: side,
      proposedAt: context.now,
      content: JSON.stringify(content),
      contentHash: contentHash(content),
      dueAt: due.dueAt,
      dueProvisional: due.provisional,
      dueBasis: JSON.stringify(basisOf(within)),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return inserted as unknown as AmendmentRow;
}

type VoidCode =
  | 'agreement.unknown'
  | 'agreement.notOrganiser'
  | 'agreement.notOpen'
  | 'agreement.notOverdue'
  | 'request.stale';

/** The organiser gives up on an agreement that somebody did not sign in time; both sides learn the reason. */
export function declareVoid(
  context: ActorContext,
  { params, body }: Call<typeof voidAgreement>,
): Promise<Result<Outcome, VoidCode | RepeatRefusal>> {
  return command<Outcome, VoidCode>(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, params.agreementId);
    if (row === null) return refuse('agreement.unknown');
    const tender = await readTender(unit.tx, row.province, row.tenderId);
    if (tender === null || !isOrganiser(context, tender))
      return refuse('agreement.notOrganiser', { basis: signBasis });
    if (row.version !== body.version) return refuse('request.stale');
    const may = mayVoid(row, { dueAt: row.signDueAt, now: context.now });
    if (!may.ok) return may;
    await unit.tx
      .updateTable('agreement')
      .set({
        state: 'void',
        endedAt: context.now,
        endNote: body.reason,
        endBasis: JSON.stringify(signBasis),
        version: row.version + 1,
      })
      .where('province', '=', row.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'agreement.voided',
      subject: { kind: 'agreement', id: row.id },
      basis: [signBasis],
      before: { state: row.state },
      after: { number: row.number, reason: body.reason },
      readers: [row.institutionId, row.manufacturerId],
    });
    for (const side of ['institution', 'manufacturer'] as const)
      unit.notify({
        organisationId: side === 'institution' ? row.institutionId : row.manufacturerId,
        kind: 'agreement.voided',
        subject: { kind: 'agreement', id: row.id },
        facts: {
          number: row.number,
          other: nameOf(row, side === 'institution' ? 'manufacturer' : 'institution'),
        },
      });
    return ok({ id: row.id, state: 'void', amendment: 0, version: row.version + 1 });
  });
}
