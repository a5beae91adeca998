import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkMove,
  endStates,
  hasReached,
  isWider,
  mainWay,
  nextStates,
  tenderLevels,
  tenderOrigins,
  tenderStates,
} from './state.ts';

const anyState = fc.constantFrom(...tenderStates);
const anyOrigin = fc.constantFrom(...tenderOrigins);

test('the main way is permitted from each of its states to the next', () => {
  for (const [n, state] of mainWay.slice(0, -1).entries())
    expect(checkMove({ state, origin: 'run' }, mainWay[n + 1]!)).toMatchObject({ ok: true });
});

test('no round leaves a state that ends it, and every other state leads to one that does', () => {
  fc.assert(
    fc.property(anyState, anyOrigin, (state, origin) => {
      if (endStates.includes(state)) return nextStates(state, origin).length === 0;
      const seen = new Set(nextStates(state, origin));
      for (const each of seen) for (const next of nextStates(each, origin)) seen.add(next);
      return [...seen].some((each) => endStates.includes(each));
    }),
  );
});

test('a round is cancelled or fails only before its result is final', () => {
  fc.assert(
    fc.property(anyState, anyOrigin, (state, origin) => {
      const ways = nextStates(state, origin);
      return !(ways.includes('failed') || ways.includes('cancelled')) || !hasReached(state, 'awarded');
    }),
  );
});

test('a move that the table does not name is refused with both states', () => {
  expect(checkMove({ state: 'draft', origin: 'run' }, 'executing')).toMatchObject({
    ok: false,
    code: 'tender.wrongState',
    facts: { state: 'draft', to: 'executing' },
  });
});

test('no level is wider than itself, and of two levels exactly one is', () => {
  const anyLevel = fc.constantFrom(...tenderLevels);
  fc.assert(
    fc.property(anyLevel, anyLevel, (a, b) => (a === b ? !isWider(a, b) : isWider(a, b) !== isWider(b, a))),
  );
});
