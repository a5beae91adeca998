import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the product with its path from the repository's root, slashes forward. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

export const repositoryDir = fileURLToPath(new URL('../../../../', import.meta.url));

/** Where the product is written; policy/ is left out because its loader checks it. */
const roots = [
  'packages/rules/src',
  'packages/api/src',
  'packages/server/src',
  'packages/web/src',
  'test',
  'db',
];
const written = /\.(ts|tsx|sql)$/;

/** Every source and test file below the roots, by path; a root that an installation leaves out is empty. */
export async function readSources(root: string = repositoryDir): Promise<readonly SourceFile[]> {
  const lists = await Promise.all(roots.map((each) => filesBelow(join(root, each))));
  const paths = lists
    .flat()
    .filter((path) => written.test(path))
    .toSorted();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(root, path).split(sep).join('/'),
      text: await readFile(path, 'utf8'),
    })),
  );
}

async function filesBelow(dir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
