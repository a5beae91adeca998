import path from 'node:path';
import { type Scanner, clamdScanner } from './scanner.ts';
import { s3Storage } from './s3.ts';
import { readEvidenceSettings } from './settings.ts';
import { type Storage, folderStorage } from './storage.ts';

/** What an installation keeps files with and scans them with. */
export interface Means {
  readonly storage: Storage;
  /** Null: none configured, and files are marked as not scanned. */
  readonly scanner: Scanner | null;
}

const kept = new Map<string, Means>();

/** By the environment, read once per installation; throws with a sentence for the operator when it is half set. */
export function meansOf(dataDir: string): Means {
  const known = kept.get(dataDir);
  if (known !== undefined) return known;
  const { s3, clamd } = readEvidenceSettings(process.env);
  const means = {
    storage: s3 === null ? folderStorage(path.join(dataDir, 'evidence')) : s3Storage(s3),
    scanner: clamd === null ? null : clamdScanner(clamd),
  };
  kept.set(dataDir, means);
  return means;
}

/** At the start: what is set but cannot be used is told before anybody works with it. */
export function checkEvidenceMeans(dataDir: string): void {
  meansOf(dataDir);
}

export function evidenceStorage(dataDir: string): Storage {
  return meansOf(dataDir).storage;
}

/** How storage and scanner are, for the operator. */
export async function evidenceHealth(dataDir: string) {
  const { storage, scanner } = meansOf(dataDir);
  const [trouble, version] = await Promise.all([storage.check(), scanner?.version() ?? null]);
  return {
    storage: { kind: storage.kind, place: storage.place, trouble },
    scanner: scanner === null ? null : { name: scanner.name, place: scanner.place, version },
  };
}
