import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** A text in both languages of the product. */
export interface Wording {
  readonly zh: string;
  readonly en: string;
}

/** One dated value of a policy parameter with the article that sets it. */
export interface Provision<T> {
  readonly value: T;
  /** First day in force. */
  readonly from: IsoDate;
  /** Last day in force, null while open. */
  readonly until: IsoDate | null;
  /** Jurisdiction (GB/T 2260, '000000' national) whose pack sets the value. */
  readonly jurisdiction: string;
  readonly document: string;
  readonly article: string;
  readonly clause: string | null;
  /**
   * 'default': no published document sets the value; it is this product's own. 'decision': the bureau of the jurisdiction
   * set it by a decision on this platform; document and article are those that it may decide under.
   */
  readonly origin: 'published' | 'default' | 'decision';
  /** What a reader must know beside the article: our reading of it, or what is still to be confirmed. */
  readonly note: Wording | null;
}

export function basisOf(provision: Provision<unknown>): Basis {
  return { document: provision.document, article: provision.article, clause: provision.clause };
}

/** How long a term is and how it ends: Civil Code 201–203 unless the rule says otherwise. */
export interface Term {
  readonly amount: number;
  /**
   * 'workdayHour': hours of which only those on working days count (湖南 2025: 节假日不计入).
   * 'endOfNextMonth': the last day of the month `amount` months after the start (陕西 五（五）: 次月底 is amount 1).
   */
  readonly unit: 'workday' | 'naturalDay' | 'hour' | 'workdayHour' | 'month' | 'endOfNextMonth';
  /** Whether the first day counts (Civil Code 201: it does not). */
  readonly startCounted: boolean;
  /** What happens when the last day is not a working day. */
  readonly rollover: 'none' | 'nextWorkday' | 'secondWorkdayAfter';
  /** Wall clock in Asia/Shanghai at which the last day ends, '24:00' or e.g. '17:30'. */
  readonly cutoff: string;
}
