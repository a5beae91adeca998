/** What compatibility forms and invisible characters leave alone; nearly all specifications and names are only this. */
const SIMPLE = /^[\x20-\x7e\u4e00-\u9fff×]*$/;
/** Chinese text is written without spaces; one that slipped in must not hide 一次性 使用 from 一次性使用. */
const SPACE_AT_CHINESE = /(?<=[\u2e80-\u9fff\uff00-\uffef]) +| +(?=[\u2e80-\u9fff\uff00-\uffef])/g;
const LONE_OR_PRIVATE =
  /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ue000-\uf8ff]/g;

/**
 * Text as a search compares it: compatibility forms unified (full-width letters, ㎜, ①), lower case, single spaces and none
 * beside Chinese, × and * as x. What is stored and what is asked go through the same function.
 */
export function foldForSearch(text: string): string {
  let folded = text.toLowerCase();
  if (!SIMPLE.test(folded)) {
    folded = text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(LONE_OR_PRIVATE, ' ')
      .replaceAll(/[\s\u0000-\u001f\u200b\ufeff]+/g, ' ');
  }
  if (folded.includes(' ')) folded = folded.replaceAll(/ {2,}/g, ' ').replaceAll(SPACE_AT_CHINESE, '').trim();
  return /[×✕✖*]/.test(folded) ? folded.replaceAll(/[×✕✖*]/g, 'x') : folded;
}

/**
 * The distinct pairs of neighbouring characters of folded text, each as one 32-bit integer. Pairs across a space or a line end
 * are none. Text of one character has none.
 */
export function bigramsOf(folded: string): number[] {
  const found: number[] = [];
  let before = folded.charCodeAt(0);
  for (let index = 1; index < folded.length; index += 1) {
    const code = folded.charCodeAt(index);
    if (before > 0x20 && code > 0x20) {
      const bigram = (before << 16) | code;
      // Texts are short: looking through the list is faster than a set.
      if (!found.includes(bigram)) found.push(bigram);
    }
    before = code;
  }
  return found;
}

/**
 * Pairs on which nothing is ever found by an index: nearly every manufacturer's name has them, so the first items in ranking order
 * answer them. Leaving them out makes the index a sixth smaller. Changing this list needs the stored tokens made anew.
 */
const everywhere: ReadonlySet<number> = new Set(['有限公司', '(合成)'].flatMap((words) => bigramsOf(words)));

const DIGITS_TOKEN = 0xf000 << 16;

/**
 * The tokens that are stored of a text and looked for of a word: its pairs, and every three digits in a row. Pairs alone cannot tell
 * 2020 from any text with 20 and 02. A word may have none of them and is then only compared.
 */
export function tokensOf(folded: string): number[] {
  const tokens = bigramsOf(folded).filter((bigram) => !everywhere.has(bigram));
  let digits = 0;
  let value = 0;
  for (let index = 0; index < folded.length; index += 1) {
    const digit = folded.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) {
      digits = 0;
      continue;
    }
    digits += 1;
    value = (value * 10 + digit) % 1000;
    const token = DIGITS_TOKEN | value;
    if (digits >= 3 && !tokens.includes(token)) tokens.push(token);
  }
  return tokens;
}

/** What a search narrows by besides words. */
export type Facet = 'class' | 'manufacturer' | 'certificate';

/**
 * A filter value as a token beside the bigrams, so that one index answers words and filters together. Tokens of facets lie where
 * no folded text has a bigram (the private use area) and hold 28 bits of a hash: a collision only costs a comparison of the row.
 */
export function facetToken(facet: Facet, value: string): number {
  // FNV-1a over UTF-16 code units.
  let hash = 0x811c9dc5;
  const text = `${facet}:${value}`;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 15;
  const first = 0xe000 + ((hash >>> 16) & 0x0fff);
  return (first << 16) | (hash & 0xffff);
}

/** The parts of an item that words are looked for in. */
export interface SearchableNames {
  readonly productName: string;
  readonly genericName: string;
  readonly pieceName: string;
  readonly manufacturer: string;
  readonly registrant: string;
}

export interface SearchNames {
  readonly text: string;
  readonly tokens: readonly number[];
}

/** Line end: no pair crosses it, and `\nmanufacturer\n` finds a whole field. */
export const FIELD_END = '\n';

/** The searchable part that items of one product share, each distinct text once. */
export function searchNames(names: SearchableNames): SearchNames {
  const folded = [names.productName, names.genericName, names.pieceName, names.manufacturer, names.registrant]
    .map(foldForSearch)
    .filter((text) => text !== '');
  const text = FIELD_END + [...new Set(folded)].map((each) => each + FIELD_END).join('');
  return {
    text,
    tokens: [...tokensOf(text), facetToken('manufacturer', foldForSearch(names.manufacturer))],
  };
}

/** The part that differs from item to item: specification and model. */
export function searchVariant(specification: string, model: string): SearchNames {
  const first = foldForSearch(specification);
  const second = foldForSearch(model);
  const text =
    (first === '' ? '' : first + FIELD_END) + (second === '' || second === first ? '' : second + FIELD_END);
  return { text, tokens: tokensOf(text) };
}

/** Facets of a code: its class at each of the three levels (一、二、三级分类). */
export function classTokens(classCode: string): number[] {
  return [2, 4, 6].map((length) => facetToken('class', classCode.slice(0, length)));
}

/** The digits of a certificate number (year to serial) under which it is found without its Chinese part; null without them. */
export function certificateDigits(certificate: string): string | null {
  const digits = /(\d{8,11})\D*$/.exec(certificate)?.[1];
  return digits ?? null;
}
