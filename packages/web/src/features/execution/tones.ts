import type { AdverseEvent, SupplyFailure } from '@daylight/api/execution-shapes.ts';
import type { Tone } from '../../ui/tags.tsx';

export const failureTone: Readonly<Record<SupplyFailure['state'], Tone>> = {
  told: 'waiting',
  answered: 'working',
  found: 'working',
  confirmed: 'danger',
  substituted: 'warning',
  dismissed: 'ended',
  ended: 'ended',
};
export const eventTone: Readonly<Record<AdverseEvent['state'], Tone>> = {
  reported: 'waiting',
  answered: 'working',
  handled: 'working',
  closed: 'ended',
};
export const severityTone: Readonly<Record<AdverseEvent['severity'], Tone>> = {
  ordinary: 'plain',
  serious: 'warning',
  death: 'danger',
};
