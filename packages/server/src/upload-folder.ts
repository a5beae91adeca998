import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';

/** A folder of its own among the uploads, gone when the work is done. */
export async function inUploadFolder<T>(
  dataDir: string,
  kind: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const uploads = path.join(dataDir, 'uploads');
  await mkdir(uploads, { recursive: true });
  const folder = await mkdtemp(path.join(uploads, `${kind}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
