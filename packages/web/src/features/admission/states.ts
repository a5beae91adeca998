import type { AdmissionLineState, AdmissionStateName } from './types.ts';
import type { Tone } from '../../ui/tags.tsx';

export const stateTone: Readonly<Record<AdmissionStateName, Tone>> = {
  draft: 'plain',
  submitted: 'working',
  supplement: 'warning',
  panel: 'working',
  publicity: 'waiting',
  deciding: 'waiting',
  listed: 'good',
  refused: 'danger',
  withdrawn: 'ended',
  lapsed: 'ended',
};

export const lineTone: Readonly<Record<AdmissionLineState, Tone>> = {
  open: 'plain',
  passed: 'working',
  failed: 'warning',
  held: 'waiting',
  listed: 'good',
  refused: 'danger',
  ended: 'ended',
};

export const conditionTone = { met: 'good', pending: 'waiting', notMet: 'danger' } as const;
