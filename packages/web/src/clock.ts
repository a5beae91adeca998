import { type Instant, instantOfMs } from '@daylight/rules/time.ts';
import { useEffect, useState } from 'react';

let aheadMs = 0;

/**
 * Deadlines are judged by the server's clock, so the screen counts by it too: each answer tells the server's time
 * in `Daylight-Now` (an instant) or, to the second, in `Date`.
 */
export function setServerTime(text: string | null): void {
  const server = text === null ? Number.NaN : Date.parse(text);
  if (!Number.isNaN(server)) aheadMs = server - Date.now();
}

export function now(): Instant {
  return instantOfMs(Date.now() + Math.round(aheadMs));
}

/** The server's time, renewed every `everyMs` while the component is shown. */
export function useNow(everyMs = 30_000): Instant {
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setAt(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}
