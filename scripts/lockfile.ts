import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './web-build.ts';

/** One installed package as package-lock.json names it. */
export interface Locked {
  /** 'node_modules/a/node_modules/b' */
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly license: string | null;
  /** Needed to build and test only. */
  readonly dev: boolean;
  readonly installScript: boolean;
  readonly optionalOf: readonly string[];
}

interface Entry {
  readonly version?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Every package of package-lock.json except our own. */
export function readLockfile(root: string = ROOT): Locked[] {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, Entry>>;
  };
  const parents = new Map<string, string[]>();
  for (const [place, entry] of Object.entries(packages)) {
    for (const name of Object.keys(entry.optionalDependencies ?? {}))
      parents.set(name, [...(parents.get(name) ?? []), place]);
  }
  return Object.entries(packages)
    .filter(([place, entry]) => place.includes('node_modules/') && entry.link !== true)
    .map(([place, entry]) => {
      const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return {
        place,
        name,
        version: entry.version ?? '',
        license: entry.license ?? null,
        dev: entry.dev === true,
        installScript: entry.hasInstallScript === true,
        optionalOf: parents.get(name) ?? [],
      };
    });
}

/**
 * Licences that may be distributed with an Apache-2.0 product as they are used here. MPL-2.0 obliges only whoever
 * changes its files; it is in tools of the build and its tests. Another licence is a decision of its own.
 */
export const allowedLicenses: ReadonlySet<string> = new Set([
  '0BSD',
  '(MIT OR CC0-1.0)',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
]);
export const allowedToBuild: ReadonlySet<string> = new Set([...allowedLicenses, 'MPL-2.0']);

/** Packages whose package.json names no licence, with the one in their licence file, for the version that was read. */
const inTheirFile: ReadonlyMap<string, string> = new Map([['png-js@2.0.0', 'MIT']]);

/**
 * Licence of each package. The parts of a tool for other machines, which a registry may not describe, have the licence of
 * the tool: they are built from its source.
 */
export function licensesOf(
  locked: readonly Locked[],
): { readonly each: Locked; readonly license: string | null }[] {
  const at = new Map(locked.map((each) => [each.place, each]));
  return locked.map((each) => {
    const whole = each.optionalOf
      .map((place) => at.get(place)?.license)
      .find((license) => license !== null && license !== undefined);
    const license = each.license ?? whole ?? inTheirFile.get(`${each.name}@${each.version}`) ?? null;
    return { each, license };
  });
}

/** Packages whose licence nobody has allowed, as 'name@version: licence'. */
export function strangeLicenses(locked: readonly Locked[]): string[] {
  return licensesOf(locked)
    .filter(
      ({ each, license }) => license === null || !(each.dev ? allowedToBuild : allowedLicenses).has(license),
    )
    .map(({ each, license }) => `${each.name}@${each.version}: ${license ?? 'none named'}`);
}
