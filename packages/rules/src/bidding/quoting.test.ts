import fc from 'fast-check';
import { expect, test } from 'vitest';
import { money } from '../money.ts';
import { tenderModes } from '../tender/state.ts';
import { checkQuoting, quotingWay, usualTerms } from '../tender/mode.ts';
import {
  checkAsked,
  checkEnd,
  firmsPerItem,
  itemsTooFew,
  leastInRound,
  leastPerItem,
  whatIsSeen,
} from './quoting.ts';

const provision = <T>(value: T) => ({
  value,
  from: '2020-01-01' as never,
  until: null,
  jurisdiction: '000000',
  document: 'daylight',
  article: '一',
  clause: 'SX-3.2b',
  origin: 'default' as const,
  note: null,
});
const limits = { roundsMax: provision(5), stepMax: provision({ over: 10, under: 100 }) } as never;
const policy = {
  negotiatorsMin: provision(3),
  askedMin: provision(3),
  biddersMin: provision(2),
  inquiryOnce: provision(true),
} as never;

test('SX-3.2b GD-1b each mode as it usually runs keeps within the packs', () => {
  for (const mode of tenderModes) expect(checkQuoting(mode, usualTerms(mode), limits).ok).toBe(true);
});

test('SX-3.2b a plan outside the limits is refused with the provision: rounds, step, what is shown, a reasonless single source', () => {
  const auction = usualTerms('auction');
  const code = (mode: 'auction' | 'negotiation' | 'tender', change: object) => {
    const checked = checkQuoting(mode, { ...usualTerms(mode), ...change }, limits);
    return checked.ok ? null : [checked.code, checked.basis?.clause];
  };
  expect(code('auction', { ...auction, rounds: 6 })).toEqual(['tender.quotingRounds', 'SX-3.2b']);
  expect(code('auction', { rounds: 1 })).toEqual(['tender.quotingRounds', 'SX-3.2b']);
  expect(code('tender', { rounds: 2 })).toEqual(['tender.quotingRounds', 'SX-3.2b']);
  expect(code('auction', { stepPermyriad: 1001 })).toEqual(['tender.quotingStep', 'SX-3.2b']);
  expect(code('negotiation', { shown: 'rank' })).toEqual(['tender.quotingShown', 'SX-3.2b']);
  expect(code('negotiation', { singleSource: '独家' })).toEqual(['tender.singleSource', 'SX-3.2b']);
  expect(code('negotiation', { singleSource: '全省仅此一家注册' })).toBeNull();
});

test('SX-3.2b inquiry and competitive negotiation need three firms for each item; a single source, bargaining and listing one', () => {
  const firms = firmsPerItem([
    { item: 'a', manufacturerId: '甲' },
    { item: 'a', manufacturerId: '甲' },
    { item: 'a', manufacturerId: '乙' },
  ]);
  expect(firms.get('a')).toBe(2);
  const least = leastPerItem('inquiry', usualTerms('inquiry'), policy);
  expect(checkAsked([{ item: 'a', name: '网篮' }], firms, least)).toMatchObject({
    code: 'bidding.tooFewAsked',
    basis: { clause: 'SX-3.2b' },
    facts: { item: '网篮', found: 2, wanted: 3 },
  });
  expect(itemsTooFew(['a', 'b'], firms, least)).toEqual(['a', 'b']);
  const single = { ...usualTerms('negotiation'), singleSource: '全省仅此一家注册' };
  expect(leastPerItem('negotiation', single, policy).value).toBe(1);
  expect(leastInRound('negotiation', usualTerms('negotiation'), policy).value).toBe(2);
  for (const mode of ['bargain', 'listing'] as const)
    expect(leastInRound(mode, usualTerms(mode), policy).value).toBe(1);
});

test('SX-3.2b talks end with a final quote of everybody', () => {
  for (const mode of tenderModes) {
    const ends = checkEnd({ mode, terms: { ...usualTerms(mode), rounds: 2 }, quoting: 1, ended: false });
    expect(ends.ok ? null : ends.code).toBe(
      quotingWay(mode) === 'talks' ? 'bidding.finalQuoteMissing' : null,
    );
  }
});

test('SX-3.2b between rounds a bidder sees by the plan’s choice alone: nothing, a rank, or the lowest price', () => {
  const all = fc.array(
    fc.record({
      product: fc.uuid(),
      item: fc.constantFrom('a', 'b'),
      price: fc.integer({ min: 1, max: 50 }).map((yuan) => money(String(yuan))),
      units: fc.constant(1),
    }),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(all, (quotes) => {
      const own = new Set([quotes[0]!.product]);
      expect(whatIsSeen(quotes, own, 'nothing')).toEqual([]);
      const [rank] = whatIsSeen(quotes, own, 'rank');
      const rivals = quotes.filter((each) => each.item === quotes[0]!.item);
      const below = rivals.filter((each) => Number(each.price) < Number(quotes[0]!.price)).length;
      expect(rank).toEqual({ product: quotes[0]!.product, rank: below + 1, of: rivals.length, lowest: null });
      const [lowest] = whatIsSeen(quotes, own, 'lowest');
      expect(lowest?.rank).toBeNull();
      expect(Number(lowest?.lowest)).toBe(Math.min(...rivals.map((each) => Number(each.price))));
    }),
  );
});
