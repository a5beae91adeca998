import { type PolicyBook, resolve } from '../policy/book.ts';
import type { Provision, Term } from '../policy/provision.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';
import type { PublicityKind } from './kind.ts';

/** What holds for a list on the day it became public, and for its objections from then on. */
export interface PublicityPolicy {
  readonly period: Provision<Term>;
  readonly takeUpWithin: Provision<Term>;
  readonly concludeWithin: Provision<Term>;
  /** Working days. */
  readonly extensionMax: Provision<number>;
  readonly holdsWholeList: Provision<boolean>;
}

export function publicityPolicyOf(
  book: PolicyBook,
  jurisdiction: string,
  on: IsoDate,
  kind: PublicityKind,
): PublicityPolicy {
  const period = resolve(book, 'publicity.period', jurisdiction, on);
  return {
    period: { ...period, value: period.value[kind] },
    takeUpWithin: resolve(book, 'publicity.takeUpWithin', jurisdiction, on),
    concludeWithin: resolve(book, 'publicity.concludeWithin', jurisdiction, on),
    extensionMax: resolve(book, 'publicity.extensionMaxWorkdays', jurisdiction, on),
    holdsWholeList: resolve(book, 'publicity.holdsWholeList', jurisdiction, on),
  };
}

/** 结果公布并接受申投诉。 */
export const objectionBasis: Basis = { document: 'js-2020-22', article: '13', clause: 'JS-13b' };
/** 内部控制：谁录入谁不审批，举报人信息保密。 */
export const controlBasis: Basis = { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' };
