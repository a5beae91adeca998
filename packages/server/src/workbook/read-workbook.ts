import { type Result, ok } from '@daylight/rules/result.ts';
import { type Archive, openArchive } from './archive.ts';
import type { ScanSettings } from './cell-scanner.ts';
import { dateStyles, decodeText } from './cell-text.ts';
import {
  type WorkbookLimits,
  WorkbookProblem,
  type WorkbookRefusalCode,
  workbookLimits,
} from './refusals.ts';
import { RowScanner, type SheetRow } from './row-scanner.ts';
import { readSharedStrings } from './shared-strings.ts';

export interface Sheet {
  readonly name: string;
  /** Rows in batches, in order; the next batch waits until `onBatch` has answered. `share` is how far the sheet is read. */
  eachBatch(
    onBatch: (rows: readonly SheetRow[], share: number) => Promise<void> | void,
  ): Promise<Result<number, WorkbookRefusalCode>>;
}

/** An open .xlsx file. Owns a file handle: close it. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  sheet(name: string): Sheet | null;
  close(): void;
}

const BATCH_ROWS = 1000;

/** Opens a workbook for reading; refuses everything that is no plain, whole, unencrypted .xlsx without macros. */
export async function openWorkbook(
  path: string,
  limits: WorkbookLimits = workbookLimits,
): Promise<Result<Workbook, WorkbookRefusalCode>> {
  return refusing(async () => {
    const archive = await openArchive(path, limits);
    try {
      return ok(await workbookOf(archive, limits));
    } catch (error) {
      archive.close();
      throw error;
    }
  });
}

/** Turns a problem met in the middle of a stream into the refusal it carries. */
async function refusing<T>(
  work: () => Promise<Result<T, WorkbookRefusalCode>>,
): Promise<Result<T, WorkbookRefusalCode>> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WorkbookProblem) return error.refusal;
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return new WorkbookProblem('workbook.broken', { detail: 'not UTF-8' }).refusal;
    }
    throw error;
  }
}

async function workbookOf(archive: Archive, limits: WorkbookLimits): Promise<Workbook> {
  const types = (await archive.text('[Content_Types].xml')) ?? '';
  if (/macroEnabled/i.test(types)) throw new WorkbookProblem('workbook.macros');
  const bookPart = await targetOf(archive, '_rels/.rels', '', /\/officeDocument"/);
  const book = bookPart === null ? null : await archive.text(bookPart);
  if (bookPart === null || book === null || !/<(?:\w+:)?workbook[ >]/.test(book)) {
    throw new WorkbookProblem('workbook.notAWorkbook');
  }
  const folder = bookPart.includes('/') ? bookPart.slice(0, bookPart.lastIndexOf('/')) : '';
  const relations = relationsOf(
    (await archive.text(`${folder}/_rels/${bookPart.slice(folder.length + 1)}.rels`)) ?? '',
  );
  const from1904 = /date1904="(1|true)"/.test(book);
  const sheets: Sheet[] = [];
  for (const [tag] of book.matchAll(/<(?:\w+:)?sheet [^>]*>/g)) {
    const name = decodeText(/ name="([^"]*)"/.exec(tag)?.[1] ?? '');
    const relation = relations.get(/ (?:\w+:)?id="([^"]*)"/.exec(tag)?.[1] ?? '');
    if (relation === undefined || !relation.type.endsWith('/worksheet')) continue;
    const part = resolved(folder, relation.target);
    if (archive.names.has(part))
      sheets.push(sheetOf({ archive, name, part, limits, folder, relations, from1904 }));
  }
  if (sheets.length === 0) throw new WorkbookProblem('workbook.sheetMissing');
  return {
    sheets,
    sheet: (name) => sheets.find((each) => each.name === name) ?? null,
    close: () => archive.close(),
  };
}

interface Relation {
  readonly type: string;
  readonly target: string;
}

function relationsOf(xml: string): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>();
  for (const [tag] of xml.matchAll(/<(?:\w+:)?Relationship [^>]*>/g)) {
    const field = (name: string): string => decodeText(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
    if (field('TargetMode') !== 'External')
      relations.set(field('Id'), { type: field('Type'), target: field('Target') });
  }
  return relations;
}

function resolved(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

// Where a part of one kind lies, by the relations file that names it.
async function targetOf(
  archive: Archive,
  rels: string,
  folder: string,
  kind: RegExp,
): Promise<string | null> {
  const xml = await archive.text(rels);
  if (xml === null) return null;
  for (const relation of relationsOf(xml).values()) {
    if (kind.test(`${relation.type}"`)) return resolved(folder, relation.target);
  }
  return null;
}

interface SheetPlace {
  readonly archive: Archive;
  readonly name: string;
  readonly part: string;
  readonly limits: WorkbookLimits;
  readonly folder: string;
  readonly relations: ReadonlyMap<string, Relation>;
  readonly from1904: boolean;
}

function sheetOf(place: SheetPlace): Sheet {
  return {
    name: place.name,
    eachBatch: (onBatch) =>
      refusing(async () => {
        const settings = await settingsOf(place);
        const scanner = new RowScanner(settings);
        const total = Math.max(place.archive.sizeOf(place.part), 1);
        let seen = 0;
        let count = 0;
        let batch: SheetRow[] = [];
        const keep = (row: SheetRow): number => batch.push(row);
        for await (const block of (await place.archive.stream(place.part)) as AsyncIterable<Buffer>) {
          seen += block.length;
          scanner.push(block, keep);
          if (batch.length < BATCH_ROWS) continue;
          const full = batch;
          batch = [];
          count += full.length;
          await onBatch(full, seen / total);
        }
        scanner.end();
        if (batch.length > 0) await onBatch(batch, 1);
        return ok(count + batch.length);
      }),
  };
}

async function settingsOf({
  archive,
  limits,
  folder,
  relations,
  from1904,
}: SheetPlace): Promise<ScanSettings> {
  const find = (kind: string): string | null => {
    for (const relation of relations.values()) {
      if (relation.type.endsWith(`/${kind}`)) return resolved(folder, relation.target);
    }
    return null;
  };
  const stringsPart = find('sharedStrings');
  const stylesPart = find('styles');
  const styles = stylesPart === null ? null : await archive.text(stylesPart);
  return {
    strings:
      stringsPart === null || !archive.names.has(stringsPart)
        ? null
        : await readSharedStrings(
            (await archive.stream(stringsPart)) as AsyncIterable<Buffer>,
            limits.rowBytesMax,
          ),
    dateStyles: styles === null ? new Set() : dateStyles(styles),
    from1904,
    columnsMax: limits.columnsMax,
    rowBytesMax: limits.rowBytesMax,
  };
}
