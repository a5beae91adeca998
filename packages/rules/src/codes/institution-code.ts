import { ok, refuse } from '../result.ts';
import type { Result } from '../result.ts';
import { characterAt, foldCode } from './fold.ts';

/** 定点医药机构代码: the key of an institution, which a shared credit code cannot be. */
export interface InstitutionCode {
  /** 12 characters, canonical. */
  readonly code: string;
  /** H 医疗机构, P 零售药店. */
  readonly kind: 'institution' | 'pharmacy';
  /** Six digits of the national region table, which is wider than GB/T 2260. */
  readonly region: string;
  readonly serial: string;
}

export const institutionCodeRefusals = [
  'institutionCode.empty',
  'institutionCode.prefix',
  'institutionCode.character',
  'institutionCode.length',
] as const;
export type InstitutionCodeRefusal = (typeof institutionCodeRefusals)[number];

const LENGTH = 12;
const INPUT_MAX = 200;

/**
 * Parses H or P + six digits of region + five digits of serial. There is no check digit. Refusals:
 * `institutionCode.empty`, `.prefix` (neither H nor P), `.character` (facts: position from 1, found), `.length` (found).
 */
export function parseInstitutionCode(text: string): Result<InstitutionCode, InstitutionCodeRefusal> {
  if (text.length > INPUT_MAX) return refuse('institutionCode.length', { facts: { found: text.length } });
  const code = foldCode(text).toUpperCase();
  if (code === '') return refuse('institutionCode.empty');
  const prefix = code.charAt(0);
  if (prefix !== 'H' && prefix !== 'P')
    return refuse('institutionCode.prefix', { facts: { found: characterAt(code, 0) } });
  const wrong = code.slice(1).search(/\D/);
  if (wrong >= 0) {
    return refuse('institutionCode.character', {
      facts: { position: wrong + 2, found: characterAt(code, wrong + 1) },
    });
  }
  if (code.length !== LENGTH) return refuse('institutionCode.length', { facts: { found: code.length } });
  const kind = prefix === 'H' ? 'institution' : 'pharmacy';
  return ok({ code, kind, region: code.slice(1, 7), serial: code.slice(7) });
}
