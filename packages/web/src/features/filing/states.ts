import type { FilingItem } from '@daylight/api/filing-shapes.ts';
import type { OutsideItem } from '@daylight/api/filing-outside.ts';
import type { Tone } from '../../ui/tags.tsx';

export const filingTone: Readonly<Record<FilingItem['state'], Tone>> = {
  offering: 'waiting',
  agreeing: 'waiting',
  checking: 'working',
  supplement: 'warning',
  reviewing: 'working',
  publicity: 'working',
  reporting: 'working',
  deciding: 'working',
  confirmed: 'good',
  refused: 'danger',
  withdrawn: 'ended',
  lapsed: 'ended',
};

export const outsideTone: Readonly<Record<OutsideItem['state'], Tone>> = {
  requested: 'waiting',
  consented: 'working',
  reported: 'good',
  noted: 'good',
  declined: 'danger',
  withdrawn: 'ended',
  lapsed: 'ended',
};

export const filingStateOrder = [
  'offering',
  'agreeing',
  'checking',
  'supplement',
  'reviewing',
  'publicity',
  'reporting',
  'deciding',
  'confirmed',
  'refused',
  'withdrawn',
  'lapsed',
] as const satisfies readonly FilingItem['state'][];
