import { readFile } from 'node:fs/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { CliCommand, CliIo } from '../cli-command.ts';
import { backup } from './write.ts';
import { restore } from './restore.ts';

function valuesOf(args: readonly string[], name: string): string[] {
  return args.flatMap((arg) => (arg.startsWith(`--${name}=`) ? [arg.slice(name.length + 3)] : []));
}

/** The one word that is no option: a file, or `-`. Null when there is none, or an option nobody knows. */
function targetOf(args: readonly string[], known: readonly string[]): string | null {
  const words = args.filter((arg) => arg === '-' || !arg.startsWith('-'));
  const options = args.filter((arg) => arg !== '-' && arg.startsWith('-'));
  const strange = options.some((arg) => !known.some((name) => arg.startsWith(`--${name}=`)));
  return words.length === 1 && !strange ? (words[0] ?? null) : null;
}

/** A file of keys as age-keygen writes it: comments, and one key per line. */
async function identitiesOf(args: readonly string[]): Promise<string[]> {
  const texts = await Promise.all(valuesOf(args, 'identity-file').map((file) => readFile(file, 'utf8')));
  return texts
    .flatMap((text) => text.split('\n').map((line) => line.trim()))
    .filter((line) => line.startsWith('AGE-'));
}

/** What goes wrong is told in a sentence and ends with 1. Words go beside the stream when the file is standard output. */
async function told(io: CliIo, work: () => Promise<void>): Promise<number> {
  try {
    await work();
    return 0;
  } catch (error) {
    io.fail((error as Error).message);
    return 1;
  }
}

async function makeBackup(args: readonly string[], io: CliIo): Promise<number> {
  const target = targetOf(args, ['to']);
  if (target === null) {
    io.fail('where to? npm run cli -- backup FILE');
    return 2;
  }
  const installation = await io.openDatabase();
  try {
    return await told(io, async () => {
      const recipients = valuesOf(args, 'to');
      const now = new Date().toISOString();
      const { url } = installation;
      const done = await backup({ url, dataDir: io.dataDir, target, recipients, now, log: io.fail });
      if (done.missing.length > 0)
        throw new Error(
          `written, but ${done.missing.length} files of evidence are not in the store: ${done.missing.slice(0, 10).join(', ')}`,
        );
      if (!done.secret)
        io.fail(
          'the secret of the installation is not in it: keep DAYLIGHT_SECRET or DATA_DIR/secret.key beside it, or encrypt the backup',
        );
    });
  } finally {
    await installation.close();
  }
}

async function restoreBackup(args: readonly string[], io: CliIo): Promise<number> {
  const source = targetOf(args, ['identity-file']);
  if (source === null) {
    io.fail('from where? npm run cli -- restore FILE');
    return 2;
  }
  const installation = await io.openDatabase();
  try {
    return await told(io, async () => {
      const identities = await identitiesOf(args);
      const done = await restore({
        url: installation.url,
        dataDir: io.dataDir,
        source,
        identities,
        log: io.print,
      });
      const rows = Object.values(done.tables).reduce((sum, table) => sum + table.rows, 0);
      io.print(`restored: ${rows} rows, ${done.files} files of evidence; the journal verifies`);
      if (!done.secret)
        io.print('the secret was not in it: set DAYLIGHT_SECRET, or put secret.key into DATA_DIR');
    });
  } finally {
    await installation.close();
  }
}

async function makeKey(_: readonly string[], io: CliIo): Promise<number> {
  const identity = await generateX25519Identity();
  io.print(`# keep this where the backups are not; public key: ${await identityToRecipient(identity)}`);
  io.print(identity);
  return 0;
}

export const backupCommands: readonly CliCommand[] = [
  {
    name: 'backup',
    usage: 'backup FILE|- [--to=age1… …]',
    summary:
      'writes database and evidence of one moment to a file, while the platform runs; encrypted on request',
    run: makeBackup,
  },
  {
    name: 'backup key',
    usage: 'backup key',
    summary: 'makes a key pair for encrypted backups (age)',
    run: makeKey,
  },
  {
    name: 'restore',
    usage: 'restore FILE|- [--identity-file=FILE]',
    summary: 'fills an empty database and a new DATA_DIR from a backup, and verifies both by the journal',
    run: restoreBackup,
  },
];
