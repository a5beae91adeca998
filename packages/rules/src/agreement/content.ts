import { hashOf } from '../award/hash.ts';
import { type Money, type Quantity, add, amountOf, zero } from '../money.ts';
import type { Coded } from '../policy/shapes.ts';
import type { Wording } from '../policy/provision.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';

export interface Party {
  readonly id: string;
  readonly name: string;
  /** Unified social credit code. */
  readonly creditCode: string | null;
}

export interface AgreementLine {
  readonly productId: string;
  readonly item: string;
  readonly itemName: string;
  readonly name: string;
  readonly specification: string;
  /** The item's unit, in which price and agreed volume are given. */
  readonly unit: string;
  /** Yuan per unit: the selected price. */
  readonly price: Money;
  /** For the whole term. */
  readonly agreed: Quantity;
}

export interface Clause {
  readonly code: string;
  readonly text: Wording;
}

/**
 * What both sides sign: nothing in it changes afterwards. One contract for each institution and winner (统采分签, GY-4.3a),
 * or one supplement to it.
 */
export interface AgreementContent {
  readonly format: 'daylight-agreement/1';
  readonly number: string;
  readonly round: { readonly number: string; readonly title: string };
  /** 甲方. */
  readonly institution: Party;
  /** 乙方. */
  readonly manufacturer: Party;
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly lines: readonly AgreementLine[];
  readonly clauses: readonly Clause[];
  readonly basis: readonly Basis[];
}

/** A supplement (补充协议): its lines replace those of the same product. */
export interface AmendmentContent {
  readonly format: 'daylight-agreement-amendment/1';
  readonly agreement: string;
  readonly agreementHash: string;
  readonly amendment: number;
  readonly reason: string;
  readonly text: string;
  readonly lines: readonly AgreementLine[];
}

/** A blank of the template as people read it, 【付款期限】 and [time to pay], with what stands there. */
export interface Blank {
  readonly mark: Wording;
  readonly value: Wording;
}

const blankMark = { zh: /【[^】]*】/, en: /\[[^\]]*\]/ } as const;

/** The template's clauses with its blanks filled in; a blank that nothing fills is a fault of the template. */
export function clausesOf(template: readonly Coded[], blanks: readonly Blank[]): Clause[] {
  const filled = (text: string, language: keyof Wording): string => {
    const done = blanks.reduce((so, { mark, value }) => so.replaceAll(mark[language], value[language]), text);
    const left = blankMark[language].exec(done);
    if (left !== null) throw new Error(`the agreement template has a blank nothing fills: ${left[0]}`);
    return done;
  };
  return template.map(({ code, zh, en }) => ({
    code,
    text: { zh: filled(zh, 'zh'), en: filled(en, 'en') },
  }));
}

/** Agreed amount of the term in yuan, each line rounded half up to the fen. */
export function agreedAmount(lines: readonly AgreementLine[]): Money {
  return add(zero, ...lines.map(({ price, agreed }) => amountOf(price, agreed)));
}

/** SHA-256 of the canonical text, lower-case hex: what a signature is given for. */
export function contentHash(content: AgreementContent | AmendmentContent): string {
  return hashOf(content);
}
