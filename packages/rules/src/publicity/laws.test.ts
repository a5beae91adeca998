import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ObjectionAbout, isOpen, settledItems } from './objection.ts';

const keys = ['a', 'b', 'c', 'd'];
const anyObjection: fc.Arbitrary<ObjectionAbout> = fc
  .record({
    itemKey: fc.option(fc.constantFrom(...keys)),
    state: fc.constantFrom('made', 'examining', 'answered', 'decided', 'notTakenUp', 'withdrawn'),
    stands: fc.boolean(),
  })
  .map(({ itemKey, state, stands }) => ({
    itemKey,
    state,
    itemStands: state === 'decided' || state === 'answered' ? stands : null,
  }));
const objections = fc.array(anyObjection, { maxLength: 8 });

test('JS-13b whatever is objected to, an item under an open objection is never free', () => {
  fc.assert(
    fc.property(objections, fc.boolean(), (all, wholeList) => {
      const items = settledItems(keys, all, wholeList);
      for (const { itemKey } of all.filter((each) => isOpen(each.state))) {
        for (const item of items) {
          const isMeant = wholeList || itemKey === null || itemKey === item.key;
          if (isMeant) expect(item.free).toBe(false);
        }
      }
    }),
  );
});

test('JS-13b an open objection to one item holds back no other', () => {
  fc.assert(
    fc.property(objections, (all) => {
      const mine = all.filter((each) => each.itemKey === 'a');
      const others = settledItems(keys, mine, false).filter((each) => each.key !== 'a');
      expect(others.every((each) => each.free)).toBe(true);
    }),
  );
});

test('JS-13b only what was decided against an item keeps it from taking effect', () => {
  fc.assert(
    fc.property(objections, (all) => {
      const undecided = all.filter((each) => each.state !== 'decided');
      expect(settledItems(keys, undecided, false).some((each) => each.upheld)).toBe(false);
      const wrong = { itemKey: 'b', state: 'decided', itemStands: false } as const;
      const b = settledItems(keys, [...all, wrong], false).find((each) => each.key === 'b');
      expect(b?.upheld).toBe(true);
    }),
  );
});

test('the order in which objections came does not matter', () => {
  fc.assert(
    fc.property(objections, fc.boolean(), (all, wholeList) => {
      expect(settledItems(keys, all.toReversed(), wholeList)).toEqual(settledItems(keys, all, wholeList));
    }),
  );
});
