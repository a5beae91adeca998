/** What the journal says about the execution of agreed volumes. */
export const executionEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
