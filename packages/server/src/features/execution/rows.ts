import type { VolumeAccount } from '@daylight/api/execution-shapes.ts';
import { accountIsBehind, elapsedOf, percentOf, percentOfTerm } from '@daylight/rules/execution/progress.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { accountSides, factorOf, mine } from './sight.ts';

/** Accounts that the asking person may see, with the names that people read. */
export function accountRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('volumeAccount as a')
    .innerJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'a.province').onRef('t.id', '=', 'a.tenderId'),
    )
    .innerJoin('organisation as i', 'i.id', 'a.institutionId')
    .innerJoin('organisation as m', 'm.id', 'a.manufacturerId')
    .leftJoin('jurisdiction as j', 'j.code', 'a.area')
    .selectAll('a')
    .select(['t.number as round', 't.title', 'i.name as institution', 'm.name as manufacturer'])
    .select(['j.name as areaName', 'j.nameEn as areaNameEn'])
    .select((eb) => [
      eb.ref('a.state').$castTo<VolumeAccount['state']>().as('state'),
      eb.ref('a.outcome').$castTo<VolumeAccount['outcome']>().as('outcome'),
      eb.ref('a.mark').$castTo<VolumeAccount['mark']>().as('mark'),
    ])
    .where('a.province', '=', context.scope.province)
    .where(mine(context, accountSides));
}
export type AccountRow = Awaited<ReturnType<ReturnType<typeof accountRows>['execute']>>[number];

export function accountOf(context: Context, row: AccountRow): VolumeAccount {
  const term = { from: row.fromOn, until: row.untilOn };
  const volume = { agreed: row.agreed, ordered: row.ordered, accepted: row.accepted };
  const factor = factorOf(context, row.rulesOf);
  return {
    id: row.id,
    tender: { id: row.tenderId, number: row.round, title: row.title },
    institution: { id: row.institutionId, name: row.institution },
    manufacturer: { id: row.manufacturerId, name: row.manufacturer },
    productId: row.productId,
    product: row.productName,
    item: row.item,
    itemName: row.itemName,
    unit: row.unit,
    area: { code: row.area, zh: row.areaName ?? row.area, en: row.areaNameEn ?? row.area },
    ...volume,
    consumed: row.consumed,
    reserved: row.reserved,
    remaining: row.remaining,
    above: row.above,
    ...term,
    state: row.state,
    percent: percentOf(row.accepted, row.agreed),
    termPercent: percentOfTerm(elapsedOf(term, context.today)),
    behind: row.state === 'open' && accountIsBehind({ ...volume, ...term }, context.today, factor),
    reminders: row.reminders,
    remindedOn: row.remindedOn,
    endReason: row.endReason,
    outcome: row.outcome,
    explanation: row.explanation,
    mark: row.mark,
    markNote: row.markNote,
    failureId: row.failureId,
    version: row.version,
  };
}

export async function accountById(
  tx: Tx,
  context: ActorContext,
  id: string,
  lock = false,
): Promise<AccountRow | null> {
  const rows = accountRows(tx, context).where('a.id', '=', id);
  return (await (lock ? rows.forUpdate('a') : rows).executeTakeFirst()) ?? null;
}

/** The listings that draw on an account. */
export async function listingsOf(tx: Tx, context: Context, accountId: string) {
  const { rows } = await sql<{
    id: string;
    number: string;
    itemCode: string;
    price: string;
    purchaseUnit: string;
  }>`
    select l.id, l.number, l.item_code, l.price, l.purchase_unit
    from volume_listing v join listing l on l.province = v.province and l.id = v.listing_id
    where v.province = ${context.scope.province} and v.account_id = ${accountId}::uuid
    order by l.number`.execute(tx);
  return rows;
}
