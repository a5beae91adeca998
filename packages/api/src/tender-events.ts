/** What the journal says about rounds of volume-based procurement. */
export const tenderEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
