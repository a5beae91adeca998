import { foldWidth } from '../codes/fold.ts';
import { normaliseNationalCode, parseNationalCode } from '../codes/national-code.ts';
import { type Money, isMoney, isPositive, money } from '../money.ts';
import type { ConsumableClass, ManagingLevel } from '../policy/shapes.ts';
import { type IsoDate, isIsoDate } from '../time.ts';
import { type Finding, error } from './finding.ts';
import type { Cells, ListingColumn } from './layout.ts';
import { listingBasis } from './basis.ts';
import type { ListingForm } from './visibility.ts';

/** A row as it was written, understood as far as one row alone says. Null: not written or not understood. */
export interface Written {
  readonly itemCode: string | null;
  readonly productName: string;
  readonly price: Money | null;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number | null;
  readonly form: ListingForm | null;
  readonly class: ConsumableClass | null;
  readonly managedBy: ManagingLevel | null;
  readonly manufacturer: string;
  readonly listedOn: IsoDate | null;
  readonly termUntil: IsoDate | null;
  readonly audience: readonly string[];
  readonly origin: string;
  readonly explanation: string;
}

const forms: Readonly<Record<string, ListingForm>> = {
  阳光挂网: 'sunshine',
  阳光采购: 'sunshine',
  挂网: 'sunshine',
  备案采购: 'filing',
  备案: 'filing',
  组团联盟集中采购: 'alliance',
  组团联盟: 'alliance',
  联盟采购: 'alliance',
  集中带量采购: 'alliance',
  带量采购: 'alliance',
};
const classes: Readonly<Record<string, ConsumableClass>> = {
  六大类: 'highValueSix',
  高值六大类: 'highValueSix',
  五大类: 'highValueFive',
  高值五大类: 'highValueFive',
  普通: 'ordinary',
  普通耗材: 'ordinary',
  普通医用耗材: 'ordinary',
  试剂: 'reagent',
  检验检测试剂: 'reagent',
  体外诊断试剂: 'reagent',
};
const managers: Readonly<Record<string, ManagingLevel>> = {
  省级: 'province',
  省: 'province',
  省管: 'province',
  市级: 'city',
  设区市: 'city',
  市: 'city',
  市管: 'city',
};
export const classNames: Readonly<Record<ConsumableClass, string>> = {
  highValueSix: '六大类',
  highValueFive: '五大类',
  ordinary: '普通耗材',
  reagent: '检验检测试剂',
};

function own<T>(table: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(table, key) ? (table[key] ?? null) : null;
}
const bare = (text: string): string => foldWidth(text).replaceAll(/[\s“”"「」]/g, '');

/** '2026-09-01', '2026/9/1', '20260901', '2026年9月1日'; anything else is null. */
export function readDay(text: string): IsoDate | null {
  const parts = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/.exec(bare(text));
  if (parts === null) return null;
  const day = `${parts[1]}-${(parts[2] ?? parts[4] ?? '').padStart(2, '0')}-${(parts[3] ?? parts[5] ?? '').padStart(2, '0')}`;
  return isIsoDate(day) ? (day as IsoDate) : null;
}

/** '1,280.50', '￥128.5', '128.50元'; null for anything that is not yuan with at most six decimals. */
export function readPrice(text: string): Money | null {
  const plain = bare(text)
    .replace(/^[¥￥]/, '')
    .replace(/元$/, '');
  const digits = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain) ? plain.replaceAll(',', '') : plain;
  // A spreadsheet writes 128.50 and 0128.5; more than six decimals are only kept where they are zeros.
  const tidy = digits.replace(/^(-?)0+(?=\d)/, '$1').replace(/(\.\d{6})0+$/, '$1');
  return isMoney(tidy) ? money(tidy) : null;
}

/** '10', '10.0', '1:10', '1×10', '10支/盒'; null for anything that is not a whole number from 1. */
export function readConversion(text: string): number | null {
  const parts = /^(?:1[:：x×*])?(\d{1,7})(?:\.0+)?(?:\D{1,8}\/\D{1,8})?$/u.exec(bare(text));
  const units = parts === null ? 0 : Number(parts[1]);
  return units > 0 ? units : null;
}

const textMax: Partial<Record<ListingColumn, number>> = {
  productName: 500,
  purchaseUnit: 20,
  smallestUnit: 20,
  manufacturer: 200,
  origin: 60,
  explanation: 500,
  audience: 4000,
};
const ORIGIN = /^[^\u0000-\u001f]*$/;

interface Reading {
  readonly written: Written;
  readonly findings: readonly Finding[];
}

/** Reads one row alone: every flaw of form is named, so that one round of corrections is enough. */
export function readEntry(cells: Cells): Reading {
  const findings: Finding[] = [];
  const see = (found: Finding): null => {
    findings.push(found);
    return null;
  };
  for (const [column, max] of Object.entries(textMax) as [ListingColumn, number][]) {
    if (cells[column].length > max || !cells[column].isWellFormed())
      see(error('listing.textTooLong', { column, facts: { max } }));
  }
  const written: Written = {
    itemCode: readCode(cells.code, see),
    productName: cells.productName,
    price: readPositive(cells.price, see),
    purchaseUnit: cells.purchaseUnit,
    smallestUnit: cells.smallestUnit,
    unitsPerPurchaseUnit: readConversion(cells.units) ?? conversionFlaw(cells.units, see),
    form: own(forms, bare(cells.form)) ?? see(unknown('listing.formUnknown', 'form', cells)),
    class: own(classes, bare(cells.class)) ?? see(unknown('listing.classUnknown', 'class', cells)),
    managedBy:
      own(managers, bare(cells.managedBy)) ?? see(unknown('listing.managerUnknown', 'managedBy', cells)),
    manufacturer: cells.manufacturer,
    listedOn: readOptionalDay(cells, 'listedOn', see),
    termUntil: readOptionalDay(cells, 'termUntil', see),
    audience: [...new Set(cells.audience.split(/[、,，;；\n]/).map((each) => each.trim()))].filter(
      (each) => each !== '',
    ),
    origin: cells.origin,
    explanation: cells.explanation,
  };
  for (const column of ['purchaseUnit', 'smallestUnit'] as const)
    if (cells[column] === '') see(error('listing.unitMissing', { column }));
  if (cells.manufacturer === '') see(error('listing.manufacturerMissing', { column: 'manufacturer' }));
  if (!ORIGIN.test(cells.origin)) see(error('listing.originUnreadable', { column: 'origin' }));
  const sameUnit = written.purchaseUnit !== '' && written.purchaseUnit === written.smallestUnit;
  if (sameUnit && written.unitsPerPurchaseUnit !== null && written.unitsPerPurchaseUnit !== 1)
    see(error('listing.conversionOfSameUnit', { column: 'units', facts: { unit: written.purchaseUnit } }));
  return { written, findings };
}

type See = (found: Finding) => null;

function unknown(code: Finding['code'], column: ListingColumn, cells: Cells): Finding {
  return error(code, { column, facts: { written: cells[column].slice(0, 60) } });
}

function readCode(text: string, see: See): string | null {
  const about = { column: 'code', basis: listingBasis.coded } as const;
  if (text === '') return see(error('listing.codeMissing', about));
  const code = parseNationalCode(text);
  if (!code.ok || code.value.itemCode === null)
    return see(
      error('listing.codeForm', { ...about, facts: { written: normaliseNationalCode(text).slice(0, 40) } }),
    );
  return code.value.itemCode;
}

function readPositive(text: string, see: See): Money | null {
  const price = readPrice(text);
  const facts = { written: text.slice(0, 40) };
  if (price === null) return see(error('listing.priceForm', { column: 'price', facts }));
  return isPositive(price) ? price : see(error('listing.priceNotPositive', { column: 'price', facts }));
}

function conversionFlaw(text: string, see: See): null {
  return see(error('listing.conversionNotWhole', { column: 'units', facts: { written: text.slice(0, 40) } }));
}

function readOptionalDay(cells: Cells, column: 'listedOn' | 'termUntil', see: See): IsoDate | null {
  if (cells[column] === '') return null;
  return readDay(cells[column]) ?? see(unknown('listing.dateForm', column, cells));
}
