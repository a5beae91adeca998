import { agreementRefusals, type endAmendment, type signAgreements } from '@daylight/api/agreement.ts';
import type { BodyOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { type SignRefusal, type Side, sign, signBasis } from '@daylight/rules/agreement/signing.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { byAccount } from './signature.ts';
import {
  type AgreementRow,
  type AmendmentRow,
  amendmentsOf,
  lockAgreement,
  otherSide,
  sideOf,
  signaturesOf,
} from './store.ts';

type Asked = BodyOf<typeof signAgreements>['texts'][number];
type SignCode = SignRefusal | 'agreement.unknown' | 'agreement.notParty' | 'agreement.amendmentUnknown';

/** Each text is signed by itself, so that one that cannot be signed leaves the others standing. */
export async function signTexts(
  context: ActorContext,
  { body }: Call<typeof signAgreements>,
): Promise<Result<ReplyOf<typeof signAgreements>, never>> {
  const results: ReplyOf<typeof signAgreements>['results'] = [];
  for (const text of body.texts) {
    const signed = await signOne(context, text);
    const { agreementId, amendment } = text;
    results.push(
      signed.ok
        ? { agreementId, amendment, state: signed.value, problem: null }
        : { agreementId, amendment, state: null, problem: problemOf(signed.code) },
    );
  }
  return ok({ results });
}

function problemOf(code: SignCode | RepeatRefusal) {
  assert(code !== 'request.keyUsedForAnotherBody', 'signing takes no Idempotency-Key: a text is signed once');
  const { zh, en } = agreementRefusals[code];
  return { code, text: { zh, en } };
}

function signOne(context: ActorContext, text: Asked): Promise<Result<string, SignCode | RepeatRefusal>> {
  return command<string, SignCode>(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, text.agreementId);
    if (row === null) return refuse('agreement.unknown');
    const side = sideOf(row, context.actor.organisationId);
    if (side === null) return refuse('agreement.notParty', { basis: signBasis });
    if (text.amendment === 0)
      return signText(context, unit, { row, side, amendment: null, seen: text.contentHash });
    const amendments = await amendmentsOf(unit.tx, row.province, row.id);
    const amendment = amendments.find((each) => each.amendment === text.amendment);
    if (amendment === undefined) return refuse('agreement.amendmentUnknown');
    return signText(context, unit, { row, side, amendment, seen: text.contentHash });
  });
}

interface Signing {
  readonly row: AgreementRow;
  readonly side: Side;
  readonly amendment: AmendmentRow | null;
  readonly seen: string;
}

/** Puts one side's signature under a text; the caller holds the lock of its agreement. */
export async function signText(
  context: ActorContext,
  unit: Unit,
  { row, side, amendment, seen }: Signing,
): Promise<Result<string, SignRefusal>> {
  const number = amendment?.amendment ?? 0;
  const text = amendment ?? row;
  const before = (await signaturesOf(unit.tx, row.province, [row.id])).filter(
    (each) => each.amendment === number,
  );
  const signedBy = before.map((each) => each.side);
  const signed = sign({ state: text.state, hash: text.contentHash, signedBy }, side, seen);
  if (!signed.ok) return signed;
  const { state } = signed.value;
  const proof = byAccount.prove(context, { contentHash: seen, given: null });
  assert(proof.ok, 'an account always proves itself here');
  const { name: person } = await unit.tx
    .selectFrom('account')
    .select('name')
    .where('id', '=', context.actor.accountId)
    .executeTakeFirstOrThrow();
  await unit.tx
    .insertInto('agreementSignature')
    .values({
      province: row.province,
      agreementId: row.id,
      amendment: number,
      side,
      organiserId: row.organiserId,
      institutionId: row.institutionId,
      manufacturerId: row.manufacturerId,
      accountId: context.actor.accountId,
      person,
      signedAt: context.now,
      method: byAccount.name,
      contentHash: seen,
      proof: JSON.stringify(proof.value),
    })
    .execute();
  await (amendment === null ? saveState(unit, row, state) : saveAmendment(unit, amendment, state));
  const other = otherSide(row, side);
  unit.record({
    event: 'agreement.signed',
    subject: { kind: 'agreement', id: row.id },
    basis: [signBasis],
    before: { state: text.state, signedBy },
    after: { number: row.number, amendment: number, side, contentHash: seen, state },
    readers: [other, row.organiserId],
  });
  if (state === 'open')
    unit.notify({
      organisationId: other,
      kind: 'agreement.otherSigned',
      subject: { kind: 'agreement', id: row.id },
      facts: { number: row.number, other: nameOf(row, side) },
    });
  return ok(state);
}

export function nameOf(row: AgreementRow, side: Side): string {
  return row.content[side].name;
}

async function saveState(unit: Unit, row: AgreementRow, state: 'open' | 'signed'): Promise<void> {
  await unit.tx
    .updateTable('agreement')
    .set({ state, version: row.version + 1 })
    .where('province', '=', row.province)
    .where('id', '=', row.id)
    .execute();
}

async function saveAmendment(unit: Unit, row: AmendmentRow, state: 'open' | 'signed'): Promise<void> {
  await unit.tx
    .updateTable('agreementAmendment')
    .set({ state })
    .where('province', '=', row.province)
    .where('agreementId', '=', row.agreementId)
    .where('amendment', '=', row.amendment)
    .execute();
}

type EndCode =
  | 'agreement.unknown'
  | 'agreement.notParty'
  | 'agreement.amendmentUnknown'
  | 'agreement.notOpen';

/** Whoever proposed a supplement takes it back; the other side says no. */
export function endOne(
  context: ActorContext,
  { params, body }: Call<typeof endAmendment>,
): Promise<Result<ReplyOf<typeof endAmendment>, EndCode | RepeatRefusal>> {
  return command<ReplyOf<typeof endAmendment>, EndCode>(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, params.agreementId);
    if (row === null) return refuse('agreement.unknown');
    const side = sideOf(row, context.actor.organisationId);
    if (side === null) return refuse('agreement.notParty', { basis: signBasis });
    const amendments = await amendmentsOf(unit.tx, row.province, row.id);
    const amendment = amendments.find((each) => each.amendment === params.amendment);
    if (amendment === undefined) return refuse('agreement.amendmentUnknown');
    if (amendment.state !== 'open') return refuse('agreement.notOpen', { basis: signBasis });
    const state = amendment.proposedBy === side ? 'withdrawn' : 'rejected';
    await unit.tx
      .updateTable('agreementAmendment')
      .set({ state, decidedAt: context.now, note: body.reason })
      .where('province', '=', row.province)
      .where('agreementId', '=', row.id)
      .where('amendment', '=', amendment.amendment)
      .execute();
    const other = otherSide(row, side);
    unit.record({
      event: 'agreement.amendmentEnded',
      subject: { kind: 'agreement', id: row.id },
      basis: [signBasis],
      before: { state: amendment.state },
      after: { number: row.number, amendment: amendment.amendment, state, reason: body.reason },
      readers: [other, row.organiserId],
    });
    unit.notify({
      organisationId: other,
      kind: 'agreement.amendmentEnded',
      subject: { kind: 'agreement', id: row.id },
      facts: { number: row.number, other: nameOf(row, side) },
    });
    return ok({ id: row.id, state: row.state, amendment: amendment.amendment, version: row.version });
  });
}
