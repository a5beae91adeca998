import type { DirectoryChangeItem } from '@daylight/api/directory-public.ts';
import type { ClosingItem, ResumptionItem } from '@daylight/api/directory-shapes.ts';
import type { Tone } from '../../ui/tags.tsx';

export const closingTone = {
  proposed: 'waiting',
  rejected: 'ended',
  recalled: 'ended',
  waiting: 'working',
  closed: 'good',
} as const satisfies Record<ClosingItem['state'], Tone>;

export const resumptionTone = {
  applied: 'waiting',
  checked: 'working',
  approved: 'good',
  refused: 'danger',
  recalled: 'ended',
} as const satisfies Record<ResumptionItem['state'], Tone>;

export const kindTone = {
  listed: 'good',
  repriced: 'notice',
  suspended: 'warning',
  resumed: 'good',
  withdrawn: 'ended',
  moved: 'notice',
  idle: 'warning',
  closing: 'warning',
  kept: 'plain',
} as const satisfies Record<DirectoryChangeItem['kind'], Tone>;

export const listedTone = { listed: 'good', suspended: 'warning', withdrawn: 'ended' } as const;
