import type { EventName } from '@daylight/api/events.ts';
import { type Bargain, type Moment, article11, isRunning } from '@daylight/rules/bargain/bargain.ts';
import { bargainPolicyOf } from '@daylight/rules/bargain/policy.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { ListingForBuyer } from '../listing/port.ts';
import { type BargainAnswer, listingFor } from './commands.ts';
import { type Outcome, factsOf, outcomeOf } from './outcome.ts';
import {
  type Evidence,
  type Offer,
  type Stored,
  addOffer,
  finish,
  loadForUpdate,
  membersOf,
  saveBargain,
} from './store.ts';
import { reachOf } from '../supervision/port.ts';

export type StepRefusal = 'bargain.unknown' | 'bargain.lapsed' | 'bargain.closed' | 'request.stale';

type Side = 'institution' | 'manufacturer' | 'bureau';
export interface Asked<S extends Side = Side> {
  readonly id: string;
  readonly version: number;
  readonly side: S;
}

export interface Given {
  readonly unit: Unit;
  readonly stored: Stored;
  readonly moment: Moment;
  readonly listing: ListingForBuyer;
}

/** What a step decided: the bargain after it, and what is written beside. */
export interface Moved {
  readonly bargain: Bargain;
  readonly event: EventName;
  readonly offer?: Offer;
  readonly evidence?: Evidence;
  readonly zone?: ZoneFinding;
  readonly note?: string;
}

type Decide<C extends string> = (given: Given) => Promise<Result<Moved, C>>;

/** One step of one side of a running bargain: whose it is and which version it saw, then the rule, then all it causes. */
export function step<C extends string>(
  context: ActorContext,
  asked: Asked<'manufacturer' | 'bureau'>,
  decide: Decide<C>,
): BargainAnswer<C | StepRefusal>;
export function step<C extends string>(
  context: ActorContext,
  asked: Asked<'institution'>,
  decide: Decide<C>,
): BargainAnswer<C | StepRefusal | 'bargain.notInitiator'>;
export function step(context: ActorContext, asked: Asked, decide: Decide<string>): BargainAnswer<string> {
  return command<Outcome, string>(context, async (unit) => {
    const { now, calendar, scope, book } = context;
    const stored = await loadForUpdate(unit.tx, scope.province, asked.id);
    const mine = await isTheirs(unit.tx, context, asked, stored);
    if (!mine.ok) return mine;
    assert(stored !== null, 'a bargain that is theirs');
    if (stored.version !== asked.version) return refuse('request.stale');
    const { institutionId, jurisdiction } = stored;
    const listing = await listingFor(unit.tx, context, stored.listingId, { institutionId, jurisdiction });
    assert(listing !== null, `no listing of bargain ${stored.id}`);
    const policy = bargainPolicyOf(book, jurisdiction, shanghaiDate(stored.openedAt));
    const moved = await decide({ unit, stored, moment: { now, calendar, policy }, listing });
    if (!moved.ok) return moved;
    await carryOut(unit, context, { stored, listing, moved: moved.value, side: asked.side });
    return ok(outcomeOf(stored, moved.value.bargain, stored.version + 1));
  });
}

async function isTheirs(
  tx: Tx,
  { actor, scope }: ActorContext,
  { side }: Asked,
  stored: Stored | null,
): Promise<Result<null, 'bargain.unknown' | 'bargain.notInitiator'>> {
  if (stored === null) return refuse('bargain.unknown');
  const own = actor.organisationId;
  switch (side) {
    case 'manufacturer':
      return stored.manufacturerId === own ? ok(null) : refuse('bargain.unknown');
    case 'bureau':
      return stored.jurisdiction.startsWith(reachOf(actor.jurisdiction))
        ? ok(null)
        : refuse('bargain.unknown');
    case 'institution': {
      if (stored.institutionId === own) return ok(null);
      const members = await membersOf(tx, scope.province, stored.id);
      const isMember = members.some((member) => member.institutionId === own);
      return refuse(isMember ? 'bargain.notInitiator' : 'bargain.unknown');
    }
  }
}

export interface Carried {
  readonly stored: Stored;
  readonly listing: { readonly productName: string; readonly specification: string };
  readonly moved: Moved;
  /** Whose step it was; the clock's is nobody's. */
  readonly side: Asked['side'] | 'clock';
}

/** Saves a step, its offer and, at the end, the agreed price of each member; tells everyone whom it concerns. */
export async function carryOut(unit: Unit, context: Context, carried: Carried): Promise<void> {
  const { stored, listing, moved, side } = carried;
  const { bargain, event, offer, evidence, zone, note } = moved;
  const { tx } = unit;
  await saveBargain(tx, context, stored, {
    bargain,
    ...(evidence === undefined ? {} : { evidence }),
    ...(zone === undefined ? {} : { zone }),
  });
  if (offer !== undefined) await addOffer(tx, context, stored, { ...offer, bargain });
  const members = isRunning(bargain.state)
    ? await membersOf(tx, context.scope.province, stored.id)
    : await finish(tx, context, stored, bargain);
  const institutions = members.map((member) => member.institutionId);
  const facts = factsOf(stored.number, listing, bargain);
  unit.record({
    event,
    subject: { kind: 'bargain', id: stored.id },
    basis: [bargain.outcomeBasis ?? bargain.due?.basis ?? article11],
    before: {
      state: stored.bargain.state,
      price: stored.bargain.price,
      counterPrice: stored.bargain.counterPrice,
    },
    after: {
      ...facts,
      state: bargain.state,
      dueAt: bargain.due?.at ?? null,
      note: note ?? '',
      evidence: evidence ?? null,
    },
    readers: [...institutions, stored.manufacturerId],
  });
  const told = side === 'institution' ? [] : institutions;
  const others = side === 'institution' ? institutions.filter((id) => id !== stored.institutionId) : [];
  const maker = side === 'manufacturer' ? [] : [stored.manufacturerId];
  for (const organisationId of [...told, ...others, ...maker]) {
    unit.notify({
      organisationId,
      kind: event,
      subject: { kind: 'bargain', id: stored.id },
      facts,
      dueAt: bargain.due?.at ?? null,
    });
  }
}
