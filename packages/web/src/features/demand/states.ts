import type { VolumeReportHead } from '@daylight/api/demand-shapes.ts';
import type { Tone } from '../../ui/tags.tsx';

export type ReportState = VolumeReportHead['state'];
export const reportStates = [
  'open',
  'submitted',
  'confirmed',
  'accepted',
  'returned',
  'excluded',
  'lapsed',
] as const satisfies readonly ReportState[];

export const reportTone: Readonly<Record<ReportState, Tone>> = {
  open: 'notice',
  submitted: 'waiting',
  confirmed: 'waiting',
  accepted: 'good',
  returned: 'warning',
  excluded: 'danger',
  lapsed: 'ended',
};
