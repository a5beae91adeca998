import { richText } from './cell-text.ts';
import { WorkbookProblem } from './refusals.ts';

/** The workbook's table of texts, by number. */
export interface SharedStrings {
  readonly size: number;
  at(index: number): string;
}

const PAGE_BYTES = 4 * 1024 * 1024;
const CACHED = 65_536;
const STRING_BYTES_MAX = 1024 * 1024;

/**
 * Keeps millions of texts in a few large blocks of UTF-8 (about their own length plus 8 bytes each): as JavaScript strings
 * they took 900 MB for 200,000 rows. The first ones, which are the frequent ones, are also kept decoded.
 */
export function sharedStringsBuilder(): { add(text: string): void; build(): SharedStrings } {
  const pages: Buffer[] = [Buffer.allocUnsafe(PAGE_BYTES)];
  let used = 0;
  let starts = new Float64Array(4096);
  let lengths = new Uint32Array(4096);
  let size = 0;
  return {
    add(text) {
      const length = Buffer.byteLength(text);
      if (length > STRING_BYTES_MAX) throw new WorkbookProblem('workbook.expandsTooMuch');
      if (used + length > PAGE_BYTES) {
        pages.push(Buffer.allocUnsafe(PAGE_BYTES));
        used = 0;
      }
      if (size === starts.length) {
        const more = new Float64Array(size * 2);
        more.set(starts);
        starts = more;
        const longer = new Uint32Array(size * 2);
        longer.set(lengths);
        lengths = longer;
      }
      pages.at(-1)?.write(text, used);
      starts[size] = (pages.length - 1) * PAGE_BYTES + used;
      lengths[size] = length;
      used += length;
      size += 1;
    },
    build: () => tableOf(pages, starts, lengths, size),
  };
}

// One row of arguments for each part of the table; an object would only repeat their names.
function tableOf(
  pages: readonly Buffer[],
  starts: Float64Array,
  lengths: Uint32Array,
  size: number,
): SharedStrings {
  const cache: string[] = [];
  return {
    size,
    at(index) {
      const known = cache[index];
      if (known !== undefined) return known;
      const start = starts[index];
      if (start === undefined || index >= size)
        throw new WorkbookProblem('workbook.broken', { detail: `no text ${index}` });
      const offset = start % PAGE_BYTES;
      const text =
        pages[Math.floor(start / PAGE_BYTES)]?.toString('utf8', offset, offset + (lengths[index] ?? 0)) ?? '';
      if (index < CACHED) cache[index] = text;
      return text;
    },
  };
}

/** Reads xl/sharedStrings.xml block by block. */
export async function readSharedStrings(
  blocks: AsyncIterable<Buffer>,
  charactersMax: number,
): Promise<SharedStrings> {
  const builder = sharedStringsBuilder();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let prefix: string | null = null;
  for await (const block of blocks) {
    rest += decoder.decode(block, { stream: true });
    if (prefix === null) {
      const root = /<((?:\w+:)?)sst[ >/]/.exec(rest);
      if (root === null) continue;
      prefix = root[1] ?? '';
    }
    rest = takeItems(rest, prefix, builder.add);
    if (rest.length > charactersMax) throw new WorkbookProblem('workbook.expandsTooMuch');
  }
  return builder.build();
}

function takeItems(text: string, prefix: string, add: (text: string) => void): string {
  const open = `<${prefix}si`;
  const close = `</${prefix}si>`;
  const simpleOpen = `<${prefix}si><${prefix}t>`;
  const simpleClose = `</${prefix}t>${close}`;
  let at = text.indexOf(open);
  while (at >= 0) {
    const tagEnd = text.indexOf('>', at);
    if (tagEnd < 0) break;
    if (text.charCodeAt(tagEnd - 1) === 0x2f) {
      add('');
      at = text.indexOf(open, tagEnd);
      continue;
    }
    const end = text.indexOf(close, tagEnd);
    if (end < 0) break;
    const inner = text.slice(at, end + close.length);
    const simple =
      inner.startsWith(simpleOpen) &&
      inner.endsWith(simpleClose) &&
      !inner.includes('&') &&
      !inner.includes('_x');
    const body = simple ? inner.slice(simpleOpen.length, -simpleClose.length) : '<';
    add(simple && !body.includes('<') ? body : richText(inner, prefix));
    at = text.indexOf(open, end + close.length);
  }
  return at >= 0 ? text.slice(at) : text.slice(-(open.length + 1));
}
