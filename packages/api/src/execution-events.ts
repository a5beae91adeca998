/** What the journal says about the execution of agreed volumes. */
export const executionEvents = {
  'execution.accountsOpened': { zh: '建立约定量台账', en: 'Volume accounts opened' },
  'execution.accountsStopped': { zh: '停止约定量台账', en: 'Volume accounts stopped' },
  'execution.looked': { zh: '核对约定量进度', en: 'Progress of agreed volumes looked at' },
  'execution.termEnded': {
    zh: '协议期满，核对约定量完成情况',
    en: 'The term ended; completion of agreed volumes looked at',
  },
  'execution.volumeExplained': { zh: '说明未完成约定量的原因', en: 'A missed volume explained' },
  'execution.volumeMarked': { zh: '评定未完成约定量', en: 'A missed volume assessed' },
  'execution.usageReported': { zh: '上报采购使用月报', en: 'Monthly purchase and use reported' },
  'execution.supplyOpened': { zh: '产能库存供应月报待上报', en: 'A monthly supply report is due' },
  'execution.supplyReported': { zh: '上报产能库存供应', en: 'Capacity, stock and supply reported' },
  'execution.reportsOverdue': { zh: '月报逾期', en: 'Monthly reports overdue' },
  'execution.coverageLooked': { zh: '核对中选产品配送覆盖', en: 'Delivery of selected products looked at' },
  'execution.failureTold': { zh: '反映供应问题', en: 'A failure to supply was told' },
  'execution.failureAnswered': { zh: '答复供应问题', en: 'The winner answered on a failure to supply' },
  'execution.failureFound': { zh: '认定供应问题', en: 'A failure to supply was judged' },
  'execution.failureDecided': {
    zh: '复核供应问题认定',
    en: 'The finding on a failure to supply was confirmed',
  },
  'execution.failureSentBack': {
    zh: '退回供应问题认定',
    en: 'The finding on a failure to supply was sent back',
  },
  'execution.failureCarriedOut': {
    zh: '执行供应问题的决定',
    en: 'The decision on a failure to supply was carried out',
  },
  'execution.substitutionEnded': { zh: '结束替代供应', en: 'A substitution ended' },
  'execution.costsCounted': { zh: '计算替代供应费用', en: 'Costs of a substitution counted' },
  'execution.eventReported': {
    zh: '报告不良事件或质量问题',
    en: 'An adverse event or quality problem was reported',
  },
  'execution.eventAnswered': { zh: '答复不良事件或质量问题', en: 'The manufacturer answered on an event' },
  'execution.eventHandled': { zh: '提出不良事件处理意见', en: 'The handling of an event was proposed' },
  'execution.eventClosed': { zh: '不良事件办结', en: 'An event was decided on' },
  'execution.eventSentBack': {
    zh: '退回不良事件处理意见',
    en: 'The proposed handling of an event was sent back',
  },
  'execution.dueRecomputed': { zh: '重新计算期限', en: 'Deadlines computed anew' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
