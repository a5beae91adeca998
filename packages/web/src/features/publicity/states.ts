import type { Tone } from '../../ui/tags.tsx';

export const listTone = {
  open: 'working',
  ended: 'waiting',
  taken: 'good',
  withdrawn: 'ended',
} as const satisfies Record<string, Tone>;

export const effectTone = {
  waits: 'waiting',
  takesEffect: 'good',
  dropped: 'danger',
} as const satisfies Record<string, Tone>;

export const objectionTone = {
  made: 'waiting',
  examining: 'working',
  answered: 'notice',
  decided: 'good',
  notTakenUp: 'ended',
  withdrawn: 'ended',
} as const satisfies Record<string, Tone>;
