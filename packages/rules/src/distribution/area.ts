import { jurisdictionsUpward } from '../policy/book.ts';

/** The delivery areas that hold a place: its county, if it is in one, and its city. Never a whole province or the nation. */
export function deliveryAreasOf(jurisdiction: string): string[] {
  return jurisdictionsUpward(jurisdiction).filter((code) => !code.endsWith('0000'));
}
