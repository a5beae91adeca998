import { award, engineVersion } from './award.ts';
import { entryAt } from './columns.ts';
import { canonicalText } from './canonical.ts';
import type { AwardOutcome, BidOutcome } from './outcome.ts';
import { readRound } from './round-shape.ts';
import type { Round } from './round.ts';
import { hashOf } from './hash.ts';
import { readQuotes, quoteDifferences } from './quotes.ts';
import { type Fault, isRecord } from './shape.ts';
import type { Quotes } from './standing.ts';

/** Hashes of the parts of a bundle, SHA-256 of their canonical JSON. */
export interface BundleHashes {
  readonly pack: string;
  /** Opened bids, products and firms. */
  readonly bids: string;
  /** Institutions, reports and choices. */
  readonly volumes: string;
  readonly result: string;
  /** All quotes, where there was more than one quoting round. */
  readonly quotes?: string;
}

/** The public bundle of an award: everything it follows from, what came out, and the hashes. */
export interface AwardBundle {
  readonly format: 'daylight-award-bundle/1';
  readonly engine: string;
  readonly round: Round;
  /** All quotes where there was more than one quoting round: the bids of the round follow from them. */
  readonly quotes?: Quotes;
  readonly result: AwardOutcome;
  readonly hashes: BundleHashes;
}

function hashesOf(round: Round, result: unknown, quotes: Quotes | null): BundleHashes {
  const { pack, bids, firms, products, institutions, regions, demand, choices } = round;
  return {
    pack: hashOf(pack),
    bids: hashOf({ bids, firms, products }),
    volumes: hashOf({ institutions, regions, demand, choices }),
    result: hashOf(result),
    ...(quotes === null ? {} : { quotes: hashOf(quotes) }),
  };
}

export function bundleOf(round: Round, quotes: Quotes | null = null): AwardBundle {
  const result = award(round);
  return {
    format: 'daylight-award-bundle/1',
    engine: engineVersion,
    round,
    ...(quotes === null ? {} : { quotes }),
    result,
    hashes: hashesOf(round, result, quotes),
  };
}

/** The bundle as one canonical text, as it is published. */
export function bundleText(bundle: AwardBundle): string {
  return canonicalText(bundle);
}

/** One figure that does not come out as the bundle says. */
export interface Difference {
  /** 'bid' or 'quote' with its product, or the part of the bundle. */
  readonly of: 'bundle' | 'hash' | 'quote' | 'unit' | 'bid' | 'allocation' | 'result';
  readonly id: string;
  /** 'reasons.2.facts.limit'. */
  readonly path: string;
  readonly stated: string;
  readonly computed: string;
}
export interface BundleVerdict {
  readonly intact: boolean;
  readonly engine: string;
  readonly faults: readonly Fault[];
  /** The first difference of each bid, unit and part. */
  readonly differences: readonly Difference[];
  /** The award as computed here, null when the bundle could not be read. */
  readonly result: AwardOutcome | null;
}

function short(value: unknown): string {
  const text = value === undefined ? '(nothing)' : canonicalText(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

interface Spot {
  readonly path: string;
  readonly stated: unknown;
  readonly computed: unknown;
}

/** The first place, in reading order, where two values of JSON differ. */
export function firstDifference(stated: unknown, computed: unknown, path = ''): Spot | null {
  if (Object.is(stated, computed)) return null;
  const below = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (isList(stated) && isList(computed)) {
    const length = Math.max(stated.length, computed.length);
    for (let index = 0; index < length; index += 1) {
      const found = firstDifference(stated[index], computed[index], below(index));
      if (found !== null) return found;
    }
    return null;
  }
  if (isRecord(stated) && isRecord(computed)) {
    for (const key of new Set([...Object.keys(computed), ...Object.keys(stated)])) {
      const found = firstDifference(stated[key], computed[key], below(key));
      if (found !== null) return found;
    }
    return null;
  }
  return { path, stated, computed };
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof Int32Array || value instanceof Float64Array;
}

function difference(of: Difference['of'], id: string, spot: Spot | null): Difference[] {
  return spot === null
    ? []
    : [{ of, id, path: spot.path, stated: short(spot.stated), computed: short(spot.computed) }];
}

/** Compares two lists entry by entry under their key; what is missing or extra differs as a whole. */
function byKey(of: 'bid' | 'unit', key: string, stated: unknown, computed: readonly object[]): Difference[] {
  const keyOf = (each: unknown): string => String(isRecord(each) ? each[key] : '');
  const list: readonly unknown[] = Array.isArray(stated) ? stated : [];
  const before = new Map(list.map((each) => [keyOf(each), each]));
  const now = new Map(computed.map((each) => [keyOf(each), each]));
  return [...new Set([...now.keys(), ...before.keys()])].flatMap((id) =>
    difference(of, id, firstDifference(before.get(id), now.get(id))),
  );
}

/** The first line of the allocation that differs, named by institution and product. */
function allocationDifference(stated: unknown, computed: AwardOutcome['allocation']): Difference[] {
  const spot = firstDifference(stated, computed);
  if (spot === null) return [];
  const line = Number(/^(?:institution|product|own|more)\.(\d+)$/.exec(spot.path)?.[1] ?? Number.NaN);
  const id = Number.isNaN(line)
    ? ''
    : `${computed.institutions[entryAt(computed.institution, line)] ?? ''} ${computed.products[entryAt(computed.product, line)] ?? ''}`;
  return difference('allocation', id, spot);
}

function resultDifferences(stated: Readonly<Record<string, unknown>>, computed: AwardOutcome): Difference[] {
  const { bids: statedBids, units: statedUnits, allocation: statedLines, ...statedRest } = stated;
  const { bids, units, allocation, ...rest } = computed;
  return [
    ...byKey('bid', 'product' satisfies keyof BidOutcome, statedBids, bids),
    ...byKey('unit', 'unit', statedUnits, units),
    ...allocationDifference(statedLines, allocation),
    ...difference('result', '', firstDifference(statedRest, rest)),
  ];
}

function hashDifferences(stated: unknown, computed: BundleHashes): Difference[] {
  const found = isRecord(stated) ? stated : {};
  const parts = new Map<string, unknown>(Object.entries(computed));
  return [...new Set([...parts.keys(), ...Object.keys(found)])].flatMap((part) =>
    difference('hash', part, firstDifference(found[part], parts.get(part), part)),
  );
}

const unreadable = (faults: readonly Fault[]): BundleVerdict => ({
  intact: false,
  engine: engineVersion,
  faults,
  differences: [],
  result: null,
});

/** What a verification is about to do; a big bundle takes seconds, and who waits is told. */
export type VerifyStep = 'read' | 'award' | 'hash' | 'compare';

/**
 * Computes the award of a bundle again and names the first difference of each bid, unit and part; the hashes are
 * computed again too, so that a changed input is found even where the award would come out the same.
 */
export function verifyBundle(
  bundle: unknown,
  tell: (step: VerifyStep) => void = () => undefined,
): BundleVerdict {
  tell('read');
  if (!isRecord(bundle) || bundle['format'] !== 'daylight-award-bundle/1')
    return unreadable([{ path: 'format', code: 'bundle.format', found: '' }]);
  const read = readRound(bundle['round']);
  if (!read.ok) return unreadable(read.faults);
  const quotes = bundle['quotes'] === undefined ? null : readQuotes(bundle['quotes']);
  if (quotes !== null && !quotes.ok) return unreadable(quotes.faults);
  const stated = bundle['result'];
  const keys = ['engine', 'format', 'hashes', 'quotes', 'result', 'round'];
  const extra = Object.keys(bundle).filter((key) => !keys.includes(key));
  if (!isRecord(stated) || extra.length > 0)
    return unreadable([{ path: extra[0] ?? 'result', code: 'bundle.shape', found: '' }]);
  tell('award');
  const result = award(read.value);
  tell('hash');
  const hashes = hashesOf(read.value, result, quotes?.value ?? null);
  tell('compare');
  const differences = [
    ...difference('bundle', 'engine', firstDifference(bundle['engine'], engineVersion, 'engine')),
    ...(quotes === null ? [] : quoteDifferences(quotes.value, read.value)).flatMap((each) =>
      difference('quote', each.product, firstDifference(each.stated, each.computed)),
    ),
    ...resultDifferences(stated, result),
    ...hashDifferences(bundle['hashes'], hashes),
  ];
  // Entries in another order or twice are equal one by one; the text of the result is not.
  const isOtherText = differences.length === 0 && hashOf(stated) !== hashes.result;
  if (isOtherText)
    differences.push(
      ...difference('result', '', { path: '', stated: 'another order of entries', computed: 'sorted' }),
    );
  return { intact: differences.length === 0, engine: engineVersion, faults: [], differences, result };
}
