import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyRound } from '../../../../test/support/random-round.ts';
import { award } from '../award/award.ts';
import { baseOf } from '../award/ground.ts';
import { quantity, quantityOfThousandths } from '../money.ts';
import type { Provision } from '../policy/provision.ts';
import { type Instant, addMs, instant } from '../time.ts';
import { type ReportCells, readReportRow, reportColumnKeys, reportColumns, reportLayout } from './layout.ts';
import { type DemandFacts, type Report, checkedReport, deviationOf, findingsOf } from './lines.ts';
import type { DemandPolicy } from './policy.ts';
import {
  type ReportHead,
  type Times,
  atConfirmEnd,
  atLock,
  confirmed,
  maySubmit,
  reportStates,
  reviewed,
} from './report.ts';
import { itemVolumes, totalOf } from './volumes.ts';

function provision<T>(value: T): Provision<T> {
  return {
    value,
    from: '2020-01-01' as never,
    until: null,
    jurisdiction: '000000',
    document: 'daylight',
    article: '一',
    clause: 'SX-3.1a',
    origin: 'default',
    note: null,
  };
}
const policy = {
  deviationMax: provision({ over: 20, under: 100 }),
  deviationFloor: provision(5),
} as unknown as DemandPolicy;

const count = fc.integer({ min: 0, max: 5_000_000 }).map(quantityOfThousandths);
const facts: DemandFacts = {
  items: [
    { item: 'a', name: '甲', isRunning: true },
    { item: 'b', name: '乙', isRunning: true },
  ],
  products: [
    { id: 'p1', item: 'a', name: '甲一', used: quantity(100) },
    { id: 'p2', item: 'a', name: '甲二', used: null },
    { id: 'p3', item: 'b', name: '乙一', used: quantity(30) },
  ],
};

describe('SX-3.1a: a report against last year’s use', () => {
  test('what lies within the share or the floor needs no word, and one thousandth beyond both does', () => {
    expect(deviationOf(quantity(120), quantity(100), policy)).toEqual({ percent: 20, isBeyond: false });
    expect(deviationOf(quantity('120.001'), quantity(100), policy).isBeyond).toBe(true);
    expect(deviationOf(quantity(5), quantity(0), policy)).toEqual({ percent: null, isBeyond: false });
    expect(deviationOf(quantity('5.001'), quantity(0), policy).isBeyond).toBe(true);
    expect(deviationOf(quantity(80), quantity(100), policy).isBeyond).toBe(false);
  });

  test('a report that says the same as last year never deviates, whatever the provision', () => {
    fc.assert(
      fc.property(
        count,
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 100 }),
        (use, over, floor) => {
          const own = { deviationMax: provision({ over, under: 100 }), deviationFloor: provision(floor) };
          expect(deviationOf(use, use, own).isBeyond).toBe(false);
        },
      ),
    );
  });

  test('whatever is taken answers every running item and every product in use, and explains what deviates', () => {
    const line = fc.record({
      productId: fc.constantFrom('p1', 'p2', 'p3', 'p9'),
      reported: count,
      lastYear: fc.constantFrom(quantity(100), quantity(30), quantity(0)),
      explanation: fc.constantFrom('', '业务量增长', '短'),
    });
    const none = fc.record({
      item: fc.constantFrom('a', 'b', 'x'),
      explanation: fc.constantFrom('', '不再开展'),
    });
    const report: fc.Arbitrary<Report> = fc.record({
      lines: fc.array(line, { maxLength: 4 }),
      noNeed: fc.array(none, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(report, (each) => {
        const taken = checkedReport(each, facts, policy);
        expect(taken.ok).toBe(findingsOf(each, facts, policy).length === 0);
        if (!taken.ok) return;
        const said = new Set(taken.value.map((kept) => kept.productId));
        expect(said.size).toBe(taken.value.length);
        expect([said.has('p1'), said.has('p3')]).toEqual([true, true]);
        for (const kept of taken.value)
          if (kept.isDeviating) expect(kept.explanation.length).toBeGreaterThan(3);
        for (const { item } of each.noNeed)
          for (const kept of taken.value) if (kept.item === item) expect(kept.reported).toBe('0');
      }),
      { numRuns: 2000 },
    );
  });

  test('a stopped item takes no lines and needs no answer', () => {
    const stopped = {
      ...facts,
      items: facts.items.map((each) => ({ ...each, isRunning: each.item !== 'b' })),
    };
    const report = {
      lines: [{ productId: 'p1', reported: quantity(100), lastYear: quantity(100), explanation: '' }],
      noNeed: [],
    };
    expect(findingsOf(report, stopped, policy)).toEqual([]);
    const more = {
      ...report,
      lines: [
        ...report.lines,
        { productId: 'p3', reported: quantity(30), lastYear: quantity(30), explanation: '' },
      ],
    };
    expect(findingsOf(more, stopped, policy).map((each) => each.code)).toEqual(['demand.itemStopped']);
  });
});

const due = instant('2026-09-10T16:00:00.000Z');
const times = (now: Instant, more: Partial<Times> = {}): Times => ({
  isReporting: true,
  fromAt: null,
  dueAt: due,
  confirmEndedAt: null,
  now,
  ...more,
});
const head = (state: ReportHead['state'], more: Partial<ReportHead> = {}): ReportHead => ({
  state,
  submittedBy: 'buyer',
  lockedAt: null,
  ...more,
});

describe('SX-3.1a: the lock and the confirmations', () => {
  test('whatever its state, a report is not taken at the lock or after it, nor once it is locked', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...reportStates),
        fc.integer({ min: -5, max: 5 }),
        fc.boolean(),
        (state, ms, locked) => {
          const now = addMs(due, ms);
          const answer = maySubmit(head(state, { lockedAt: locked ? now : null }), times(now));
          if (ms >= 0 || locked) expect(answer).toMatchObject({ ok: false, code: 'demand.locked' });
          else expect(answer.ok).toBe(state !== 'accepted');
        },
      ),
    );
  });

  test('after the lock nothing is sent back, before it nothing is left out', () => {
    const before = times(addMs(due, -1));
    const after = times(due);
    expect(reviewed(head('confirmed'), before, { decision: 'return', note: '核实' })).toMatchObject({
      value: 'returned',
    });
    expect(reviewed(head('confirmed'), after, { decision: 'return', note: '核实' })).toMatchObject({
      code: 'demand.noReturnAfterLock',
    });
    expect(reviewed(head('confirmed'), before, { decision: 'exclude', note: '重复' })).toMatchObject({
      code: 'demand.noExclusionBeforeLock',
    });
    expect(reviewed(head('accepted'), after, { decision: 'exclude', note: '重复' })).toMatchObject({
      value: 'excluded',
    });
    expect(reviewed(head('submitted'), after, { decision: 'accept', note: '' }).ok).toBe(false);
    expect(confirmed(head('submitted'), after, { by: 'buyer', confirm: true, note: '' })).toMatchObject({
      code: 'demand.ownReport',
    });
  });

  test('what was handed in and confirmed in time is never lost by the silence of others', () => {
    expect(atConfirmEnd(atLock('confirmed'), true)).toBe('accepted');
    expect(atConfirmEnd(atLock('submitted'), true)).toBe('lapsed');
    expect(reportStates.map((state) => atConfirmEnd(atLock(state), true))).not.toContain('confirmed');
  });
});

describe('SX-3.1b: base, ratio and agreed volume', () => {
  test('as published before the bids, they are what the award agrees on for the number of winners that came', () => {
    let compared = 0;
    fc.assert(
      fc.property(anyRound, (round) => {
        const { volume, units } = round.pack;
        fc.pre(units.split === null && units.merge.length === 0);
        const outcome = award(round);
        for (const unit of outcome.units) {
          const groups = new Map<number, number>();
          for (let line = 0; line < round.demand.reported.length; line += 1) {
            if (round.products[round.demand.product[line]!]!.category !== unit.lot) continue;
            const base = baseOf(
              volume.base,
              round.demand.reported[line]!,
              round.demand.lastYear?.[line] ?? 0,
            );
            groups.set(base, (groups.get(base) ?? 0) + 1);
          }
          const own = [...groups].map(([base, lines]) => ({ base, lines }));
          const fitting = itemVolumes(volume, unit.lot, own).find(
            ({ winners }) =>
              winners === null ||
              ((winners.min === null || winners.min <= unit.winningFirms) &&
                (winners.max === null || unit.winningFirms <= winners.max)),
          );
          expect(quantityOfThousandths(totalOf(own))).toBe(unit.base);
          if (fitting === undefined) continue;
          compared += 1;
          expect(fitting.agreed).toBe(unit.agreed);
        }
      }),
      { numRuns: 200 },
    );
    expect(compared).toBeGreaterThan(50);
  });

  test('the sum of an item is rounded once with the largest remainder, else each line by itself', () => {
    const groups = [{ base: 1500, lines: 3 }];
    const rule = (method: 'halfUp' | 'largestRemainder') => ({
      base: 'reported' as const,
      ratios: [{ categories: null, winners: null, ratio: '0.8' }],
      rounding: { method, step: '1' as const },
    });
    expect(itemVolumes(rule('halfUp'), 'a', groups)[0]?.agreed).toBe('3');
    expect(itemVolumes(rule('largestRemainder'), 'a', groups)[0]?.agreed).toBe('4');
  });

  test('a ratio for each number of winners is listed until one fits all', () => {
    const rule = {
      base: 'reported' as const,
      ratios: [
        { categories: ['a'], winners: { min: 1, max: 1 }, ratio: '0.5' },
        { categories: null, winners: null, ratio: '0.8' },
        { categories: null, winners: { min: 9, max: 9 }, ratio: '1' },
      ],
      rounding: { method: 'down' as const, step: '1' as const },
    };
    expect(itemVolumes(rule, 'a', [{ base: 10_000, lines: 1 }]).map((each) => each.agreed)).toEqual([
      '5',
      '8',
    ]);
    expect(itemVolumes(rule, 'b', [{ base: 10_000, lines: 1 }]).map((each) => each.agreed)).toEqual(['8']);
  });
});

describe('SX-3.1a: the workbook', () => {
  const cells = (more: Partial<ReportCells>): ReportCells => ({
    ...(Object.fromEntries(reportColumnKeys.map((key) => [key, ''])) as ReportCells),
    productId: 'p1',
    item: 'a',
    lastYear: '100',
    reported: '120',
    ...more,
  });

  test('its columns are found in any order, with the marks people put on them', () => {
    const heading = reportLayout.readHeading([
      '需求量 *',
      '产品编号',
      '上年使用量（个）',
      '品种编号',
      '核对结果',
    ]);
    expect(
      heading.ok && reportLayout.cellsOf(['12', 'p1', '10', 'a', '旧结果'], heading.value),
    ).toMatchObject({
      productId: 'p1',
      reported: '12',
      lastYear: '10',
    });
    expect(reportLayout.readHeading(['产品编号'])).toMatchObject({ ok: false, code: 'demand.columnMissing' });
    expect(reportLayout.readHeading([reportColumns.item.zh, '品种编号'])).toMatchObject({
      code: 'demand.columnTwice',
    });
  });

  test.each([
    ['a line', {}, 'line', []],
    ['full-width and grouped figures', { reported: '１，２００' }, 'line', []],
    ['a row nobody filled in', { reported: '' }, 'nothing', []],
    ['an item without need', { productId: '', reported: '0', explanation: '不开展' }, 'noNeed', []],
    ['an item with a need of its own', { productId: '', reported: '5' }, null, ['demand.noNeedIsZero']],
    ['an explanation without a need', { reported: '', explanation: '停用' }, null, ['demand.needEmpty']],
    ['words for a figure', { reported: '若干' }, null, ['demand.quantityForm']],
    ['last year left empty', { lastYear: '' }, null, ['demand.lastYearEmpty']],
    ['nothing to go by', { productId: '', item: '' }, null, ['demand.rowWithoutProduct']],
  ] as const)('%s is read as what it is', (_, more, kind, codes) => {
    const { says, findings } = readReportRow(cells(more));
    expect(says?.kind ?? null).toBe(kind);
    expect(findings.map((each) => each.code)).toEqual(codes);
  });

  test('whatever is written in it, an empty cell never becomes a zero', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('', ' ', '0', '7', '-1', '1e3', '=1+1'),
        fc.string(),
        (reported, explanation) => {
          const { says } = readReportRow(cells({ reported: reported.trim(), explanation }));
          if (says?.kind === 'line') expect(['0', '7']).toContain(says.reported);
          if (reported.trim() === '') expect(says?.kind).not.toBe('line');
        },
      ),
    );
  });
});
