import { expect, test } from 'vitest';
import { isoDate } from '../time.ts';
import { type PolicyBook, explain, resolve } from './book.ts';
import { type PolicyDecision, withDecisions } from './decision.ts';
import type { Provision } from './provision.ts';

const packed = (jurisdiction: string, value: number): Provision<number> => ({
  value,
  from: isoDate('2020-01-01'),
  until: null,
  jurisdiction,
  document: 'daylight',
  article: '一',
  clause: null,
  origin: 'default',
  note: null,
});
const book = {
  provisions: { 'supervision.lowDeliveryMonths': [packed('000000', 3), packed('320600', 9)] },
} as unknown as PolicyBook;
function decision(from: string, value: number, jurisdiction = '320000'): PolicyDecision {
  return {
    key: 'supervision.lowDeliveryMonths',
    value,
    number: `JD${value}`,
    name: '试行',
    jurisdiction,
    from: isoDate(from),
    document: 'js-2020-22',
    article: '12',
    clause: null,
  };
}
const on = (day: string, place: string, ...decisions: PolicyDecision[]) =>
  resolve(withDecisions(book, decisions), 'supervision.lowDeliveryMonths', place, isoDate(day));

test('a decision holds from its day on, says that it is one, and leaves the days before as they were', () => {
  expect(on('2026-08-31', '320100', decision('2026-09-01', 4))).toMatchObject({
    value: 3,
    origin: 'default',
  });
  expect(on('2026-09-01', '320100', decision('2026-09-01', 4))).toMatchObject({
    value: 4,
    origin: 'decision',
    document: 'js-2020-22',
    note: { zh: '医保部门决定 JD4：试行' },
  });
});

test('the newest decision in force rules, in whatever order they are given', () => {
  const both = [decision('2026-09-01', 4), decision('2026-10-01', 5)];
  for (const order of [both, both.toReversed()]) {
    expect(on('2026-09-30', '320100', ...order).value).toBe(4);
    expect(on('2026-10-01', '320100', ...order).value).toBe(5);
  }
});

test('a decision rules in its jurisdiction only, and what a nearer one sets stays above it', () => {
  expect(on('2026-09-02', '330100', decision('2026-09-01', 4)).value).toBe(3);
  expect(on('2026-09-02', '320681', decision('2026-09-01', 4)).value).toBe(9);
  expect(on('2026-09-02', '320681', decision('2026-09-01', 5, '320600')).value).toBe(5);
});

test('the policy page shows what a decision overrules', () => {
  const merged = withDecisions(book, [decision('2026-09-01', 4, '320600')]);
  const shown = explain(merged, 'supervision.lowDeliveryMonths', '320600', isoDate('2026-09-02'));
  expect(shown?.provision.value).toBe(4);
  expect(shown?.passedOver.map((each) => each.value)).toEqual([9, 3]);
});
