import type { Basis } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';

export interface Widening {
  readonly listingIds: readonly string[];
  readonly institutionIds: readonly string[];
  /** The failure to supply for which they may buy it. */
  readonly failureId: string;
  readonly basis: Basis;
}

/**
 * Lets institutions buy listings of a round that were not listed for them, as long as a failure to supply goes on (SX-5.3c).
 * Only the clock does, from a decision of two persons (decision 0007).
 */
export async function widenAudience(context: Context, unit: Unit, widening: Widening): Promise<void> {
  const { province } = context.scope;
  const { listingIds, institutionIds, failureId, basis } = widening;
  if (listingIds.length === 0 || institutionIds.length === 0) return;
  const { rows } = await sql<{ listingId: string; institutionId: string }>`
    with locked as materialized (
      select id, audience_institutions from listing
      where province = ${province} and id = any(${[...listingIds]}::uuid[]) and form = 'alliance'
      order by id for no key update
    ), lacking as materialized (
      select l.id as listing_id, n.id as institution_id, n.id = any(l.audience_institutions) as there
      from locked l cross join unnest(${[...institutionIds]}::uuid[]) as n (id)
      where n.id <> all(l.audience_institutions) or exists (
        select 1 from listing_widening w where w.province = ${province} and w.listing_id = l.id and w.institution_id = n.id
          and w.ended_at is null)
    ), opened as (
      update listing l set audience_institutions = l.audience_institutions || a.institutions
      from (select listing_id, array_agg(institution_id order by institution_id) as institutions
        from lacking where not there group by listing_id) a
      where l.province = ${province} and l.id = a.listing_id
    )
    insert into listing_widening as w (province, listing_id, institution_id, failure_id, at)
    select ${province}::smallint, listing_id, institution_id, ${failureId}::uuid, ${context.now}::timestamptz from lacking
    on conflict (province, listing_id, institution_id, failure_id) do update set ended_at = null
    returning listing_id, institution_id`.execute(unit.tx);
  tell(unit, 'listing.audienceWidened', { rows, failureId, basis });
}

/** Closes them again, except for whom another failure holds them open or who joined their round in the meantime. */
export async function narrowAudience(
  context: Context,
  unit: Unit,
  { failureId, basis }: Pick<Widening, 'failureId' | 'basis'>,
): Promise<void> {
  const { province } = context.scope;
  await sql`
    select 1 from listing where province = ${province} and id in (
      select listing_id from listing_widening
      where province = ${province} and failure_id = ${failureId}::uuid and ended_at is null)
    order by id for no key update`.execute(unit.tx);
  const { rows } = await sql<{ listingId: string; institutionId: string }>`
    with ended as (
      update listing_widening set ended_at = ${context.now}::timestamptz
      where province = ${province} and failure_id = ${failureId}::uuid and ended_at is null
      returning listing_id, institution_id, at
    ), leaving as materialized (
      select e.listing_id, e.institution_id from ended e
      where not exists (
        select 1 from listing_widening w where w.province = ${province} and w.listing_id = e.listing_id
          and w.institution_id = e.institution_id and w.failure_id <> ${failureId}::uuid and w.ended_at is null)
      and not exists (
        select 1 from round_listing r
        join tender_institution m on m.province = r.province and m.tender_id = r.tender_id
          and m.institution_id = e.institution_id and m.left_on is null and m.joined_on > (e.at at time zone 'Asia/Shanghai')::date
        where r.province = ${province} and r.listing_id = e.listing_id)
    ), closed as (
      update listing l set audience_institutions = array(
        select a.id from unnest(l.audience_institutions) with ordinality as a (id, place)
        where a.id <> all(v.institutions) order by a.place)
      from (select listing_id, array_agg(institution_id) as institutions from leaving group by listing_id) v
      where l.province = ${province} and l.id = v.listing_id
    )
    select listing_id, institution_id from leaving`.execute(unit.tx);
  tell(unit, 'listing.audienceNarrowed', { rows, failureId, basis });
}

interface Told {
  readonly rows: readonly { listingId: string; institutionId: string }[];
  readonly failureId: string;
  readonly basis: Basis;
}

function tell(
  unit: Unit,
  event: 'listing.audienceWidened' | 'listing.audienceNarrowed',
  { rows, failureId, basis }: Told,
): void {
  for (const [listingId, own] of Map.groupBy(rows, (row) => row.listingId)) {
    const institutions = own.map((row) => row.institutionId);
    unit.record({
      event,
      subject: { kind: 'listing', id: listingId },
      basis: [basis],
      after: { failureId, institutions },
      readers: institutions,
    });
  }
}
