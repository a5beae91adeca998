import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Term } from './provision.ts';
import { isPolicyKey, policyKeys } from './values.ts';
import { describe, expect, test } from 'vitest';
import { shareText, termText, valueLine, valueParts } from './value-text.ts';

const place = (code: string) => ({ zh: code, en: code });

function term(amount: number, unit: Term['unit'], other: Partial<Term> = {}): Term {
  return { amount, unit, startCounted: false, rollover: 'none', cutoff: '24:00', ...other };
}

describe('a term reads as people say it', () => {
  test.each([
    [term(5, 'workday'), '5 个工作日', '5 working days'],
    [term(1, 'workday'), '1 个工作日', '1 working day'],
    [term(48, 'workdayHour'), '48 小时（节假日不计）', '48 hours (days off not counted)'],
    [term(1, 'endOfNextMonth'), '次月底', 'end of the next month'],
    [term(3, 'month'), '3 个月', '3 months'],
    [
      term(30, 'naturalDay', { rollover: 'nextWorkday' }),
      '30 天，逢休息日顺延至下一工作日',
      '30 days, moves to the next working day if it ends on a day off',
    ],
    [term(2, 'workday', { cutoff: '17:30' }), '2 个工作日，当日 17:30 截止', '2 working days, until 17:30'],
  ])('%o', (given, zh, en) => {
    expect(termText(given)).toEqual({ zh, en });
  });
});

test('a share is a percentage only where that is exact', () => {
  expect(shareText({ over: 5, under: 100 })).toBe('5%');
  expect(shareText({ over: 1, under: 2 })).toBe('50%');
  expect(shareText({ over: 1, under: 3 })).toBe('1/3');
});

const packs = join(import.meta.dirname, '../../../../policy');
const written = readdirSync(packs, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['calendar', 'cases'].includes(entry.name))
  .flatMap(({ name }) =>
    readdirSync(join(packs, name)).flatMap((file) => {
      const content = JSON.parse(readFileSync(join(packs, name, file), 'utf8')) as Record<
        string,
        { value: unknown }[]
      >;
      return Object.entries(content).flatMap(([parameter, provisions]) =>
        provisions.map(({ value }) => ({ key: `${file.replace('.json', '')}.${parameter}`, value })),
      );
    }),
  );

test('every value of every pack can be read in both languages, and no code word shows through', () => {
  expect(written.length).toBeGreaterThan(100);
  for (const { key, value } of written) {
    if (!isPolicyKey(key)) throw new Error(`${key} is no parameter`);
    const info = policyKeys[key];
    const parts = valueParts({ shape: info.shape, value, unit: 'unit' in info ? info.unit : null }, place);
    const zh = valueLine(parts, 'zh');
    expect(zh, key).not.toBe('');
    // What files are called everywhere is a word that people know.
    expect(zh.replaceAll(/Excel|Word|（(?:xlsx|docx)）/g, ''), key).not.toMatch(
      /undefined|\[object|NaN|[a-z]{4,}/,
    );
    expect(valueLine(parts, 'en'), key).not.toMatch(/undefined|\[object|NaN|\p{Script=Han}/u);
  }
});
