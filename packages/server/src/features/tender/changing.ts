import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { TenderState } from '@daylight/rules/tender/state.ts';
import type { Updateable } from 'kysely';
import type { Unit } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { isOrganiser } from './move.ts';
import { type TenderFacts, lockTender, readTender } from './store.ts';

export type ChangingRefusal = 'tender.unknown' | 'tender.notYours' | 'tender.wrongState' | 'request.stale';

export interface Changing {
  readonly id: string;
  readonly version?: number;
  readonly states: readonly TenderState[];
}

/** A round that its organiser changes: there, one's own, in a state for it, and as the person last saw it. */
export async function changing(
  unit: Unit,
  context: ActorContext,
  { id, version, states }: Changing,
): Promise<Result<TenderFacts, ChangingRefusal>> {
  const { province } = context.scope;
  const seen = await readTender(unit.tx, province, id);
  if (seen === null) return refuse('tender.unknown');
  if (!isOrganiser(context, seen))
    return seen.isPublic ? refuse('tender.notYours') : refuse('tender.unknown');
  const tender = await lockTender(unit.tx, province, id);
  if (tender === null) return refuse('tender.unknown');
  if (!states.includes(tender.state))
    return refuse('tender.wrongState', { facts: { state: tender.state, to: '' } });
  if (version !== undefined && tender.version !== version) return refuse('request.stale');
  return ok(tender);
}

/** The same where what is added does not collide with what another person does. */
export async function changingAny(
  unit: Unit,
  context: ActorContext,
  asked: Omit<Changing, 'version'>,
): Promise<Result<TenderFacts, Exclude<ChangingRefusal, 'request.stale'>>> {
  const found = await changing(unit, context, asked);
  if (found.ok) return found;
  assert(found.code !== 'request.stale', 'no version was asked for');
  return { ...found, code: found.code };
}

/** Saves columns of a round and counts its version on. */
export async function saveTender(
  tx: Tx,
  tender: TenderFacts,
  set: Omit<Updateable<DB['tender']>, 'version' | 'state'>,
): Promise<TenderFacts> {
  await tx
    .updateTable('tender')
    .set({ ...set, version: tender.version + 1 })
    .where('province', '=', tender.province)
    .where('id', '=', tender.id)
    .execute();
  // What was saved as JSON text is read as a value again: a pack is not taken from here.
  return { ...tender, ...(set as Partial<TenderFacts>), version: tender.version + 1 };
}

export function outcomeOf({ id, number, state, version }: TenderFacts) {
  return { id, number, state, version };
}
