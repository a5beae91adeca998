import { ok, refuse } from '../result.ts';
import type { Result } from '../result.ts';
import { characterAt, foldCode } from './fold.ts';

/**
 * 医保医用耗材分类与代码. There is no check digit: whether a code exists is asked of the code database in force.
 * IVD reagents have a national code system of their own and do not parse here.
 */
export interface NationalCode {
  /** Normalised: 20 or 27 characters. */
  readonly code: string;
  /** 20 位: the product of one manufacturer. */
  readonly productCode: string;
  /** 27 位: one specification or model; null when only a product code was given. */
  readonly itemCode: string | null;
  /** 分类码, six digits: the three levels together. */
  readonly classCode: string;
  /** 一级、二级、三级分类 as two digits each. */
  readonly classLevels: readonly [first: string, second: string, third: string];
  /** 通用名码, three digits. */
  readonly genericName: string;
  /** 产品特征码, five digits. */
  readonly feature: string;
  /** 生产企业码, five digits, one per registration or filing certificate. */
  readonly manufacturer: string;
  /** 规格型号流水码, seven digits, or null. */
  readonly specification: string | null;
}

export const nationalCodeRefusals = [
  'nationalCode.empty',
  'nationalCode.prefix',
  'nationalCode.character',
  'nationalCode.length',
] as const;
export type NationalCodeRefusal = (typeof nationalCodeRefusals)[number];

const PRODUCT_LENGTH = 20;
const ITEM_LENGTH = 27;
/** Longer input cannot be a code however it is spaced; it is not worth normalising. */
const INPUT_MAX = 200;

/** Full-width, spaces and lower case as people and spreadsheets write them, made canonical. */
export function normaliseNationalCode(text: string): string {
  return foldCode(text).toUpperCase();
}

/**
 * Parses a 20- or 27-character code. Refusals say what is wrong: `nationalCode.empty`, `.prefix` (does not begin with C),
 * `.character` (facts: position counted from 1, and the character), `.length` (facts: found; expected 20 or 27).
 */
export function parseNationalCode(text: string): Result<NationalCode, NationalCodeRefusal> {
  if (text.length > INPUT_MAX) return refuse('nationalCode.length', { facts: { found: text.length } });
  const code = normaliseNationalCode(text);
  if (code === '') return refuse('nationalCode.empty');
  if (!code.startsWith('C')) return refuse('nationalCode.prefix', { facts: { found: characterAt(code, 0) } });
  const wrong = code.slice(1).search(/\D/);
  if (wrong >= 0) {
    return refuse('nationalCode.character', {
      facts: { position: wrong + 2, found: characterAt(code, wrong + 1) },
    });
  }
  if (code.length !== PRODUCT_LENGTH && code.length !== ITEM_LENGTH) {
    return refuse('nationalCode.length', {
      facts: { found: code.length, product: PRODUCT_LENGTH, item: ITEM_LENGTH },
    });
  }
  return ok(split(code));
}

function split(code: string): NationalCode {
  const isItem = code.length === ITEM_LENGTH;
  return {
    code,
    productCode: code.slice(0, PRODUCT_LENGTH),
    itemCode: isItem ? code : null,
    classCode: code.slice(1, 7),
    classLevels: [code.slice(1, 3), code.slice(3, 5), code.slice(5, 7)],
    genericName: code.slice(7, 10),
    feature: code.slice(10, 15),
    manufacturer: code.slice(15, 20),
    specification: isItem ? code.slice(20) : null,
  };
}

/** Whether more digits could complete the text to a code: what a search by code prefix accepts. Expects normalised text. */
export function isNationalCodePrefix(text: string): boolean {
  return text.length <= ITEM_LENGTH && /^C\d*$/.test(text);
}

export interface ConsumableClass {
  /** 一级分类, two digits. */
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  /**
   * 'seen': code and name stood together in public material. 'recalled': to be confirmed against the national release.
   * 'unknown': the code exists, its name was not found. An import shows the names of the release instead.
   */
  readonly certainty: 'seen' | 'recalled' | 'unknown';
}

type ClassRow = readonly [
  code: string,
  nameZh: string,
  nameEn: string,
  certainty: ConsumableClass['certainty'],
];
const CLASS_ROWS: readonly ClassRow[] = [
  ['01', '非血管介入治疗类材料', 'Non-vascular interventional materials', 'seen'],
  ['02', '血管介入治疗类材料', 'Vascular interventional materials', 'seen'],
  ['03', '骨科材料', 'Orthopaedic materials', 'seen'],
  ['04', '神经外科材料', 'Neurosurgical materials', 'recalled'],
  ['05', '心脏外科类材料', 'Cardiac surgery materials', 'recalled'],
  ['06', '人工器官、组织及配套材料', 'Artificial organs, tissues and accessories', 'seen'],
  ['07', '口腔材料', 'Dental materials', 'recalled'],
  ['08', '眼科材料', 'Ophthalmic materials', 'recalled'],
  ['09', '体外循环材料', 'Extracorporeal circulation materials', 'seen'],
  ['10', '血液净化材料', 'Blood purification materials', 'recalled'],
  ['11', '吻（缝）合器及附件', 'Staplers and accessories', 'seen'],
  ['12', '修补材料', 'Repair materials', 'recalled'],
  ['13', '中医类材料', 'Traditional Chinese medicine materials', 'recalled'],
  ['14', '基础卫生材料', 'Basic sanitary materials', 'recalled'],
  ['15', '止血防粘连材料', 'Haemostatic and anti-adhesion materials', 'recalled'],
  ['16', '注射穿刺类材料', 'Injection and puncture materials', 'recalled'],
  ['17', '功能性敷料', 'Functional dressings', 'recalled'],
  ['18', '第十八类（名称待核）', 'Class 18 (name to be confirmed)', 'unknown'],
];

/** The 18 first-level classes (一级分类) of the national classification. */
export const consumableClasses: readonly ConsumableClass[] = CLASS_ROWS.map(
  ([code, nameZh, nameEn, certainty]) => ({ code, nameZh, nameEn, certainty }),
);

const classByCode = new Map(consumableClasses.map((each) => [each.code, each]));

/** The first-level class of a parsed code; null for a class newer than this list, which is no error of the code. */
export function consumableClassOf(code: NationalCode): ConsumableClass | null {
  return classByCode.get(code.classLevels[0]) ?? null;
}
