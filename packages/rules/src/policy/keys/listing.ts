import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const people: Wording = { zh: '家', en: 'organisations' };

export const listingKeys = {
  'listing.managedBy': { shape: 'managerByClass', zh: '挂网产品管理层级', en: 'Who manages a listing' },
  'listing.visibility': { shape: 'visibility', zh: '挂网产品可采购范围', en: 'Who may buy a listing' },
  'listing.priceDeviationWarn': {
    shape: 'share',
    zh: '挂网价变动核对提示幅度',
    en: 'Price deviation that asks for a check',
  },
  'listing.noSaleSuspend': {
    shape: 'term',
    zh: '无销售暂停挂网期限',
    en: 'Time without sale before suspension',
  },
  'listing.certificateExpiryRemind': {
    shape: 'term',
    zh: '注册证到期提前提醒时间',
    en: 'Reminder before a certificate expires',
  },
  'listing.recordProvincesMin': {
    shape: 'count',
    unit: { zh: '个省份', en: 'provinces' },
    zh: '新增挂网所需省级挂网记录数',
    en: 'Provinces with listing records for admission',
  },
  'listing.recordInstitutionsMin': {
    shape: 'count',
    unit: people,
    zh: '新增挂网所需备案采购医疗机构数',
    en: 'Institutions with filing purchases for admission',
  },
  'listing.recordLevelMin': {
    shape: 'levelByClass',
    zh: '备案采购记录的最低医疗机构级别',
    en: 'Lowest level of institutions whose filings count',
  },
  'listing.priceReference': {
    shape: 'priceReferenceByClass',
    zh: '申报挂网参考价格范围',
    en: 'Reference prices for admission',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
