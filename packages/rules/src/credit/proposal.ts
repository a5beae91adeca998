import { type Result, ok, refuse } from '../result.ts';
import { creditBasis } from './basis.ts';

/** 建议列入不良记录: what arose elsewhere on the platform, until an officer confirms or declines it (JS-38, SX-5.3c). */
export const proposalStates = ['open', 'entered', 'declined'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** Confirmed or declined once. */
export function settleProposal(found: {
  readonly state: ProposalState;
}): Result<null, 'credit.proposalDecided'> {
  return found.state === 'open'
    ? ok(null)
    : refuse('credit.proposalDecided', { basis: creditBasis.badRecord });
}
