import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** What is wrong in the policy folder, as 'file: path: what'. Starting with a wrong rule would be worse than not. */
export class PolicyFaults extends Error {
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`policy data cannot be used (${faults.length}):\n  ${faults.join('\n  ')}`);
    this.name = 'PolicyFaults';
    this.faults = faults;
  }
}

/** Reads files of one policy folder and collects what is wrong, so that one start names every fault. */
export interface Reader {
  readonly dir: string;
  readonly faults: string[];
}

export function readerOf(dir: string): Reader {
  return { dir, faults: [] };
}

export function fault(reader: Reader, file: string, path: readonly PropertyKey[], what: string): void {
  reader.faults.push(`${file}: ${path.length === 0 ? '' : `${path.map(String).join('.')}: `}${what}`);
}

export function faultsOf(reader: Reader, file: string, error: z.ZodError, at: readonly PropertyKey[]): void {
  for (const issue of error.issues) fault(reader, file, [...at, ...issue.path], issue.message);
}

/** The checked content of a JSON file, or null with its faults noted. */
export async function readJson<T>(reader: Reader, file: string, schema: z.ZodType<T>): Promise<T | null> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(join(reader.dir, file), 'utf8'));
  } catch (error) {
    fault(reader, file, [], error instanceof Error ? error.message : String(error));
    return null;
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  faultsOf(reader, file, parsed.error, []);
  return null;
}

/** The JSON files of a folder by name, as paths below the policy folder. */
export async function jsonFilesIn(reader: Reader, folder: string): Promise<readonly string[]> {
  const names = await readdir(join(reader.dir, folder));
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(folder, name));
}

export async function foldersIn(reader: Reader): Promise<readonly string[]> {
  const entries = await readdir(reader.dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
}
