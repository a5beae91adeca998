import { createHash } from 'node:crypto';
import { addMs } from '@daylight/rules/time.ts';
import type { Role } from '@daylight/rules/access/permissions.ts';
import type { Result } from '@daylight/rules/result.ts';
import type { ActorContext } from '@daylight/server/context.ts';
import type { Market } from '@daylight/server/demo/market.ts';
import { type Placed, type Province, actingAs } from '@daylight/server/demo/province.ts';
import { type Chance, chanceOf } from '@daylight/server/features/catalogue/generator/chance.ts';
import type pg from 'pg';

export interface SimOptions {
  readonly seed: number;
  readonly days: number;
  readonly institutions: number;
  /** Mean orders of an institution on a working day, and the most lines of one. */
  readonly ordersPerDay: number;
  readonly linesMax: number;
  /** Order lines of the whole province on a working day: its institutions order until they are there, in however many orders. */
  readonly linesPerDay?: number;
  /** Bargains of the whole province on a working day. */
  readonly bargainsPerDay: number;
  /** Catalogue and directories: the demo's proportions. */
  readonly items: number;
  readonly provinceListings: number;
  readonly cityListings: number;
  /** The whole database is checked after each so many days, and always after the last. */
  readonly checkEvery: number;
}

/** A province being lived: the demo's people and market, and what they do by chance. */
export interface Sim {
  readonly options: SimOptions;
  readonly demo: Province;
  readonly market: Market;
  /** By organisation's key and role; who leaves is replaced by who comes. */
  readonly accounts: Map<string, string>;
  readonly byId: ReadonlyMap<string, Placed>;
  readonly owner: pg.Client;
  /** How often each command was done or refused, by its name and the refusal's code. */
  readonly tally: Map<string, number>;
  /** Order lines that an institution has still to order, by its key; below zero when its last order was a large one. */
  readonly owed: Map<string, number>;
  /** The simulated day, from 1. */
  day: number;
}

/** Something that must not happen; the run ends and says on which day. */
export class Broken extends Error {}

/** Chance of this day for one purpose: what else happens does not change it. */
export function chanceFor(sim: Sim, ...purpose: readonly (string | number)[]): Chance {
  return chanceOf(`${sim.options.seed} ${sim.day} ${purpose.join(' ')}`);
}

/** The state of the province as a page would show it; rows come in a fixed order, or the run is not repeatable. */
export async function see<T extends object>(
  sim: Sim,
  text: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  return (await sim.owner.query<T>(text, [...values])).rows;
}

const commandMs = 20;

/** Each command has its own moment: ids and with them the journal have one order. */
export function tick({ demo }: Sim): void {
  demo.clock.moveOn(addMs(demo.clock.now(), commandMs));
}

export interface Who {
  readonly organisation: Placed;
  readonly role: Role;
}

export interface Asked<T, C extends string> {
  readonly what: string;
  readonly who: Who;
  readonly run: (context: ActorContext) => Promise<Result<T, C>>;
}

function note(sim: Sim, what: string, result: Result<unknown>): void {
  const name = `${what} ${result.ok ? 'done' : result.code}`;
  sim.tally.set(name, (sim.tally.get(name) ?? 0) + 1);
}

/** One command by one person. A refusal is an answer like any other; only an exception is a fault. */
export async function attempt<T, C extends string>(sim: Sim, asked: Asked<T, C>): Promise<Result<T, C>> {
  tick(sim);
  const result = await asked.run(actingAs(sim.demo, asked.who.organisation, asked.who.role));
  note(sim, asked.what, result);
  return result;
}

/**
 * A creating command with an Idempotency-Key. One in twelve is sent again (the answer was lost), and one in forty with the
 * same key and another body: the repeat gives the first answer, the other is refused.
 */
export async function keyed<T, C extends string>(
  sim: Sim,
  key: string,
  asked: Asked<T, C>,
): Promise<Result<T, C>> {
  const keyOf = (body: string) => ({
    key,
    endpoint: asked.what,
    bodyHash: createHash('sha256').update(body).digest(),
  });
  const withKey = (body: string): Asked<T, C> => ({
    ...asked,
    run: (context) => asked.run({ ...context, idempotency: keyOf(body) }),
  });
  const first = await attempt(sim, withKey('same'));
  const chance = chanceFor(sim, 'repeat', key);
  if (!first.ok || !chance.happens(0.085)) return first;
  const again = await attempt(sim, { ...withKey('same'), what: `${asked.what} again` });
  const alike = (value: Result<unknown>) => JSON.stringify(sorted(value.ok ? value.value : value.code));
  if (alike(again) !== alike(first))
    throw new Broken(`${asked.what} sent again answered ${alike(again)} instead of ${alike(first)}`);
  if (!chance.happens(0.3)) return first;
  const other = await attempt(sim, { ...withKey('other'), what: `${asked.what} other body` });
  if (other.ok || (other.code as string) !== 'request.keyUsedForAnotherBody')
    throw new Broken(`${asked.what} took one key for two bodies`);
  return first;
}

/** Kept answers come back from the database with their keys in another order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}

/** One in twenty is a double click: two at once, on two connections, of which at most one may succeed. */
export async function clicked<T, C extends string>(sim: Sim, key: string, asked: Asked<T, C>) {
  if (!chanceFor(sim, 'double click', key).happens(0.05)) return attempt(sim, asked);
  tick(sim);
  const run = () => asked.run(actingAs(sim.demo, asked.who.organisation, asked.who.role));
  const [one, two] = await Promise.all([run(), run()]);
  note(sim, `${asked.what} double click`, one.ok ? two : one);
  if (one.ok && two.ok) throw new Broken(`${asked.what} of ${key} was done twice by a double click`);
  const best = one.ok ? one : two;
  note(sim, asked.what, best);
  return best;
}

/** Only the part of a list that is dealt with today. */
export function today<T>(sim: Sim, share: number, all: readonly T[], keyOf: (one: T) => string): T[] {
  return all.filter((one) => chanceFor(sim, 'today', keyOf(one)).happens(share));
}
