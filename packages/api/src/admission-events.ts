/** What the journal says about admission. */
export const admissionEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
