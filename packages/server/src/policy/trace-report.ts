import type { ClauseState } from '@daylight/rules/policy/document.ts';
import type { EvidenceKind, Trace, TraceRow } from './trace.ts';
import { missingOf, needs } from './trace.ts';

const kinds: readonly EvidenceKind[] = ['rule', 'endpoint', 'screen', 'test'];
const states: readonly ClauseState[] = ['done', 'part', 'not yet'];

/** How many clauses are in each state, in the order done, part, not yet. */
function counts(rows: readonly TraceRow[]): string {
  return states
    .map((state) => `${rows.filter(({ claim }) => claim.state === state).length} ${state}`)
    .join(', ');
}

function mark(row: TraceRow, kind: EvidenceKind): string {
  if (row[kind].length > 0) return String(row[kind].length);
  return needs[row.clause.kind].includes(kind) ? '-' : ' ';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function tableOf(rows: readonly TraceRow[]): string {
  const head = `${'clause'.padEnd(9)}kind  ${'state'.padEnd(9)}${kinds.map((kind) => kind.padEnd(10)).join('')}`;
  const lines = rows.map(
    (row) =>
      `${row.clause.id.padEnd(9)}${row.clause.kind.padEnd(6)}${row.claim.state.padEnd(9)}` +
      kinds.map((kind) => mark(row, kind).padEnd(10)).join(''),
  );
  return [head, ...lines.map((line) => line.trimEnd()), '', `${rows.length} clauses: ${counts(rows)}`].join(
    '\n',
  );
}

/** 'packages/rules/src/x.ts' as a link that works from docs/. */
function linked(path: string): string {
  return path.includes('/') ? `[${path.split('/').at(-1)}](../${path})` : `\`${path}\``;
}

function markdownRow(row: TraceRow): string {
  const evidence = kinds.map((kind) => row[kind].map(linked).join('<br>') || '–');
  const missing = row.claim.state === 'part' ? missingOf(row).join(', ') : '';
  const note = [row.claim.note?.en ?? '', missing === '' ? '' : `Missing: ${missing}.`]
    .filter(Boolean)
    .join(' ');
  const said = cell(row.clause.en) + (note === '' ? '' : `<br>*${cell(note)}*`);
  return `| ${row.clause.id} | ${row.clause.kind} | ${row.claim.state} | ${said} | ${evidence.join(' | ')} |`;
}

/** The trace as a table for a terminal and as docs/trace.md. */
export function traceReport({ rows }: Trace): { readonly table: string; readonly markdown: string } {
  const markdown = [
    '# Policy trace',
    '',
    'Written by `npm run trace`; do not edit. What each clause of the requirements claims stands in',
    '`policy/trace.json`; rule, endpoint, screen and test are found in the code. A clause is done when a rule (kind R),',
    'an endpoint, a screen and a test name it; a test fails if a claim says more than is there.',
    '',
    `${rows.length} clauses: ${counts(rows)}.`,
    '',
    '| Clause | Kind | State | What the system must do | Rule | Endpoint | Screen | Test |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(markdownRow),
    '',
  ].join('\n');
  return { table: tableOf(rows), markdown };
}
