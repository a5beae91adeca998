/**
 * What may stand in the log. Errors tell values: a broken unique key prints the row, a parser prints what it met, a
 * cast prints the text. The log is read by people who may not see phone numbers, names or passwords, so of an error
 * only its kind, the places in the code and the names of tables and constraints are written down.
 */
interface LoggedError {
  readonly [key: string]: unknown;
  readonly type: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly routine?: string;
  /** The type and code again, where log readers look for it; never what the error says. */
  readonly message: string;
  /** Places in the code. */
  readonly stack: string;
  readonly causes?: readonly LoggedError[];
}

const framesMax = 12;
const causesMax = 5;

function textOf(error: object, name: string): string | undefined {
  const value = (error as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : undefined;
}

/** An error without anything it may have been told by a user or the database. */
export function safeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: typeof error, stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const inner =
    error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause];
  const found = Object.fromEntries(
    ['code', 'constraint', 'table', 'routine'].flatMap((name) => {
      const value = textOf(error, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    type: error.name,
    ...found,
    message: [error.name, textOf(error, 'code')].filter((word) => word !== undefined).join(' '),
    stack: frames
      .slice(0, framesMax)
      .map((line) => line.trim())
      .join('\n'),
    ...(inner.length === 0 ? {} : { causes: inner.slice(0, causesMax).map(safeError) }),
  };
}

/** Where the log goes and what it holds: one JSON object per line. */
export function logOptions(level: string, write: (line: string) => void) {
  return {
    level,
    base: null,
    // Instants as everywhere else, not a count of milliseconds.
    timestamp: (): string => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: safeError },
    stream: { write: (line: string) => write(line.trimEnd()) },
  };
}
