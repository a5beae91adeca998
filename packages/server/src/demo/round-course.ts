import { type TenderLevel, type TenderState, hasReached } from '@daylight/rules/tender/state.ts';
import { type Instant, type IsoDate, addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Money } from '@daylight/rules/money.ts';
import type { NewItem } from '../features/tender/begin.ts';
import { cities } from './organisations.ts';
import { type Province, look, provinceNumber } from './province.ts';

/** A round as its people mean it: who takes part, when it begins, and where it stands when the demo does. */
export interface Course {
  readonly title: (item: string) => string;
  readonly level: TenderLevel;
  readonly organiser: string;
  readonly hospitals: readonly string[];
  readonly items: number;
  /** Working days before the end of the demo; null for the first day that there is. */
  readonly begins: number | null;
  /** When bids end; null for as early as the terms allow. */
  readonly bidsEnd: ((days: Days) => Instant) | null;
  /** Days from the end of bids to the end of signing, when the term begins; null for the provision's. */
  readonly signedAfter: number | null;
  readonly goal: TenderState;
}

/** The days that are lived, those before business began included. */
export interface Days {
  readonly workdays: readonly IsoDate[];
  readonly last: IsoDate;
}

const tertiary = (nth: readonly number[]): string[] =>
  nth.map((each) => `hospital-${cities[each]?.code ?? ''}-tertiary`);

const afternoon = (left: number) => (days: Days) =>
  shanghaiMoment(days.workdays.at(-1 - left) ?? days.last, '16:00');

/** Whoever reads these pages as the first people of each kind finds a round in every stage: they take part in all of them. */
const provincial = (goal: TenderState, title: Course['title'], more: Partial<Course>): Course => ({
  title,
  level: 'provincial',
  organiser: 'bureau',
  hospitals: tertiary([0, 4, 5, 8]),
  items: 1,
  begins: null,
  bidsEnd: null,
  signedAfter: null,
  goal,
  ...more,
});

/** In the order in which they may choose what they buy, where the directory is small. */
export const courses: readonly Course[] = [
  provincial('bidding', (item) => `省级${item}集中带量采购（演示）`, {
    begins: 16,
    bidsEnd: ({ last }) => shanghaiMoment(addDays(last, 12), '17:00'),
  }),
  // Over with the last day, so that the box is shut and nobody has released a share when people come to look.
  provincial('opening', (item) => `省级${item}集中带量采购（演示）`, {
    begins: 26,
    bidsEnd: ({ last }) => shanghaiMoment(last, '23:00'),
  }),
  provincial('executing', () => '五市医用耗材集中带量采购联盟（演示）', {
    level: 'interCity',
    organiser: 'bureau-320100',
    hospitals: [...tertiary([0, 1, 2, 3, 4]), 'hospital-320100-secondary'],
    items: 2,
    signedAfter: 20,
  }),
  provincial('published', (item) => `省级${item}集中带量采购（演示）`, { begins: 29, bidsEnd: afternoon(3) }),
  provincial('choosing', (item) => `省级${item}集中带量采购（演示）`, { begins: 34, bidsEnd: afternoon(8) }),
  provincial('signing', (item) => `省级${item}集中带量采购（演示）`, { begins: 40, bidsEnd: afternoon(14) }),
  provincial('reporting', (item) => `省级${item}集中带量采购（演示）`, {
    hospitals: tertiary([0, 1, 2, 4, 5, 6, 8, 10]),
    begins: 3,
  }),
];

/**
 * Items that three enterprises offer or some more, where the directory has too few of them two, as narrow as it allows, and no
 * two that overlap: first those of the enterprise whose people sign in first. The cap is the dearest listing.
 */
export async function itemsOnSale(demo: Province, firstMaker: string): Promise<NewItem[]> {
  const { rows } = await look(demo, (tx) =>
    sql<{ prefix: string; name: string; unit: string; cap: Money }>`
      with offered as (
        select l.item_code, l.manufacturer_id, l.smallest_unit as unit, l.price / l.units_per_purchase_unit as price,
          c.generic_name, c.class_name_1, c.class_name_2, c.class_name_3
        from listing l join catalogue_item c on c.item_code = l.item_code
        where l.province = ${provinceNumber} and l.form = 'sunshine' and l.state = 'listed'
      )
      select left(item_code, n.length) as prefix, min(unit) as unit, ceil(max(price) * 100) / 100 as cap,
        case n.length when 10 then min(generic_name) when 7 then min(class_name_3) when 5 then min(class_name_2)
          else min(class_name_1) end as name
      from offered cross join (values (10), (7), (5), (3)) as n (length)
      group by n.length, left(item_code, n.length)
      having count(distinct unit) = 1 and count(distinct manufacturer_id) between 2 and 7
      order by count(distinct manufacturer_id) = 2, bool_or(manufacturer_id = ${firstMaker}::uuid) desc, n.length desc, count(distinct manufacturer_id) desc, 1`.execute(
      tx,
    ),
  );
  const chosen: NewItem[] = [];
  for (const { prefix, name, unit, cap } of rows)
    if (!chosen.some(({ item }) => item.startsWith(prefix) || prefix.startsWith(item)))
      chosen.push({ item: prefix, name, unit, codePrefixes: [prefix], cap });
  return chosen;
}

/** The items that a round buys: courses choose one after the other. */
export function itemsOf(course: Course, items: readonly NewItem[]): readonly NewItem[] {
  const at = courses.slice(0, courses.indexOf(course)).reduce((sum, each) => sum + each.items, 0);
  return items.slice(at, at + course.items);
}

/** What a hospital buys by the results of rounds from the day on which they are final, and no longer as everybody does. */
export function selectedFor(hospital: string, items: readonly NewItem[]): readonly string[] {
  return courses
    .filter(({ goal, hospitals }) => hasReached(goal, 'awarded') && hospitals.includes(hospital))
    .flatMap((course) => itemsOf(course, items).map(({ item }) => item));
}
