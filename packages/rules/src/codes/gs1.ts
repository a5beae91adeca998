import { assert, ok, refuse } from '../result.ts';
import type { Refusal, Result } from '../result.ts';
import { elementFault, elementRule, elementRuleAt } from './gs1-elements.ts';
import type { ElementFault, ElementRule } from './gs1-elements.ts';

/** FNC1 as scanners send it: it ends an element of variable length. */
export const SEPARATOR = '\u001d';

export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}
export type Gs1Fault = ElementFault | 'udi.identifierUnknown' | 'udi.form';

/** The separator in the disguises that keyboard scanners and logs give it. */
export function foldSeparators(text: string): string {
  return text.replaceAll(/␝|\{GS\}|<GS>/g, SEPARATOR);
}

function fault(code: ElementFault, ai: string, value: string): Refusal<Gs1Fault> {
  return refuse(code, { facts: { ai, value: value.slice(0, 100).replaceAll(SEPARATOR, '␝') } });
}

function unknownIdentifier(text: string, at: number): Refusal<Gs1Fault> {
  const found = text.slice(at, at + 4).replaceAll(SEPARATOR, '␝');
  return refuse('udi.identifierUnknown', { facts: { position: at + 1, found } });
}

/** Reads an element string whose separators arrived: there is exactly one way to read it. Positions count from 1. */
export function readSeparated(text: string, thisYear: number): Result<readonly Gs1Element[], Gs1Fault> {
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < text.length) {
    const rule = elementRuleAt(text, at);
    if (rule === null) return unknownIdentifier(text, at);
    const from = at + rule.ai.length;
    const separator = text.indexOf(SEPARATOR, from);
    const stop = separator < 0 ? text.length : separator;
    const end = rule.predefined ? Math.min(from + rule.max, stop) : stop;
    const value = text.slice(from, end);
    const wrong = elementFault(rule, value, thisYear);
    if (wrong !== null) return fault(wrong, rule.ai, value);
    elements.push({ ai: rule.ai, value });
    at = end === separator ? end + 1 : end;
  }
  return ok(elements);
}

const BRACKET = /\((\d{2,4})\)/g;

/** Reads the form printed for people, `(01)…(17)…(10)…`; spaces around a value do not belong to it. */
export function readBracketed(text: string, thisYear: number): Result<readonly Gs1Element[], Gs1Fault> {
  const marks = [...text.matchAll(BRACKET)];
  if (marks[0]?.index !== 0) return refuse('udi.form');
  const elements: Gs1Element[] = [];
  for (const [index, mark] of marks.entries()) {
    const ai = mark[1] ?? '';
    const rule = elementRule(ai);
    if (rule === null)
      return refuse('udi.identifierUnknown', { facts: { position: mark.index + 1, found: ai } });
    const value = text.slice(mark.index + mark[0].length, marks[index + 1]?.index ?? text.length).trim();
    const wrong = elementFault(rule, value, thisYear);
    if (wrong !== null) return fault(wrong, ai, value);
    elements.push({ ai, value });
  }
  return ok(elements);
}

/** How many readings are listed, and how many places are tried, before the search for more is given up. */
const READINGS_MAX = 12;
const STEPS_MAX = 2000;

export interface Gs1Readings {
  /** Fewest and longest elements first. */
  readonly readings: readonly (readonly Gs1Element[])[];
  /** False when there may be more readings than are listed. */
  readonly complete: boolean;
}

/**
 * Every way to read an element string that arrived without separators, in which a variable element may end anywhere.
 * Only readings without a fault count, and none with the same AI twice. Work is bounded by the length of the text times
 * the longest element, plus a fixed number of steps.
 */
export function readUnseparated(text: string, thisYear: number): Gs1Readings {
  const ends = possibleEnds(text, thisYear);
  const readings: Gs1Element[][] = [];
  const path: Gs1Element[] = [];
  let steps = 0;
  function follow(at: number): void {
    steps += 1;
    if (at === text.length) readings.push([...path]);
    const rule = elementRuleAt(text, at);
    if (rule === null || path.some((element) => element.ai === rule.ai)) return;
    for (const end of ends[at] ?? []) {
      if (readings.length > READINGS_MAX || steps > STEPS_MAX) return;
      path.push({ ai: rule.ai, value: text.slice(at + rule.ai.length, end) });
      follow(end);
      path.pop();
    }
  }
  if (text !== '') follow(0);
  const complete = readings.length <= READINGS_MAX && steps <= STEPS_MAX;
  return { readings: readings.slice(0, READINGS_MAX), complete };
}

/** For each position, where the element that begins there may end so that the rest can still be read; longest first. */
function possibleEnds(text: string, thisYear: number): readonly (readonly number[])[] {
  const ends: number[][] = [];
  const readable = (end: number): boolean => end === text.length || (ends[end] ?? []).length > 0;
  for (let at = text.length - 1; at >= 0; at--) {
    const rule = elementRuleAt(text, at);
    const found: number[] = [];
    ends[at] = found;
    if (rule === null) continue;
    const from = at + rule.ai.length;
    for (let end = Math.min(from + rule.max, text.length); end >= from + rule.min; end--) {
      if (readable(end) && elementFault(rule, text.slice(from, end), thisYear) === null) found.push(end);
    }
  }
  return ends;
}

function checkedRule({ ai, value }: Gs1Element, thisYear: number): ElementRule {
  const rule = elementRule(ai);
  assert(rule !== null, `unknown application identifier ${ai}`);
  assert(elementFault(rule, value, thisYear) === null, `(${ai}) cannot carry ${value}`);
  return rule;
}

/** The element string as a scanner sends it, a separator after each variable element but the last. Throws on a faulty element. */
export function writeElementString(elements: readonly Gs1Element[], thisYear: number): string {
  return elements
    .map((element, index) => {
      const { predefined } = checkedRule(element, thisYear);
      return element.ai + element.value + (predefined || index === elements.length - 1 ? '' : SEPARATOR);
    })
    .join('');
}

/** The form printed for people beside the symbol. Throws on a faulty element. */
export function writeBracketed(elements: readonly Gs1Element[], thisYear: number): string {
  return elements
    .map((element) => {
      checkedRule(element, thisYear);
      return `(${element.ai})${element.value}`;
    })
    .join('');
}
