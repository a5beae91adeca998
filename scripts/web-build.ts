import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

export const ROOT = path.dirname(import.meta.dirname);

const DIST = path.join(ROOT, 'packages/web/dist');
const MARKER = path.join(ROOT, '.cache/web-built');
/** Everything that the web app is made of. */
const SOURCES = ['packages/web', 'packages/api/src', 'packages/rules/src', 'package-lock.json'];
const NOT_SOURCES = new Set(['dist', 'node_modules']);

function* filesOf(entry: string): Generator<string> {
  if (statSync(path.join(ROOT, entry)).isFile()) {
    if (!entry.includes('.test.')) yield entry;
    return;
  }
  for (const name of readdirSync(path.join(ROOT, entry)).toSorted()) {
    if (!NOT_SOURCES.has(name)) yield* filesOf(path.posix.join(entry, name));
  }
}

/** By content and not by date: a checkout dates everything anew, and an edit may be undone. */
function sourcesHash(): string {
  const sum = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(source))
      sum
        .update(file)
        .update('\0')
        .update(readFileSync(path.join(ROOT, file)));
  }
  return sum.digest('hex');
}

function isFresh(hash: string): boolean {
  const index = path.join(DIST, 'index.html');
  return existsSync(index) && existsSync(MARKER) && readFileSync(MARKER, 'utf8') === hash;
}

const COMPRESSED = /\.(js|css|wasm|svg)$/;
const COMPRESSED_BYTES_MIN = 1024;

/** Each text beside itself as .br: compressed once at the build, not at each request. */
function compressAssets(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (!COMPRESSED.test(name) || statSync(file).size < COMPRESSED_BYTES_MIN) continue;
    const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };
    writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file), options));
  }
}

/**
 * Builds the web app when its sources have changed since the last build. The new one takes the place of the old
 * only when it is whole. Answers whether it had to. Throws with the builder's own words when it fails.
 */
export async function buildWebWhenStale(signal?: AbortSignal): Promise<boolean> {
  const hash = sourcesHash();
  if (isFresh(hash)) return false;
  const draft = path.join(ROOT, `.cache/web-${process.pid}`);
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', 'packages/web', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number | null; output: string }>();
  const child = spawn(process.execPath, args, { cwd: ROOT, signal, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('error', reject);
  child.on('close', (code) => resolve({ code, output }));
  const run = await promise;
  try {
    if (run.code !== 0) throw new Error(`vite could not build packages/web:\n${run.output.trim()}`);
    compressAssets(path.join(draft, 'assets'));
    mkdirSync(path.dirname(MARKER), { recursive: true });
    rmSync(MARKER, { force: true });
    rmSync(DIST, { recursive: true, force: true });
    renameSync(draft, DIST);
    writeFileSync(MARKER, hash);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return true;
}

if (import.meta.main) {
  console.log((await buildWebWhenStale()) ? 'web app built' : 'web app up to date');
}
