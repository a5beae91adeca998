import type { PolicyKeyInfo } from '../key-info.ts';

export const qualificationKeys = {
  'qualification.required': {
    shape: 'flag',
    zh: '企业须申报资质并经确认',
    en: 'Enterprises declare qualifications that are confirmed',
  },
  'qualification.kinds': { shape: 'qualificationKinds', zh: '资质种类', en: 'Kinds of qualifications' },
  'qualification.checkWithin': { shape: 'term', zh: '资质审核时限', en: 'Time to check a declaration' },
  'qualification.confirmWithin': {
    shape: 'term',
    zh: '资质确认时限',
    en: 'Time to confirm a checked declaration',
  },
  'qualification.expiryRemind': {
    shape: 'term',
    zh: '资质到期提前提醒时间',
    en: 'Reminder before a qualification expires',
  },
  'qualification.expiryRemindAgain': {
    shape: 'term',
    zh: '资质到期再次提醒时间',
    en: 'Second reminder before a qualification expires',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
