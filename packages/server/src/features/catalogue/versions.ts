import type { ItemDetail } from '@daylight/api/catalogue.ts';
import type { Tx } from '../../db.ts';

type Version = ItemDetail['versions'][number];
type ReleaseRef = NonNullable<Version['release']>;
type Content = Readonly<Record<string, unknown>>;

/** Stored with a version under the column's name; shown under the field's. */
function fieldOf(column: string): string {
  return column.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

const TOLD_ELSEWHERE = new Set(['state', 'replacedBy', 'synthetic', 'productCode']);

/** The content in force first, then what was before, each with what the next release changed in it. */
export async function versionsOf(tx: Tx, itemCode: string, inForce: Content): Promise<Version[]> {
  const rows = await tx
    .selectFrom('catalogueItemVersion as v')
    .innerJoin('codeRelease as ended', 'ended.id', 'v.endedBy')
    .select(['v.releaseId', 'v.endedBy', 'v.content'])
    .where('v.itemCode', '=', itemCode)
    .orderBy('ended.importedAt', 'desc')
    .orderBy('v.endedBy', 'desc')
    .limit(100)
    .execute();
  const refs = await releaseRefs(tx, [
    textOf(inForce['releaseId']),
    ...rows.flatMap((row) => [row.releaseId, row.endedBy]),
  ]);
  const versions: Version[] = [
    { release: refs.get(textOf(inForce['releaseId'])) ?? null, endedBy: null, differences: [] },
  ];
  let after = inForce;
  for (const row of rows) {
    const content = Object.fromEntries(
      Object.entries(row.content as Content).map(([column, value]) => [fieldOf(column), value]),
    );
    versions.push({
      release: refs.get(row.releaseId) ?? null,
      endedBy: refs.get(row.endedBy) ?? null,
      differences: differencesOf(content, after),
    });
    after = content;
  }
  return versions;
}

function differencesOf(before: Content, after: Content): Version['differences'] {
  return Object.keys(before)
    .filter((field) => !TOLD_ELSEWHERE.has(field) && textOf(before[field]) !== textOf(after[field]))
    .map((field) => ({ field, before: textOf(before[field]), after: textOf(after[field]) }));
}

async function releaseRefs(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, ReleaseRef>> {
  const rows = await tx
    .selectFrom('codeRelease')
    .select(['id', 'fileName', 'releasedOn', 'importedAt'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}
