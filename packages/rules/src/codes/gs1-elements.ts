import { gs1Date } from './barcode-date.ts';
import { gtin14, hasGtinCheckDigit } from './gtin.ts';

/** What an application identifier (AI) may carry. */
export interface ElementRule {
  readonly ai: string;
  readonly min: number;
  readonly max: number;
  readonly content: 'digits' | 'text' | 'date' | 'dateTime' | 'gtin' | 'checked';
  /** Of predefined length (GS1 General Specifications 7.8.4): the next element follows without a separator. */
  readonly predefined: boolean;
}

export type ElementFault =
  | 'udi.elementEmpty'
  | 'udi.elementLength'
  | 'udi.elementCharacter'
  | 'udi.checkDigit'
  | 'udi.date';

type RuleRow = readonly [ai: string, min: number, max: number, content: ElementRule['content']];
const FIXED: readonly RuleRow[] = [
  ['00', 18, 18, 'checked'],
  ['01', 14, 14, 'gtin'],
  ['02', 14, 14, 'gtin'],
  ['11', 6, 6, 'date'],
  ['12', 6, 6, 'date'],
  ['13', 6, 6, 'date'],
  ['15', 6, 6, 'date'],
  ['16', 6, 6, 'date'],
  ['17', 6, 6, 'date'],
  ['20', 2, 2, 'digits'],
];
const VARIABLE: readonly RuleRow[] = [
  ['10', 1, 20, 'text'],
  ['21', 1, 20, 'text'],
  ['22', 1, 20, 'text'],
  ['235', 1, 28, 'text'],
  ['240', 1, 30, 'text'],
  ['241', 1, 30, 'text'],
  ['242', 1, 6, 'digits'],
  ['243', 1, 20, 'text'],
  ['250', 1, 30, 'text'],
  ['251', 1, 30, 'text'],
  ['30', 1, 8, 'digits'],
  ['37', 1, 8, 'digits'],
  ['400', 1, 30, 'text'],
  ['7003', 10, 10, 'dateTime'],
  ['7040', 4, 4, 'text'],
  ['8012', 1, 20, 'text'],
  ['8013', 1, 25, 'text'],
  ['90', 1, 30, 'text'],
  ...[91, 92, 93, 94, 95, 96, 97, 98, 99].map((ai): RuleRow => [String(ai), 1, 90, 'text']),
  ...[710, 711, 712, 713, 714, 715, 716].map((ai): RuleRow => [String(ai), 1, 20, 'text']),
];

function ruleOf([ai, min, max, content]: RuleRow, predefined: boolean): ElementRule {
  return { ai, min, max, content, predefined };
}

const rules = new Map<string, ElementRule>([
  ...FIXED.map((row): [string, ElementRule] => [row[0], ruleOf(row, true)]),
  ...VARIABLE.map((row): [string, ElementRule] => [row[0], ruleOf(row, false)]),
]);

/** 31nn–36nn: measures of a trade item, six digits. 410–417: locations, thirteen digits with a check digit. */
function ruleOfFamily(ai: string): ElementRule | null {
  if (/^3[1-6]\d\d$/.test(ai)) return { ai, min: 6, max: 6, content: 'digits', predefined: true };
  if (/^41[0-7]$/.test(ai)) return { ai, min: 13, max: 13, content: 'checked', predefined: true };
  return null;
}

/** The rule of an AI, or null for one that medical devices do not use: it is refused, since its length is not known. */
export function elementRule(ai: string): ElementRule | null {
  return rules.get(ai) ?? ruleOfFamily(ai);
}

/** The rule of the element that begins at a position. No AI is the beginning of another, so there is at most one. */
export function elementRuleAt(text: string, at: number): ElementRule | null {
  for (const length of [2, 3, 4]) {
    const rule = elementRule(text.slice(at, at + length));
    if (rule !== null && at + length <= text.length) return rule;
  }
  return null;
}

/** GS1 character set 82. */
const CHARACTERS = /^[!"%-?A-Z_a-z]*$/;

/** What is wrong with the value of an element, or null. Dates count from `thisYear`. */
export function elementFault(rule: ElementRule, value: string, thisYear: number): ElementFault | null {
  if (value === '') return 'udi.elementEmpty';
  if (!(rule.content === 'text' ? CHARACTERS : /^\d+$/).test(value)) return 'udi.elementCharacter';
  if (value.length < rule.min || value.length > rule.max) return 'udi.elementLength';
  switch (rule.content) {
    case 'gtin':
      return gtin14(value) === null ? 'udi.checkDigit' : null;
    case 'checked':
      return hasGtinCheckDigit(value) ? null : 'udi.checkDigit';
    case 'date':
      return gs1Date(value, thisYear) === null ? 'udi.date' : null;
    case 'dateTime':
      return isDateTime(value, thisYear) ? null : 'udi.date';
    case 'digits':
    case 'text':
      return null;
  }
}

/** YYMMDDHHMM; a day is required where an hour is given. */
function isDateTime(value: string, thisYear: number): boolean {
  const day = gs1Date(value.slice(0, 6), thisYear);
  return day !== null && !day.dayOmitted && value.slice(6, 8) < '24' && value.slice(8) < '60';
}
