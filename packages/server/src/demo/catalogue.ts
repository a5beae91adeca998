import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { disabledHeader, itemHeader, transcodedHeader } from '@daylight/rules/catalogue/release-layout.ts';
import { allRows, followUps } from '../features/catalogue/generator/national-codes.ts';
import { hashOfFile } from '../features/catalogue/import/release-file.ts';
import { runImport } from '../features/catalogue/import/run-import.ts';
import { writeWorkbook } from '../workbook/write-workbook.ts';
import { type Province, actingAs, organisationOf, organisationsOf } from './province.ts';

type Kind = 'items' | 'disabled' | 'transcoded';

/** The synthetic national release in the layout of the real one, through the importer, with 停用表 and 转码表 after it. */
export async function importCatalogue(demo: Province, url: string): Promise<void> {
  const manufacturers = organisationsOf(demo, 'manufacturer').map(({ name }) => name);
  const release = { rows: demo.size.items, seed: demo.seed, manufacturers };
  const after = [...followUps(release)];
  const rowsOf = (kind: Kind) => after.filter((each) => each.kind === kind).map(({ row }) => row);
  await importRelease(demo, url, { kind: 'items', header: itemHeader, rows: allRows(release) });
  await importRelease(demo, url, { kind: 'disabled', header: disabledHeader, rows: rowsOf('disabled') });
  await importRelease(demo, url, {
    kind: 'transcoded',
    header: transcodedHeader,
    rows: rowsOf('transcoded'),
  });
}

const titles: Readonly<Record<Kind, string>> = {
  items: '医保医用耗材分类与代码（合成）',
  disabled: '停用表（合成）',
  transcoded: '转码表（合成）',
};

interface Release {
  readonly kind: Kind;
  readonly header: readonly string[];
  readonly rows: Iterable<readonly string[]>;
}

async function importRelease(demo: Province, url: string, { kind, header, rows }: Release): Promise<void> {
  const context = actingAs(demo, organisationOf(demo, 'operator'), 'operations');
  const releaseId = context.newId();
  const storedAs = path.join('releases', `${releaseId}.xlsx`);
  const file = path.join(demo.world.dataDir, storedAs);
  await mkdir(path.dirname(file), { recursive: true });
  await writeWorkbook(file, { sheet: 'Query1', header, rows });
  await context.database.db
    .insertInto('codeRelease')
    .values({
      id: releaseId,
      kind,
      fileName: `${titles[kind]}.xlsx`,
      fileHash: await hashOfFile(file),
      fileBytes: (await stat(file)).size,
      storedAs,
      importedAt: context.now,
      importedBy: context.actor.accountId,
      state: 'running',
      phase: 'reading',
      beatAt: context.now,
    })
    .execute();
  const outcome = await runImport({
    databaseUrl: url,
    dataDir: demo.world.dataDir,
    releaseId,
    storedAs,
    latestYear: Number(context.today.slice(0, 4)),
    startedAt: context.now,
  });
  if (outcome.state === 'failed') throw new Error(`the release was not imported: ${outcome.problem?.code}`);
}
