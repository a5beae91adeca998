import { licensesOf, readLockfile, strangeLicenses } from './lockfile.ts';

// npm run licenses: every package of package-lock.json by its licence, those of the running product first.
const locked = readLockfile();
for (const dev of [false, true]) {
  const groups = new Map<string, string[]>();
  for (const { each, license } of licensesOf(locked).filter((one) => one.each.dev === dev)) {
    const key = license ?? 'no licence named';
    groups.set(key, [...(groups.get(key) ?? []), `${each.name}@${each.version}`]);
  }
  console.log(dev ? '\nTo build and test' : 'In the running product');
  for (const [license, names] of [...groups].toSorted((a, b) => b[1].length - a[1].length))
    console.log(`\n${license} (${names.length})\n  ${names.toSorted().join(', ')}`);
}
const strange = strangeLicenses(locked);
if (strange.length > 0) {
  console.error(`\nNot among the allowed licences:\n  ${strange.join('\n  ')}`);
  process.exitCode = 1;
}
