/** Kinds of organisations that take part (GLOSSARY: bureau, operator, fund agency, …). */
export const organisationKinds = [
  'bureau',
  'operator',
  'fund',
  'health',
  'institution',
  'manufacturer',
  'distributor',
  'platform',
] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

/** Roles by kind of organisation; 'admin' manages the users of one's own organisation and nothing else. */
export const rolesOf = {
  bureau: ['admin', 'officer', 'supervisor', 'auditor'],
  operator: ['admin', 'operations'],
  fund: ['admin', 'accountant', 'approver'],
  health: ['admin', 'observer'],
  // An expert of the provincial pool works at an institution and scores for the bureau (JS-8, JS-10).
  institution: ['admin', 'buyer', 'approver', 'storekeeper', 'accountant', 'expert'],
  manufacturer: ['admin', 'sales', 'accountant'],
  distributor: ['admin', 'dispatcher', 'accountant'],
  // GB/T 22239-2019 8.1.5: system, security and audit administration are three persons.
  platform: ['systemAdmin', 'securityAdmin', 'auditAdmin'],
} as const satisfies Record<OrganisationKind, readonly string[]>;

export type Role = (typeof rolesOf)[OrganisationKind][number];
/** 'institution.buyer', 'bureau.officer', … */
export type Position = { [K in OrganisationKind]: `${K}.${(typeof rolesOf)[K][number]}` }[OrganisationKind];

const everyInstitution = [
  'institution.buyer',
  'institution.approver',
  'institution.storekeeper',
  'institution.accountant',
] as const;
const supervisors = ['bureau.officer', 'bureau.supervisor', 'bureau.auditor', 'health.observer'] as const;
const admins = [
  'bureau.admin',
  'operator.admin',
  'fund.admin',
  'health.admin',
  'institution.admin',
  'manufacturer.admin',
  'distributor.admin',
] as const;
const sellers = ['manufacturer.sales', 'distributor.dispatcher'] as const;

/**
 * Every permission of the platform and who holds it. Deny by default: a position that is not listed may not.
 * Whether the subject is one's own is decided by each query and command (and by row-level security behind it).
 */
export const permissions = {
  'account.manageOwn': 'signedIn',
  'organisation.read': 'signedIn',
  'organisation.manageUsers': [...admins, 'platform.systemAdmin', 'platform.securityAdmin'],
  'organisation.enter': ['platform.systemAdmin', 'bureau.officer', 'operator.operations'],
  'organisation.approve': ['bureau.supervisor', 'platform.securityAdmin'],
  'catalogue.read': 'signedIn',
  'catalogue.import': ['operator.operations', 'bureau.officer'],
  'listing.read': 'signedIn',
  'listing.import': ['operator.operations', 'bureau.officer'],
  'listing.readImports': ['operator.operations', 'bureau.officer', 'bureau.supervisor', 'bureau.auditor'],
  'listing.approve': ['bureau.supervisor'],
  'listing.changeState': ['bureau.officer', 'bureau.supervisor'],
  'distribution.propose': ['manufacturer.sales'],
  'distribution.confirm': ['distributor.dispatcher'],
  'distribution.end': [...sellers],
  'distribution.coverage': ['manufacturer.sales', ...supervisors],
  'distribution.choose': ['institution.buyer'],
  'distribution.read': [...everyInstitution, ...sellers, ...supervisors, 'operator.operations'],
  'bargain.open': ['institution.buyer'],
  'bargain.join': ['institution.buyer'],
  'bargain.answer': ['manufacturer.sales'],
  'bargain.read': [...everyInstitution, 'manufacturer.sales', ...supervisors, 'operator.operations'],
  'order.cart': ['institution.buyer'],
  'order.place': ['institution.buyer'],
  'order.approve': ['institution.approver'],
  'order.read': [
    ...everyInstitution,
    'manufacturer.sales',
    'manufacturer.accountant',
    'distributor.dispatcher',
    'distributor.accountant',
    ...supervisors,
    'operator.operations',
    'fund.accountant',
  ],
  'order.confirm': ['distributor.dispatcher'],
  'order.ship': ['distributor.dispatcher'],
  'order.receive': ['institution.storekeeper'],
  'order.stockIn': ['institution.storekeeper'],
  'order.return': ['institution.storekeeper', 'institution.buyer'],
  'order.acceptReturn': ['distributor.dispatcher'],
  'settlement.invoice': ['distributor.accountant', 'distributor.dispatcher'],
  'settlement.verify': ['institution.accountant'],
  'settlement.pay': ['institution.accountant'],
  'settlement.confirmPayment': ['distributor.accountant'],
  'settlement.read': [
    'institution.accountant',
    'institution.buyer',
    'institution.approver',
    'distributor.accountant',
    'distributor.dispatcher',
    'manufacturer.accountant',
    'fund.accountant',
    'fund.approver',
    ...supervisors,
  ],
  'evidence.hand': [
    'institution.buyer',
    'institution.approver',
    'institution.expert',
    ...sellers,
    'bureau.officer',
    'bureau.supervisor',
    'operator.operations',
  ],
  'qualification.declare': [...sellers],
  'qualification.read': [...sellers, ...supervisors, 'operator.operations', 'institution.buyer'],
  'qualification.check': ['bureau.officer', 'operator.operations'],
  'qualification.confirm': ['bureau.supervisor'],
  'publicity.read': [...everyInstitution, ...sellers, ...supervisors, 'operator.operations'],
  'publicity.object': [...sellers, 'institution.buyer'],
  'publicity.answer': ['bureau.officer'],
  'publicity.decide': ['bureau.supervisor'],
  'panel.manage': ['bureau.officer', 'operator.operations'],
  'panel.draw': ['bureau.officer'],
  'panel.approve': ['bureau.supervisor'],
  'panel.score': ['institution.expert'],
  'panel.read': [...supervisors, 'operator.operations'],
  'panel.outcome': ['manufacturer.sales', 'institution.buyer', ...supervisors, 'operator.operations'],
  'linkage.read': ['manufacturer.sales', 'institution.buyer', ...supervisors, 'operator.operations'],
  'linkage.record': ['operator.operations', 'bureau.officer'],
  'linkage.verify': ['bureau.supervisor'],
  'linkage.declare': ['manufacturer.sales'],
  'linkage.run': ['bureau.officer'],
  'linkage.approve': ['bureau.supervisor'],
  'admission.apply': ['manufacturer.sales'],
  'admission.read': ['manufacturer.sales', ...supervisors, 'operator.operations'],
  'admission.check': ['bureau.officer', 'operator.operations'],
  // The applicant entered the price, so whoever checks or decides is a second person (HN-15).
  'admission.verify': ['bureau.officer', 'bureau.supervisor'],
  'admission.decide': ['bureau.supervisor'],
  'directory.read': ['manufacturer.sales', 'institution.buyer', ...supervisors, 'operator.operations'],
  'directory.withdraw': ['manufacturer.sales'],
  'directory.resume': ['institution.buyer'],
  'directory.manage': ['bureau.officer'],
  'directory.decide': ['bureau.supervisor'],
  'filing.apply': ['institution.buyer'],
  'filing.consent': ['institution.approver'],
  'filing.offer': ['manufacturer.sales'],
  'filing.check': ['bureau.officer'],
  'filing.decide': ['bureau.supervisor'],
  'filing.read': [
    'institution.buyer',
    'institution.approver',
    'manufacturer.sales',
    ...supervisors,
    'operator.operations',
  ],
  'supervision.try': ['bureau.officer', 'bureau.supervisor'],
  'supervision.read': [...supervisors],
  'supervision.handle': ['bureau.officer', 'bureau.supervisor'],
  // What one officer enters or checks, another approves or decides (HN-15).
  'supervision.decide': ['bureau.supervisor'],
  'supervision.appeal': ['institution.buyer', 'institution.approver', 'manufacturer.sales'],
  'supervision.readAppeals': [
    'institution.buyer',
    'institution.approver',
    'manufacturer.sales',
    ...supervisors,
  ],
  'supervision.readCases': ['institution.buyer', 'institution.approver', ...supervisors],
  'supervision.answerCase': ['institution.approver'],
  'tender.try': ['bureau.officer', 'bureau.supervisor', 'operator.operations'],
  'portal.read': ['bureau.officer', 'bureau.supervisor', 'operator.operations'],
  'portal.publish': ['bureau.officer', 'operator.operations'],
  'portal.approve': ['bureau.supervisor'],
  'journal.readOwn': 'signedIn',
  'journal.readAll': ['bureau.auditor', 'platform.auditAdmin'],
  'notice.read': 'signedIn',
  'platform.health': ['operator.operations', 'platform.systemAdmin'],
  'platform.calendar': ['operator.operations', 'platform.systemAdmin'],
  'platform.security': ['platform.securityAdmin'],
} as const satisfies Record<string, 'signedIn' | readonly Position[]>;

export type Permission = keyof typeof permissions;
