import { yuanText } from '@daylight/rules/money.ts';
import type { Facts } from '@daylight/rules/result.ts';

const mark = /\{(\w+)\}(\s*(?:元|yuan))?/g;

/**
 * A text with its `{name}`s filled from facts. An amount before 元 or yuan has two decimals at least; what is not among the
 * facts stays as `absent` says, or as the mark it was.
 */
export function fillIn(text: string, facts: Facts, absent?: string): string {
  return text.replaceAll(mark, (whole, name: string, unit: string | undefined) => {
    const found = facts[name];
    if (found === undefined || found === null) return absent === undefined ? whole : `${absent}${unit ?? ''}`;
    return unit === undefined ? String(found) : `${yuanText(String(found))}${unit}`;
  });
}
