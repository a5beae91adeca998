import { checkPack } from '@daylight/rules/award/check.ts';
import type { CheckFinding } from '@daylight/rules/award/finding.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { type Parameter, withParameter } from '@daylight/rules/award/parameters.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import type { Fault } from '@daylight/rules/award/shape.ts';

/** A copy of a pack while a person changes it: its text is what was typed, its value what that means. */
export interface PackDraft {
  readonly text: string;
  /** Null while the text is no JSON. */
  readonly value: unknown;
  /** Null while the value is no pack. */
  readonly pack: RoundPack | null;
  readonly faults: readonly Fault[];
  readonly findings: readonly CheckFinding[];
}

function judged(text: string, value: unknown): PackDraft {
  const read = readPack(value);
  if (!read.ok) return { text, value, pack: null, faults: read.faults, findings: [] };
  return { text, value, pack: read.value, faults: [], findings: checkPack(read.value) };
}

export function draftOf(value: unknown): PackDraft {
  return judged(JSON.stringify(value, null, 2), value);
}

export function draftOfText(text: string): PackDraft {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { text, value: null, pack: null, faults: [], findings: [] };
  }
  return judged(text, value);
}

export function draftWith(draft: PackDraft, parameter: Parameter, typed: string): PackDraft {
  return draftOf(withParameter(draft.value, parameter, typed));
}

/** What stands in the draft at a parameter's path, as it was typed. */
export function typedAt(draft: PackDraft, path: string): string {
  const end = path.split('.').reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return (at as Readonly<Record<string, unknown>>)[key];
  }, draft.value);
  return typeof end === 'string' || typeof end === 'number' ? String(end) : '';
}
