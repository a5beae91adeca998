import type * as api from '@daylight/api/execution-report.ts';
import { ok } from '@daylight/rules/result.ts';
import { type SqlBool, sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { accountSides, mine } from './sight.ts';

const shown = 300;

interface Row {
  tenderId: string;
  number: string;
  title: string;
  manufacturerId: string;
  manufacturer: string;
  area: string;
  zh: string | null;
  en: string | null;
  institutions: number;
  products: number;
  gaps: number;
}

/** 配送能力应覆盖协议供应地区 (SX-5.3b): cities with an agreed volume in which the winner appointed nobody. */
export async function listCoverage(
  context: ActorContext,
  { query }: Call<typeof api.listCoverageGaps>,
): Answered<typeof api.listCoverageGaps> {
  const { province } = context.scope;
  const { today } = context;
  const round =
    query.tenderId === undefined ? sql<SqlBool>`true` : sql<SqlBool>`a.tender_id = ${query.tenderId}::uuid`;
  return reading(context.database.db, context.scope, async (tx) => {
    const { rows } = await sql<Row>`
      with served as materialized (
        select distinct manufacturer_id, area, listing_id from delivery_relation
        where province = ${province} and state = 'confirmed' and valid_from <= ${today}
          and (valid_until is null or valid_until >= ${today})
      )
      select a.tender_id, t.number, t.title, a.manufacturer_id, m.name as manufacturer, left(a.jurisdiction, 4) || '00' as area,
        max(j.name) as zh, max(j.name_en) as en, count(distinct a.institution_id) as institutions,
        count(distinct a.product_id) as products, count(*) over () as gaps
      from volume_account a
      join tender t on t.province = a.province and t.id = a.tender_id
      join organisation m on m.id = a.manufacturer_id
      left join jurisdiction j on j.code = left(a.jurisdiction, 4) || '00'
      where a.province = ${province} and a.state = 'open' and a.until_on >= ${today} and ${mine(context, accountSides)} and ${round}
        and not exists (
          select 1 from served s
          where s.manufacturer_id = a.manufacturer_id
            and s.area in (a.jurisdiction, left(a.jurisdiction, 4) || '00')
            and (s.listing_id is null or exists (select 1 from volume_listing v
              where v.province = ${province} and v.account_id = a.id and v.listing_id = s.listing_id)))
      group by a.tender_id, t.number, t.title, a.manufacturer_id, m.name, left(a.jurisdiction, 4)
      order by t.number, m.name, area limit ${shown}`.execute(tx);
    const items = rows.map((row) => ({
      tender: { id: row.tenderId, number: row.number, title: row.title },
      manufacturer: { id: row.manufacturerId, name: row.manufacturer },
      area: { code: row.area, zh: row.zh ?? row.area, en: row.en ?? row.area },
      institutions: row.institutions,
      products: row.products,
    }));
    return ok({ items, more: Math.max((rows[0]?.gaps ?? 0) - items.length, 0) });
  });
}
