/** What a decision rests on: a clause of the requirements and the article of the published document. */
export interface Basis {
  /** Document id as in policy/documents.json, or 'daylight' for a default of this product. */
  readonly document: string;
  /** The article as the document numbers it, e.g. '11.B' or '五（五）'. */
  readonly article: string;
  /** Clause id of the requirements, e.g. 'JS-11B'. */
  readonly clause: string | null;
}

/** Values that explain a refusal or decision to a person: numbers are counts, money and dates are text. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** An expected "no": a value, never an exception. `code` has a text in the API's refusal lists. */
export interface Refusal<Code extends string = string> {
  readonly ok: false;
  readonly code: Code;
  readonly basis: Basis | null;
  /** The input field that has to change, as a path such as 'lines.3.quantity'. */
  readonly field: string | null;
  readonly facts: Facts;
}

export type Result<T, Code extends string = string> = Ok<T> | Refusal<Code>;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export interface Why {
  readonly basis?: Basis | null;
  readonly field?: string;
  readonly facts?: Facts;
}

export function refuse<Code extends string>(code: Code, why: Why = {}): Refusal<Code> {
  return { ok: false, code, basis: why.basis ?? null, field: why.field ?? null, facts: why.facts ?? {} };
}

/** A broken promise of our own code: crashes, is never shown to a user as a refusal. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

export function never(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
