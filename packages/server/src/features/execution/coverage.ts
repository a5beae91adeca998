import type * as api from '@daylight/api/execution-report.ts';
import type { CoverageGap } from '@daylight/api/execution-shapes.ts';
import { type Basis, ok } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
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
  told: { state: 'open' | 'failed'; since: IsoDate; days: number; failures: string[] } | null;
  dueAt: Instant | null;
  dueProvisional: boolean | null;
  dueBasis: unknown;
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
      ), now_lacking as (
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
      order by t.number, m.name, area limit ${shown}
      )
      select n.*, g.due_at, g.due_provisional, g.due_basis, case when g.id is not null then jsonb_build_object('state', g.state,
        'since', g.found_on, 'days', g.institution_days, 'failures', g.failure_ids) end as told
      from now_lacking n
      left join coverage_gap g on g.province = ${province} and g.tender_id = n.tender_id
        and g.manufacturer_id = n.manufacturer_id and g.area = n.area and g.state <> 'closed'
      order by n.number, n.manufacturer, n.area`.execute(tx);
    const items = rows.map(gapOf);
    return ok({ items, more: Math.max((rows[0]?.gaps ?? 0) - items.length, 0) });
  });
}

function gapOf(row: Row): CoverageGap {
  return {
    tender: { id: row.tenderId, number: row.number, title: row.title },
    manufacturer: { id: row.manufacturerId, name: row.manufacturer },
    area: { code: row.area, zh: row.zh ?? row.area, en: row.en ?? row.area },
    institutions: row.institutions,
    products: row.products,
    told:
      row.told === null || row.dueAt === null
        ? null
        : {
            state: row.told.state,
            since: row.told.since,
            due: {
              dueAt: row.dueAt,
              provisional: row.dueProvisional ?? false,
              basis: row.dueBasis as Basis,
            },
            institutionDays: row.told.days,
            failureIds: row.told.failures,
          },
  };
}
