import type { PolicyKeyInfo } from '../key-info.ts';

export const agreementKeys = {
  'agreement.term': { shape: 'term', zh: '购销合同执行期限', en: 'Term of a purchase agreement' },
  'agreement.signWithin': { shape: 'term', zh: '购销合同签订期限', en: 'Time to sign a purchase agreement' },
  'agreement.remindBefore': {
    shape: 'term',
    zh: '签约到期提前提醒时间',
    en: 'Reminder before the time to sign runs out',
  },
  'agreement.choiceRemindBefore': {
    shape: 'count',
    unit: { zh: '天', en: 'days' },
    zh: '剩余量选择截止前提醒',
    en: 'Reminder before the choice of leftover volume ends',
  },
  'agreement.clauses': {
    shape: 'codedList',
    zh: '购销合同范本条款',
    en: 'Clauses of the agreement template',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
