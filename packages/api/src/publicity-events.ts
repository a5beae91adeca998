/** What the journal says about publicity and objections. */
export const publicityEvents = {
  'publicity.opened': { zh: '开始公示', en: 'Publicity opened' },
  'publicity.ended': { zh: '公示期满', en: 'Publicity period over' },
  'publicity.taken': { zh: '公示结果生效', en: 'Result of a publicity took effect' },
  'publicity.withdrawn': { zh: '撤回公示', en: 'Publicity withdrawn' },
  'publicity.dueRecomputed': { zh: '重新计算公示或异议期限', en: 'Deadline of a publicity recomputed' },
  'publicity.objected': { zh: '提出异议', en: 'Objection made' },
  'publicity.objectionWithdrawn': { zh: '撤回异议', en: 'Objection withdrawn' },
  'publicity.objectionTakenUp': { zh: '受理异议', en: 'Objection taken up' },
  'publicity.objectionNotTakenUp': { zh: '不予受理异议', en: 'Objection not taken up' },
  'publicity.objectionExtended': { zh: '延长异议处理期限', en: 'Conclusion of an objection put off' },
  'publicity.objectionAnswered': { zh: '拟定异议答复', en: 'Answer to an objection proposed' },
  'publicity.answerReturned': { zh: '退回异议答复', en: 'Answer to an objection sent back' },
  'publicity.objectionDecided': { zh: '异议处理结论', en: 'Objection decided' },
  'publicity.objectionOverdue': { zh: '异议处理逾期', en: 'Objection overdue' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
