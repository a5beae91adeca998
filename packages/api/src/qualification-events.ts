/** What the journal says about qualification. */
export const qualificationEvents = {
  'qualification.submitted': { zh: '提交资质申报', en: 'Declaration submitted' },
  'qualification.checked': { zh: '审核资质申报', en: 'Declaration checked' },
  'qualification.confirmed': { zh: '确认资质', en: 'Qualification confirmed' },
  'qualification.returned': { zh: '退回资质申报', en: 'Declaration returned' },
  'qualification.withdrawn': { zh: '撤回资质申报', en: 'Declaration taken back' },
  'qualification.reminded': { zh: '资质到期提醒', en: 'Reminder of an expiry' },
  'qualification.began': { zh: '资质有效期开始', en: 'Validity began' },
  'qualification.expired': { zh: '资质到期', en: 'Qualification expired' },
  'qualification.listingsSuspended': {
    zh: '证照失效，暂停相关产品挂网',
    en: 'Listings suspended with their certificate',
  },
  'qualification.listingsResumed': {
    zh: '证照恢复有效，恢复相关产品挂网',
    en: 'Listings resumed with their certificate',
  },
  'qualification.dueRecomputed': { zh: '重新计算审核期限', en: 'Deadline recomputed' },
  'qualification.specificationAsked': { zh: '申请增补规格型号', en: 'Specification asked for' },
  'qualification.specificationChecked': { zh: '审核规格型号增补', en: 'Added specification checked' },
  'qualification.specificationConfirmed': { zh: '确认规格型号增补', en: 'Added specification confirmed' },
  'qualification.specificationReturned': { zh: '退回规格型号增补', en: 'Added specification returned' },
  'qualification.specificationWithdrawn': { zh: '撤回规格型号增补', en: 'Added specification taken back' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
