import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { writeCreditCode } from '@daylight/rules/codes/credit-code.ts';

/** Who takes part in the demo province. Invented from end to end; every name says 演示. */
export interface DemoOrganisation {
  /** Stable key within the demo: 'hospital-320100-tertiary'. */
  readonly key: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly shortName: string;
  readonly jurisdiction: string;
  readonly level?: 'tertiary' | 'secondary' | 'primary';
  readonly ownership?: 'public' | 'military' | 'private';
  readonly parent?: string;
  /** Ends the logins of its people ('buyer-wuxi'): '' where they are short, null where nobody signs in. */
  readonly suffix: string | null;
  readonly creditCode?: string;
  readonly institutionCode?: string;
}

/** Prefecture cities of Jiangsu with the shares of their business, in percent. */
export const cities = [
  { code: '320100', name: '南京', slug: 'nanjing', share: 18 },
  { code: '320200', name: '无锡', slug: 'wuxi', share: 9 },
  { code: '320300', name: '徐州', slug: 'xuzhou', share: 9 },
  { code: '320400', name: '常州', slug: 'changzhou', share: 7 },
  { code: '320500', name: '苏州', slug: 'suzhou', share: 15 },
  { code: '320600', name: '南通', slug: 'nantong', share: 9 },
  { code: '320700', name: '连云港', slug: 'lianyungang', share: 5 },
  { code: '320800', name: '淮安', slug: 'huaian', share: 5 },
  { code: '320900', name: '盐城', slug: 'yancheng', share: 6 },
  { code: '321000', name: '扬州', slug: 'yangzhou', share: 5 },
  { code: '321100', name: '镇江', slug: 'zhenjiang', share: 4 },
  { code: '321200', name: '泰州', slug: 'taizhou', share: 4 },
  { code: '321300', name: '宿迁', slug: 'suqian', share: 4 },
] as const;

export const province = '320000';
const mark = '（演示）';

const registrars = { public: '12', private: '52', company: '91' } as const;

/** Both check characters are right; the serial begins with DEM, so that nobody takes it for one that was given out. */
function creditCode(kind: keyof typeof registrars, region: string, serial: number): string {
  const [department = '', type = ''] = registrars[kind];
  return writeCreditCode({ department, kind: type, region, serial: `DEM${String(serial).padStart(5, '0')}` });
}

function authority(
  given: Pick<DemoOrganisation, 'key' | 'kind' | 'shortName'> & {
    name: string;
    city?: string;
    suffix?: string;
  },
): DemoOrganisation {
  const { city, suffix = '', name, ...rest } = given;
  return { ...rest, name: `${name}${mark}`, jurisdiction: city ?? province, suffix };
}

function authorities(): DemoOrganisation[] {
  return [
    authority({ key: 'bureau', kind: 'bureau', name: '江苏省医疗保障局', shortName: '省医保局' }),
    authority({ key: 'operator', kind: 'operator', name: '江苏省公共资源交易中心', shortName: '省交易中心' }),
    authority({ key: 'fund', kind: 'fund', name: '江苏省医保基金管理中心', shortName: '省医保中心' }),
    authority({ key: 'health', kind: 'health', name: '江苏省卫生健康委员会', shortName: '省卫健委' }),
    authority({ key: 'platform', kind: 'platform', name: '明采平台运行组', shortName: '平台运行组' }),
    authority({ key: 'notary', kind: 'witness', name: '江苏省示范公证处', shortName: '示范公证处' }),
    authority({
      key: 'association',
      kind: 'witness',
      name: '江苏省医疗器械行业协会',
      shortName: '省器械协会',
      suffix: 'association',
    }),
    ...cities.map(({ code, name, slug }) =>
      authority({
        key: `bureau-${code}`,
        kind: 'bureau',
        name: `${name}市医疗保障局`,
        shortName: `${name}市医保局`,
        city: code,
        suffix: slug,
      }),
    ),
  ];
}

type City = (typeof cities)[number];
type Hospital = Pick<DemoOrganisation, 'name' | 'shortName' | 'level' | 'ownership'> & {
  readonly jurisdiction?: string;
};

function hospitalsOf({ code, name }: City, index: number): Hospital[] {
  const isPrivate = index % 4 === 3;
  return [
    {
      name: `${name}市人民医院`,
      shortName: `${name}人民医院`,
      level: 'tertiary',
      ownership: index === 2 ? 'military' : 'public',
    },
    {
      name: isPrivate ? `${name}仁济医院` : `${name}市中医院`,
      shortName: isPrivate ? `${name}仁济医院` : `${name}中医院`,
      level: 'secondary',
      ownership: isPrivate ? 'private' : 'public',
    },
    {
      name: `${name}城东社区卫生服务中心`,
      shortName: `${name}城东社区`,
      level: 'primary',
      ownership: 'public',
      ...(code === '320600' ? { jurisdiction: '320685' } : {}),
    },
  ];
}

/** Three institutions in each city and one site: 40 in all, of every level and ownership. */
function institutions(): DemoOrganisation[] {
  const all = cities.flatMap((city, index) =>
    hospitalsOf(city, index).map((hospital, nth): DemoOrganisation => {
      const isFirst = index === 0 && nth === 0;
      const region = hospital.jurisdiction ?? city.code;
      return {
        ...hospital,
        key: `hospital-${city.code}-${hospital.level}`,
        kind: 'institution',
        name: `${hospital.name}${mark}`,
        jurisdiction: region,
        suffix: isFirst ? '' : nth === 0 ? city.slug : `${city.slug}-${nth + 1}`,
        creditCode: creditCode(
          hospital.ownership === 'private' ? 'private' : 'public',
          region,
          100 + index * 3 + nth,
        ),
        institutionCode: `H${region}9${String(index * 3 + nth).padStart(4, '0')}`,
      };
    }),
  );
  return [...all, eastSite];
}

/** A second site on the credit code of the first hospital: goods go there, the hospital's people order for it. */
const eastSite: DemoOrganisation = {
  key: 'hospital-320100-tertiary-east',
  kind: 'institution',
  name: `南京市人民医院东院区${mark}`,
  shortName: '南京人民医院东院',
  jurisdiction: '320100',
  level: 'tertiary',
  ownership: 'public',
  parent: 'hospital-320100-tertiary',
  suffix: null,
  creditCode: creditCode('public', '320100', 100),
  institutionCode: 'H32010099999',
};

const distributorWords = ['康达', '医联', '恒通', '泽安'] as const;

/** Three distributors in each city and one more in the capital: 40. */
function distributors(): DemoOrganisation[] {
  return cities.flatMap(({ code, name, slug }, index) =>
    distributorWords.slice(0, index === 0 ? 4 : 3).map((word, nth): DemoOrganisation => ({
      key: `distributor-${code}-${nth + 1}`,
      kind: 'distributor',
      name: `${name}${word}医药配送有限公司${mark}`,
      shortName: `${name}${word}`,
      jurisdiction: code,
      suffix: index === 0 && nth === 0 ? '' : nth === 0 ? slug : `${slug}-${nth + 1}`,
      creditCode: creditCode('company', code, 300 + index * 4 + nth),
    })),
  );
}

const seats = [
  ...cities.map(({ code, name }) => ({ code, name })),
  { code: '310000', name: '上海' },
  { code: '110000', name: '北京' },
  { code: '330000', name: '浙江' },
  { code: '440300', name: '深圳' },
  { code: '370000', name: '山东' },
  { code: '120000', name: '天津' },
  { code: '430100', name: '长沙' },
] as const;
const brandFirst = ['明', '朗', '澄', '启', '衡', '睦', '禾', '越', '霁', '昭'] as const;
const brandSecond = ['川', '序', '桥', '屿', '辰', '帆'] as const;
const businesses = [
  '医疗器械',
  '医疗科技',
  '生物材料',
  '医用材料',
  '介入医学',
  '骨科器械',
  '医疗用品',
] as const;

/** 60 manufacturers; the national codes of the demo are generated under their names. */
function manufacturers(): DemoOrganisation[] {
  return Array.from({ length: 60 }, (_, index): DemoOrganisation => {
    const seat = seats[(index * 7) % seats.length] ?? seats[0];
    const brand = `${brandFirst[index % 10]}${brandSecond[Math.floor(index / 10)]}`;
    const business = businesses[(index * 3) % businesses.length] ?? businesses[0];
    return {
      key: `manufacturer-${index + 1}`,
      kind: 'manufacturer',
      name: `${seat.name}${brand}${business}有限公司${mark}`,
      shortName: `${seat.name}${brand}`,
      jurisdiction: seat.code,
      suffix: index === 0 ? '' : String(index + 1).padStart(2, '0'),
      creditCode: creditCode('company', seat.code, 500 + index),
    };
  });
}

export function demoOrganisations(): readonly DemoOrganisation[] {
  return [...authorities(), ...institutions(), ...distributors(), ...manufacturers()];
}

export interface DemoGroup {
  readonly key: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly parent: string | null;
  readonly lead: string;
  readonly members: readonly string[];
}

/** One tree: a city's group with a county's below it. Parents come first. */
export const demoGroups: readonly DemoGroup[] = [
  {
    key: 'nantong',
    name: `南通市城市医疗集团${mark}`,
    jurisdiction: '320600',
    parent: null,
    lead: 'hospital-320600-tertiary',
    members: ['hospital-320600-tertiary', 'hospital-320600-secondary'],
  },
  {
    key: 'haian',
    name: `海安市县域医共体${mark}`,
    jurisdiction: '320685',
    parent: 'nantong',
    lead: 'hospital-320600-secondary',
    members: ['hospital-320600-primary'],
  },
];
