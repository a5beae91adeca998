import type { Actor } from '@daylight/rules/access/may.ts';
import type { Role } from '@daylight/rules/access/permissions.ts';
import type { Result } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { type ActorContext, type World, actorContext, systemContext } from '../context.ts';
import { type Tx, reading } from '../db.ts';
import { type Chance, chanceOf } from '../features/catalogue/generator/chance.ts';
import type { Sweep } from '../sweep.ts';
import { type DemoOrganisation, province } from './organisations.ts';

export const provinceNumber = Number(province.slice(0, 2));

/** A clock that the load moves forward; commands see it as they would see the machine's. */
export interface DemoClock {
  readonly now: () => Instant;
  /** 'HH:MM' of a day in Shanghai. */
  moveTo(day: IsoDate, clock: string): void;
  moveOn(to: Instant): void;
}

export function demoClock(start: Instant): DemoClock {
  let at = start;
  const moveOn = (next: Instant): void => {
    if (next < at) throw new Error(`the clock of the demo would go back from ${at} to ${next}`);
    at = next;
  };
  return { now: () => at, moveOn, moveTo: (day, clock) => moveOn(shanghaiMoment(day, clock)) };
}

export interface Placed extends DemoOrganisation {
  readonly id: string;
}

/** The province while it comes to life: who is there, what time it is, and chance that is the same each time. */
export interface Province {
  readonly world: World;
  /** Connection as the owner of the tables. */
  readonly url: string;
  readonly clock: DemoClock;
  readonly seed: string;
  readonly size: DemoSize;
  readonly organisations: ReadonlyMap<string, Placed>;
  /** By organisation's key and role, 'bureau/officer'. */
  readonly accounts: ReadonlyMap<string, string>;
  log(line: string): void;
}

/** How much is loaded. The figures are counts over the whole province. */
export interface DemoSize {
  readonly items: number;
  /** Listings managed by the province, and by each city. */
  readonly provinceListings: number;
  readonly cityListings: number;
  /** Calendar days of business before today. */
  readonly days: number;
  readonly ordersPerDay: number;
  readonly bargainsPerDay: number;
}

/** Chance for one purpose: what happens elsewhere in the load does not change it. */
export function chanceFor(demo: Province, ...purpose: readonly (string | number)[]): Chance {
  return chanceOf(`${demo.seed} ${purpose.join(' ')}`);
}

export function organisationOf(demo: Province, key: string): Placed {
  const found = demo.organisations.get(key);
  if (found === undefined) throw new Error(`no organisation ${key} in the demo`);
  return found;
}

export function organisationsOf(demo: Province, kind: DemoOrganisation['kind']): readonly Placed[] {
  return [...demo.organisations.values()].filter((each) => each.kind === kind && each.suffix !== null);
}

const enterprises: ReadonlySet<string> = new Set(['manufacturer', 'distributor']);
let requests = 0;

/** Reads as the platform's own jobs do. */
export function look<T>({ world }: Pick<Province, 'world'>, query: (tx: Tx) => Promise<T>): Promise<T> {
  const scope = { province: provinceNumber, organisationId: null, reach: 'system' as const };
  return reading(world.database.db, scope, query);
}

/** A person of an organisation as it stands before a command now; enterprises work on the province's platform. */
export function actingAs(demo: Province, organisation: Placed, role: Role): ActorContext {
  const accountId = demo.accounts.get(`${organisation.key}/${role}`);
  if (accountId === undefined) throw new Error(`${organisation.key} has no ${role}`);
  const actor: Actor = {
    accountId,
    organisationId: organisation.id,
    kind: organisation.kind,
    jurisdiction: enterprises.has(organisation.kind) ? province : organisation.jurisdiction,
    province: provinceNumber,
    roles: [role],
  };
  requests += 1;
  return actorContext(demo.world, actor, { requestId: `demo-${requests}` });
}

/** The value of a command that is to succeed: a refusal means that the demo no longer fits the rules. */
export function done<T, C extends string>(result: Result<T, C>, what: string): T {
  if (result.ok) return result.value;
  const where = result.field === null ? '' : ` at ${result.field}`;
  throw new Error(`the demo's ${what} was refused: ${result.code}${where} ${JSON.stringify(result.facts)}`);
}

/** What the platform's clock does by now, in this province. */
export async function sweepAll(demo: Province, sweeps: readonly Sweep[]): Promise<void> {
  for (const sweep of sweeps) {
    let moved = 1;
    while (moved > 0) {
      requests += 1;
      moved = await sweep.run(systemContext(demo.world, provinceNumber, `demo-sweep-${requests}`));
    }
  }
}

/** Runs `work` for all, at most `width` at a time, and gives the answers in their order. */
export async function inParallel<T, R>(
  all: readonly T[],
  width: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> {
  const answers = Array.from<R>({ length: all.length });
  let next = 0;
  const worker = async () => {
    while (next < all.length) {
      const index = next;
      next += 1;
      answers[index] = await work(all[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, all.length) }, worker));
  return answers;
}
