import path from 'node:path';
import type { CliCommand, CliIo } from './cli-command.ts';
import { commands } from './commands.ts';
import { visitEmbedded } from './embedded/postgres.ts';

function io(): CliIo {
  const dataDir = path.resolve(process.env['DATA_DIR'] ?? '.data');
  return {
    dataDir,
    print: (line) => console.log(line),
    fail: (line) => console.error(line),
    openDatabase: async () => {
      const url = process.env['DATABASE_URL'];
      if (url !== undefined) return { url, close: async () => undefined };
      const embedded = await visitEmbedded({ dataDir, log: () => undefined });
      return { url: embedded.url, close: () => embedded.stop() };
    },
  };
}

function usage(all: readonly CliCommand[]): string {
  const lines = all.map((each) => `  ${each.usage}\n      ${each.summary}`);
  return `npm run cli -- COMMAND …\n\n${lines.join('\n')}`;
}

const words = process.argv.slice(2);
const found = commands
  .filter((each) => each.name.split(' ').every((word, index) => words[index] === word))
  .toSorted((a, b) => b.name.length - a.name.length)[0];
if (found === undefined) {
  console.error(usage(commands));
  process.exitCode = words.length === 0 || words[0] === 'help' ? 0 : 2;
} else {
  process.exitCode = await found.run(words.slice(found.name.split(' ').length), io());
}
