import type { Basis, Result } from '@daylight/rules/result.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { type TenderState, checkMove } from '@daylight/rules/tender/state.ts';
import type { Unit } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { lockTender, type TenderFacts } from './store.ts';

export interface TenderMove {
  readonly tender: Pick<TenderFacts, 'id'>;
  readonly to: TenderState;
  /** What is said about it in the public history. */
  readonly note?: string;
  readonly basis: Basis;
  /** Journal readers besides the actor and the organiser. */
  readonly readers?: readonly string[];
}

/**
 * Moves a round on, keeps the public history and writes the journal. Answers the round as it is now; refuses
 * `tender.wrongState` where the table of moves has no such way.
 */
export async function moveTender(
  context: Context,
  unit: Unit,
  { tender, to, note = '', basis, readers = [] }: TenderMove,
): Promise<Result<TenderFacts, 'tender.wrongState' | 'tender.unknown'>> {
  const { province } = context.scope;
  const before = await lockTender(unit.tx, province, tender.id);
  if (before === null) return refuse('tender.unknown');
  const may = checkMove(before, to);
  if (!may.ok) return may;
  await unit.tx
    .updateTable('tender')
    .set({ state: to, version: before.version + 1 })
    .where('province', '=', province)
    .where('id', '=', before.id)
    .execute();
  await unit.tx
    .insertInto('tenderStep')
    .values({
      province,
      id: context.newId(),
      tenderId: before.id,
      organiserId: before.organiserId,
      partners: before.partners,
      fromState: before.state,
      toState: to,
      at: context.now,
      byAccount: context.actor?.accountId ?? null,
      note,
      basis: JSON.stringify(basis),
    })
    .execute();
  unit.record({
    event: 'tender.moved',
    subject: { kind: 'tender', id: before.id },
    basis: [basis],
    before: { state: before.state },
    after: { number: before.number, state: to, note },
    readers: [before.organiserId, ...before.partners, ...readers],
  });
  return ok({ ...before, state: to, version: before.version + 1 });
}

/**
 * Whether the actor acts for the organiser: its own organisation is, or it is a bureau and the organiser is a bureau in
 * its jurisdiction (the province may act for its cities, a city for nobody else).
 */
export function isOrganiser(
  { actor }: Pick<ActorContext, 'actor'>,
  tender: Pick<TenderFacts, 'organiserId' | 'jurisdiction'>,
): boolean {
  assert(actor !== null, 'asked of somebody');
  if (actor.organisationId === tender.organiserId) return true;
  return actor.kind === 'bureau' && reaches(actor.jurisdiction, tender.jurisdiction);
}

/** A province reaches all of it, a city its own counties. */
function reaches(jurisdiction: string, place: string): boolean {
  if (jurisdiction.endsWith('0000')) return place.startsWith(jurisdiction.slice(0, 2));
  return place.startsWith(jurisdiction.replace(/(00)+$/, ''));
}
