/** What the journal says about admission. */
export const admissionEvents = {
  'admission.drafted': { zh: '新建挂网申请', en: 'Application begun' },
  'admission.revised': { zh: '修改挂网申请草稿', en: 'Draft changed' },
  'admission.submitted': { zh: '提交挂网申请', en: 'Application handed in' },
  'admission.supplementAsked': { zh: '要求补正', en: 'Asked for what is missing' },
  'admission.supplemented': { zh: '企业补正', en: 'Supplied what was missing' },
  'admission.lapsed': { zh: '逾期未补正，申请失效', en: 'Application lapsed' },
  'admission.recordVerified': { zh: '核实企业提交的价格记录', en: 'Price record of the applicant verified' },
  'admission.recordRejected': {
    zh: '企业提交的价格记录核实不符',
    en: 'Price record of the applicant rejected',
  },
  'admission.checked': { zh: '完成形式审查', en: 'Formal check done' },
  'admission.reviewed': { zh: '专家评审结束', en: 'Expert panel closed' },
  'admission.published': { zh: '公示期满', en: 'Publicity over' },
  'admission.sentBack': { zh: '退回重新审查', en: 'Sent back to the check' },
  'admission.decided': { zh: '作出挂网决定', en: 'Decision' },
  'admission.withdrawn': { zh: '撤回挂网申请', en: 'Application withdrawn' },
  'admission.overdue': { zh: '办理超期', en: 'A step is overdue' },
  'admission.dueRecomputed': { zh: '重新计算办理期限', en: 'Deadline recomputed' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
