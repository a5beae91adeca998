/** What the journal says about qualification. */
export const qualificationEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
