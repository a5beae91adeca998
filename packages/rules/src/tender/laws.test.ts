import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkPack } from '../award/check.ts';
import type { RoundPack } from '../award/pack.ts';
import { readPack } from '../award/round-shape.ts';
import { money } from '../money.ts';
import { fillPack, lotsOf, mergeItems, packDiffers } from './fill-pack.ts';
import { mayJoin, mayLeave } from './members.ts';
import type { TenderPolicy } from './policy.ts';
import { adviseRenewal, checkRenewal } from './renewal.ts';
import { isWider, tenderLevels, tenderStates } from './state.ts';
import { sharedCodes, takenOver } from './stop.ts';

const provision = (value: unknown) =>
  ({ value, document: 'd', article: '1', clause: 'GY-2.4', origin: 'published', note: null }) as never;
const stops = {
  stopWhenInWiderRound: provision(true),
  widerLevels: provision(tenderLevels.map((code) => ({ code, zh: '', en: '' }))),
  takenOverFrom: provision([{ code: 'reporting', zh: '', en: '' }]),
} as Pick<TenderPolicy, 'stopWhenInWiderRound' | 'widerLevels' | 'takenOverFrom'>;

const anyPrefix = fc
  .string({ unit: fc.constantFrom('0', '1'), minLength: 1, maxLength: 5 })
  .map((text) => `C${text}`);
const anyPrefixes = fc.uniqueArray(anyPrefix, { minLength: 1, maxLength: 4 });

test('GY-2.4 common codes are the same from both sides, and each lies in both', () => {
  fc.assert(
    fc.property(anyPrefixes, anyPrefixes, (a, b) => {
      const shared = sharedCodes(a, b);
      expect(sharedCodes(b, a)).toEqual(shared);
      for (const code of shared)
        for (const side of [a, b]) expect(side.some((prefix) => code.startsWith(prefix))).toBe(true);
    }),
  );
});

test('GY-2.4 only a wider round takes over, never before it is announced nor once it is cancelled, and only common codes', () => {
  fc.assert(
    fc.property(
      fc.record({
        own: fc.constantFrom(...tenderLevels),
        other: fc.constantFrom(...tenderLevels),
        state: fc.constantFrom(...tenderStates),
        a: anyPrefixes,
        b: anyPrefixes,
      }),
      ({ own, other, state, a, b }) => {
        const taken = takenOver(
          { level: own, codePrefixes: a },
          { level: other, codePrefixes: b, state },
          stops,
        );
        if (taken === null) return;
        expect(isWider(other, own)).toBe(true);
        expect(['draft', 'planned', 'cancelled', 'failed']).not.toContain(state);
        expect(taken.codes.length).toBeGreaterThan(0);
      },
    ),
  );
});

test('GY-2.4 where the rule is off nothing stops', () => {
  const off = { ...stops, stopWhenInWiderRound: provision(false) };
  const wide = { level: 'national', codePrefixes: ['C01'], state: 'executing' } as const;
  expect(takenOver({ level: 'group', codePrefixes: ['C0101'] }, wide, stops)?.codes).toEqual(['C0101']);
  expect(takenOver({ level: 'group', codePrefixes: ['C0101'] }, wide, off)).toBeNull();
});

test('SX-2.3 whoever is obliged cannot leave, whoever came by its own wish can until volumes are locked', () => {
  const policy = { obliged: provision(['public', 'military']) } as Pick<TenderPolicy, 'obliged'>;
  const asked = { state: 'reporting', takesPart: true } as const;
  expect(mayLeave({ ...asked, ownership: 'public', via: 'region' }, policy)).toMatchObject({
    code: 'tender.mustTakePart',
  });
  expect(mayLeave({ ...asked, ownership: 'private', via: 'itself' }, policy)).toMatchObject({ ok: true });
  expect(
    mayLeave({ ...asked, state: 'measured', ownership: 'private', via: 'itself' }, policy),
  ).toMatchObject({
    code: 'tender.wrongState',
  });
  expect(mayJoin({ state: 'reporting', takesPart: true })).toMatchObject({ code: 'tender.takesPart' });
  expect(mayJoin({ state: 'bidding', takesPart: false })).toMatchObject({ code: 'tender.wrongState' });
});

test('SX-3.3 a renewal gives its reason and is decided once; figures speak for new bids when the market fell or supply failed', () => {
  const figures = {
    completed: 9000,
    accounts: 4,
    behind: 0,
    reminders: 0,
    supplyCases: 0,
    stoppedItems: 0,
    items: 2,
    marketFell: 500,
  };
  const policy = { marketMoved: provision({ over: 10, under: 100 }) } as Pick<TenderPolicy, 'marketMoved'>;
  expect(adviseRenewal(figures, policy)).toEqual({ path: 'inquiry', because: 'steady' });
  expect(adviseRenewal({ ...figures, marketFell: 1000 }, policy).because).toBe('marketMoved');
  expect(adviseRenewal({ ...figures, supplyCases: 1 }, policy).because).toBe('supplyFailed');
  expect(adviseRenewal({ ...figures, stoppedItems: 2 }, policy).path).toBe('none');
  expect(checkRenewal({ state: 'open' }, { path: 'follow', reason: '跟标' })).toMatchObject({
    value: { origin: 'followed' },
  });
  for (const path of ['inquiry', 'negotiation', 'bargain'] as const)
    expect(checkRenewal({ state: 'open' }, { path, reason: '市场变化' })).toMatchObject({
      ok: true,
      value: { mode: path, origin: 'run' },
    });
  expect(checkRenewal({ state: 'open' }, { path: 'rebid', reason: ' ' })).toMatchObject({
    code: 'tender.reasonMissing',
  });
  expect(checkRenewal({ state: 'decided' }, { path: 'none', reason: '结束' })).toMatchObject({
    code: 'tender.renewalDecided',
  });
});

const folder = new URL('../../../../policy/cases/rounds/', import.meta.url);
const packs = readdirSync(folder).map((file) => {
  const { pack } = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { pack: unknown };
  const read = readPack(pack);
  if (!read.ok) throw new Error(file);
  return read.value;
});

/** As many items as the template has categories, each like its own, with invented caps. */
const itemsLike = (pack: RoundPack) =>
  pack.categories.map(({ id, cap }, n) => ({
    item: `item-${n}`,
    name: `品种${n}`,
    cap: cap === null ? null : money(`${100 + n}`),
    like: id,
  }));

test.each(packs.map((pack) => [pack.id, pack] as const))(
  'SX-3.2b the ready pack %s, filled with a project’s items and caps, is sound and says exactly those',
  (_, pack) => {
    const items = itemsLike(pack);
    const filled = fillPack(pack, { id: 'CG1', title: '项目', items });
    expect(readPack(JSON.parse(JSON.stringify(filled))).ok).toBe(true);
    expect(checkPack(filled).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(packDiffers(filled, items)).toEqual([]);
    expect(packDiffers(filled, items.slice(1))).toEqual(['item-0']);
  },
);

test('SX-3.2a every item stands in exactly one competition unit, also after merging', () => {
  const [pack] = packs;
  if (pack === undefined) throw new Error('no pack');
  const items = ['a', 'b', 'c'].map((item) => ({ item, name: item, cap: money('10') }));
  const filled = fillPack(pack, { id: 'CG1', title: '项目', items });
  const merged = mergeItems(filled, { merge: [{ lot: 'm', name: '合并', items: ['a', 'c'] }] });
  for (const each of [filled, merged])
    expect(
      lotsOf(each)
        .flatMap((lot) => lot.items)
        .toSorted(),
    ).toEqual(['a', 'b', 'c']);
  expect(lotsOf(merged).map(({ lot }) => lot)).toEqual(['m', 'b']);
});
