import { describe, expect, test } from 'vitest';
import { lowest, name, priceUpTo, rule, sound } from '../../../../test/support/sound-pack.ts';
import { checkPack } from './check.ts';
import type { Anchor, RoundPack } from './pack.ts';
import { readPack } from './round-shape.ts';
import { inventRound, recipeFor, tryPack } from './trial.ts';

const tierOf = (share: object) => ({
  ...sound,
  allocation: {
    ...sound.allocation,
    tiers: [{ rules: null, groups: null, firms: null, winners: null, counts: 'unit', share }],
  },
});
const codes = (pack: unknown): string[] => checkPack(pack as RoundPack).map(({ code }) => code);

test('a sound pack is read and has no finding', () => {
  expect(readPack(sound)).toMatchObject({ ok: true });
  expect(checkPack(sound)).toEqual([]);
});

describe('the check of a round before it starts finds', () => {
  const selected: Anchor = { of: 'highest', over: 'selected', within: 'unit', groups: null, rules: null };
  test.each<[string, unknown, string]>([
    [
      'a rule that an earlier one makes unreachable',
      { ...sound, rules: [...sound.rules, rule('2', priceUpTo(lowest, '1.5'))] },
      'rule.unreachable',
    ],
    [
      'the same behind an any-of',
      {
        ...sound,
        rules: [
          rule('1', { kind: 'any', of: [priceUpTo(lowest, '1.8'), priceUpTo({ of: 'cap' }, '0.4')] }),
          rule('2', priceUpTo({ of: 'cap' }, '0.3')),
        ],
      },
      'rule.unreachable',
    ],
    [
      'a rule that measures by winners before there are any',
      { ...sound, rules: [rule('1', priceUpTo(selected, '1'))] },
      'rule.unreachable',
    ],
    [
      'a condition that no bid can meet',
      { ...sound, rules: [rule('1', priceUpTo(lowest, '0.9'))] },
      'rule.unreachable',
    ],
    [
      'an any-of with nothing in it',
      { ...sound, rules: [rule('1', { kind: 'any', of: [] })] },
      'rule.unreachable',
    ],
    [
      'a rule of a group that no split makes',
      { ...sound, rules: [rule('1', priceUpTo(lowest, '1.8'), { groups: ['A'] })] },
      'pack.unknownName',
    ],
    [
      'steps between tiers that divide by zero winners',
      tierOf({ kind: 'linear', first: '1', last: '0.5', single: null }),
      'tier.dividesByZeroWinners',
    ],
    [
      'tiers that miss a rank',
      tierOf({ kind: 'table', shares: ['1', '0.9'], rest: null }),
      'tier.missesRank',
    ],
    [
      'pool shares that do not sum',
      {
        ...sound,
        allocation: {
          kind: 'pool',
          ladders: [{ winners: { min: 1, max: null }, shares: { kind: 'shares', shares: ['0.6', '0.3'] } }],
        },
      },
      'shares.doNotSum',
    ],
    [
      'a number of winners without a ladder',
      {
        ...sound,
        allocation: {
          kind: 'pool',
          ladders: [
            { winners: { min: 2, max: null }, shares: { kind: 'ladder', first: '0.6', then: '0.6' } },
          ],
        },
      },
      'ladder.missing',
    ],
    [
      'more of the leftover given away than there is',
      {
        ...sound,
        leftover: {
          ...sound.leftover,
          unselectedTo: [
            { place: 1, share: '0.6' },
            { place: 2, share: '0.5' },
          ],
        },
      },
      'shares.doNotSum',
    ],
    [
      'a ratio that is missing for some number of winners',
      {
        ...sound,
        volume: {
          ...sound.volume,
          ratios: [{ categories: null, winners: { min: 2, max: null }, ratio: '0.8' }],
        },
      },
      'ratio.missing',
    ],
    ['ties without an end', { ...sound, ranking: ['price', 'demand'] }, 'tie.missing'],
    [
      'a cap that is needed and missing',
      { ...sound, categories: [{ id: 'c1', name, cap: null, lines: {} }] },
      'cap.missing',
    ],
    ['bids without any cap', { ...sound, validity: [] }, 'cap.notRequired'],
    [
      'a last group that leaves somebody out',
      {
        ...sound,
        units: {
          ...sound.units,
          split: {
            by: 'firm',
            lots: null,
            wholeWhenFirmsAtMost: null,
            groups: [{ group: 'A', shareTo: '0.85', crossing: 'in', suppliesAllRegions: true }],
          },
        },
      },
      'split.leavesSomebodyOut',
    ],
    [
      'an elimination that empties a unit of one bidder',
      {
        ...sound,
        shortlists: [
          {
            groups: null,
            counts: 'firm',
            size: { kind: 'eliminate', rate: '0', rounding: 'down', atLeast: 1 },
            perFirmMax: null,
            relatedAsOne: false,
          },
        ],
      },
      'shortlist.emptiesSingle',
    ],
    [
      'a limit below the lowest bid, by which a better bid can lose',
      { ...sound, rules: [rule('1', priceUpTo(lowest, '1', false))] },
      'award.nonMonotone',
    ],
    [
      'a source of something that is not there',
      { ...sound, sources: [...sound.sources, { path: 'rules.7', mark: 'default', note: name }] },
      'source.ofNothing',
    ],
    ['a number without a source', { ...sound, sources: [] }, 'source.missing'],
  ])('%s', (_, pack, code) => {
    expect(codes(pack)).toContain(code);
  });
});

describe('reading a pack refuses', () => {
  test.each<[string, unknown, string]>([
    [
      'a number where decimal text belongs',
      { ...sound, rules: [rule('1', { ...priceUpTo(lowest, '1.8'), factor: 1.8 } as never)] },
      'rules.0.when.factor',
    ],
    ['a share above one', tierOf({ kind: 'flat', share: '1.2' }), 'allocation.tiers.0.share.share'],
    [
      'money that is not in its canonical form',
      { ...sound, categories: [{ id: 'c1', name, cap: '100.00', lines: {} }] },
      'categories.0.cap',
    ],
    ['a key that nobody reads', { ...sound, shortlist: [] }, 'shortlist'],
    [
      'an unknown kind of condition',
      { ...sound, rules: [rule('1', { kind: 'never' } as never)] },
      'rules.0.when.kind',
    ],
  ])('%s', (_, pack, path) => {
    const read = readPack(pack);
    expect(read.ok ? [] : read.faults.map((fault) => fault.path)).toContain(path);
  });
});

test('a pack is tried on invented bids: the same seed gives the same report', () => {
  const report = tryPack(sound, 7, 5);
  expect(report).toEqual(tryPack(sound, 7, 5));
  expect(report.byRule['1']).toBe(report.winners);
  expect(report.winners).toBeGreaterThan(0);
  expect(inventRound(sound, recipeFor(sound, 7))).not.toEqual(inventRound(sound, recipeFor(sound, 8)));
});
