/** What the journal says about publicity. */
export const publicityEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
