import { describe, expect, test } from 'vitest';
import { isoDate } from '../time.ts';
import { type PolicyBook, explain, explainAll, find, jurisdictionsUpward, resolve } from './book.ts';
import type { Provision, Term } from './provision.ts';
import { policyKeys } from './values.ts';

function provision<T>(
  jurisdiction: string,
  value: T,
  from: string,
  until: string | null = null,
): Provision<T> {
  return {
    value,
    from: isoDate(from),
    until: until === null ? null : isoDate(until),
    jurisdiction,
    document: 'example',
    article: '一',
    clause: null,
    origin: 'published',
    note: null,
  };
}
function workdays(amount: number): Term {
  return { amount, unit: 'workday', startCounted: false, rollover: 'none', cutoff: '24:00' };
}

const book: PolicyBook = {
  provisions: {
    'distribution.perAreaMax': [
      provision('000000', 5, '2020-01-01'),
      provision('320000', 4, '2021-01-01'),
      provision('320600', 3, '2022-01-01', '2022-12-31'),
    ],
    'bargain.tradedPriceConfirm': [
      provision('320000', workdays(5), '2020-05-01', '2026-06-30'),
      provision('320000', workdays(3), '2026-07-01'),
    ],
  },
};

describe('which value rules', () => {
  test('a county asks its city, then its province, then the nation', () => {
    expect(jurisdictionsUpward('320685')).toEqual(['320685', '320600', '320000', '000000']);
    expect(jurisdictionsUpward('320600')).toEqual(['320600', '320000', '000000']);
    expect(jurisdictionsUpward('000000')).toEqual(['000000']);
  });

  test('the nearest jurisdiction that sets a value on the day rules', () => {
    const on = isoDate('2022-06-01');
    expect(resolve(book, 'distribution.perAreaMax', '320685', on).value).toBe(3);
    expect(resolve(book, 'distribution.perAreaMax', '320100', on).value).toBe(4);
    expect(resolve(book, 'distribution.perAreaMax', '430100', on).value).toBe(5);
  });

  test('a nearer value that is not yet, or no longer, in force leaves the wider one to rule', () => {
    expect(resolve(book, 'distribution.perAreaMax', '320600', isoDate('2021-12-31')).value).toBe(4);
    expect(resolve(book, 'distribution.perAreaMax', '320600', isoDate('2022-01-01')).value).toBe(3);
    expect(resolve(book, 'distribution.perAreaMax', '320600', isoDate('2022-12-31')).value).toBe(3);
    expect(resolve(book, 'distribution.perAreaMax', '320600', isoDate('2023-01-01')).value).toBe(4);
  });

  test('an object keeps the term of its own day when a notice shortens it later', () => {
    const key = 'bargain.tradedPriceConfirm';
    expect(resolve(book, key, '320100', isoDate('2026-06-30')).value.amount).toBe(5);
    expect(resolve(book, key, '320100', isoDate('2026-07-01')).value.amount).toBe(3);
  });

  test('a parameter that nothing sets is a bug for resolve and null for find', () => {
    const on = isoDate('2019-12-31');
    expect(() => resolve(book, 'distribution.perAreaMax', '320600', on)).toThrow(/no provision sets/);
    expect(find(book, 'distribution.perAreaMax', '320600', on)).toBeNull();
  });

  test('a text that is no jurisdiction is a bug', () => {
    expect(() => jurisdictionsUpward('jiangsu')).toThrow(/not a jurisdiction/);
  });
});

describe('explaining a value', () => {
  test('the explanation names what rules, what it overrules and what is known to follow', () => {
    const city = explain(book, 'distribution.perAreaMax', '320600', isoDate('2022-06-01'));
    expect(city?.provision.jurisdiction).toBe('320600');
    expect(city?.passedOver.map((each) => each.jurisdiction)).toEqual(['320000', '000000']);
    expect(city?.next).toBeNull();
    const term = explain(book, 'bargain.tradedPriceConfirm', '320600', isoDate('2026-06-30'));
    expect(term?.next?.value.amount).toBe(3);
  });

  test('everything in force is listed once, in the order of the registry, and nothing else', () => {
    const keys = explainAll(book, '430000', isoDate('2026-01-01')).map((each) => each.key);
    expect(keys).toEqual(['distribution.perAreaMax']);
  });
});

test('every parameter has a name in both languages, and a count has a unit', () => {
  for (const [key, info] of Object.entries(policyKeys)) {
    expect(info.zh, key).toMatch(/\p{Script=Han}/u);
    expect(info.en, key).not.toMatch(/\p{Script=Han}/u);
    if (info.shape === 'count') expect(info, key).toHaveProperty('unit');
  }
});
