/**
 * A statement with its values beside its text, put together without a query builder: for the statements of the hottest paths,
 * where building and walking a tree of sixty values takes as long as all the rules of an order. It is prepared by its text
 * (db.ts), so the text should not vary with the values.
 */
export interface Statement {
  readonly [mark]: true;
  readonly strings: readonly string[];
  readonly values: readonly unknown[];
}
const mark = Symbol('statement');

/** Values become parameters; a statement within another becomes a part of its text. */
export function statement(strings: TemplateStringsArray, ...values: unknown[]): Statement {
  return { [mark]: true, strings, values };
}

function isStatement(value: unknown): value is Statement {
  return typeof value === 'object' && value !== null && mark in value;
}

/** As the database takes it: text with $1, $2 … and what they stand for. */
export function writtenOut(whole: Statement): { readonly text: string; readonly values: unknown[] } {
  const values: unknown[] = [];
  const textOf = ({ strings, values: parts }: Statement): string =>
    parts.reduce<string>((text, part, at) => {
      const next = strings[at + 1] ?? '';
      if (isStatement(part)) return `${text}${textOf(part)}${next}`;
      return `${text}$${values.push(part)}${next}`;
    }, strings[0] ?? '');
  return { text: textOf(whole), values };
}
