import type { CliCommand } from './cli-command.ts';

/** Every command of the command line, one line per feature. */
export const commands: readonly CliCommand[] = [];
