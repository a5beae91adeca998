import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listQuotas, readQuota } from '@daylight/api/filing-outside.ts';
import { outsidePolicyOf } from '@daylight/rules/filing/outside.ts';
import { type Quota, quotaOf } from '@daylight/rules/filing/quota.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { organisationOf } from '../organisation/port.ts';
import { reachOf } from '../supervision/port.ts';
import { overdueDuty } from './duty.ts';
import { readQuotaOf, yearOf } from './quota-store.ts';

export interface InstitutionPlace {
  readonly institutionId: string;
  readonly jurisdiction: string;
}

/** The quota of an institution as it stands (GD-3); null where no document of its place knows self-purchase. */
export async function quotaFor(tx: Tx, context: Context, of: InstitutionPlace): Promise<Quota | null> {
  const rule = outsidePolicyOf(context.book, of.jurisdiction, context.today).self;
  if (rule === null) return null;
  return readQuotaOf(tx, context, { institutionId: of.institutionId, year: yearOf(context) }, rule);
}

export async function quotaNow(
  context: ActorContext,
  { query }: Call<typeof readQuota>,
): Promise<Result<ReplyOf<typeof readQuota>, 'filing.outsideUnknown'>> {
  const { actor } = context;
  return reading(context.database.db, context.scope, async (tx) => {
    const institutionId =
      actor.kind === 'institution' ? actor.organisationId : (query.institutionId ?? actor.organisationId);
    const institution = await organisationOf(tx, institutionId);
    const isSeen =
      actor.kind === 'institution' ||
      institution?.jurisdiction.startsWith(reachOf(actor.jurisdiction)) === true;
    if (institution?.kind !== 'institution' || !isSeen || actor.kind === 'manufacturer')
      return refuse('filing.outsideUnknown');
    const { jurisdiction } = institution;
    const policy = outsidePolicyOf(context.book, jurisdiction, context.today);
    const quota = await quotaFor(tx, context, { institutionId, jurisdiction });
    return ok({
      quota:
        quota === null || policy.self === null
          ? null
          : {
              ...quota,
              year: yearOf(context),
              share: { over: quota.share.over, under: quota.share.under },
              lastYearCounts: policy.self.lastYearCounts.value,
              origin: policy.self.shareMax.origin,
            },
      selfReasons: [...(policy.self?.reasons.value ?? [])],
      emergencyReasons: [...policy.emergencyReasons.value],
      blockedBy: await overdueDuty(tx, context, institutionId),
    });
  });
}

interface QuotaRow {
  readonly institutionId: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly platform: Money;
  readonly used: Money;
  readonly reserved: Money;
  readonly emergency: Money;
  readonly lastYear: Money;
}

/** Institutions of the bureau's jurisdiction with purchases outside the directory, with how far each used its quota. */
export async function quotas(
  context: ActorContext,
  { query }: Call<typeof listQuotas>,
): Promise<Result<ReplyOf<typeof listQuotas>, never>> {
  const { scope, actor } = context;
  const year = query.year ?? yearOf(context);
  const rows = await reading(context.database.db, scope, async (tx) => {
    const after = query.cursor ?? '';
    const found = await sql<QuotaRow>`
      select q.institution_id, o.name, o.jurisdiction, q.used, q.reserved, q.emergency,
        coalesce((select sum(t.amount) from purchase_total t where t.province = q.province
          and t.institution_id = q.institution_id and t.year = q.year), 0) as platform,
        coalesce((select sum(t.amount) from purchase_total t where t.province = q.province
          and t.institution_id = q.institution_id and t.year = q.year - 1), 0)
        + coalesce((select l.used + l.emergency from self_purchase_quota l where l.province = q.province
          and l.institution_id = q.institution_id and l.year = q.year - 1), 0) as last_year
      from self_purchase_quota q join organisation o on o.id = q.institution_id
      where q.province = ${scope.province} and q.year = ${year} and o.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}
        and q.institution_id::text > ${after}
      order by q.institution_id::text limit ${query.limit + 1}`.execute(tx);
    return found.rows;
  });
  const items = rows.slice(0, query.limit).flatMap((row) => {
    const rule = outsidePolicyOf(context.book, row.jurisdiction, context.today).self;
    if (rule === null) return [];
    const { thisYear, base, limit, left } = quotaOf(row, rule);
    const { platform, used, reserved, emergency, lastYear } = row;
    const sums = { year, platform, used, reserved, emergency, lastYear, thisYear, base, limit, left };
    return [{ institution: { id: row.institutionId, name: row.name }, ...sums }];
  });
  const last = rows[query.limit - 1];
  return ok({ items, next: rows.length > query.limit ? (last?.institutionId ?? null) : null });
}
