import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { binariesIn, type Binaries } from './binaries.ts';

/** A user of the operating system who is not root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface Place {
  readonly binaries: Binaries;
  /** Folder that holds everything of this database server: its data, password, log and owner note. */
  readonly home: string;
  /** PostgreSQL's own data directory, below home. */
  readonly data: string;
  /** Who runs the server; null means whoever runs this process. */
  readonly account: Account | null;
}

/** For a checkout that only root may enter, such as one in /root. */
const REACHABLE_ROOT = '/var/lib/daylight';
/** In order of preference: an account of its own, then PostgreSQL's, then nobody's. */
const ACCOUNTS = ['daylight', 'postgres', 'nobody'];

function accounts(): Account[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const all = lines.map((line) => line.split(':'));
  return all.flatMap(([name, , uid, gid]) =>
    name !== undefined && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : [],
  );
}

/** PostgreSQL refuses to run as root: picks who runs it then. Data that is already there keeps its owner. */
function unprivilegedAccount(data: string): Account {
  const known = accounts();
  const owner = existsSync(data) ? statSync(data).uid : 0;
  const keeper = known.find((account) => account.uid === owner);
  if (keeper !== undefined) return keeper;
  for (const name of ACCOUNTS) {
    const found = known.find((account) => account.name === name);
    if (found !== undefined) return found;
  }
  throw new Error(
    `PostgreSQL does not run as root, and this machine has none of the users ${ACCOUNTS.join(', ')}. ` +
      'Start as an ordinary user, or set DATABASE_URL.',
  );
}

function runsAs(account: Account, command: string, args: string[]): boolean {
  const run = spawnSync(command, args, { uid: account.uid, gid: account.gid, cwd: '/', stdio: 'ignore' });
  return run.status === 0;
}

/** Whether the account may enter the folder: asked of the system, since mode bits do not tell everything. */
function mayEnter(account: Account, folder: string): boolean {
  return runsAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]);
}

/** A folder that everybody may enter, whatever root's umask says. */
function makeOpenFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/** Lets everybody read a tree that was installed under a strict umask. */
function openForReading(entry: string): void {
  const status = lstatSync(entry);
  if (status.isSymbolicLink()) return;
  chmodSync(entry, status.isDirectory() || (status.mode & 0o100) !== 0 ? 0o755 : 0o644);
  if (!status.isDirectory()) return;
  for (const name of readdirSync(entry)) openForReading(path.join(entry, name));
}

/** A copy of the binaries that the account can reach; made once per version. */
function reachableBinaries(binaries: Binaries, account: Account, log: (line: string) => void): Binaries {
  if (runsAs(account, binaries.postgres, ['--version'])) return binaries;
  const target = path.join(REACHABLE_ROOT, `postgresql-${binaries.version}`);
  if (!existsSync(target)) {
    log(`user ${account.name} cannot reach ${binaries.root}, so PostgreSQL is copied to ${target}`);
    makeOpenFolder(REACHABLE_ROOT);
    const draft = `${target}.${randomBytes(4).toString('hex')}`;
    cpSync(binaries.root, draft, { recursive: true, verbatimSymlinks: true });
    openForReading(draft);
    try {
      renameSync(draft, target);
    } catch (error) {
      // Another start may have made the same copy at the same moment; theirs is as good.
      rmSync(draft, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
  }
  const copy = binariesIn(target, binaries.version);
  if (runsAs(account, copy.postgres, ['--version'])) return copy;
  throw new Error(`user ${account.name} cannot run ${copy.postgres}; delete ${target} and start again`);
}

/**
 * Where the account can keep data for `dataDir`: there itself, or in a folder that a link in `dataDir`
 * names. The link is the only record, so that deleting `dataDir` means to begin anew.
 */
function reachableHome(dataDir: string, account: Account, log: (line: string) => void): string {
  const link = path.join(dataDir, 'elsewhere');
  if (!existsSync(link)) {
    if (mayEnter(account, dataDir)) return dataDir;
    if (existsSync(path.join(dataDir, 'postgres'))) {
      throw new Error(
        `user ${account.name}, who owns the data in ${dataDir}, can no longer enter that folder`,
      );
    }
    const home = path.join(REACHABLE_ROOT, `data-${randomBytes(6).toString('hex')}`);
    makeOpenFolder(REACHABLE_ROOT);
    makeOpenFolder(home);
    rmSync(link, { force: true });
    symlinkSync(home, link);
  }
  const home = readlinkSync(link);
  log(`user ${account.name} cannot enter ${dataDir}, so the data is in ${home}`);
  return home;
}

function refuseForeignData(data: string): void {
  if (!existsSync(data) || process.getuid === undefined || statSync(data).uid === process.getuid()) return;
  throw new Error(
    `the data in ${data} belongs to another user of this machine (it was made by root's start). ` +
      'Start as root again, or set DATA_DIR to another folder.',
  );
}

/** Decides who runs PostgreSQL and where it lives. Creates `dataDir`; says what is not where one expects it. */
export function findPlace(dataDir: string, installed: Binaries, log: (line: string) => void): Place {
  mkdirSync(dataDir, { recursive: true });
  const link = path.join(dataDir, 'elsewhere');
  if (process.getuid?.() !== 0) {
    const data = path.join(dataDir, 'postgres');
    refuseForeignData(existsSync(link) ? link : data);
    return { binaries: installed, home: dataDir, data, account: null };
  }
  const account = unprivilegedAccount(path.join(existsSync(link) ? link : dataDir, 'postgres'));
  const home = reachableHome(dataDir, account, log);
  return {
    binaries: reachableBinaries(installed, account, log),
    home,
    data: path.join(home, 'postgres'),
    account,
  };
}
