import { writeGtin14 } from '@daylight/rules/codes/gtin.ts';
import { consumableClasses } from '@daylight/rules/codes/national-code.ts';
import { type Chance, chanceOf } from './chance.ts';
import { SYNTHETIC_MARK, SYNTHETIC_NOTE } from '../synthetic.ts';
import { seriesOf, variantOf } from './sizes.ts';
import { brandFirst, brandSecond, businesses, cities, importers } from './makers.ts';
import { type ClassWords, classWords } from './vocabulary.ts';

export interface ReleaseOptions {
  readonly rows: number;
  readonly seed: string;
  /** Two digits of each class to make; all 18 when not given. */
  readonly classes?: readonly string[];
  /** Names to use instead of invented ones (the demo's own manufacturers); the caller marks them. */
  readonly manufacturers?: readonly string[];
}

interface Maker {
  readonly name: string;
  readonly province: string;
  readonly importedFrom: string | null;
}

/** Measured in the release of class C09: 6,132 rows, 5,783 distinct codes. */
const DUPLICATE_SHARE = 349 / 6132;
const DIRTY_CERTIFICATE_SHARE = 0.012;
const WITHOUT_UDI_SHARE = 0.15;
const MALFORMED_SHARE = 0.0002;

function makersOf(options: ReleaseOptions, chance: Chance): Maker[] {
  const given = options.manufacturers;
  if (given !== undefined) {
    return given.map((name) => ({ name, province: chance.pick(cities)[0], importedFrom: null }));
  }
  const makers: Maker[] = [];
  const names = new Set<string>();
  const count = Math.min(4000, Math.max(40, Math.ceil(options.rows / 350)));
  while (makers.length < count) {
    const [province, city] = chance.pick(cities);
    const brand = `${chance.pick(brandFirst)}${chance.pick(brandSecond)}`;
    const foreign = chance.happens(0.15) ? chance.pick(importers) : null;
    const name = `${foreign === null ? city : foreign}${brand}${chance.pick(businesses)}${foreign === null ? '' : '公司'}${foreign === null ? chance.pick(['有限公司', '股份有限公司']) : ''}${SYNTHETIC_MARK}`;
    if (names.has(name)) continue;
    names.add(name);
    makers.push({ name, province, importedFrom: foreign });
  }
  return makers;
}

function certificateOf(maker: Maker, product: { third: boolean; category: string }, chance: Chance): string {
  const year = 2014 + chance.below(12);
  const serial = String(1 + chance.below(9999)).padStart(4, '0');
  if (maker.importedFrom !== null)
    return `国械注进${year}${product.third ? 3 : 2}${product.category}${serial}`;
  if (product.third) return `国械注准${year}3${product.category}${serial}`;
  if (chance.happens(0.1)) return `${maker.province}械备${year}${serial}号`;
  return `${maker.province}械注准${year}2${product.category}${serial}`;
}

/** The kinds of dirt that real releases contain. */
function dirty(certificate: string, chance: Chance): string {
  switch (chance.below(5)) {
    case 0:
      return certificate.slice(0, -2);
    case 1:
      return `${certificate}6`;
    case 2:
      return certificate.replace(/^./, '');
    case 3:
      return `${certificate}、${certificate}`;
    default:
      return '';
  }
}

interface Product {
  readonly prefix: string;
  readonly words: ClassWords;
  readonly className1: string;
  readonly className2: string;
  readonly className3: string;
  readonly genericName: string;
  readonly certificate: string;
  readonly certificateBefore: string;
  readonly name: string;
  readonly pieceName: string;
  readonly maker: Maker;
  readonly series: string;
  readonly company: string;
}

/** The second and third level that share most characters with the noun, so that class and name agree. */
function classOf(words: ClassWords, noun: string, fallback: number) {
  const characters = new Set(noun);
  let best = { group: fallback % words.groups.length, part: 0, shared: 0 };
  words.groups.forEach(({ parts }, group) => {
    parts.forEach((name, part) => {
      const shared = [...name].filter((character) => characters.has(character)).length;
      if (shared > best.shared) best = { group, part, shared };
    });
  });
  const chosen = words.groups[best.group] ?? { name: '', parts: [''] };
  return { group: best.group, part: best.part, chosen };
}

interface Place {
  readonly words: ClassWords;
  readonly number: number;
  readonly makers: readonly Maker[];
}

function productOf({ words, number, makers }: Place, chance: Chance): Product {
  const noun = chance.below(words.nouns.length);
  const nounText = words.nouns[noun] ?? '';
  const { group, part, chosen } = classOf(words, nounText, noun);
  const material = chance.below(words.materials.length);
  const maker = chance.pick(makers);
  const kind = chance.pick(words.kinds);
  const certificate = certificateOf(maker, { third: chance.happens(0.6), category: words.code }, chance);
  const name = `${kind}${chance.happens(0.35) ? (words.materials[material] ?? '') : ''}${nounText}${chance.happens(0.2) ? '系统' : ''}`;
  return {
    prefix: `C${words.code}${pad(group + 1, 2)}${pad(part + 1, 2)}${pad(noun + 1, 3)}${pad(material * 100 + (number % 90), 5)}${pad(number % 100_000, 5)}`,
    words,
    className1: consumableClasses.find((each) => each.code === words.code)?.nameZh ?? '',
    className2: chosen.name,
    className3: chosen.parts[part] ?? '',
    genericName: nounText,
    certificate: chance.happens(DIRTY_CERTIFICATE_SHARE) ? dirty(certificate, chance) : certificate,
    certificateBefore: chance.happens(0.1)
      ? certificateOf(maker, { third: true, category: words.code }, chance)
      : '',
    name,
    pieceName: chance.happens(0.3) ? `${nounText}（${chance.pick(['套装', '单件', '主体', '配件'])}）` : '',
    maker,
    series: seriesOf(chance),
    company: pad(1 + chance.below(99_999), 5),
  };
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Few products have hundreds of specifications, most a handful: about 40 on average. */
function variantsOf(chance: Chance): number {
  const draw = chance.below(100);
  if (draw < 30) return 1 + chance.below(5);
  if (draw < 75) return 5 + chance.below(30);
  if (draw < 97) return 30 + chance.below(100);
  return 150 + chance.below(350);
}

function rowOf(product: Product, index: number, chance: Chance): string[] {
  const { specification, model } = variantOf(product.words.sizes, product.series, index);
  const udi = chance.happens(WITHOUT_UDI_SHARE)
    ? ''
    : writeGtin14(`0690${product.company.slice(0, 4)}${pad(chance.below(100_000), 5)}`);
  const wrongUdi = chance.happens(0.001)
    ? `${udi.slice(0, 13)}${udi === '' ? '' : (Number(udi[13]) + 1) % 10}`
    : udi;
  const code = `${product.prefix}${pad(index + 1, 7)}`;
  return [
    String(100_000_000 + chance.below(899_999_999)),
    product.prefix,
    product.className1,
    product.className2,
    product.className3,
    product.genericName,
    product.certificate,
    product.certificateBefore,
    product.name,
    product.pieceName === '' ? '' : `P${pad(index + 1, 4)}`,
    product.pieceName,
    product.maker.name,
    product.maker.name,
    specification,
    model,
    wrongUdi,
    chance.happens(MALFORMED_SHARE) ? code.slice(0, 26) : code,
    '',
    '',
    chance.happens(0.02) ? '新增' : '保留',
    SYNTHETIC_NOTE,
  ];
}

/** A duplicate of the release: mostly the very same row, sometimes another package level's identifier. */
function duplicateOf(row: readonly string[], chance: Chance): string[] {
  const copy = [...row];
  const udi = copy[15] ?? '';
  if (chance.happens(0.4) && udi.length === 14) copy[15] = writeGtin14(`1${udi.slice(1, 13)}`);
  return copy;
}

/**
 * Rows of one class in the layout of the national release, deterministic by seed. About 5.7 % repeat the code of a row before, some
 * certificates are dirty, some device identifiers missing or wrong, and one row in 5,000 has a code of 26 characters.
 */
export function* classRows(classCode: string, rows: number, options: ReleaseOptions): Generator<string[]> {
  const words = classWords.find((each) => each.code === classCode);
  if (words === undefined) throw new Error(`no class ${classCode}`);
  const makers = makersOf(options, chanceOf(`${options.seed} makers`));
  const chance = chanceOf(`${options.seed} class ${classCode}`);
  let made = 0;
  for (let number = 1; made < rows; number += 1) {
    const product = productOf({ words, number, makers }, chance);
    const variants = variantsOf(chance);
    for (let index = 0; index < variants && made < rows; index += 1) {
      const row = rowOf(product, index, chance);
      yield row;
      made += 1;
      if (made < rows && chance.happens(DUPLICATE_SHARE / (1 - DUPLICATE_SHARE))) {
        yield duplicateOf(row, chance);
        made += 1;
      }
    }
  }
}

export interface ClassPart {
  readonly code: string;
  readonly name: string;
  readonly rows: number;
}

/** How the rows spread over the classes; the shares follow no published figure. */
export function classParts(options: ReleaseOptions): ClassPart[] {
  const wanted = classWords.filter(
    (each) => options.classes === undefined || options.classes.includes(each.code),
  );
  const weight = (words: ClassWords): number => (['02', '03', '11', '14', '16'].includes(words.code) ? 3 : 1);
  const total = wanted.reduce((sum, words) => sum + weight(words), 0);
  let left = options.rows;
  return wanted.map((words, index) => {
    const rows = index === wanted.length - 1 ? left : Math.floor((options.rows * weight(words)) / total);
    left -= rows;
    return {
      code: words.code,
      name: consumableClasses.find((each) => each.code === words.code)?.nameZh ?? '',
      rows,
    };
  });
}

/** Rows of every class one after the other, for a single workbook. */
export function* allRows(options: ReleaseOptions): Generator<string[]> {
  for (const part of classParts(options)) yield* classRows(part.code, part.rows, options);
}

/** 停用表 (about one code in 300) and 转码表 (one in 400, always to another code of the same product). */
export function* followUps(
  options: ReleaseOptions,
): Generator<{ kind: 'disabled' | 'transcoded'; row: string[] }> {
  const chance = chanceOf(`${options.seed} follow-ups`);
  let before: string | null = null;
  for (const row of allRows(options)) {
    const code = row[16] ?? '';
    if (code.length !== 27) continue;
    if (chance.happens(1 / 300)) yield { kind: 'disabled', row: [code, '停用'] };
    else if (
      before !== null &&
      before !== code &&
      before.slice(0, 20) === code.slice(0, 20) &&
      chance.happens(1 / 400)
    ) {
      yield {
        kind: 'transcoded',
        row: [before, code, chance.happens(0.99) ? '变更' : '映射', SYNTHETIC_NOTE],
      };
    }
    before = code;
  }
}
