import type { VolumeRule } from '@daylight/rules/award/pack.ts';
import { type BaseGroup, itemVolumes, totalOf } from '@daylight/rules/demand/volumes.ts';
import { type Quantity, none, quantityOfThousandths } from '@daylight/rules/money.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';
import type { AgreedVolume } from './volumes-store.ts';

const bases: Readonly<Record<VolumeRule['base'], string>> = {
  reported: 'l.reported',
  lastYear: 'l.last_year',
  smaller: 'least(l.reported, l.last_year)',
  larger: 'greatest(l.reported, l.last_year)',
  // Half up to thousandths, as baseOf of the award engine.
  mean: 'floor((l.reported + l.last_year) * 1000 / 2 + 0.5) / 1000',
};

interface Counted {
  readonly item: string;
  readonly base: number;
  readonly lines: number;
}

interface ItemSums {
  readonly item: string;
  readonly institutions: number;
  readonly reported: Quantity;
  readonly lastYear: Quantity;
}

/** Sums of the lines that count, by item. */
export async function itemSums(tx: Tx, province: number, tenderId: string): Promise<readonly ItemSums[]> {
  const { rows } = await sql<ItemSums>`
    select l.item, count(distinct l.institution_id)::integer as institutions, sum(l.reported) as reported,
      sum(l.last_year) as last_year
    from demand_line l
    join demand_report r on r.province = l.province and r.tender_id = l.tender_id and r.institution_id = l.institution_id
    where l.province = ${province} and l.tender_id = ${tenderId} and r.state = 'accepted' and r.locked_at is not null
    group by l.item`.execute(tx);
  return rows;
}

/**
 * SX-3.1b: base, ratio and agreed volume of each item out of the lines that count. The database only counts how many lines
 * have one base; rounding and multiplying are the rules' work, so that figures are those of the award.
 */
export async function measure(
  tx: Tx,
  province: number,
  {
    tenderId,
    rule,
    items,
  }: { readonly tenderId: string; readonly rule: VolumeRule; readonly items: readonly string[] },
): Promise<readonly AgreedVolume[]> {
  const { rows } = await sql<Counted>`
    select l.item, (${sql.raw(bases[rule.base])} * 1000)::bigint as base, count(*)::integer as lines
    from demand_line l
    join demand_report r on r.province = l.province and r.tender_id = l.tender_id and r.institution_id = l.institution_id
    where l.province = ${province} and l.tender_id = ${tenderId} and r.state = 'accepted' and r.locked_at is not null
    group by 1, 2`.execute(tx);
  const groups = new Map<string, BaseGroup[]>();
  for (const { item, base, lines } of rows) {
    const found = groups.get(item);
    if (found === undefined) groups.set(item, [{ base, lines }]);
    else found.push({ base, lines });
  }
  const sums = new Map((await itemSums(tx, province, tenderId)).map((each) => [each.item, each]));
  return items.flatMap((item) => {
    const own = groups.get(item) ?? [];
    const said = sums.get(item);
    const base = quantityOfThousandths(totalOf(own));
    return itemVolumes(rule, item, own).map(({ winners, ratio, agreed }) => ({
      item,
      institutions: said?.institutions ?? 0,
      reported: said?.reported ?? none,
      lastYear: said?.lastYear ?? none,
      base,
      winnersMin: winners?.min ?? null,
      winnersMax: winners?.max ?? null,
      ratio,
      agreed,
    }));
  });
}
