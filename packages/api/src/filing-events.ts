/** What the journal says about filing. */
export const filingEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
