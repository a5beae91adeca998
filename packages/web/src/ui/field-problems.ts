import type { Wording } from '../i18n/language.ts';

const known: Readonly<Record<string, Wording>> = {
  money: {
    zh: '请填写金额，最多 6 位小数，如 12.34',
    en: 'Write an amount with at most six decimals, such as 12.34',
  },
  positive: { zh: '须大于 0', en: 'Must be greater than 0' },
  quantity: { zh: '请填写数量，最多 3 位小数', en: 'Write a quantity with at most three decimals' },
  date: { zh: '请填写日期，如 2026-11-21', en: 'Write a date such as 2026-11-21' },
  instant: { zh: '时间格式不正确', en: 'Not a point in time' },
  characters: { zh: '含有不能使用的字符', en: 'Contains characters that cannot be used' },
  required: { zh: '必填', en: 'Required' },
};

const patterns: readonly (readonly [RegExp, (found: RegExpExecArray) => Wording])[] = [
  [/received undefined|received null/i, () => known.required ?? { zh: '必填', en: 'Required' }],
  [
    /Too big: expected string to have <=(\d+) characters/,
    ([, n]) => ({ zh: `最多 ${n} 个字`, en: `At most ${n} characters` }),
  ],
  [
    /Too small: expected string to have >=1 characters/,
    () => known.required ?? { zh: '必填', en: 'Required' },
  ],
  [
    /Too small: expected string to have >=(\d+) characters/,
    ([, n]) => ({ zh: `至少 ${n} 个字`, en: `At least ${n} characters` }),
  ],
  [
    /Too big: expected array to have <=(\d+) items/,
    ([, n]) => ({ zh: `最多 ${n} 项`, en: `At most ${n} items` }),
  ],
  [
    /Too small: expected array to have >=(\d+) items/,
    ([, n]) => ({ zh: `至少 ${n} 项`, en: `At least ${n} items` }),
  ],
  [/Too big: expected number to be <=(\S+)/, ([, n]) => ({ zh: `不能大于 ${n}`, en: `At most ${n}` })],
  [/Too small: expected number to be >=(\S+)/, ([, n]) => ({ zh: `不能小于 ${n}`, en: `At least ${n}` })],
  [/Unrecognized key/, () => ({ zh: '多余的内容', en: 'Not expected here' })],
  [
    /Invalid option|Invalid input: expected "/,
    () => ({ zh: '请从选项中选择', en: 'Choose one of the options' }),
  ],
  [/Invalid (string|UUID|uuid|input)/, () => ({ zh: '格式不正确', en: 'Not in the right form' })],
];

/** Words for what the wire says about a field: our own codes and the messages of the schema library. */
export function fieldProblem(code: string): Wording {
  const own = known[code];
  if (own !== undefined) return own;
  for (const [pattern, words] of patterns) {
    const found = pattern.exec(code);
    if (found !== null) return words(found);
  }
  // A feature may write its own words there.
  return /[\u4e00-\u9fff]/.test(code) ? { zh: code, en: code } : { zh: `填写有误（${code}）`, en: code };
}
