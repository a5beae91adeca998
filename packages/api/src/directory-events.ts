/** What the journal says about directory. */
export const directoryEvents = {
  'listing.listed': { zh: '产品挂网', en: 'Product listed' },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
