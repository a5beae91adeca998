import type { OrganisationKind, Position } from '@daylight/rules/access/permissions.ts';
import type { Wording } from './language.ts';

export const kindNames: Readonly<Record<OrganisationKind, Wording>> = {
  bureau: { zh: '医保局', en: 'Healthcare security bureau' },
  operator: { zh: '平台运营机构', en: 'Platform operator' },
  fund: { zh: '医保经办机构', en: 'Fund agency' },
  health: { zh: '卫生健康委', en: 'Health commission' },
  institution: { zh: '医疗机构', en: 'Medical institution' },
  manufacturer: { zh: '生产企业', en: 'Manufacturer' },
  distributor: { zh: '配送企业', en: 'Distributor' },
  platform: { zh: '系统管理', en: 'System administration' },
};

export const positionNames: Readonly<Record<Position, Wording>> = {
  'bureau.admin': { zh: '医保局管理员', en: 'bureau administrator' },
  'bureau.officer': { zh: '医保局经办', en: 'bureau officer' },
  'bureau.supervisor': { zh: '医保局审批', en: 'bureau supervisor' },
  'bureau.auditor': { zh: '医保局审计', en: 'bureau auditor' },
  'operator.admin': { zh: '运营机构管理员', en: 'operator administrator' },
  'operator.operations': { zh: '平台运营', en: 'platform operations' },
  'fund.admin': { zh: '经办机构管理员', en: 'fund agency administrator' },
  'fund.accountant': { zh: '基金会计', en: 'fund accountant' },
  'fund.approver': { zh: '基金审批', en: 'fund approver' },
  'health.admin': { zh: '卫健委管理员', en: 'health commission administrator' },
  'health.observer': { zh: '卫健委查阅', en: 'health commission observer' },
  'institution.admin': { zh: '医疗机构管理员', en: 'institution administrator' },
  'institution.buyer': { zh: '采购员', en: 'buyer' },
  'institution.approver': { zh: '采购审批', en: 'purchase approver' },
  'institution.storekeeper': { zh: '库管员', en: 'storekeeper' },
  'institution.accountant': { zh: '医院会计', en: 'hospital accountant' },
  'institution.expert': { zh: '评审专家', en: 'reviewing expert' },
  'manufacturer.admin': { zh: '生产企业管理员', en: 'manufacturer administrator' },
  'manufacturer.sales': { zh: '生产企业业务员', en: 'manufacturer sales' },
  'manufacturer.accountant': { zh: '生产企业会计', en: 'manufacturer accountant' },
  'distributor.admin': { zh: '配送企业管理员', en: 'distributor administrator' },
  'distributor.dispatcher': { zh: '配送员', en: 'dispatcher' },
  'distributor.accountant': { zh: '配送企业会计', en: 'distributor accountant' },
  'platform.systemAdmin': { zh: '系统管理员', en: 'system administrator' },
  'platform.securityAdmin': { zh: '安全管理员', en: 'security administrator' },
  'platform.auditAdmin': { zh: '审计管理员', en: 'audit administrator' },
};
