import { type PolicyBook, national } from '@daylight/rules/policy/book.ts';
import type { Provision } from '@daylight/rules/policy/provision.ts';
import { type PolicyKey, isPolicyKey, policyKeys } from '@daylight/rules/policy/values.ts';
import { basename } from 'node:path';
import { type Reader, fault, faultsOf, foldersIn, jsonFilesIn, readJson } from './read.ts';
import { type WrittenProvision, pack, shapeSchemas } from './schemas.ts';

/** A provision with the place it was read from, so that a fault found later can still name it. */
export interface Placed {
  readonly key: PolicyKey;
  readonly provision: Provision<unknown>;
  readonly file: string;
  readonly path: readonly (string | number)[];
}

/** Folders of the policy directory that are not packs. */
const notPacks = new Set(['calendar', 'cases']);

/** 'national' is the nation; any other pack folder starts with its GB/T 2260 code, e.g. '320000-jiangsu'. */
export function jurisdictionOfFolder(folder: string): string | null {
  if (folder === 'national') return national;
  return /^(\d{6})-[a-z]+$/.exec(folder)?.[1] ?? null;
}

/** Every provision of every pack, with faults noted for files, keys and values that are wrong. */
export async function readPacks(reader: Reader): Promise<readonly Placed[]> {
  const placed: Placed[] = [];
  for (const folder of await foldersIn(reader)) {
    if (notPacks.has(folder)) continue;
    const jurisdiction = jurisdictionOfFolder(folder);
    if (jurisdiction === null) {
      fault(reader, folder, [], "a pack's folder is 'national' or a six-digit code and a name");
      continue;
    }
    for (const file of await jsonFilesIn(reader, folder)) {
      placed.push(...(await readPack(reader, file, jurisdiction)));
    }
  }
  return placed;
}

async function readPack(reader: Reader, file: string, jurisdiction: string): Promise<Placed[]> {
  const written = await readJson(reader, file, pack);
  const feature = basename(file, '.json');
  return Object.entries(written ?? {}).flatMap(([name, provisions]) => {
    const key = `${feature}.${name}`;
    if (!isPolicyKey(key)) {
      fault(reader, file, [name], `${key} is not a parameter (packages/rules/src/policy/values.ts)`);
      return [];
    }
    return provisions.flatMap((each, index) => {
      const path = [name, index];
      const value = shapeSchemas[policyKeys[key].shape].safeParse(each.value);
      if (!value.success) {
        faultsOf(reader, file, value.error, [...path, 'value']);
        return [];
      }
      return [{ key, provision: provisionOf(each, value.data, jurisdiction), file, path }];
    });
  });
}

function provisionOf(written: WrittenProvision, value: unknown, jurisdiction: string): Provision<unknown> {
  return {
    value,
    from: written.from,
    until: written.until ?? null,
    jurisdiction,
    document: written.document,
    article: written.article,
    clause: written.clause ?? null,
    origin: written.origin ?? 'published',
    note: written.note ?? null,
  };
}

/** The book of all provisions, by key, oldest first. */
export function bookOf(packs: readonly Placed[]): PolicyBook {
  const provisions: Partial<Record<PolicyKey, Provision<unknown>[]>> = {};
  for (const { key, provision } of packs) (provisions[key] ??= []).push(provision);
  for (const list of Object.values(provisions)) list.sort((a, b) => (a.from < b.from ? -1 : 1));
  // Each value was checked against the schema of its key's shape in readPack.
  return { provisions } as PolicyBook;
}
