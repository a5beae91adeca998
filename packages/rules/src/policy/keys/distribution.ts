import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const people: Wording = { zh: '家', en: 'organisations' };

export const distributionKeys = {
  'distribution.perAreaMax': {
    shape: 'count',
    unit: people,
    zh: '每一区域同一产品配送企业数上限',
    en: 'Most distributors per product and area',
  },
  'distribution.extraDistributors': {
    shape: 'extraDistributors',
    zh: '可增加配送企业的县（市、区）',
    en: 'Counties with additional distributors',
  },
  'distribution.areaLevel': { shape: 'areaLevel', zh: '配送区域划分层级', en: 'Level of a delivery area' },
  'distribution.appointmentBy': {
    shape: 'appointer',
    zh: '配送企业的委托方',
    en: 'Who chooses the distributors',
  },
  'distribution.confirmWithin': {
    shape: 'term',
    zh: '配送企业确认配送关系的期限',
    en: 'Time for a distributor to confirm a relation',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
