import { type Cells as CellsOf, type Column, layoutOf } from '../workbook/layout.ts';

interface ListingColumnForm extends Column {
  readonly example: string;
}

/** The columns of a platform's listing workbook, in the order of the template. */
export const listingColumns = {
  code: {
    zh: '医保27位代码',
    en: '27-digit national code',
    required: true,
    aliases: ['27位代码', '27位码', '医保耗材代码', '国家医保代码', '医用耗材代码'],
    example: 'C09010101000000066260000001',
  },
  productName: {
    zh: '产品名称',
    en: 'Product name (checked against the code)',
    required: false,
    aliases: ['注册备案产品名称', '耗材名称'],
    example: '',
  },
  price: {
    zh: '挂网价',
    en: 'Listing price, yuan per purchase unit',
    required: true,
    aliases: ['挂网价格', '挂网单价'],
    example: '128.50',
  },
  purchaseUnit: {
    zh: '采购单位',
    en: 'Purchase unit',
    required: true,
    aliases: ['包装单位', '计价单位'],
    example: '盒',
  },
  smallestUnit: {
    zh: '最小单位',
    en: 'Smallest unit',
    required: true,
    aliases: ['最小使用单位', '最小包装单位'],
    example: '支',
  },
  units: {
    zh: '转换比',
    en: 'Smallest units per purchase unit',
    required: true,
    aliases: ['包装转换比', '换算系数', '转换系数'],
    example: '10',
  },
  form: {
    zh: '挂网形式',
    en: 'Form of listing',
    required: true,
    aliases: ['采购形式', '采购方式'],
    example: '阳光挂网',
  },
  class: { zh: '类别', en: 'Class', required: true, aliases: ['耗材类别', '产品类别'], example: '六大类' },
  managedBy: { zh: '管理层级', en: 'Managed by', required: true, aliases: ['管理级别'], example: '省级' },
  manufacturer: {
    zh: '生产企业',
    en: 'Manufacturer: name or credit code',
    required: true,
    aliases: ['生产企业名称', '企业名称', '申报企业', '统一社会信用代码'],
    example: '示例医疗器械有限公司',
  },
  listedOn: {
    zh: '挂网日期',
    en: 'Listed on',
    required: false,
    aliases: ['挂网时间'],
    example: '2026-09-01',
  },
  termUntil: {
    zh: '采购周期截止日',
    en: 'End of the term (alliance)',
    required: false,
    aliases: ['协议期截止日'],
    example: '',
  },
  audience: {
    zh: '适用机构或地区',
    en: 'Institution codes, names or area codes (filing, alliance)',
    required: false,
    aliases: ['适用医疗机构', '备案医疗机构', '适用地区'],
    example: '',
  },
  origin: {
    zh: '原平台',
    en: 'Platform it comes from',
    required: false,
    aliases: ['来源平台', '原采购平台'],
    example: '',
  },
  explanation: {
    zh: '价格说明',
    en: 'Explanation of an unusual price or difference',
    required: false,
    aliases: ['说明', '备注'],
    example: '',
  },
} as const satisfies Record<string, ListingColumnForm>;

export type ListingColumn = keyof typeof listingColumns;
export type Cells = CellsOf<ListingColumn>;
export const listingLayout = layoutOf(listingColumns, {
  missing: 'listing.columnMissing',
  twice: 'listing.columnTwice',
});
export const columnKeys = listingLayout.keys;
