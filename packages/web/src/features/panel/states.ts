import type { Tone } from '../../ui/tags.tsx';

export const reviewTone = {
  opened: 'waiting',
  frozen: 'working',
  sitting: 'working',
  short: 'danger',
  closed: 'notice',
  confirmed: 'good',
  taken: 'good',
  withdrawn: 'ended',
} as const satisfies Record<string, Tone>;

export const candidateTone = {
  excluded: 'ended',
  frozen: 'plain',
  reserve: 'plain',
  invited: 'waiting',
  accepted: 'working',
  declined: 'ended',
  recused: 'ended',
  lapsed: 'warning',
  scored: 'good',
  released: 'ended',
} as const satisfies Record<string, Tone>;

export const expertTone = {
  pending: 'waiting',
  active: 'good',
  paused: 'warning',
  rejected: 'ended',
} as const satisfies Record<string, Tone>;
