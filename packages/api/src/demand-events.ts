/** What the journal says about volume reporting. */
export const demandEvents = {
  'demand.opened': { zh: '开始报量', en: 'Volume reporting opened' },
  'demand.drafted': { zh: '保存报量草稿', en: 'Draft of a volume report kept' },
  'demand.imported': { zh: '导入报量表', en: 'Workbook of a volume report taken in' },
  'demand.submitted': { zh: '报送采购需求量', en: 'Volume report handed in' },
  'demand.confirmed': { zh: '本单位确认报量', en: 'Volume report confirmed by the institution' },
  'demand.sentBack': { zh: '本单位退回报量', en: 'Volume report sent back in the institution' },
  'demand.reviewed': { zh: '审核报量', en: 'Volume reports reviewed' },
  'demand.reminded': { zh: '提醒报量', en: 'Reminder of volume reporting' },
  'demand.locked': { zh: '报量锁定', en: 'Volume reporting locked' },
  'demand.confirmEnded': { zh: '报量确认期限届满', en: 'Time for confirming reports over' },
  'demand.dueRecomputed': { zh: '重新计算报量确认期限', en: 'Deadline of confirmations recomputed' },
  'demand.published': { zh: '公布约定采购量', en: 'Agreed volumes published' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
