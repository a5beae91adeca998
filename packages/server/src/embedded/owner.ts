import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';

/**
 * Tells a process from a later one that was given the same number; null when there is no such process.
 * Where the system offers no start time, the number alone has to do.
 */
function identity(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The command in parentheses may hold spaces; the start time is the 20th field after it.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z') return null;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
    } catch {
      return null;
    }
  }
  if (process.platform === 'win32') return 'alive';
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.status === 0 ? ps.stdout.trim() : null;
}

function ownerFile(home: string): string {
  return path.join(home, 'owner.json');
}

/** The process that keeps this database running, if it lives; a note left by a dead one counts for nothing. */
export function livingOwner(home: string): number | null {
  if (!existsSync(ownerFile(home))) return null;
  let note: { pid: number; identity: string };
  try {
    note = JSON.parse(readFileSync(ownerFile(home), 'utf8')) as typeof note;
  } catch {
    // Cut short by a crash while it was written.
    return null;
  }
  return identity(note.pid) === note.identity ? note.pid : null;
}

/** Notes that this process keeps the database in `home`. Throws when another living process does. */
export function takeOwnership(home: string): void {
  const other = livingOwner(home);
  if (other !== null) {
    throw new Error(
      `the database in ${home} is already in use by process ${other}. ` +
        'Stop that one first, or set DATA_DIR to another folder.',
    );
  }
  rmSync(ownerFile(home), { force: true });
  const note = JSON.stringify({ pid: process.pid, identity: identity(process.pid) });
  try {
    writeFileSync(ownerFile(home), note, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(`another process has just taken the database in ${home}; start again when it has ended`);
  }
}

export function giveUpOwnership(home: string): void {
  if (livingOwner(home) === process.pid) rmSync(ownerFile(home), { force: true });
}

/**
 * The PostgreSQL that runs on this data directory, or null. A number in
 * postmaster.pid proves nothing by itself: after a reboot or in a container it may be anybody's.
 */
export function runningPostmaster(data: string): number | null {
  const pid = notedPostmaster(data);
  if (pid === null || identity(pid) === null) return null;
  if (process.platform === 'linux') {
    try {
      // The postmaster works in its data directory and is called postgres.
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '';
      const folder = readlinkSync(`/proc/${pid}/cwd`);
      return path.basename(command).startsWith('postgres') && folder === realpathSync(data) ? pid : null;
    } catch {
      return null;
    }
  }
  if (process.platform === 'win32') return pid;
  const ps = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.stdout.includes('postgres') && ps.stdout.includes(data) ? pid : null;
}

function notedPostmaster(data: string): number | null {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

/** Port of the server that runs on this data directory and is ready; null when there is none. */
export function portOfRunning(data: string): number | null {
  if (runningPostmaster(data) === null) return null;
  const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
  return lines[7]?.trim() === 'ready' ? Number(lines[3]) : null;
}

/** Removes a postmaster.pid whose process is not our PostgreSQL; PostgreSQL itself may refuse to start over it. */
export function clearStalePidFile(data: string): void {
  if (notedPostmaster(data) !== null && runningPostmaster(data) === null) {
    rmSync(path.join(data, 'postmaster.pid'), { force: true });
  }
}
