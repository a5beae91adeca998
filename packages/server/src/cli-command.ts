/** One command of `npm run cli -- …`; features export theirs from features/<word>/cli.ts. */
export interface CliCommand {
  /** 'import national-codes': the words after `npm run cli --`. */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Answers the exit code. */
  run(args: readonly string[], io: CliIo): Promise<number>;
}

export interface CliIo {
  /** Connection of the installation that the environment names (DATABASE_URL) or of the embedded database under DATA_DIR. */
  openDatabase(): Promise<{ readonly url: string; close(): Promise<void> }>;
  readonly dataDir: string;
  print(line: string): void;
  fail(line: string): void;
}
