import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createWriteStream } from 'node:fs';
import { releaseRefusals } from '@daylight/api/catalogue.ts';
import { disabledHeader, itemHeader, transcodedHeader } from '@daylight/rules/catalogue/release-layout.ts';
import { type IsoDate, isIsoDate } from '@daylight/rules/time.ts';
import type { CliCommand, CliIo } from '../../cli-command.ts';
import { type Context, systemContext } from '../../context.ts';
import { openWorld } from '../../main.ts';
import { writeWorkbook } from '../../workbook/write-workbook.ts';
import {
  type ReleaseOptions,
  allRows,
  classParts,
  classRows,
  followUps,
} from './generator/national-codes.ts';
import { type ImportedFile, importFile } from './import-file.ts';
import { problemWorkbook } from './problem-workbook.ts';

interface Words {
  readonly plain: readonly string[];
  readonly options: ReadonlyMap<string, string>;
}

/** `--rows 20` and `--rows=20` alike. */
function readWords(args: readonly string[]): Words {
  const plain: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (!word.startsWith('--')) plain.push(word);
    else if (word.includes('='))
      options.set(word.slice(2, word.indexOf('=')), word.slice(word.indexOf('=') + 1));
    else {
      options.set(word.slice(2), args[index + 1] ?? '');
      index += 1;
    }
  }
  return { plain, options };
}

const IMPORT_USAGE = 'import national-codes FILE… [--released-on YYYY-MM-DD] [--problems FOLDER]';
const GENERATE_USAGE = 'generate national-codes --rows N --seed S --out FOLDER [--one-file true]';

async function importCodes(args: readonly string[], io: CliIo): Promise<number> {
  const { plain, options } = readWords(args);
  const releasedOn = options.get('released-on') ?? null;
  const missing = plain.filter((file) => !existsSync(file));
  if (plain.length === 0 || missing.length > 0 || (releasedOn !== null && !isIsoDate(releasedOn))) {
    io.fail(missing.length > 0 ? `no such file: ${missing.join(', ')}` : `usage: ${IMPORT_USAGE}`);
    return 2;
  }
  const installation = await io.openDatabase();
  const world = await openWorld({ url: installation.url, dataDir: io.dataDir, demo: false, connections: 2 });
  try {
    let failed = 0;
    for (const file of plain) {
      const context = systemContext(world, 0, 'cli');
      const given = {
        path: file,
        releasedOn: releasedOn as IsoDate | null,
        problems: options.get('problems') ?? null,
      };
      if (!(await importOne(context, given, io))) failed += 1;
    }
    return failed === 0 ? 0 : 1;
  } finally {
    await world.database.close();
    await installation.close();
  }
}

interface Given {
  readonly path: string;
  readonly releasedOn: IsoDate | null;
  readonly problems: string | null;
}

async function importOne(context: Context, given: Given, io: CliIo): Promise<boolean> {
  const name = path.basename(given.path);
  const began = performance.now();
  let told = -10;
  const result = await importFile(context, {
    path: given.path,
    releasedOn: given.releasedOn,
    onProgress: ({ phase, share, counts }) => {
      const percent = phase === 'reading' ? Math.floor(share * 10) * 10 : 100;
      if (percent === told) return;
      told = percent;
      io.print(
        phase === 'reading' ? `${name}: ${percent} % (${counts.read} rows)` : `${name}: building indexes`,
      );
    },
  });
  if (!result.ok) {
    const texts: Readonly<Record<string, { en: string }>> = releaseRefusals;
    const text = texts[result.code]?.en ?? result.code;
    io.fail(`${name}: ${text.replaceAll(/\{(\w+)\}/g, (_, fact: string) => String(result.facts[fact]))}`);
    return false;
  }
  return report(context, result.value, { given, name, seconds: (performance.now() - began) / 1000 }, io);
}

async function report(
  context: Context,
  imported: ImportedFile,
  { given, name, seconds }: { given: Given; name: string; seconds: number },
  io: CliIo,
): Promise<boolean> {
  const { outcome, repeated, releaseId } = imported;
  if (repeated) {
    io.print(`${name}: this very file was imported before; nothing changed`);
    return true;
  }
  if (outcome.state === 'failed') {
    io.fail(`${name}: failed, nothing was stored: ${outcome.problem?.code ?? ''}`);
    return false;
  }
  const { counts } = outcome;
  io.print(
    `${name}: ${counts.read} rows, ${counts.new + counts.changed + counts.same} codes (${counts.new} new, ${counts.changed} changed, ` +
      `${counts.same} unchanged), ${counts.duplicate} duplicates skipped, ${counts.flagged} flagged, ${counts.refused} refused` +
      `${counts.unknown > 0 ? `, ${counts.unknown} not in the catalogue yet` : ''}; ${seconds.toFixed(1)} s`,
  );
  if (given.problems !== null && counts.duplicate + counts.flagged + counts.refused + counts.unknown > 0) {
    await mkdir(given.problems, { recursive: true });
    const copy = path.join(given.problems, name.replace(/(\.xlsx)?$/i, '-problems.xlsx'));
    const stream = await problemWorkbook(context, {
      releaseId,
      storedAs: `releases/${releaseId}.xlsx`,
      rows: 'problems',
    });
    if (stream.ok) {
      await pipeline(stream.value, createWriteStream(copy));
      io.print(`${name}: rows with problems are in ${copy}`);
    }
  }
  return true;
}

const ITEM_WIDTHS = [12, 26, 20, 20, 20, 20, 24, 24, 34, 12, 20, 34, 34, 22, 16, 18, 32, 32, 10, 8, 12];

async function generateCodes(args: readonly string[], io: CliIo): Promise<number> {
  const { options } = readWords(args);
  const rows = Number(options.get('rows') ?? Number.NaN);
  const out = options.get('out') ?? '';
  if (!Number.isInteger(rows) || rows < 1 || rows > 20_000_000 || out === '') {
    io.fail(`usage: ${GENERATE_USAGE}`);
    return 2;
  }
  const release: ReleaseOptions = { rows, seed: options.get('seed') ?? '1' };
  await mkdir(out, { recursive: true });
  for (const file of await writeRelease(release, out, options.has('one-file'))) io.print(file);
  return 0;
}

/** Writes the workbooks of a synthetic release and answers their paths: one per class (or one for all), 停用表, 转码表. */
export async function writeRelease(
  release: ReleaseOptions,
  folder: string,
  oneFile: boolean,
): Promise<string[]> {
  const files: string[] = [];
  const write = async (
    name: string,
    header: readonly string[],
    rows: Iterable<readonly string[]>,
  ): Promise<void> => {
    const file = path.join(folder, name);
    await writeWorkbook(file, { sheet: 'Query1', header, rows, widths: ITEM_WIDTHS });
    files.push(file);
  };
  if (oneFile) await write('医保医用耗材代码_全量规格型号信息_合成.xlsx', itemHeader, allRows(release));
  else {
    for (const { code, name, rows } of classParts(release)) {
      if (rows === 0) continue;
      const title = `${Number(code) + 7}、医保医用耗材代码_C${code}_${name}_全量规格型号信息_合成.xlsx`;
      await write(title, itemHeader, classRows(code, rows, release));
    }
  }
  const later = [...followUps(release)];
  const ofKind = (kind: string) => later.filter((each) => each.kind === kind).map((each) => each.row);
  await write('30、停用表_合成.xlsx', disabledHeader, ofKind('disabled'));
  await write('31、转码表_合成.xlsx', transcodedHeader, ofKind('transcoded'));
  return files;
}

export const catalogueCommands: readonly CliCommand[] = [
  {
    name: 'import national-codes',
    usage: IMPORT_USAGE,
    summary:
      'imports workbooks of the national codes (items, 停用表, 转码表); a second import of the same file changes nothing',
    run: importCodes,
  },
  {
    name: 'generate national-codes',
    usage: GENERATE_USAGE,
    summary:
      'writes workbooks in the layout of the national release with invented, marked data, the same for the same seed',
    run: generateCodes,
  },
];
