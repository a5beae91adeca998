/** What the journal says about panel. */
export const panelEvents = {} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;
