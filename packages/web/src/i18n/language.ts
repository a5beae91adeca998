import { useSyncExternalStore } from 'react';

export type Language = 'zh' | 'en';

/** A text in both languages, as the API and the rules carry them. */
export interface Wording {
  readonly zh: string;
  readonly en: string;
}

const KEPT_AS = 'daylight.language';
const listeners = new Set<() => void>();
let current: Language = read();

function read(): Language {
  // Storage may be closed to us (private windows, policies): the language then lasts for the page only.
  try {
    return localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

export function languageNow(): Language {
  return current;
}

export function setLanguage(language: Language): void {
  current = language;
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // see read()
  }
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  for (const listener of listeners) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, languageNow);
}

/** Picks the words of a two-language text: `const say = useSay(); say(order.title)`. */
export function useSay(): (wording: Wording) => string {
  const language = useLanguage();
  return (wording) => wording[language];
}
