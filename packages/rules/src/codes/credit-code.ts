import { assert, ok, refuse } from '../result.ts';
import type { Result } from '../result.ts';
import { characterAt, foldCode } from './fold.ts';

/** 统一社会信用代码, GB 32100. Several sites and institutions may share one: it is no key of users. */
export interface CreditCode {
  /** 18 characters, canonical. */
  readonly code: string;
  /** 登记管理部门. */
  readonly department: string;
  /** 机构类别. */
  readonly kind: string;
  /** 登记管理机关行政区划, six digits. */
  readonly region: string;
  /** 主体标识码 (GB 11714), nine characters with its own check character. */
  readonly body: string;
}

export const creditCodeRefusals = [
  'creditCode.empty',
  'creditCode.length',
  'creditCode.character',
  'creditCode.checkDigit',
  'creditCode.bodyCheckDigit',
] as const;
export type CreditCodeRefusal = (typeof creditCodeRefusals)[number];

/** Without I, O, S, V and Z. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^i mod 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const BODY_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const LENGTH = 18;
const INPUT_MAX = 200;

function weighted(text: string, weights: readonly number[], valueOf: (character: string) => number): number {
  return weights.reduce((sum, weight, index) => sum + weight * valueOf(text.charAt(index)), 0);
}

/** The check character of the first 17 characters (GB 32100). */
export function creditCheckCharacter(first17: string): string {
  const sum = weighted(first17, WEIGHTS, (character) => ALPHABET.indexOf(character));
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** The check character of the first eight characters of a 主体标识码 (GB 11714): 0–9 or X. */
export function bodyCheckCharacter(first8: string): string {
  const sum = weighted(first8, BODY_WEIGHTS, (character) => parseInt(character, 36));
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? 'X' : String(check);
}

/**
 * Parses after folding full-width, spaces and lower case. Refusals: `creditCode.empty`, `.length` (facts: found),
 * `.character` (facts: position counted from 1, found), `.checkDigit` (GB 32100), `.bodyCheckDigit` (GB 11714).
 */
export function parseCreditCode(text: string): Result<CreditCode, CreditCodeRefusal> {
  if (text.length > INPUT_MAX) return refuse('creditCode.length', { facts: { found: text.length } });
  const code = foldCode(text).toUpperCase();
  if (code === '') return refuse('creditCode.empty');
  if (code.length !== LENGTH) return refuse('creditCode.length', { facts: { found: code.length } });
  for (let index = 0; index < LENGTH; index++) {
    const found = code.charAt(index);
    const allowed = index >= 2 && index < 8 ? /^\d$/.test(found) : ALPHABET.includes(found);
    if (!allowed) {
      return refuse('creditCode.character', {
        facts: { position: index + 1, found: characterAt(code, index) },
      });
    }
  }
  if (creditCheckCharacter(code) !== code.charAt(17)) return refuse('creditCode.checkDigit');
  const body = code.slice(8, 17);
  if (bodyCheckCharacter(body) !== body.charAt(8)) return refuse('creditCode.bodyCheckDigit');
  return ok({ code, department: code.charAt(0), kind: code.charAt(1), region: code.slice(2, 8), body });
}

export interface CreditCodeParts {
  /** One character; '9' is 市场监管 (companies), '1' 机构编制 (public institutions). */
  readonly department: string;
  readonly kind: string;
  readonly region: string;
  /** First eight characters of the 主体标识码. */
  readonly serial: string;
}

/** A code with both check characters right. Throws on parts that no code can have. */
export function writeCreditCode(parts: CreditCodeParts): string {
  const body = parts.serial + bodyCheckCharacter(parts.serial);
  const first17 = parts.department + parts.kind + parts.region + body;
  const code = first17 + creditCheckCharacter(first17);
  assert(
    parseCreditCode(code).ok && first17.length === LENGTH - 1,
    `not the parts of a credit code: ${first17}`,
  );
  return code;
}
