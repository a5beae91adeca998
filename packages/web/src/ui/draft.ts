import { useEffect, useRef, useState } from 'react';
import { momentText } from './format.ts';
import { keep, readKept } from './keep.ts';
import { now } from '../clock.ts';
import type { Instant } from '@daylight/rules/time.ts';

interface Kept<T> {
  readonly at: Instant;
  readonly value: T;
}

export interface Draft<T> {
  /** What was kept when the form was opened, or null. */
  readonly found: T | null;
  /** When it was last kept, in words, or null. */
  readonly keptAt: string | null;
  /** Call on every change; written half a second after the last one. */
  readonly put: (value: T) => void;
  /** Call when it was submitted or is to be forgotten. */
  readonly drop: () => void;
}

/** Keeps what is being typed in this browser until it is submitted. The key names form and thing: 'bargain.open.<id>'. */
export function useDraft<T>(key: string): Draft<T> {
  const name = `draft.${key}`;
  const [found] = useState(() => readKept<Kept<T> | null>(name, null));
  const [keptAt, setKeptAt] = useState<Instant | null>(found?.at ?? null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef<T | undefined>(undefined);

  function write(): void {
    if (waiting.current === undefined) return;
    const at = now();
    keep(name, { at, value: waiting.current });
    waiting.current = undefined;
    setKeptAt(at);
  }
  // Leaving the page must not lose the last half second.
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      if (waiting.current !== undefined) keep(name, { at: now(), value: waiting.current });
    },
    [name],
  );
  return {
    found: found?.value ?? null,
    keptAt: keptAt === null ? null : momentText(keptAt).slice(11),
    put: (value) => {
      waiting.current = value;
      clearTimeout(timer.current);
      timer.current = setTimeout(write, 500);
    },
    drop: () => {
      clearTimeout(timer.current);
      waiting.current = undefined;
      keep(name, null);
      setKeptAt(null);
    },
  };
}
