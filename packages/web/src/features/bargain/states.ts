import type { BargainItem } from '@daylight/api/bargain-shapes.ts';
import type { Tone } from '../../ui/tags.tsx';

export const stateTone: Readonly<Record<BargainItem['state'], Tone>> = {
  joining: 'waiting',
  open: 'working',
  'awaiting-evidence': 'warning',
  verifying: 'waiting',
  agreed: 'good',
  linked: 'good',
  refused: 'ended',
  withdrawn: 'ended',
  lapsed: 'ended',
};
