import { type Basis, assert } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { type Selectable, type Updateable, sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

export interface Watch {
  readonly tenderId: string;
  readonly manufacturerId: string;
  readonly organiserId: string;
  readonly rulesOf: string;
  readonly number: string;
  readonly title: string;
}

/** A winner whose delivery is due to be looked at, locked; null where another server is at it. */
export async function lockWatch(
  tx: Tx,
  context: Context,
  { tenderId, manufacturerId }: Pick<Watch, 'tenderId' | 'manufacturerId'>,
): Promise<Watch | null> {
  const row = await tx
    .selectFrom('coverageWatch as w')
    .innerJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'w.province').onRef('t.id', '=', 'w.tenderId'),
    )
    .select(['w.tenderId', 'w.manufacturerId', 'w.organiserId', 'w.rulesOf', 't.number', 't.title'])
    .where('w.province', '=', context.scope.province)
    .where('w.tenderId', '=', tenderId)
    .where('w.manufacturerId', '=', manufacturerId)
    .where('w.lookOn', '<=', context.today)
    .forUpdate('w')
    .skipLocked()
    .executeTakeFirst();
  return row ?? null;
}

/** A city of the agreement area: all institutions with an open account there, and those that nothing reaches. */
export interface Uncovered {
  readonly area: string;
  readonly zh: string;
  readonly en: string;
  readonly all: number;
  readonly institutions: string[];
  readonly productIds: string[];
  /** The first day of the term of what is not reached; today's where everything is. */
  readonly from: IsoDate;
}

/** By city, on this day or the first of a term that is still to come. */
export async function placesOf(
  tx: Tx,
  { scope, today }: Context,
  { tenderId, manufacturerId }: Watch,
): Promise<Uncovered[]> {
  const { rows } = await sql<Uncovered>`
    with own as materialized (
      select a.id, a.institution_id, a.product_id, a.from_on, a.jurisdiction, left(a.jurisdiction, 4) || '00' as city,
        greatest(a.from_on, ${today}::date) as day
      from volume_account a
      where a.province = ${scope.province} and a.tender_id = ${tenderId}::uuid and a.manufacturer_id = ${manufacturerId}::uuid
        and a.state = 'open' and a.until_on >= ${today}::date
    ), served as materialized (
      select distinct area, listing_id, valid_from, valid_until from delivery_relation
      where province = ${scope.province} and manufacturer_id = ${manufacturerId}::uuid and state = 'confirmed'
        and (valid_until is null or valid_until >= ${today}::date)
    ), looked as materialized (
      select o.*, not exists (
        select 1 from served s
        where s.area in (o.jurisdiction, o.city) and s.valid_from <= o.day and (s.valid_until is null or s.valid_until >= o.day)
          and (s.listing_id is null or exists (select 1 from volume_listing v
            where v.province = ${scope.province} and v.account_id = o.id and v.listing_id = s.listing_id))) as lacking
      from own o
    )
    select l.city as area, coalesce(max(j.name), l.city) as zh, coalesce(max(j.name_en), l.city) as en,
      count(distinct l.institution_id)::integer as "all",
      coalesce(array_agg(distinct l.institution_id) filter (where l.lacking), '{}') as institutions,
      coalesce(array_agg(distinct l.product_id) filter (where l.lacking), '{}') as product_ids,
      coalesce(min(l.from_on) filter (where l.lacking), ${today}::date) as "from"
    from looked l left join jurisdiction j on j.code = l.city
    group by l.city order by l.city`.execute(tx);
  return rows;
}

export type GapRow = Omit<Selectable<DB['coverageGap']>, 'state'> & { readonly state: 'open' | 'failed' };

export async function lockGaps(
  tx: Tx,
  { scope }: Context,
  { tenderId, manufacturerId }: Watch,
): Promise<GapRow[]> {
  return tx
    .selectFrom('coverageGap')
    .selectAll()
    .select((eb) => eb.ref('state').$castTo<GapRow['state']>().as('state'))
    .where('province', '=', scope.province)
    .where('tenderId', '=', tenderId)
    .where('manufacturerId', '=', manufacturerId)
    .where('state', '<>', 'closed')
    .orderBy('area')
    .forUpdate()
    .execute();
}

interface NewGap {
  readonly area: string;
  readonly place: Uncovered;
  readonly beganAt: Instant;
  readonly due: { readonly dueAt: Instant; readonly provisional: boolean; readonly basis: Basis };
}

export async function insertGap(
  tx: Tx,
  context: Context,
  watch: Watch,
  { area, place, beganAt, due }: NewGap,
): Promise<GapRow> {
  const row = await tx
    .insertInto('coverageGap')
    .values({
      province: context.scope.province,
      id: context.newId(),
      tenderId: watch.tenderId,
      organiserId: watch.organiserId,
      manufacturerId: watch.manufacturerId,
      area,
      institutions: [...place.institutions],
      productIds: [...place.productIds],
      state: 'open',
      foundOn: context.today,
      beganAt,
      dueAt: due.dueAt,
      dueProvisional: due.provisional,
      dueBasis: JSON.stringify(due.basis),
      countedOn: context.today,
    })
    .returningAll()
    .returning((eb) => eb.ref('state').$castTo<GapRow['state']>().as('state'))
    .executeTakeFirst();
  assert(row !== undefined, 'a gap that was just written');
  return row;
}

export async function setGap(
  tx: Tx,
  { scope }: Context,
  gap: GapRow,
  set: Updateable<DB['coverageGap']>,
): Promise<void> {
  await tx
    .updateTable('coverageGap')
    .set({ ...set, version: gap.version + 1 })
    .where('province', '=', scope.province)
    .where('id', '=', gap.id)
    .execute();
}

export function closeGap(tx: Tx, context: Context, gap: GapRow, institutionDays: number): Promise<void> {
  const { today } = context;
  return setGap(tx, context, gap, { state: 'closed', closedOn: today, countedOn: today, institutionDays });
}
