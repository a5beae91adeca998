import type { PolicyKeyInfo } from '../key-info.ts';

export const tenderKeys = {
  'tender.levels': { shape: 'codedList', zh: '集中带量采购层级', en: 'Levels of volume-based procurement' },
  'tender.modes': { shape: 'codedList', zh: '集中采购方式', en: 'Modes of group purchase' },
  'tender.organisers': {
    shape: 'jurisdictions',
    zh: '可自行开展集中带量采购的地区',
    en: 'Jurisdictions that may run their own rounds',
  },
  'tender.allianceCitiesMin': {
    shape: 'count',
    unit: { zh: '个设区市', en: 'cities' },
    zh: '区域采购联盟设区市数下限',
    en: 'Fewest cities of a regional alliance',
  },
  'tender.planFiledBefore': {
    shape: 'term',
    zh: '采购方案提前报送时间',
    en: 'Filing of the plan before the announcement',
  },
  'tender.usageReportEvery': {
    shape: 'term',
    zh: '采购使用信息上报周期',
    en: 'Interval of purchase and use reports',
  },
  'tender.jointItems': {
    shape: 'count',
    unit: { zh: '个品种', en: 'items' },
    zh: '联合采购品种数',
    en: 'Items of a joint purchase',
  },
  'tender.stopWhenInWiderRound': {
    shape: 'flag',
    zh: '纳入国家或省际集采后停止联合采购',
    en: 'Joint purchase stops for items of a wider round',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
