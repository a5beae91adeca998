/** What the journal says about agreements. */
export const agreementEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
