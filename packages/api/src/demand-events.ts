/** What the journal says about volume reporting. */
export const demandEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
