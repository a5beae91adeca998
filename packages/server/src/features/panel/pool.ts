import {
  type PoolExpert,
  type Excluded,
  type InterestKind,
  exclusionOf,
} from '@daylight/rules/panel/recusal.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { inReach } from './sight.ts';

export interface PoolLine {
  readonly expertId: string;
  readonly accountId: string;
  readonly organisationId: string;
  readonly code: string;
  readonly name: string;
  readonly employer: string;
  readonly excluded: Excluded | null;
}

export interface PoolQuestion {
  readonly reviewId: string;
  readonly round: number;
  readonly specialty: string;
  readonly area: string;
  readonly interested: readonly string[];
}

interface Row {
  readonly expertId: string;
  readonly accountId: string;
  readonly organisationId: string;
  readonly code: string;
  readonly name: string;
  readonly employer: string;
  readonly interests: readonly { readonly kind: InterestKind; readonly withId: string }[] | null;
  readonly groupIds: readonly string[] | null;
  readonly wasDrawn: boolean;
}

/**
 * The active experts of a specialty in an area, each with the reason why the expert stays away, by code (HN-15). An
 * employer's group is its medical group, the institution above it and those under it.
 */
export async function poolFor(tx: Tx, context: Context, asked: PoolQuestion): Promise<readonly PoolLine[]> {
  const { province } = context.scope;
  const { rows } = await sql<Row>`
    select e.id as expert_id, e.account_id, e.organisation_id, e.code, e.name, o.name as employer,
      (select jsonb_agg(jsonb_build_object('kind', i.kind, 'withId', i.with_id)) from expert_interest i
        where i.province = e.province and i.expert_id = e.id and i.ended_at is null) as interests,
      (select array_agg(distinct g.id) from (
        select other.organisation_id as id from medical_group_member own
          join medical_group_member other on other.group_id = own.group_id
          where own.organisation_id = e.organisation_id
            and own.from_date <= ${context.today} and (own.until_date is null or own.until_date >= ${context.today})
            and other.from_date <= ${context.today} and (other.until_date is null or other.until_date >= ${context.today})
        union select o.parent_id where o.parent_id is not null
        union select under.id from organisation under where under.parent_id in (o.id, o.parent_id)
      ) g where g.id <> e.organisation_id) as group_ids,
      exists (select from panel_candidate c where c.province = e.province and c.review_id = ${asked.reviewId}
        and c.round < ${asked.round} and c.expert_id = e.id and c.state in ('declined', 'recused', 'lapsed')
      ) as was_drawn
    from expert e
    join organisation o on o.id = e.organisation_id
    join account a on a.id = e.account_id and a.state = 'active'
    where e.province = ${province} and e.state = 'active' and e.region like ${inReach(asked.area)}
      and e.specialties @> array[${asked.specialty}]
    order by e.code`.execute(tx);
  return rows.map(({ interests, groupIds, wasDrawn, ...row }) => {
    const expert: PoolExpert = {
      code: row.code,
      employerId: row.organisationId,
      groupIds: groupIds ?? [],
      interests: interests ?? [],
    };
    const earlier = new Set(wasDrawn ? [row.code] : []);
    return { ...row, excluded: exclusionOf(expert, asked.interested, earlier) };
  });
}
