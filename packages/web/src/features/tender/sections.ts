import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { readRound } from '@daylight/api/tender-round.ts';
import type { ComponentType } from 'react';

export type RoundView = ReplyOf<typeof readRound>;

/** What another feature shows on the page of a round: `RoundSection` of its round-section.tsx. */
export interface RoundSectionProps {
  readonly tenderId: string;
  readonly tender: RoundView;
}
export type RoundSectionPart = ComponentType<RoundSectionProps>;

const found = import.meta.glob<{ readonly RoundSection: RoundSectionPart }>('../*/round-section.tsx');

/** The order in which a round runs. */
const order = ['demand', 'bidding', 'agreement', 'execution'] as const;

/** Sections that are there, in the order of the round; each is loaded when the page is shown. */
export const sections: readonly {
  readonly word: string;
  readonly load: () => Promise<RoundSectionPart>;
}[] = order.flatMap((word) => {
  const load = found[`../${word}/round-section.tsx`];
  return load === undefined ? [] : [{ word, load: () => load().then((file) => file.RoundSection) }];
});
