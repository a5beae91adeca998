import type { OrganisationKind, Role } from '@daylight/rules/access/permissions.ts';

export interface DemoPosition {
  readonly role: Role;
  /** Persons are called by what they do. */
  readonly name: string;
  readonly login: string;
  /** Printed when the demo is ready, for the organisation whose logins are short. */
  readonly tryFirst: boolean;
}

function position(role: Role, name: string, login: string, tryFirst = false): DemoPosition {
  return { role, name, login, tryFirst };
}

/** One person for each role of an organisation. */
export const demoPositions: Readonly<Record<OrganisationKind, readonly DemoPosition[]>> = {
  institution: [
    position('buyer', '采购员', 'buyer', true),
    position('approver', '审批人', 'approver', true),
    position('storekeeper', '库管员', 'keeper', true),
    position('accountant', '会计', 'accountant', true),
    position('expert', '评审专家', 'expert', true),
    position('organiser', '联合采购经办', 'organiser', true),
    position('admin', '机构管理员', 'hospital-admin'),
  ],
  manufacturer: [
    position('sales', '销售专员', 'maker', true),
    position('accountant', '会计', 'maker-accountant'),
    position('admin', '机构管理员', 'maker-admin'),
  ],
  distributor: [
    position('dispatcher', '配送专员', 'distributor', true),
    position('accountant', '会计', 'biller', true),
    position('admin', '机构管理员', 'distributor-admin'),
  ],
  bureau: [
    position('officer', '经办员', 'officer', true),
    position('supervisor', '负责人', 'supervisor', true),
    position('auditor', '审计员', 'auditor', true),
    position('admin', '机构管理员', 'bureau-admin'),
  ],
  operator: [
    position('operations', '运营员', 'operator', true),
    position('admin', '机构管理员', 'operator-admin'),
  ],
  fund: [position('accountant', '基金会计', 'fund', true), position('approver', '基金复核', 'fund-approver')],
  health: [position('observer', '观察员', 'health', true)],
  platform: [
    position('systemAdmin', '系统管理员', 'system', true),
    position('securityAdmin', '安全管理员', 'security', true),
    position('auditAdmin', '审计管理员', 'audit', true),
  ],
  witness: [position('trustee', '密钥保管人', 'trustee', true)],
};
