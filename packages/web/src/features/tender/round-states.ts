import type { RoundSummary } from '@daylight/api/tender-shapes.ts';
import type { Tone } from '../../ui/tags.tsx';

export const roundTone: Readonly<Record<RoundSummary['state'], Tone>> = {
  draft: 'plain',
  planned: 'waiting',
  reporting: 'working',
  measured: 'working',
  bidding: 'working',
  opening: 'notice',
  opened: 'working',
  evaluated: 'working',
  published: 'notice',
  awarded: 'good',
  choosing: 'working',
  signing: 'working',
  executing: 'good',
  ended: 'ended',
  cancelled: 'danger',
  failed: 'danger',
};
