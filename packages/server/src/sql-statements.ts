export interface SqlStatement {
  /** Without the closing semicolon and without what stands before and after it. */
  readonly text: string;
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
}

// Each is tried at a place where a statement goes on; what it matches holds no end of a statement.
const QUOTED = /'(?:[^']|'')*'/y;
const ESCAPED = /[eE]'(?:[^'\\]|\\[^]|'')*'/y;
const IDENTIFIER_QUOTED = /"(?:[^"]|"")*"/y;
const LINE_COMMENT = /--[^\n]*/y;
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w$]*/y;

const ROUTINE = /^create (?:or replace )?(?:function|procedure) /;

interface Scan {
  readonly source: string;
  readonly file: string;
  at: number;
}

function matchAt(scan: Scan, pattern: RegExp): string | null {
  pattern.lastIndex = scan.at;
  return pattern.exec(scan.source)?.[0] ?? null;
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length;
}

function unterminated(scan: Scan, what: string): Error {
  return new Error(`${scan.file}:${lineAt(scan.source, scan.at)}: ${what} has no end`);
}

/** Block comments of SQL nest. */
function skipBlockComment(scan: Scan): void {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = scan.at;
  let depth = 0;
  for (let found = mark.exec(scan.source); found !== null; found = mark.exec(scan.source)) {
    depth += found[0] === '/*' ? 1 : -1;
    if (depth === 0) {
      scan.at = mark.lastIndex;
      return;
    }
  }
  throw unterminated(scan, 'a comment');
}

function skipComment(scan: Scan): boolean {
  if (scan.source.startsWith('/*', scan.at)) {
    skipBlockComment(scan);
    return true;
  }
  const line = matchAt(scan, LINE_COMMENT);
  if (line === null) return false;
  scan.at += line.length;
  return true;
}

function skipText(scan: Scan): boolean {
  const quoted =
    matchAt(scan, ESCAPED) ?? matchAt(scan, QUOTED) ?? matchAt(scan, IDENTIFIER_QUOTED) ?? dollarQuoted(scan);
  if (quoted !== null) {
    scan.at += quoted.length;
    return true;
  }
  const sign = scan.source[scan.at];
  if (sign === "'" || sign === '"') throw unterminated(scan, sign === "'" ? 'a text' : 'a quoted name');
  return false;
}

function dollarQuoted(scan: Scan): string | null {
  const tag = matchAt(scan, DOLLAR_TAG);
  if (tag === null) return null;
  const end = scan.source.indexOf(tag, scan.at + tag.length);
  if (end < 0) throw unterminated(scan, `a text in ${tag}`);
  return scan.source.slice(scan.at, end + tag.length);
}

/** How deep a statement stands in parentheses, and in a `begin atomic … end` of a routine, where semicolons go on. */
class Nesting {
  private parentheses = 0;
  private blocks = 0;
  private words = '';

  get closed(): boolean {
    return this.parentheses <= 0 && this.blocks === 0;
  }

  word(raw: string): void {
    const word = raw.toLowerCase();
    if (this.words.length < 60) this.words += `${word} `;
    if (!ROUTINE.test(this.words)) return;
    if (word === 'begin' || (word === 'case' && this.blocks > 0)) this.blocks += 1;
    else if (word === 'end' && this.blocks > 0) this.blocks -= 1;
  }

  sign(sign: string | undefined): void {
    if (sign === '(') this.parentheses += 1;
    else if (sign === ')') this.parentheses -= 1;
  }
}

/** Splits a file into its statements. `file` names it in errors. Throws when a text or comment has no end. */
export function splitStatements(source: string, file: string): SqlStatement[] {
  const scan: Scan = { source, file, at: 0 };
  const statements: SqlStatement[] = [];
  let start = -1;
  let end = 0;
  let nesting = new Nesting();
  const close = (): void => {
    if (start >= 0) statements.push({ text: source.slice(start, end), line: lineAt(source, start) });
    start = -1;
    nesting = new Nesting();
  };
  while (scan.at < source.length) {
    const sign = source[scan.at];
    if (/\s/.test(sign ?? '')) scan.at += 1;
    else if (skipComment(scan)) continue;
    else if (sign === ';' && nesting.closed) {
      close();
      scan.at += 1;
    } else {
      if (start < 0) start = scan.at;
      takeToken(scan, nesting);
      end = scan.at;
    }
  }
  if (!nesting.closed) throw new Error(`${file}:${lineAt(source, start)}: the statement has no end`);
  close();
  return statements;
}

function takeToken(scan: Scan, nesting: Nesting): void {
  if (skipText(scan)) return;
  const word = matchAt(scan, WORD);
  if (word === null) nesting.sign(scan.source[scan.at]);
  else nesting.word(word);
  scan.at += word?.length ?? 1;
}
