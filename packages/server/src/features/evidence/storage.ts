import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The one door to the bytes of evidence. Keys are ours: lower-case letters, digits, '-', '/'. */
export interface Storage {
  /** For the operator's page. */
  readonly kind: 'folder' | 's3';
  readonly place: string;
  /** Writes anew or over what is there; done when it is safe. */
  put(key: string, content: Content): Promise<void>;
  /** Throws MissingObject when nothing lies under the key. */
  get(key: string): Promise<Readable>;
  /** Also when nothing is there. */
  remove(key: string): Promise<void>;
  /** Whether it can be written to and read from; the reason when not. */
  check(): Promise<string | null>;
}

export type Content =
  | { readonly bytes: Buffer }
  | { readonly path: string; readonly size: number; /** SHA-256 in hex. */ readonly hash: string };

export class MissingObject extends Error {}

const KEY = /^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/;

export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`not a key of ours: ${key}`);
  return key;
}

/** Files in a folder: written beside, brought to disk and then renamed, so that a key never names half a file. */
export function folderStorage(folder: string): Storage {
  const placeOf = (key: string): string => path.join(folder, ...checkedKey(key).split('/'));
  return {
    kind: 'folder',
    place: folder,
    put: async (key, content) => {
      const target = placeOf(key);
      const draft = `${target}.${process.pid}-${process.hrtime.bigint()}.draft`;
      await mkdir(path.dirname(target), { recursive: true });
      try {
        if ('path' in content) await copyFile(content.path, draft);
        const file = await open(draft, 'bytes' in content ? 'w' : 'r+');
        try {
          if ('bytes' in content) await file.writeFile(content.bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, target);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },
    get: async (key) => {
      const target = placeOf(key);
      if ((await stat(target).catch(() => null)) === null) throw new MissingObject(key);
      return createReadStream(target);
    },
    remove: (key) => rm(placeOf(key), { force: true }),
    check: async () => {
      const probe = path.join(folder, `probe-${process.pid}`);
      try {
        await mkdir(folder, { recursive: true });
        const file = await open(probe, 'w');
        await file.close();
        await rm(probe);
        return null;
      } catch (error) {
        return (error as Error).message;
      }
    },
  };
}

/** Brings an object into a local file, for looking into it. */
export async function fetchTo(storage: Storage, key: string, target: string): Promise<void> {
  const file = await open(target, 'a');
  await pipeline(await storage.get(key), file.createWriteStream());
}
