import type { CliCommand } from './cli-command.ts';
import { backupCommands } from './backup/cli.ts';
import { catalogueCommands } from './features/catalogue/cli.ts';
import { journalCommands } from './features/journal/cli.ts';
import { tenderCommands } from './features/tender/cli.ts';

/** Every command of the command line, one line per feature. */
export const commands: readonly CliCommand[] = [
  ...backupCommands,
  ...catalogueCommands,
  ...journalCommands,
  ...tenderCommands,
];
