import type { ZoneAppealItem, appealDetails } from '@daylight/api/supervision-zones.ts';
import type { z } from 'zod';
import { may } from '@daylight/rules/access/may.ts';
import type { Money, Quantity } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filesOf } from '../evidence/port.ts';
import { reachOf } from './reach.ts';

export type AppealDetails = z.output<typeof appealDetails>;

/** Appeals that the asking person may see: one's organisation's own, or those of the jurisdiction one supervises. */
export function appealRows(tx: Tx, { scope, actor }: ActorContext) {
  const isSide = actor.kind === 'institution' || actor.kind === 'manufacturer';
  const rows = tx
    .selectFrom('zoneAppeal as a')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .innerJoin('listing as l', (join) =>
      join.onRef('l.province', '=', 'a.province').onRef('l.id', '=', 'a.listingId'),
    )
    .innerJoin('catalogueItem as i', 'i.itemCode', 'a.itemCode')
    .where('a.province', '=', scope.province)
    .selectAll('a')
    .select(['o.name as organisationName', 'l.number as listingNumber', 'i.productName', 'i.specification']);
  return isSide
    ? rows.where('a.organisationId', '=', actor.organisationId)
    : rows.where('a.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`);
}
export type AppealRow = Awaited<ReturnType<ReturnType<typeof appealRows>['execute']>>[number];

export function appealItemOf(row: AppealRow, { actor }: ActorContext): ZoneAppealItem {
  const state = row.state as ZoneAppealItem['state'];
  const isOpen = state === 'filed' || state === 'checked';
  const mayDecide =
    state === 'checked' && may(actor, 'supervision.decide') && row.checkedBy !== actor.accountId;
  return {
    id: row.id,
    number: row.number,
    ask: row.ask as ZoneAppealItem['ask'],
    organisation: { id: row.organisationId, name: row.organisationName },
    listing: {
      id: row.listingId,
      number: row.listingNumber,
      product: row.productName,
      specification: row.specification,
    },
    pricePoint: row.pricePoint,
    warningId: row.warningId,
    reason: row.reason,
    state,
    filedAt: row.filedAt,
    due:
      row.dueAt === null
        ? null
        : { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as Basis | null },
    checkedAt: row.checkedAt,
    checkNote: row.checkNote,
    excluded: row.tradeIds.length,
    decidedAt: row.decidedAt,
    decisionNote: row.decisionNote,
    may: [
      ...(isOpen && row.organisationId === actor.organisationId && may(actor, 'supervision.appeal')
        ? ['withdraw' as const]
        : []),
      ...(isOpen && may(actor, 'supervision.handle') ? ['check' as const] : []),
      ...(mayDecide ? ['decide' as const] : []),
    ],
    version: row.version,
  };
}

export interface Candidate {
  readonly id: string;
  readonly institutionId: string;
  readonly institutionName: string;
  readonly orderId: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  readonly quantity: Quantity;
  readonly tradedAt: Instant;
}

/** The trades of the reference set that were made at the price appealed against. */
export async function candidatesOf(
  tx: Tx,
  province: number,
  appeal: Pick<AppealRow, 'itemCode' | 'pricePoint' | 'finding'>,
  excludedByIt: readonly string[] = [],
): Promise<readonly Candidate[]> {
  if (appeal.pricePoint === null) return [];
  const { since, until } = appeal.finding as { since: string; until: string };
  const { rows } = await sql<Candidate>`
    select t.id, t.institution_id, o.name as institution_name, t.order_id, t.price, t.units_per_purchase_unit, t.quantity, t.traded_at
    from trade t join organisation o on o.id = t.institution_id
    where t.province = ${province} and t.item_code = ${appeal.itemCode}
      and t.traded_at >= ((${since}::date)::timestamp at time zone 'Asia/Shanghai')
      and t.traded_at < ((${until}::date + 1)::timestamp at time zone 'Asia/Shanghai')
      and round(t.price / t.units_per_purchase_unit, 6) = ${appeal.pricePoint}::numeric
      and (not exists (select from zone_exclusion x where x.province = t.province and x.trade_id = t.id)
        or t.id = any(${excludedByIt}::uuid[]))
    order by t.traded_at desc
    limit 200`.execute(tx);
  return rows;
}

export async function appealDetailsOf(tx: Tx, context: ActorContext, row: AppealRow): Promise<AppealDetails> {
  const files = await filesOf(tx, context.scope.province, [{ kind: 'zone-appeal', id: row.id }]);
  const isBureau = may(context.actor, 'supervision.read');
  // What the appeal itself took out of the reference set stays in sight with it.
  const excluded = row.state === 'upheld' ? row.tradeIds : [];
  const trades = isBureau ? await candidatesOf(tx, context.scope.province, row, excluded) : null;
  const chosen = new Set(row.tradeIds);
  return {
    ...appealItemOf(row, context),
    finding: row.finding as AppealDetails['finding'],
    evidence: [...(files.get(`zone-appeal:${row.id}`) ?? [])],
    trades:
      trades?.map(({ institutionId, institutionName, ...trade }) => ({
        ...trade,
        institution: { id: institutionId, name: institutionName },
        chosen: chosen.has(trade.id),
      })) ?? null,
  };
}
