/** What the journal says about agreements. */
export const agreementEvents = {
  'agreement.amended': { zh: '补充协议生效', en: 'Supplement in force' },
  'agreement.amendmentEnded': { zh: '补充协议未成立', en: 'Supplement came to nothing' },
  'agreement.amendmentProposed': { zh: '提出补充协议', en: 'Supplement proposed' },
  'agreement.choiceClosed': { zh: '剩余量选择结束', en: 'Choice of leftover volume closed' },
  'agreement.choiceOpened': { zh: '开始选择剩余量', en: 'Choice of leftover volume opened' },
  'agreement.choiceReminded': { zh: '提醒选择剩余量', en: 'Reminder to choose leftover volume' },
  'agreement.chosen': { zh: '选择剩余量', en: 'Leftover volume chosen' },
  'agreement.dueRecomputed': { zh: '重新计算签约期限', en: 'Time to sign recomputed' },
  'agreement.ended': { zh: '购销合同终止', en: 'Agreement ended' },
  'agreement.inForce': { zh: '购销合同生效', en: 'Agreement in force' },
  'agreement.made': { zh: '生成购销合同', en: 'Agreements made' },
  'agreement.overdue': { zh: '逾期未签购销合同', en: 'Agreement not signed in time' },
  'agreement.partEnded': { zh: '购销合同部分产品终止', en: 'Agreement ended for some products' },
  'agreement.reminded': { zh: '提醒签署购销合同', en: 'Reminder to sign' },
  'agreement.signed': { zh: '签署购销合同', en: 'Agreement signed' },
  'agreement.voided': { zh: '购销合同失效', en: 'Agreement void' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
