import type { ItemContent, ProductContent } from '@daylight/rules/catalogue/item-row.ts';
import {
  type SearchNames,
  certificateDigits,
  classTokens,
  facetToken,
  searchNames,
  searchVariant,
} from '@daylight/rules/catalogue/search-text.ts';
import { SYNTHETIC_NOTE } from '../synthetic.ts';

/** Columns of catalogue_item in the order of a record: what the rows of one product share comes first and is written once. */
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
  'rank',
  'item_code',
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

/** One item ready for COPY: its line, and what decides whether it is written at all. */
export interface ItemRecord {
  readonly itemCode: string;
  /** 64 bits over everything the release says of the item, as a decimal that fits bigint. */
  readonly contentHash: string;
  readonly line: string;
  readonly tokens: readonly number[];
  readonly sharedTokens: readonly number[];
}

/** Popularity counts from 0 to 15; the more popular, the smaller the rank. */
export const POPULARITY_MAX = 15;
const SHUFFLE = 4_294_967_296;

function mix(hash: number): number {
  const once = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return (twice ^ (twice >>> 16)) >>> 0;
}

/** Two independent 32-bit hashes of a text, continued from `first` and `second`. */
function hash64(text: string, first: number, second: number): readonly [number, number] {
  let one = first;
  let two = second;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    one = Math.imul(one ^ code, 0x9e3779b1);
    one ^= one >>> 15;
    two = Math.imul(two ^ code, 0x5f356495);
    two ^= two >>> 13;
  }
  return [mix(one ^ text.length), mix(two + text.length)];
}

/** Products are mixed by a hash of their code, so that a page shows several, and each keeps its place for good. */
export function rankOf(productCode: string, popularity: number): number {
  return (POPULARITY_MAX - popularity) * SHUFFLE + hash64(productCode, 1, 2)[0];
}

interface Shared {
  readonly product: ProductContent;
  readonly line: string;
  readonly names: SearchNames;
  readonly searchText: string;
  readonly tokens: readonly number[];
  readonly tokenText: string;
  readonly hash: readonly [number, number];
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A value of the text form of COPY. */
export function copyText(text: string): string {
  return /[\\\n\r\t]/.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? '') : text;
}

function nullable(text: string): string {
  return text === '' ? '\\N' : copyText(text);
}

/** Makes records of rows; what the rows of one product share is made once. */
export function recordMaker(releaseId: string): (content: ItemContent) => ItemRecord {
  let shared: Shared | null = null;
  return (content) => {
    if (shared === null || shared.product !== content.product) shared = shareOf(content.product, releaseId);
    return recordOf(content, shared);
  };
}

function shareOf(product: ProductContent, releaseId: string): Shared {
  const names = searchNames(product);
  const digits = certificateDigits(product.certificate);
  const tokens = [
    ...names.tokens,
    ...classTokens(product.classCode),
    ...(digits === null ? [] : [facetToken('certificate', digits)]),
  ];
  const texts = [
    product.productCode,
    product.classCode,
    product.className1,
    product.className2,
    product.className3,
    product.genericName,
    product.certificate,
  ].map(copyText);
  const rest = [
    product.certificateBefore,
    product.productName,
    product.pieceName,
    product.manufacturer,
    product.registrant,
  ].map(copyText);
  return {
    product,
    line: [releaseId, ...texts, nullable(product.certificateFlag ?? ''), ...rest, rankOf(product.productCode, 0)].join('\t'),
    names,
    searchText: copyText(names.text),
    tokens,
    tokenText: tokens.join(','),
    // The flag is left out, so that a better check does not make every item look changed.
    hash: hash64([...texts, ...rest].join('\u001f'), 3, 4),
  };
}

function recordOf(content: ItemContent, shared: Shared): ItemRecord {
  const { itemCode } = content;
  const variant = searchVariant(content.specification, content.model);
  const own = `${copyText(content.pieceNumber)}\t${copyText(content.specification)}\t${copyText(content.model)}\t${nullable(content.udiDi)}\t${nullable(content.codeBefore)}\t${copyText(content.codeBeforeState)}\t${copyText(content.changeKind)}\t${copyText(content.goodsId)}\t${copyText(content.note)}`;
  const more = content.udiMore.length === 0 ? own : `${own}\t${content.udiMore.join(' ')}`;
  const [high, low] = hash64(more, shared.hash[0], shared.hash[1]);
  const contentHash = String(BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low)));
  const synthetic = content.note.includes(SYNTHETIC_NOTE) ? 't' : 'f';
  const variantTokens = variant.tokens.length === 0 ? '' : `,${variant.tokens.join(',')}`;
  return {
    itemCode,
    contentHash,
    line: `${shared.line}\t${itemCode}\t${own}\t${synthetic}\t${contentHash}\t${shared.searchText}${copyText(variant.text)}\t{${shared.tokenText}${variantTokens}}\n`,
    tokens: variant.tokens,
    sharedTokens: shared.tokens,
  };
}
