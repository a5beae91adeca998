/** What the journal says about evidence. */
export const evidenceEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
