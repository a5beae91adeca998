import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PolicyBook } from '../policy/book.ts';
import type { Provision } from '../policy/provision.ts';
import { isoDate } from '../time.ts';
import { areaRule, deliveryAreasOf } from './area.ts';
import { type Candidate, candidateFor, choiceState } from './choice.ts';
import { answerRelation, endRelation } from './life.ts';
import { type Relation, distributorsOfBusiest, proposeRelation } from './propose.ts';

const on = isoDate('2026-09-01');
function provision<T>(value: T, jurisdiction = '000000'): Provision<T> {
  const where = { document: 'nt-2018-distribution', article: '配送企业数', clause: 'JS-35', jurisdiction };
  return { ...where, value, from: isoDate('2020-01-01'), until: null, origin: 'published', note: null };
}
const book: PolicyBook = {
  provisions: {
    'distribution.appointmentBy': [provision('manufacturer'), provision('bureau', '110000')],
    'distribution.areaLevel': [provision('city'), provision('county', '330000')],
    'distribution.perAreaMax': [provision(5), provision(3, '320600')],
    'distribution.extraDistributors': [provision({ areas: ['320681', '320682'], perArea: 1 }, '320600')],
  },
};
const wish: Relation = {
  distributorId: 'd',
  area: '320600',
  listingId: null,
  validFrom: on,
  validUntil: null,
};
const propose = (change: Partial<Relation>, present: readonly Relation[] = []) =>
  proposeRelation({ ...wish, ...change }, present, { book, on });

test.each([
  ['320100', 5, false],
  ['320600', 3, false],
  ['320682', 1, true],
  ['320623', null, false],
  ['320000', null, false],
  ['330100', null, false],
  ['330102', 5, false],
])('area %s takes %s distributors', (area, max, extra) => {
  expect(areaRule(area, book, on)).toEqual(max === null ? null : expect.objectContaining({ max, extra }));
});

test('nobody but the manufacturer appoints (SX-5.3b): a pack that says otherwise closes the door', () => {
  expect(propose({ area: '110100' })).toMatchObject({
    code: 'distribution.notAppointer',
    basis: { clause: 'JS-35' },
  });
});

test('the cap counts distributors of the busiest product, within the same time', () => {
  const other = (distributorId: string, change: Partial<Relation> = {}): Relation => ({
    ...wish,
    distributorId,
    ...change,
  });
  const two = [other('a'), other('b')];
  expect(propose({}, two)).toMatchObject({ ok: true, value: { place: 3 } });
  expect(propose({}, [...two, other('c')])).toMatchObject({
    code: 'distribution.areaFull',
    facts: { max: 3 },
  });
  expect(propose({ listingId: 'l' }, [...two, other('c', { listingId: 'm' })])).toMatchObject({ ok: true });
  expect(propose({}, [...two, other('c', { listingId: 'm' })])).toMatchObject({
    code: 'distribution.areaFull',
  });
  expect(
    propose({ validFrom: isoDate('2027-01-01') }, [
      ...two,
      other('c', { validUntil: isoDate('2026-12-31') }),
    ]),
  ).toMatchObject({ ok: true });
  expect(propose({ listingId: 'l' }, [other('d'), ...two])).toMatchObject({ ok: true, value: { place: 3 } });
});

test('whatever is proposed in whatever order, no product of an area ever has more distributors than its cap', () => {
  const anyWish = fc.record({
    distributorId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    area: fc.constantFrom('320600', '320682', '320100'),
    listingId: fc.constantFrom(null, 'l', 'm'),
    validFrom: fc.constant(on),
    validUntil: fc.constant(null),
  });
  fc.assert(
    fc.property(fc.array(anyWish, { maxLength: 60 }), (wishes) => {
      const held: Relation[] = [];
      for (const each of wishes) if (proposeRelation(each, held, { book, on }).ok) held.push(each);
      return ['320600', '320682', '320100'].every((area) => {
        const own = held.filter((each) => each.area === area);
        return own.length === 0 || distributorsOfBusiest(own) <= (areaRule(area, book, on)?.max ?? 0);
      });
    }),
  );
});

const candidate = (relationId: string, change: Partial<Candidate> = {}): Candidate => ({
  relationId,
  manufacturerId: 'm',
  distributorId: relationId,
  listingId: null,
  chosen: false,
  ...change,
});

test.each<[string, string | null, Candidate[], string | null]>([
  ['nobody delivers what nobody confirmed', null, [], null],
  ['the only one delivers', null, [candidate('a')], 'a'],
  ['of two none delivers until one is chosen', null, [candidate('a'), candidate('b')], null],
  ['the chosen one delivers', null, [candidate('a'), candidate('b', { chosen: true })], 'b'],
  [
    'two relations of one distributor leave nothing to choose',
    null,
    [candidate('a'), candidate('b', { distributorId: 'a' })],
    'a',
  ],
  ['a relation for another listing does not count', 'l', [candidate('a', { listingId: 'm' })], null],
  [
    'a choice for the listing goes before one for all',
    'l',
    [candidate('a', { chosen: true }), candidate('b', { listingId: 'l', chosen: true })],
    'b',
  ],
  [
    'a choice for all goes before an unchosen one for the listing',
    'l',
    [candidate('a', { chosen: true }), candidate('b', { listingId: 'l' })],
    'a',
  ],
])('%s', (_, listingId, candidates, relationId) => {
  expect(candidateFor(listingId, candidates)?.relationId ?? null).toBe(relationId);
});

test('an institution is asked to choose exactly while some product has several distributors and no choice', () => {
  expect(choiceState([candidate('a')])).toBe('only');
  expect(choiceState([candidate('a'), candidate('b')])).toBe('choose');
  expect(choiceState([candidate('a', { chosen: true }), candidate('b')])).toBe('chosen');
  expect(choiceState([candidate('a', { listingId: 'l' })])).toBe('only');
  expect(choiceState([candidate('a', { listingId: 'l' }), candidate('b', { listingId: 'l' })])).toBe(
    'choose',
  );
});

test('a place lies in its county and its city, never in a whole province', () => {
  expect(deliveryAreasOf('320682')).toEqual(['320682', '320600']);
  expect(deliveryAreasOf('320600')).toEqual(['320600']);
  expect(deliveryAreasOf('320000')).toEqual([]);
});

test('a proposal is answered once; a relation ends with a last day that is not past and not later than agreed', () => {
  expect(answerRelation('proposed', true)).toMatchObject({ value: 'confirmed' });
  for (const state of ['confirmed', 'rejected', 'ended', 'lapsed'] as const)
    expect(answerRelation(state, true)).toMatchObject({ code: 'distribution.notWaiting' });
  const held = { state: 'confirmed', validFrom: on, validUntil: isoDate('2026-12-31') } as const;
  const by = { on, by: 'manufacturer' } as const;
  expect(endRelation(held, isoDate('2026-08-31'), by)).toMatchObject({ code: 'distribution.lastDayPast' });
  expect(endRelation(held, isoDate('2027-01-01'), by)).toMatchObject({ code: 'distribution.lastDayLater' });
  expect(endRelation(held, on, by)).toMatchObject({ value: { state: 'confirmed', validUntil: on } });
  expect(endRelation({ ...held, validFrom: isoDate('2026-10-01') }, on, by)).toMatchObject({
    value: { state: 'ended' },
  });
  expect(endRelation({ ...held, state: 'proposed' }, on, by)).toMatchObject({ value: { state: 'ended' } });
  const carrier = { on, by: 'distributor' } as const;
  expect(endRelation({ ...held, state: 'proposed' }, on, carrier)).toMatchObject({
    code: 'distribution.answerInstead',
  });
});
