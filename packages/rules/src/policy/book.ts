import { assert } from '../result.ts';
import type { IsoDate } from '../time.ts';
import type { PolicyKey, PolicyValues } from './values.ts';
import { policyKeys } from './values.ts';
import type { Provision } from './provision.ts';

export type ProvisionOf<K extends PolicyKey> = Provision<PolicyValues[K]>;

/** Every pack as plain data, so that server, browser and simulator resolve the same values. */
export interface PolicyBook {
  readonly provisions: { readonly [K in PolicyKey]?: readonly ProvisionOf<K>[] };
}

export const national = '000000';

/** GB/T 2260: the code itself, its city, its province and the nation, each once and nearest first. */
export function jurisdictionsUpward(code: string): readonly string[] {
  assert(/^\d{6}$/.test(code), `not a jurisdiction: ${code}`);
  return [...new Set([code, `${code.slice(0, 4)}00`, `${code.slice(0, 2)}0000`, national])];
}

function isInForce(provision: Provision<unknown>, on: IsoDate): boolean {
  return provision.from <= on && (provision.until === null || on <= provision.until);
}

/** What is in force for a jurisdiction on a day, nearest first; the first one rules, the others are passed over. */
function inForce<K extends PolicyKey>(
  book: PolicyBook,
  key: K,
  jurisdiction: string,
  on: IsoDate,
): readonly ProvisionOf<K>[] {
  const all: readonly ProvisionOf<K>[] = book.provisions[key] ?? [];
  return jurisdictionsUpward(jurisdiction).flatMap((code) =>
    all.filter((each) => each.jurisdiction === code && isInForce(each, on)),
  );
}

/** The provision in force, or null where neither the jurisdiction nor any above it sets the parameter. */
export function find<K extends PolicyKey>(
  book: PolicyBook,
  key: K,
  jurisdiction: string,
  on: IsoDate,
): ProvisionOf<K> | null {
  return inForce(book, key, jurisdiction, on)[0] ?? null;
}

/**
 * The provision in force for a jurisdiction (nearest ancestor that sets it) on a day in Asia/Shanghai. Pass the day of
 * the object, not today: an object keeps the rules of the day on which it began. Throws where nothing sets the
 * parameter; ask with `find` for those that only some documents know.
 */
export function resolve<K extends PolicyKey>(
  book: PolicyBook,
  key: K,
  jurisdiction: string,
  on: IsoDate,
): ProvisionOf<K> {
  const provision = find(book, key, jurisdiction, on);
  assert(provision !== null, `no provision sets ${key} for ${jurisdiction} on ${on}`);
  return provision;
}

export interface Explanation<K extends PolicyKey> {
  readonly key: K;
  readonly jurisdiction: string;
  readonly on: IsoDate;
  readonly provision: ProvisionOf<K>;
  /** In force on the same day in a wider jurisdiction, and overruled by the nearer one. */
  readonly passedOver: readonly ProvisionOf<K>[];
  /** The next value that the ruling jurisdiction has already set for a later day. */
  readonly next: ProvisionOf<K> | null;
}

/** Why a value is what it is: what rules, what it overrules, and what is already known to follow. */
export function explain<K extends PolicyKey>(
  book: PolicyBook,
  key: K,
  jurisdiction: string,
  on: IsoDate,
): Explanation<K> | null {
  const [provision, ...passedOver] = inForce(book, key, jurisdiction, on);
  if (provision === undefined) return null;
  const all: readonly ProvisionOf<K>[] = book.provisions[key] ?? [];
  const later = all
    .filter((each) => each.jurisdiction === provision.jurisdiction && each.from > on)
    .toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return { key, jurisdiction, on, provision, passedOver, next: later[0] ?? null };
}

/** Every parameter in force for a jurisdiction on a day, in the order of the registry. */
export function explainAll(
  book: PolicyBook,
  jurisdiction: string,
  on: IsoDate,
): readonly Explanation<PolicyKey>[] {
  return (Object.keys(policyKeys) as PolicyKey[])
    .map((key) => explain(book, key, jurisdiction, on))
    .filter((each) => each !== null);
}
