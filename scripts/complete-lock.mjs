// Adds to package-lock.json the packages for other platforms that the registry in use does not offer (a mirror may
// keep only some). npm install leaves them out in silence, and npm ci then refuses the file everywhere. They stand
// there without a checksum until somebody runs npm install with a registry that has them.
// node scripts/complete-lock.mjs [--verify]
import fs from 'node:fs';
import path from 'node:path';

const file = path.join(import.meta.dirname, '..', 'package-lock.json');
const lock = JSON.parse(fs.readFileSync(file, 'utf8'));

const SYSTEMS = {
  darwin: 'darwin',
  linux: 'linux',
  android: 'android',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
};
const PROCESSORS = ['x64', 'arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32', 'ppc'];

/** What the name says about where it runs: '@oxfmt/binding-linux-arm64-musl'. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const system = /(?:^|[/-])(?:win32|windows)/.test(name)
    ? 'win32'
    : words.map((word) => SYSTEMS[word]).find(Boolean);
  const processor = PROCESSORS.find((each) => words.includes(each));
  const libc = /musl/.test(name) ? ['musl'] : /-gnu/.test(name) && system === 'linux' ? ['glibc'] : undefined;
  if (system === undefined || processor === undefined) return null;
  return { cpu: [processor], ...(libc === undefined ? {} : { libc }), os: [system] };
}

/** Where Node would find `name` from the package at `from`, or null. */
function placeOf(name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const place = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (lock.packages[place] !== undefined) return place;
    if (at === '') return null;
  }
}

const missing = [];
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (placeOf(name, from) !== null) continue;
    missing.push({ name, version, dev: entry.dev === true, from });
  }
}

const strange = missing.filter((each) => platformOf(each.name) === null || !/^[~^]?\d/.test(each.version));
for (const each of strange) console.error(`${each.from} wants ${each.name}@${each.version}: not understood`);
console.log(`${missing.length} platform packages are not in package-lock.json`);
if (process.argv.includes('--verify')) process.exit(missing.length === 0 ? 0 : 1);
for (const each of missing) {
  if (strange.includes(each)) continue;
  const { cpu, libc, os } = platformOf(each.name);
  const version = each.version.replace(/^[~^]/, '');
  const entry = {
    version,
    cpu,
    ...(each.dev ? { dev: true } : {}),
    ...(libc ? { libc } : {}),
    optional: true,
    os,
  };
  lock.packages[`node_modules/${each.name}`] = entry;
}
const root = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
fs.writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(root) }, null, 2)}\n`);
