import { useState } from 'react';

/** Small things a browser remembers for its user; where storage is closed they last for the page. */
export function readKept<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`daylight.${name}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(`daylight.${name}`);
    else localStorage.setItem(`daylight.${name}`, JSON.stringify(value));
  } catch {
    // full or closed: nothing that people typed depends on it
  }
}

export function useKept<T>(name: string, otherwise: T): readonly [T, (value: T) => void] {
  const [value, setValue] = useState(() => readKept(name, otherwise));
  return [
    value,
    (next) => {
      keep(name, next);
      setValue(next);
    },
  ];
}
