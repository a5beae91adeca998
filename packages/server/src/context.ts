import type { Actor } from '@daylight/rules/access/may.ts';
import type { Calendar } from '@daylight/rules/calendar/calendar.ts';
import type { PolicyBook } from '@daylight/rules/policy/book.ts';
import { type Instant, type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import type { Database, Scope } from './db.ts';
import { uuidAt } from './ids.ts';

/** What every command and query works with. Time, actor and policy are given, never fetched. */
export interface Context {
  readonly database: Database;
  readonly actor: Actor | null;
  readonly scope: Scope;
  readonly now: Instant;
  /** Whether `now` is a clock moved by hand, which the database knows nothing of (clock.ts). */
  readonly isClockMoved: boolean;
  readonly today: IsoDate;
  readonly book: PolicyBook;
  readonly calendar: Calendar;
  readonly requestId: string;
  /** Where the request came from, to count what one sender sends; null where nobody sent it. Nothing keeps it as it is. */
  readonly address: string | null;
  /** The caller's Idempotency-Key with the hash of what it sent; null where the endpoint creates nothing. */
  readonly idempotency: IdempotencyKey | null;
  /** Where uploads, results and other files of this installation live. */
  readonly dataDir: string;
  newId(): string;
}

export interface ActorContext extends Context {
  readonly actor: Actor;
}

export interface IdempotencyKey {
  readonly key: string;
  readonly endpoint: string;
  readonly bodyHash: Buffer;
}

/** What lives as long as the server: the same for each request. */
export interface World {
  readonly database: Database;
  readonly clock: () => Instant;
  /** Moved by hand in tests and the demo; otherwise the machine's. */
  readonly isClockMoved: boolean;
  /** The packs, with what bureaus decided on top. */
  book: PolicyBook;
  calendar: Calendar;
  readonly dataDir: string;
  readonly demo: boolean;
}

const supervisorKinds = new Set(['bureau', 'health', 'operator', 'fund', 'platform']);

export function scopeOf(actor: Actor): Scope {
  return {
    province: actor.province,
    organisationId: actor.organisationId,
    reach: supervisorKinds.has(actor.kind) ? 'province' : 'own',
  };
}

interface Given {
  readonly requestId: string;
  readonly address?: string | null;
  readonly idempotency?: IdempotencyKey | null;
}

function baseContext(world: World, given: Given) {
  const now = world.clock();
  return {
    database: world.database,
    now,
    isClockMoved: world.isClockMoved,
    today: shanghaiDate(now),
    book: world.book,
    calendar: world.calendar,
    requestId: given.requestId,
    address: given.address ?? null,
    idempotency: given.idempotency ?? null,
    dataDir: world.dataDir,
    newId: () => uuidAt(now),
  };
}

export function actorContext(world: World, actor: Actor, given: Given): ActorContext {
  return { ...baseContext(world, given), actor, scope: scopeOf(actor) };
}

export function publicContext(world: World, province: number, given: Given): Context {
  return {
    ...baseContext(world, given),
    actor: null,
    scope: { province, organisationId: null, reach: 'public' },
  };
}

/** Jobs and sweeps act for the platform itself in one province. */
export function systemContext(world: World, province: number, requestId: string): Context {
  return {
    ...baseContext(world, { requestId }),
    actor: null,
    scope: { province, organisationId: null, reach: 'system' },
  };
}
