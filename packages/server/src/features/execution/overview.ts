import type * as api from '@daylight/api/execution.ts';
import type { VolumeProgress } from '@daylight/api/execution-shapes.ts';
import { elapsedOf, percentOfTerm } from '@daylight/rules/execution/progress.ts';
import { ok } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { accountSides, behindSql, mine } from './sight.ts';

const shown = 300;
type Query = Call<typeof api.readVolumeProgress>['query'];

/** What the accounts are put together by: its key and its names. */
const groups: Readonly<Record<Query['by'], { key: string; zh: string; en: string; join: string }>> = {
  round: {
    key: 'a.tender_id::text',
    zh: "max(t.number || ' ' || t.title)",
    en: "max(t.number || ' ' || t.title)",
    join: 'join tender t on t.province = a.province and t.id = a.tender_id',
  },
  item: { key: 'a.item', zh: 'max(a.item_name)', en: 'max(a.item_name)', join: '' },
  product: {
    key: 'a.product_id::text',
    zh: "max(a.product_name || ' · ' || o.short_name)",
    en: "max(a.product_name || ' · ' || o.short_name)",
    join: 'join organisation o on o.id = a.manufacturer_id',
  },
  institution: {
    key: 'a.institution_id::text',
    zh: 'max(o.name)',
    en: 'max(o.name)',
    join: 'join organisation o on o.id = a.institution_id',
  },
  area: {
    key: 'a.area',
    zh: 'max(coalesce(j.name, a.area))',
    en: 'max(coalesce(j.name_en, a.area))',
    join: 'left join jurisdiction j on j.code = a.area',
  },
};

function narrowing(query: Query): RawBuilder<SqlBool> {
  const parts: RawBuilder<SqlBool>[] = [];
  if (query.tenderId !== undefined) parts.push(sql<SqlBool>`a.tender_id = ${query.tenderId}::uuid`);
  if (query.institutionId !== undefined)
    parts.push(sql<SqlBool>`a.institution_id = ${query.institutionId}::uuid`);
  if (query.manufacturerId !== undefined)
    parts.push(sql<SqlBool>`a.manufacturer_id = ${query.manufacturerId}::uuid`);
  if (query.productId !== undefined) parts.push(sql<SqlBool>`a.product_id = ${query.productId}::uuid`);
  if (query.area !== undefined) parts.push(sql<SqlBool>`a.area = ${query.area}`);
  return parts.length === 0 ? sql<SqlBool>`true` : sql<SqlBool>`${sql.join(parts, sql` and `)}`;
}

interface Row {
  key: string;
  name: string;
  nameEn: string;
  accounts: number;
  met: number;
  behind: number;
  percent: number;
  unit: string | null;
  agreed: string | null;
  ordered: string | null;
  accepted: string | null;
  from: IsoDate;
  until: IsoDate;
  groups: number;
}

/** Progress against time, put together by round, item, product, institution or city (SX-5.4a, domain §2.8). */
export async function readProgress(
  context: ActorContext,
  { query }: Call<typeof api.readVolumeProgress>,
): Answered<typeof api.readVolumeProgress> {
  const by = groups[query.by];
  return reading(context.database.db, context.scope, async (tx) => {
    const behind = await behindSql(tx, context);
    const { rows } = await sql<Row>`
      select ${sql.raw(by.key)} as key, ${sql.raw(by.zh)} as name, ${sql.raw(by.en)} as name_en,
        count(*) as accounts, count(*) filter (where a.accepted >= a.agreed) as met,
        count(*) filter (where a.state = 'open' and ${behind}) as behind,
        coalesce(floor(avg(least(a.accepted / nullif(a.agreed, 0), 1)) * 100), 0)::integer as percent,
        case when count(distinct a.unit || a.item) = 1 then max(a.unit) end as unit,
        case when count(distinct a.unit || a.item) = 1 then sum(a.agreed) end as agreed,
        case when count(distinct a.unit || a.item) = 1 then sum(a.ordered) end as ordered,
        case when count(distinct a.unit || a.item) = 1 then sum(a.accepted) end as accepted,
        min(a.from_on) as "from", max(a.until_on) as "until", count(*) over () as groups
      from volume_account a ${sql.raw(by.join)}
      where a.province = ${context.scope.province} and a.failure_id is null and ${mine(context, accountSides)}
        and ${narrowing(query)}
      group by ${sql.raw(by.key)}
      order by count(*) filter (where a.state = 'open' and ${behind})::numeric / count(*) desc, 2
      limit ${shown}`.execute(tx);
    const items = rows.map(({ from, until, groups: _groups, ...row }): VolumeProgress => ({
      ...row,
      termPercent: percentOfTerm(elapsedOf({ from, until }, context.today)),
    }));
    return ok({ items, more: Math.max((rows[0]?.groups ?? 0) - items.length, 0) });
  });
}
