import { assert } from '../result.ts';

/** A province-level division: GB/T 2260 first two digits. */
export interface Province {
  /** First two digits of GB/T 2260 as a number, the `province` column of every table. */
  readonly code: number;
  /** 简称, as registration certificates write it. */
  readonly shortName: string;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** `province` of what belongs to the whole country. */
export const NATION = 0;

type Row = readonly [code: number, shortName: string, nameZh: string, nameEn: string];
const ROWS: readonly Row[] = [
  [11, '京', '北京市', 'Beijing'],
  [12, '津', '天津市', 'Tianjin'],
  [13, '冀', '河北省', 'Hebei'],
  [14, '晋', '山西省', 'Shanxi'],
  [15, '蒙', '内蒙古自治区', 'Inner Mongolia'],
  [21, '辽', '辽宁省', 'Liaoning'],
  [22, '吉', '吉林省', 'Jilin'],
  [23, '黑', '黑龙江省', 'Heilongjiang'],
  [31, '沪', '上海市', 'Shanghai'],
  [32, '苏', '江苏省', 'Jiangsu'],
  [33, '浙', '浙江省', 'Zhejiang'],
  [34, '皖', '安徽省', 'Anhui'],
  [35, '闽', '福建省', 'Fujian'],
  [36, '赣', '江西省', 'Jiangxi'],
  [37, '鲁', '山东省', 'Shandong'],
  [41, '豫', '河南省', 'Henan'],
  [42, '鄂', '湖北省', 'Hubei'],
  [43, '湘', '湖南省', 'Hunan'],
  [44, '粤', '广东省', 'Guangdong'],
  [45, '桂', '广西壮族自治区', 'Guangxi'],
  [46, '琼', '海南省', 'Hainan'],
  [50, '渝', '重庆市', 'Chongqing'],
  [51, '川', '四川省', 'Sichuan'],
  [52, '贵', '贵州省', 'Guizhou'],
  [53, '云', '云南省', 'Yunnan'],
  [54, '藏', '西藏自治区', 'Tibet'],
  [61, '陕', '陕西省', 'Shaanxi'],
  [62, '甘', '甘肃省', 'Gansu'],
  [63, '青', '青海省', 'Qinghai'],
  [64, '宁', '宁夏回族自治区', 'Ningxia'],
  [65, '新', '新疆维吾尔自治区', 'Xinjiang'],
  [71, '台', '台湾省', 'Taiwan'],
  [81, '港', '香港特别行政区', 'Hong Kong'],
  [82, '澳', '澳门特别行政区', 'Macao'],
];

/** The 34 province-level divisions of GB/T 2260, by code. */
export const provinces: readonly Province[] = ROWS.map(([code, shortName, nameZh, nameEn]) => ({
  code,
  shortName,
  nameZh,
  nameEn,
}));

/** Hong Kong, Macao and Taiwan have no drug authority that issues mainland certificates. */
const OUTSIDE_MAINLAND = 70;
const byCode = new Map(provinces.map((province) => [province.code, province]));
const byShortName = new Map(
  provinces.filter(({ code }) => code < OUTSIDE_MAINLAND).map((province) => [province.shortName, province]),
);

/** Null for a code outside GB/T 2260, such as the 66 that some national tables use for 兵团, and for the nation. */
export function provinceByCode(code: number): Province | null {
  return byCode.get(code) ?? null;
}

/** The mainland province of a 简称 as certificates use it (`苏`). */
export function provinceByShortName(shortName: string): Province | null {
  return byShortName.get(shortName) ?? null;
}

/**
 * First two digits of a jurisdiction as the number that the `province` columns hold; '000000' is 0, the nation. Says
 * nothing about whether such a province exists (`provinceByCode` does). Throws on anything but six digits.
 */
export function provinceOf(jurisdiction: string): number {
  assert(/^\d{6}$/.test(jurisdiction), `not a jurisdiction: ${jurisdiction.slice(0, 20)}`);
  return Number(jurisdiction.slice(0, 2));
}
