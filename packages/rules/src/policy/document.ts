import type { IsoDate } from '../time.ts';
import type { Wording } from './provision.ts';

/** One article (条款) of a published document, in short. */
export interface Article extends Wording {
  /** As the document writes it: '11.B', '五（五）'. */
  readonly number: string;
  /** The key sentence of the original, where its wording matters. */
  readonly quote: string | null;
  /** Clause ids of the requirements that hang on it. */
  readonly clauses: readonly string[];
}

/** A document that values and decisions rest on. */
export interface PolicyDocument {
  readonly id: string;
  readonly title: Wording;
  /** 文号, null where the text at hand has none. */
  readonly number: string | null;
  readonly issuer: Wording;
  readonly jurisdiction: string;
  readonly published: IsoDate | null;
  readonly from: IsoDate | null;
  readonly until: IsoDate | null;
  /** File name of the text it was read from, null where only copies were seen. */
  readonly source: string | null;
  /** 'default' is this product's own list of values, not a document of an authority. */
  readonly status: 'final' | 'draft' | 'default';
  readonly toBeConfirmed: boolean;
  readonly note: Wording | null;
  readonly articles: readonly Article[];
}

/** R: a rule with parameters; F: a function of the product; D: a duty that is recorded and chased. */
export type ClauseKind = 'R' | 'F' | 'D';

/** A clause of the requirements: what the system must do, and the first article that demands it. */
export interface Clause extends Wording {
  readonly id: string;
  readonly kind: ClauseKind;
  readonly document: string;
  readonly article: string;
}
export type ClauseState = 'done' | 'part' | 'not yet';

/** What the project claims about a clause; a test holds the claim against what is there. */
export interface Claim {
  readonly clause: string;
  readonly state: ClauseState;
  readonly note: Wording | null;
}

/** A place that has a policy pack, with its name. */
export interface Jurisdiction extends Wording {
  /** GB/T 2260. */
  readonly code: string;
}
