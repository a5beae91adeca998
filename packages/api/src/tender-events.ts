/** What the journal says about rounds of volume-based procurement. */
export const tenderEvents = {
  'tender.moved': { zh: '集采项目进入下一阶段', en: 'A round went on to another state' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
