import { type PolicyBook, resolve } from '../policy/book.ts';
import type { Provision, Term } from '../policy/provision.ts';
import type { ScoreSheet } from '../policy/shapes.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** What holds for a review on the day it was asked for. */
export interface PanelPolicy {
  readonly seats: Provision<number>;
  readonly quorum: Provision<number>;
  readonly drawDelayMinutes: Provision<number>;
  readonly answerWithin: Provision<Term>;
  readonly scoreWithin: Provision<Term>;
  readonly signWithin: Provision<Term>;
  readonly sheet: Provision<ScoreSheet>;
}

export function panelPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): PanelPolicy {
  return {
    seats: resolve(book, 'panel.seats', jurisdiction, on),
    quorum: resolve(book, 'panel.quorum', jurisdiction, on),
    drawDelayMinutes: resolve(book, 'panel.drawDelayMinutes', jurisdiction, on),
    answerWithin: resolve(book, 'panel.answerWithin', jurisdiction, on),
    scoreWithin: resolve(book, 'panel.scoreWithin', jurisdiction, on),
    signWithin: resolve(book, 'panel.signWithin', jurisdiction, on),
    sheet: resolve(book, 'panel.scoreSheet', jurisdiction, on),
  };
}

/** 专家组评审 (JS-8). */
export const reviewBasis: Basis = { document: 'js-2020-22', article: '8', clause: 'JS-8' };
/** 利益回避、录入者不审批 (HN-15). */
export const controlBasis: Basis = { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' };
