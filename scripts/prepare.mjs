// Runs before every command, on whatever Node the machine has: plain JavaScript, nothing but Node's own modules,
// and syntax that even an old Node can read, so that it can say that it is too old.
import { spawn, spawnSync } from 'child_process';
import crypto from 'crypto';
import fs from 'fs';
import path from 'path';
import { fileURLToPath } from 'url';

const NODE_MAJOR_MIN = 20;
const RUNTIME_MAJOR = 24;
const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const lock = path.join(root, 'package-lock.json');
const installed = path.join(modules, '.package-lock.json');
const marker = path.join(modules, '.daylight-lock-hash');

function lockHash() {
  return crypto.createHash('sha256').update(fs.readFileSync(lock)).digest('hex');
}

/** The content decides, since a checkout gives old files a new date; the date only where npm itself was used. */
function upToDate() {
  if (!fs.existsSync(installed)) return false;
  const hash = lockHash();
  if (fs.existsSync(marker) && fs.readFileSync(marker, 'utf8') === hash) return true;
  if (fs.statSync(installed).mtimeMs < fs.statSync(lock).mtimeMs) return false;
  fs.writeFileSync(marker, hash);
  return true;
}

/** A node outside node_modules, which npm ci is about to delete and fill again. */
function outsideNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env.PATH || '').split(path.delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file) || fs.realpathSync(file).startsWith(modules + path.sep)) continue;
    if (path.resolve(folder).includes(`${path.sep}node_modules${path.sep}`)) continue;
    return file;
  }
  return process.execPath;
}

function npmCi() {
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund'];
  const options = { cwd: root, stdio: 'inherit', env: { ...process.env, npm_config_loglevel: 'error' } };
  const viaNode = npm !== undefined && /\.c?js$/.test(npm);
  const child = viaNode
    ? spawn(outsideNode(), [npm, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
  return new Promise((resolve, reject) => {
    const begun = Date.now();
    // npm draws its own progress on a terminal; elsewhere it is silent, and silence looks like a hang.
    const beat = setInterval(() => {
      if (!process.stderr.isTTY)
        console.log(`  still installing (${Math.round((Date.now() - begun) / 1000)} s)`);
    }, 10_000);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(beat);
      resolve(code === null ? 1 : code);
    });
  });
}

function runtimeMajor() {
  const node = path.join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const run = spawnSync(node, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  return run.status === 0 ? Number(run.stdout.slice(1).split('.')[0]) : 0;
}

function stop(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

async function prepare() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < NODE_MAJOR_MIN) {
    stop(
      `Daylight needs Node ${NODE_MAJOR_MIN} or newer; this is ${process.versions.node}. See https://nodejs.org`,
    );
  }
  if (!upToDate()) {
    console.log('Installing what package-lock.json names (the first time takes a few minutes) …');
    const code = await npmCi();
    if (code !== 0) stop('npm ci failed; its message is above. Without a network nothing can be installed.');
    fs.writeFileSync(marker, lockHash());
    console.log('Installed.');
  }
  if (runtimeMajor() < RUNTIME_MAJOR) {
    stop(
      `Node ${RUNTIME_MAJOR}, which Daylight brings along as the npm package "node", is missing or cannot run here. ` +
        'It is set up by an install script: if npm was told to ignore those, run\n' +
        '  npm rebuild node --ignore-scripts=false',
    );
  }
}

void prepare();
