/** What the journal says about bids and awards. */
export const biddingEvents = {} as const satisfies Record<
  string,
  { readonly zh: string; readonly en: string }
>;
