/** What the journal says about linkage. */
export const linkageEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
