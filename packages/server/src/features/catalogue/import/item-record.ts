import type { ItemContent, ProductContent } from '@daylight/rules/catalogue/item-row.ts';
import {
  certificateDigits,
  classTokens,
  facetToken,
  searchNames,
  searchVariant,
} from '@daylight/rules/catalogue/search-text.ts';
import { SYNTHETIC_NOTE } from '../synthetic.ts';
import { CopyBuffer, arrayElements, uuidField } from './copy-buffer.ts';
import type { TokenCounts } from './token-counts.ts';

/** Columns of catalogue_item in the order of a record: what the rows of one product share comes first and is encoded once. */
export const itemRecordColumns = [
  'release_id',
  'product_code',
  'class_code',
  'class_name_1',
  'class_name_2',
  'class_name_3',
  'generic_name',
  'certificate',
  'certificate_flag',
  'certificate_before',
  'product_name',
  'piece_name',
  'manufacturer',
  'registrant',
  'item_code',
  'rank',
  'piece_number',
  'specification',
  'model',
  'udi_di',
  'code_before',
  'code_before_state',
  'change_kind',
  'goods_id',
  'note',
  'synthetic',
  'content_hash',
  'search_text',
  'tokens',
] as const;

/** Popularity counts from 0 to 15; the more popular, the smaller the rank. */
export const POPULARITY_MAX = 15;
/** Below it a rank holds the place among equally popular items. */
export const RANK_STEP = 2 ** 32;

function mix(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

/** 64 bits as two unsigned numbers of 32. */
export interface Hash {
  readonly high: number;
  readonly low: number;
}

/** Two independent 32-bit hashes of a text, continued from another hash. Tells changed content, guards against nobody. */
function hashOf(text: string, from: Hash): Hash {
  let one = from.high;
  let two = from.low;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x9e3779b1);
    one ^= one >>> 15;
    two = Math.imul(two ^ code, 0x5f356495);
    two ^= two >>> 13;
  }
  return { high: mix(one ^ text.length), low: mix(two + text.length) };
}

/** As PostgreSQL writes the bigint of the same bits. */
export function hashText({ high, low }: Hash): string {
  return String(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)));
}

const SHUFFLE: Hash = { high: 1, low: 2 };

/** What the rows of one product share, encoded once. */
interface Shared {
  readonly product: ProductContent;
  readonly fields: Buffer;
  readonly searchText: Buffer;
  readonly tokens: readonly number[];
  readonly tokenBytes: Buffer;
  readonly hash: Hash;
}

/** An item on its way into the database. */
export interface ItemRecord {
  readonly content: ItemContent;
  readonly shared: Shared;
  readonly hash: Hash;
}

export interface RecordMaker {
  of(content: ItemContent): ItemRecord;
  /** Appends the record to a COPY and counts its tokens when asked to. */
  write(record: ItemRecord, to: CopyBuffer, counts: TokenCounts | null): void;
}

export function recordMaker(releaseId: string): RecordMaker {
  const release = uuidField(releaseId);
  let shared: Shared | null = null;
  return {
    of(content) {
      if (shared === null || shared.product !== content.product) shared = shareOf(content.product, release);
      return { content, shared, hash: hashOf(ownText(content), shared.hash) };
    },
    write: writeRecord,
  };
}

function ownText(content: ItemContent): string {
  const { pieceNumber, specification, model, udiDi, codeBefore, codeBeforeState, changeKind, goodsId, note } =
    content;
  const more = content.udiMore.length === 0 ? '' : content.udiMore.join(' ');
  return `${pieceNumber}\t${specification}\t${model}\t${udiDi}\t${codeBefore}\t${codeBeforeState}\t${changeKind}\t${goodsId}\t${note}\t${more}`;
}

function shareOf(product: ProductContent, release: Buffer): Shared {
  const names = searchNames(product);
  const digits = certificateDigits(product.certificate);
  const tokens = [
    ...names.tokens,
    ...classTokens(product.classCode),
    ...(digits === null ? [] : [facetToken('certificate', digits)]),
  ];
  const before = [
    product.productCode,
    product.classCode,
    product.className1,
    product.className2,
    product.className3,
    product.genericName,
    product.certificate,
  ];
  const after = [
    product.certificateBefore,
    product.productName,
    product.pieceName,
    product.manufacturer,
    product.registrant,
  ];
  const fields = new CopyBuffer(1024);
  const start = fields.length;
  fields.bytes(release);
  for (const text of before) fields.text(text);
  fields.nullable(product.certificateFlag ?? '');
  for (const text of after) fields.text(text);
  return {
    product,
    fields: Buffer.from(fields.take().subarray(start, -2)),
    searchText: Buffer.from(names.text),
    tokens,
    tokenBytes: arrayElements(tokens),
    // The flag is left out, so that a better check does not make every item look changed.
    hash: hashOf([...before, ...after].join('\u001f'), { high: 3, low: 4 }),
  };
}

function writeRecord(
  { content, shared, hash }: ItemRecord,
  to: CopyBuffer,
  counts: TokenCounts | null,
): void {
  const variant = searchVariant(content.specification, content.model);
  to.row(itemRecordColumns.length);
  to.bytes(shared.fields);
  to.text(content.itemCode);
  // Mixed by a hash, for good: a page shows many products, and the first items of the order are a fair sample of all.
  to.int8(POPULARITY_MAX, hashOf(content.itemCode, SHUFFLE).high);
  to.text(content.pieceNumber);
  to.text(content.specification);
  to.text(content.model);
  to.nullable(content.udiDi);
  to.nullable(content.codeBefore);
  to.text(content.codeBeforeState);
  to.text(content.changeKind);
  to.text(content.goodsId);
  to.text(content.note);
  to.bool(content.note.includes(SYNTHETIC_NOTE));
  to.int8(hash.high, hash.low);
  to.joined(shared.searchText, variant.text);
  to.intArray(shared.tokenBytes, variant.tokens);
  counts?.addAll(shared.tokens, variant.tokens);
}
