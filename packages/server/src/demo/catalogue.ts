import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { disabledHeader, itemHeader, transcodedHeader } from '@daylight/rules/catalogue/release-layout.ts';
import { allRows, followUps } from '../features/catalogue/generator/national-codes.ts';
import { importFile } from '../features/catalogue/import-file.ts';
import { writeWorkbook } from '../workbook/write-workbook.ts';
import { type Province, actingAs, done, organisationOf, organisationsOf } from './province.ts';

/** Some rows of a release repeat a code, as the real ones do. */
const rowsPerItem = 1.06;

/** The synthetic national release in the layout of the real one, through the importer, with 停用表 and 转码表 after it. */
export async function importCatalogue(demo: Province): Promise<void> {
  const names = organisationsOf(demo, 'manufacturer').map(({ name }) => name);
  // The first one makes more than the others: its people sign in first.
  const manufacturers = [
    ...names,
    ...names.slice(0, 1).flatMap((name) => Array.from({ length: 8 }, () => name)),
  ];
  const rows = Math.round(demo.size.items * rowsPerItem);
  const release = { rows, seed: demo.seed, manufacturers };
  const after = [...followUps(release)];
  const rowsOf = (kind: 'disabled' | 'transcoded') =>
    after.filter((each) => each.kind === kind).map(({ row }) => row);
  const folder = await mkdtemp(path.join(tmpdir(), 'daylight-release-'));
  try {
    const importOne = async (name: string, header: readonly string[], given: Iterable<readonly string[]>) => {
      const file = path.join(folder, `${name}（合成）.xlsx`);
      await writeWorkbook(file, { sheet: 'Query1', header, rows: given });
      const operator = actingAs(demo, organisationOf(demo, 'operator'), 'operations');
      const { outcome } = done(await importFile(operator, { path: file }), `import of ${name}`);
      if (outcome.state === 'failed') throw new Error(`${name} was not imported: ${outcome.problem?.code}`);
    };
    await importOne('医保医用耗材分类与代码', itemHeader, allRows(release));
    await importOne('停用表', disabledHeader, rowsOf('disabled'));
    await importOne('转码表', transcodedHeader, rowsOf('transcoded'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
