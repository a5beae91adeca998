import {
  type Exact,
  type Money,
  compareExact,
  exactOf,
  moneyOfExact,
  ratioOf,
  money,
  subtract,
} from '../money.ts';
import { type Facts, never } from '../result.ts';
import type { Measurer } from './anchors.ts';
import { type Candidate, type Field, candidatesOf, comparedAt, firmsIn } from './field.ts';
import type { Anchor, Condition } from './pack.ts';

export interface Finding {
  readonly code: string;
  readonly facts: Facts;
}
/** The dearest price that would do: a price, 'any' price, or 'none'. */
export type Limit = { readonly price: Exact; readonly inclusive: boolean } | 'any' | 'none';
export interface Judgement {
  readonly holds: boolean;
  readonly limit: Limit;
  /** What decided it. */
  readonly findings: readonly Finding[];
}

/** What a condition is judged with: the field as it stands, and the price that is offered now. */
export interface Judging {
  readonly field: Field;
  readonly measure: Measurer;
  readonly candidate: Candidate;
  readonly offered: Money;
}

const oneFen = money('0.01');
const one = { over: 1n, under: 1n };

export function anchorText(anchor: Anchor): string {
  switch (anchor.of) {
    case 'lowest':
    case 'highest':
    case 'average':
      return `${anchor.of}.${anchor.over}.${anchor.within}`;
    case 'largest':
    case 'smallest':
      return `${anchor.of}(${anchor.among.map((each) => `${each.factor}×${anchorText(each.anchor)}`).join(', ')})`;
    case 'line':
    case 'own':
      return `${anchor.of}.${anchor.name}`;
    case 'cap':
    case 'amount':
      return anchor.of;
  }
}

function meets(price: Exact, limit: Limit): boolean {
  if (typeof limit === 'string') return limit === 'any';
  const order = compareExact(price, limit.price);
  return limit.inclusive ? order <= 0 : order < 0;
}

function judgePrice(condition: Extract<Condition, { kind: 'price' }>, judging: Judging): Judgement {
  const { measure, candidate } = judging;
  const bound = measure(condition.upTo, candidate, ratioOf(condition.factor));
  const anchor = measure(condition.upTo, candidate, one);
  const facts = { price: judging.offered, factor: condition.factor, anchor: anchorText(condition.upTo) };
  if (!bound.known || !anchor.known)
    return {
      holds: !bound.known && bound.holds,
      limit: !bound.known && bound.holds ? 'any' : 'none',
      findings: [{ code: bound.known ? 'anchor.none' : bound.code, facts }],
    };
  const limit = { price: bound.price, inclusive: condition.inclusive };
  const holds = meets(exactOf(judging.offered), limit);
  const numbers = {
    ...facts,
    anchorPrice: moneyOfExact(anchor.price, 'halfUpToMicro'),
    limit: moneyOfExact(limit.price, 'downToMicro'),
    inclusive: condition.inclusive,
  };
  return {
    holds,
    limit,
    findings: [{ code: holds ? 'price.withinLimit' : 'price.aboveLimit', facts: numbers }],
  };
}

function judgeNotHighest({ field, candidate, offered }: Judging): Judgement {
  const rivals = candidatesOf(field, candidate.unit.id).filter((each) => each.valid && each !== candidate);
  const own = comparedAt(field.ground, candidate.product, offered);
  const orders = rivals.map((each) => compareExact(each.compared, own));
  const alone = firmsIn([candidate, ...rivals]) === 1;
  const holds = alone || orders.some((order) => order > 0) || orders.every((order) => order === 0);
  const facts = {
    price: offered,
    bids: rivals.length + 1,
    dearer: orders.filter((order) => order > 0).length,
  };
  return {
    holds,
    limit: holds ? 'any' : 'none',
    findings: [{ code: holds ? 'price.notHighest' : 'price.highest', facts }],
  };
}

function isTighter(a: Limit, b: Limit): boolean {
  if (a === 'none' || b === 'any') return a !== b;
  if (a === 'any' || b === 'none') return false;
  const order = compareExact(a.price, b.price);
  return order < 0 || (order === 0 && !a.inclusive && b.inclusive);
}

function judgeSeveral(condition: Extract<Condition, { kind: 'any' | 'all' }>, judging: Judging): Judgement {
  const parts = condition.of.map((each) => judge(each, judging));
  if (condition.kind === 'any') {
    const held = parts.find(({ holds }) => holds);
    return {
      holds: held !== undefined,
      limit: parts.reduce<Limit>((best, { limit }) => (isTighter(best, limit) ? limit : best), 'none'),
      findings: held?.findings ?? parts.flatMap(({ findings }) => findings),
    };
  }
  const failed = parts.filter(({ holds }) => !holds);
  return {
    holds: failed.length === 0,
    limit: parts.reduce<Limit>((best, { limit }) => (isTighter(limit, best) ? limit : best), 'any'),
    findings: (failed.length === 0 ? parts : failed).flatMap(({ findings }) => findings),
  };
}

/** Whether the offered price meets the condition, up to what price it would, and the numbers that decided it. */
export function judge(condition: Condition, judging: Judging): Judgement {
  switch (condition.kind) {
    case 'any':
    case 'all':
      return judgeSeveral(condition, judging);
    case 'price':
      return judgePrice(condition, judging);
    case 'notHighest':
      return judgeNotHighest(judging);
    case 'place': {
      const place = judging.candidate.place ?? Infinity;
      const holds = place <= condition.atMost;
      const facts = { place: judging.candidate.place, atMost: condition.atMost };
      return {
        holds,
        limit: holds ? 'any' : 'none',
        findings: [{ code: holds ? 'place.within' : 'place.behind', facts }],
      };
    }
    case 'always':
      return { holds: true, limit: 'any', findings: [{ code: 'always', facts: {} }] };
    default:
      return never(condition);
  }
}

/** The dearest whole-fen price a limit allows, null when there is none. */
export function dearestWithin(limit: Limit): Money | 'any' | null {
  if (limit === 'any') return 'any';
  if (limit === 'none') return null;
  const floor = moneyOfExact(limit.price, 'downToFen');
  const price = meets(exactOf(floor), limit) ? floor : subtract(floor, oneFen);
  return exactOf(price).over > 0n ? price : null;
}
