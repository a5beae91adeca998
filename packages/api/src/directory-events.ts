/** What the journal says about directory. */
export const directoryEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
