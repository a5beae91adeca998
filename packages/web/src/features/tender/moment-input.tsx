import {
  type Instant,
  type IsoDate,
  addHours,
  isInstant,
  isIsoDate,
  shanghaiMoment,
} from '@daylight/rules/time.ts';
import { Input } from 'antd';
import type { ReactNode } from 'react';

/** '2026-09-01T09:00' in Shanghai as an instant; null for anything else. */
function instantOf(local: string): Instant | null {
  const [day = '', clock = ''] = local.split('T');
  return isIsoDate(day) && /^\d{2}:\d{2}/.test(clock)
    ? shanghaiMoment(day as IsoDate, clock.slice(0, 5))
    : null;
}

/** The wall clock in Shanghai of an instant: eight hours ahead of UTC, all year. */
function localOf(at: string | null | undefined): string {
  if (at === null || at === undefined || !isInstant(at)) return '';
  return addHours(at as Instant, 8).slice(0, 16);
}

/** A day and a time of day in Shanghai; the value is an instant. */
export function MomentInput({
  id,
  value,
  onChange,
}: {
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (at: string | null) => void;
}): ReactNode {
  return (
    <Input
      {...(id === undefined ? {} : { id })}
      type="datetime-local"
      value={localOf(value)}
      onChange={(event) => onChange?.(instantOf(event.target.value))}
    />
  );
}
