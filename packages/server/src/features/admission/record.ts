import type { decideBroughtRecord } from '@daylight/api/admission-check.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import { isEnded, twoPersons } from '@daylight/rules/admission/application.ts';
import { type Result, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type DecideRefusal, broughtRecords, verifyRecord } from '../linkage/port.ts';
import { isTheirs } from './move.ts';
import { type Stored, load } from './store.ts';

function broughtBy(tx: Tx, context: ActorContext, stored: Stored) {
  return broughtRecords(tx, context, {
    organisationId: stored.manufacturerId,
    itemCodes: stored.lines.map((line) => line.itemCode),
  });
}

/** The applicant's records that this person may verify or reject now: nobody those that they entered (HN-15). */
export async function verifiableBy(tx: Tx, context: ActorContext, stored: Stored): Promise<string[]> {
  const { actor } = context;
  const { state } = stored.application;
  if (!may(actor, 'admission.verify') || actor.jurisdiction !== stored.jurisdiction) return [];
  if (state === 'draft' || isEnded(state)) return [];
  const records = await broughtBy(tx, context, stored);
  return records
    .filter((each) => each.state === 'entered' && each.enteredBy !== actor.accountId)
    .map((each) => each.id);
}

type Refused =
  | 'admission.unknown'
  | 'admission.ended'
  | 'admission.otherJurisdiction'
  | DecideRefusal
  | RepeatRefusal;

/** The bureau looks at the price that came with the application where it looks at the application; it counts from then on. */
export function decideRecord(
  context: ActorContext,
  { params, body }: Call<typeof decideBroughtRecord>,
): Promise<Result<ReplyOf<typeof decideBroughtRecord>, Refused>> {
  return command(context, async (unit) => {
    const { itemCode, approve, note } = body;
    if (!approve && note.length < 2) return refuse('linkage.noteMissing', { field: 'note' });
    const theirs = isTheirs(context, { side: 'bureau' }, await load(unit.tx, context, params.admissionId));
    if (!theirs.ok) return theirs;
    const stored = theirs.value;
    if (isEnded(stored.application.state)) return refuse('admission.ended');
    const brought = await broughtBy(unit.tx, context, stored);
    if (!brought.some((each) => each.id === params.recordId && each.itemCode === itemCode))
      return refuse('linkage.recordUnknown');
    const decided = await verifyRecord(context, unit, { id: params.recordId, itemCode, approve, note });
    if (!decided.ok) return decided;
    unit.record({
      event: approve ? 'admission.recordVerified' : 'admission.recordRejected',
      subject: { kind: 'admission', id: stored.id },
      basis: [stored.policy.reference.basis, twoPersons],
      after: { record: params.recordId, itemCode, note },
      readers: [stored.manufacturerId],
    });
    return decided;
  });
}
