import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Provision } from '../policy/provision.ts';
import type { Coded } from '../policy/shapes.ts';
import { instant, isoDate } from '../time.ts';
import {
  type Breach,
  answerBreach,
  askAccused,
  breachStates,
  decideBreach,
  findBreach,
  groundOf,
} from './breach.ts';
import { undertake, undertakingText } from './integrity.ts';

const due = instant('2026-10-10T16:00:00.000Z');
const received: Breach = {
  state: 'received',
  accusedId: null,
  answerDueAt: null,
  upheld: null,
  foundBy: null,
};
const asked: Breach = { ...received, state: 'asked', accusedId: 'firm', answerDueAt: due };

test('GY-5.4 a breach is put to whom it is about; nobody is found at fault unheard', () => {
  expect(askAccused(received)).toMatchObject({ value: 'asked' });
  expect(askAccused(asked)).toMatchObject({ code: 'tender.breachState', basis: { clause: 'GY-5.4' } });
  expect(answerBreach(asked)).toMatchObject({ value: 'answered' });
  expect(findBreach(received, true, due)).toMatchObject({ code: 'tender.breachUnheard' });
  expect(findBreach(received, false, due)).toMatchObject({ value: 'found' });
  expect(findBreach(asked, true, instant('2026-10-10T15:59:59.000Z'))).toMatchObject({
    code: 'tender.breachUnheard',
  });
  expect(findBreach(asked, true, due)).toMatchObject({ value: 'found' });
  expect(
    findBreach({ ...asked, state: 'answered' }, true, instant('2026-10-01T00:00:00.000Z')),
  ).toMatchObject({
    value: 'found',
  });
});

test('GY-5.4 HN-15 whoever found it does not decide it; sent back it keeps its answer', () => {
  const found: Breach = { ...asked, state: 'found', upheld: true, foundBy: 'a' };
  const yes = { approve: true, note: '', by: 'b' };
  expect(decideBreach(found, { ...yes, by: 'a' })).toMatchObject({ code: 'tender.finderDecides' });
  expect(decideBreach(found, yes)).toMatchObject({ value: 'upheld' });
  expect(decideBreach({ ...found, upheld: false }, yes)).toMatchObject({ value: 'dismissed' });
  expect(decideBreach(found, { ...yes, approve: false })).toMatchObject({ code: 'tender.breachNote' });
  const back = { ...yes, approve: false, note: '再查' };
  expect(decideBreach(found, back)).toMatchObject({ value: 'answered' });
  expect(decideBreach({ ...found, accusedId: null }, back)).toMatchObject({ value: 'received' });
});

test('GY-5.4 what is decided stays decided, whoever tries what', () => {
  fc.assert(
    fc.property(fc.constantFrom(...breachStates), fc.boolean(), fc.boolean(), (state, upheld, approve) => {
      if (state !== 'upheld' && state !== 'dismissed') return;
      const breach: Breach = { ...asked, state, upheld, foundBy: 'a' };
      const tries = [
        askAccused(breach),
        answerBreach(breach),
        findBreach(breach, upheld, due),
        decideBreach(breach, { approve, note: '理由', by: 'b' }),
      ];
      expect(tries.every((each) => !each.ok && each.code === 'tender.breachState')).toBe(true);
    }),
  );
  expect(['bribe', 'fraud', 'collusion', 'fee'].map(groundOf)).toEqual([
    'kickback',
    'fraud',
    'collusion',
    'orderDisturbed',
  ]);
});

test('GY-5.4 an undertaking is accepted in the text that is in force, and no other', () => {
  const texts: Provision<readonly Coded[]> = {
    value: [{ code: 'bidder', zh: '承诺', en: 'Undertaking' }],
    from: isoDate('2026-01-01'),
    until: null,
    jurisdiction: '000000',
    document: 'gy-draft',
    article: '五（四）',
    clause: 'GY-5.4',
    origin: 'default',
    note: null,
  };
  const text = undertakingText(texts, 'bidder');
  expect(undertake(text, isoDate('2026-01-01'))).toMatchObject({ value: { zh: '承诺' } });
  for (const other of [null, isoDate('2025-12-31'), isoDate('2026-01-02')])
    expect(undertake(text, other)).toMatchObject({
      code: 'tender.undertakingMissing',
      basis: { clause: 'GY-5.4' },
    });
  // A pack that asks for none takes none.
  expect(undertake(undertakingText(texts, 'team'), null)).toMatchObject({ value: null });
});
