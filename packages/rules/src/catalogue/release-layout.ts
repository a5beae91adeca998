import { foldForSearch } from './search-text.ts';
import { type Result, ok, refuse } from '../result.ts';

/** 全量规格型号信息, 停用表, 转码表. */
export type ReleaseKind = 'items' | 'disabled' | 'transcoded';

export const itemFields = [
  'goodsId',
  'classificationCode',
  'className1',
  'className2',
  'className3',
  'genericName',
  'certificate',
  'certificateBefore',
  'productName',
  'pieceNumber',
  'pieceName',
  'manufacturer',
  'registrant',
  'specification',
  'model',
  'udiDi',
  'itemCode',
  'codeBefore',
  'codeBeforeState',
  'changeKind',
  'note',
] as const;
export type ItemField = (typeof itemFields)[number];
export type DisabledField = 'itemCode' | 'codeBeforeState';
export type TranscodedField = 'codeBefore' | 'itemCode' | 'changeKind' | 'note';

/**
 * Column titles of the national release in its order, other spellings after the first. Twenty of the 21 titles are known; the
 * last is not, and the generator uses it for 备注. Columns are found by title, so order and further columns do not matter.
 */
export const itemTitles: Readonly<Record<ItemField, readonly string[]>> = {
  goodsId: ['GOODS_ID', 'GOODSID'],
  classificationCode: ['医保耗材分类代码', '耗材分类代码', '医保医用耗材分类代码'],
  className1: ['一级分类', '一级分类(学科、品类)'],
  className2: ['二级分类', '二级分类(用途、品目)'],
  className3: ['三级分类', '三级分类(部位、功能、品种)'],
  genericName: ['医保通用名', '通用名'],
  certificate: ['注册备案号', '注册证号', '注册备案证号', '注册证/备案凭证号'],
  certificateBefore: ['原注册备案号', '原注册证号'],
  productName: ['注册备案产品名称', '注册产品名称', '产品名称'],
  pieceNumber: ['单件产品编号'],
  pieceName: ['单件产品名称'],
  manufacturer: ['耗材企业', '生产企业', '企业名称'],
  registrant: ['注册备案人', '注册人/备案人', '注册人'],
  specification: ['规格'],
  model: ['型号'],
  udiDi: ['UDI-DI', 'UDIDI', 'UDI'],
  itemCode: ['27位码', '27位编码', '医保27位码', '医保耗材代码27位'],
  codeBefore: ['原27位码', '原27位编码'],
  codeBeforeState: ['原码状态'],
  changeKind: ['类型'],
  note: ['备注'],
};

const disabledTitles: Readonly<Record<DisabledField, readonly string[]>> = {
  itemCode: ['27位码', '27位编码', '原27位码'],
  codeBeforeState: ['原码状态', '状态'],
};

/** Two of the four titles are known to stand for the old and the new code; their wording differs between copies. */
const transcodedTitles: Readonly<Record<TranscodedField, readonly string[]>> = {
  codeBefore: ['原27位码', '原27位编码', '旧27位码', '转码前27位码', '原码'],
  itemCode: ['27位码', '新27位码', '现27位码', '现27位国家编码', '转码后27位码', '新码'],
  changeKind: ['类型', '转码类型', '变更类型'],
  note: ['备注', '说明', '原码状态'],
};

export const disabledHeader = ['27位码', '原码状态'] as const;
export const transcodedHeader = ['原27位码', '27位码', '类型', '备注'] as const;
export const itemHeader: readonly string[] = itemFields.map((field) => itemTitles[field][0] ?? field);

/** Where a field stands, counted from 0. A field that the file does not have is missing. */
export type Columns<Field extends string> = ReadonlyMap<Field, number>;

export type ReleaseLayout =
  | { readonly kind: 'items'; readonly columns: Columns<ItemField> }
  | { readonly kind: 'disabled'; readonly columns: Columns<DisabledField> }
  | { readonly kind: 'transcoded'; readonly columns: Columns<TranscodedField> };

const neededInItems: readonly ItemField[] = [
  'itemCode',
  'productName',
  'certificate',
  'manufacturer',
  'specification',
  'model',
];

/** Titles differ in width, case and brackets between copies of the release. */
function titleKey(title: string): string {
  return foldForSearch(title)
    .replaceAll(/[\s_"'“”]/g, '')
    .replaceAll('udi-di', 'udidi');
}

function columnsOf<Field extends string>(
  titles: Readonly<Record<Field, readonly string[]>>,
  header: readonly string[],
): Map<Field, number> {
  const keys = header.map(titleKey);
  const columns = new Map<Field, number>();
  for (const field of Object.keys(titles) as Field[]) {
    for (const title of titles[field]) {
      const index = keys.indexOf(titleKey(title));
      if (index >= 0 && ![...columns.values()].includes(index)) {
        columns.set(field, index);
        break;
      }
    }
  }
  return columns;
}

/**
 * Says which of the three kinds of release a sheet is, by its first row. Refuses with the titles that are missing from the nearest
 * kind: nothing is guessed by position.
 */
export function readLayout(header: readonly string[]): Result<ReleaseLayout, 'release.unknownLayout'> {
  const items = columnsOf(itemTitles, header);
  const missing = neededInItems.filter((field) => !items.has(field));
  if (missing.length === 0) return ok({ kind: 'items', columns: items });
  if (!items.has('productName')) {
    const transcoded = columnsOf(transcodedTitles, header);
    const hasPair = transcoded.has('codeBefore') && transcoded.has('itemCode');
    if (hasPair && transcoded.has('changeKind')) return ok({ kind: 'transcoded', columns: transcoded });
    const disabled = columnsOf(disabledTitles, header);
    if (disabled.has('itemCode') && disabled.has('codeBeforeState') && !hasPair) {
      return ok({ kind: 'disabled', columns: disabled });
    }
  }
  const titles = missing.map((field) => itemTitles[field][0]).join('、');
  return refuse('release.unknownLayout', { field: 'file', facts: { missing: titles } });
}
