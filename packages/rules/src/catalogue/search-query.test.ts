import { expect, test } from 'vitest';
import { isPrecise, readSearch, searchTokens } from './search-query.ts';

const nothing = {
  codePrefix: null,
  certificatePrefix: null,
  certificateDigits: null,
  deviceIdentifier: null,
  words: [],
  ignored: [],
};

test.each([
  ['C0201', { codePrefix: 'C0201' }],
  ['ｃ０２０１', { codePrefix: 'C0201' }],
  ['C09010101000000066260000001', { codePrefix: 'C09010101000000066260000001' }],
  ['国械注准20153100011号', { certificatePrefix: '国械注准20153100011' }],
  ['苏械注准2020', { certificatePrefix: '苏械注准2020' }],
  ['苏宁械备20150001号', { certificatePrefix: '苏宁械备20150001' }],
  ['20153100011', { certificateDigits: '20153100011' }],
  ['6901234567892', { deviceIdentifier: '06901234567892' }],
  ['6901234567893', { words: ['6901234567893'] }],
  ['导管 支架', { words: ['导管', '支架'] }],
  ['导管，支架；导管', { words: ['导管', '支架'] }],
  ['管', { ignored: ['管'] }],
  ['导管 5', { words: ['导管'], ignored: ['5'] }],
  ['', {}],
  ['C0201 一次性', { codePrefix: 'C0201', words: ['一次性'] }],
])('the search box understands %s', (typed, understood) => {
  expect(readSearch(typed)).toEqual({ ...nothing, ...understood });
});

test('a filter by class, a code prefix and each word are groups of their own', () => {
  const terms = readSearch('C020103 导管鞘');
  const groups = searchTokens(terms, { classCode: '02', manufacturer: '某公司' });
  expect(groups.map((group) => group.length)).toEqual([2, 1, 1, 1]);
});

test.each([
  ['C02030100100000', true],
  ['C0203', false],
  ['国械注准20153100011', true],
  ['国械注准2015', false],
  ['20153100011', true],
  ['6901234567892', true],
  ['导管', false],
])('%s names few items: %s', (typed, precise) => {
  expect(isPrecise(readSearch(typed))).toBe(precise);
});
