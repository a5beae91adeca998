import type { CreditProposal } from '@daylight/api/credit-proposal.ts';
import type {
  CreditCaseItem,
  CreditRepairItem,
  CreditReportItem,
  SupplyStepItem,
} from '@daylight/api/credit-shapes.ts';
import type { Tone } from '../../ui/tags.tsx';

export const caseTone = {
  hearing: 'waiting',
  heard: 'working',
  decided: 'notice',
  inForce: 'danger',
  ended: 'ended',
  dropped: 'plain',
} as const satisfies Record<CreditCaseItem['state'], Tone>;

export const repairTone = {
  applied: 'waiting',
  approved: 'good',
  refused: 'danger',
  recalled: 'ended',
} as const satisfies Record<CreditRepairItem['state'], Tone>;

export const proposalTone = {
  open: 'waiting',
  entered: 'working',
  declined: 'ended',
} as const satisfies Record<CreditProposal['state'], Tone>;

export const stepTone = {
  drafted: 'waiting',
  open: 'working',
  done: 'good',
  dropped: 'ended',
} as const satisfies Record<SupplyStepItem['state'], Tone>;

export const reportTone = {
  received: 'waiting',
  investigating: 'working',
  found: 'notice',
  upheld: 'danger',
  closed: 'ended',
} as const satisfies Record<CreditReportItem['state'], Tone>;
