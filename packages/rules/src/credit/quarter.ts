import { type IsoDate, addDays, addMonths, isoDate } from '../time.ts';

/** A quarter as '2026Q3': ratings are published by the quarter in which they were decided (HN-12). */
export interface Quarter {
  readonly code: string;
  readonly from: IsoDate;
  readonly until: IsoDate;
}

export function quarterOf(day: IsoDate): Quarter {
  const nth = Math.floor((Number(day.slice(5, 7)) - 1) / 3);
  const from = isoDate(`${day.slice(0, 4)}-${String(nth * 3 + 1).padStart(2, '0')}-01`);
  return { code: `${day.slice(0, 4)}Q${nth + 1}`, from, until: addDays(addMonths(from, 3), -1) };
}

/** The last quarter that is over on a day. */
export function quarterBefore(day: IsoDate): Quarter {
  return quarterOf(addDays(quarterOf(day).from, -1));
}
