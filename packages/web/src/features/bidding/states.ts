import type { Tone } from '../../ui/tags.tsx';

export const enrolTone: Readonly<Record<'entered' | 'accepted' | 'refused' | 'withdrawn', Tone>> = {
  entered: 'waiting',
  accepted: 'good',
  refused: 'danger',
  withdrawn: 'ended',
};
export const receiptTone: Readonly<Record<'standing' | 'replaced' | 'withdrawn', Tone>> = {
  standing: 'good',
  replaced: 'ended',
  withdrawn: 'ended',
};
