import { eventTexts } from '@daylight/api/events.ts';
import { useSay } from '../../i18n/language.ts';

/** A journal event in words: 'bargain.opened' → 发起议价. */
export function useEventName(): (event: string) => string {
  const say = useSay();
  const texts: Readonly<Record<string, { zh: string; en: string }>> = eventTexts;
  return (event) => {
    const text = texts[event];
    return text === undefined ? event : say(text);
  };
}
