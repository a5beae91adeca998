import type { PolicyBook } from '@daylight/rules/policy/book.ts';
import type { Claim, Clause, ClauseKind } from '@daylight/rules/policy/document.ts';
import type { SourceFile } from './sources.ts';

/** What carries out a clause, by the four things that the requirements ask for. */
export interface Evidence {
  /** Files of a feature in packages/rules that name the clause, and users of a parameter that the clause sets. */
  readonly rule: readonly string[];
  /** Endpoint ids whose definition lists the clause. */
  readonly endpoint: readonly string[];
  /** Files of packages/web with the clause in a line '// screen: JS-11, JS-11A' at the top. */
  readonly screen: readonly string[];
  /** Test files with the clause in the name of a test or of a group of tests. */
  readonly test: readonly string[];
}
export type EvidenceKind = keyof Evidence;

export interface TraceRow extends Evidence {
  readonly clause: Clause;
  readonly claim: Claim;
}

/** A clause id that stands somewhere and is not in policy/clauses.json. */
export interface UnknownClause {
  readonly clause: string;
  readonly path: string;
}

export interface Trace {
  readonly rows: readonly TraceRow[];
  readonly unknown: readonly UnknownClause[];
}

/** What a clause of each kind needs before it may be called done. */
export const needs: Readonly<Record<ClauseKind, readonly EvidenceKind[]>> = {
  R: ['rule', 'endpoint', 'screen', 'test'],
  F: ['endpoint', 'screen', 'test'],
  D: ['endpoint', 'screen', 'test'],
};

const clauseId = /\b(?:HN|JS|SX|GD|GY)-\d{1,2}(?:\.\d{1,2})?[a-zA-Z]?\b/g;
const screenLine = /^\/\/ screen: (.*)$/gm;
const testName = /\b(?:test|it|describe)(?:\.\w+)*(?:\([^'"`)]*\))?\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g;
/** A row of `test.each` whose first text names it: 'JS-11B five working days'. */
const rowName = /(['"`])((?:HN|JS|SX|GD|GY)-[\w.]+[ :,、](?:\\.|(?!\1).)*)\1/g;
const endpointPart = /\bid: '([^']+)'|\bclauses: \[([^\]]*)\]/g;

type Found = Map<string, { readonly [K in EvidenceKind]: Set<string> }>;

function note(found: Found, text: string, kind: EvidenceKind, where: string): void {
  for (const [clause] of text.matchAll(clauseId)) found.get(clause)?.[kind].add(where);
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** Where clauses are listed rather than carried out: naming one there proves nothing about it. */
const policyOwn = /^packages\/(rules|server)\/src\/policy\//;
/** Rules stand in the folder of their feature; the files beside the folders serve them all. */
const featureRule = /^packages\/rules\/src\/[^/]+\//;

function lookAt(found: Found, { path, text }: SourceFile): void {
  if (policyOwn.test(path)) return;
  if (isTest(path)) {
    const names = [...text.matchAll(testName), ...(text.includes('.each(') ? text.matchAll(rowName) : [])];
    for (const match of names) note(found, match[2] ?? '', 'test', path);
  } else if (featureRule.test(path)) {
    note(found, text, 'rule', path);
  } else if (path.startsWith('packages/api/src/')) {
    let id = path;
    for (const [, newId, clauses] of text.matchAll(endpointPart)) {
      id = newId ?? id;
      note(found, clauses ?? '', 'endpoint', id);
    }
  } else if (path.startsWith('packages/web/src/')) {
    for (const match of text.matchAll(screenLine)) note(found, match[1] ?? '', 'screen', path);
  }
}

/** A value in a pack is nothing by itself: it counts for a clause where some rule or command asks for it. */
function lookAtParameters(found: Found, book: PolicyBook, sources: readonly SourceFile[]): void {
  const askers = sources.filter(
    ({ path }) => /^packages\/(rules|server)\/src\//.test(path) && !policyOwn.test(path) && !isTest(path),
  );
  for (const [key, provisions] of Object.entries(book.provisions)) {
    const users = askers.filter(({ text }) => text.includes(`'${key}'`));
    for (const { clause } of provisions) {
      const rule = clause === null ? undefined : found.get(clause)?.rule;
      for (const { path } of users) rule?.add(path);
    }
  }
}

interface TraceSources {
  readonly clauses: readonly Clause[];
  readonly claims: readonly Claim[];
  readonly book: PolicyBook;
  readonly sources: readonly SourceFile[];
}

/** For each clause of the requirements, what in the product carries it out. */
export function traceOf({ clauses, claims, book, sources }: TraceSources): Trace {
  const found: Found = new Map(
    clauses.map(({ id }) => [
      id,
      {
        rule: new Set<string>(),
        endpoint: new Set<string>(),
        screen: new Set<string>(),
        test: new Set<string>(),
      },
    ]),
  );
  for (const source of sources) lookAt(found, source);
  lookAtParameters(found, book, sources);
  const claimOf = new Map(claims.map((each) => [each.clause, each]));
  const rows = clauses.map((clause) => {
    const evidence = found.get(clause.id);
    const list = (kind: EvidenceKind) => [...(evidence?.[kind] ?? [])].toSorted();
    const claim = claimOf.get(clause.id) ?? { clause: clause.id, state: 'not yet' as const, note: null };
    return {
      clause,
      claim,
      rule: list('rule'),
      endpoint: list('endpoint'),
      screen: list('screen'),
      test: list('test'),
    };
  });
  const unknown = sources.flatMap(({ path, text }) =>
    [...new Set(text.match(clauseId) ?? [])]
      .filter((clause) => !found.has(clause))
      .map((clause) => ({ clause, path })),
  );
  return { rows, unknown };
}

/** What a clause still lacks before it may be called done. */
export function missingOf(row: TraceRow): readonly EvidenceKind[] {
  return needs[row.clause.kind].filter((kind) => row[kind].length === 0);
}

/** Claims that say more than is there, as sentences: 'done' lacking something, 'part' without anything or a note. */
export function overclaims(trace: Trace): readonly string[] {
  return trace.rows.flatMap((row) => {
    const { id, kind } = row.clause;
    const { state, note: said } = row.claim;
    if (state === 'not yet') return [];
    const missing = missingOf(row);
    if (state === 'done') {
      return missing.length === 0 ? [] : [`${id} (${kind}) claims 'done' without ${missing.join(', ')}`];
    }
    if (missing.length === needs[kind].length) return [`${id} (${kind}) claims 'part' with nothing there`];
    return said === null ? [`${id} (${kind}) claims 'part' without a note that says what is missing`] : [];
  });
}
