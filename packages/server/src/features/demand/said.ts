import type { Text } from '@daylight/api/endpoint.ts';
import type { Facts } from '@daylight/rules/result.ts';

/** A text with its facts filled in, as refusals are told. */
export function filled(text: Text, facts: Facts): { zh: string; en: string } {
  const fill = (written: string): string =>
    written.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
  return { zh: fill(text.zh), en: fill(text.en) };
}
