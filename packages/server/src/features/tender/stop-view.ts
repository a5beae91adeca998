import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { readRound } from '@daylight/api/tender-round.ts';
import type { TenderLevel } from '@daylight/rules/tender/state.ts';
import type { Tx } from '../../db.ts';
import { openOrdersOf } from '../order/port.ts';
import { namesOf } from './rounds.ts';

type Stop = ReplyOf<typeof readRound>['stops'][number];

/** Items that went over to a wider round; of the orders that are open now, the wall shows each reader its own (GY-2.4). */
export async function stopsOf(tx: Tx, province: number, tenderId: string): Promise<Stop[]> {
  const rows = await tx
    .selectFrom('tenderStop as stop')
    .innerJoin('tenderItem as item', (join) =>
      join
        .onRef('item.province', '=', 'stop.province')
        .onRef('item.tenderId', '=', 'stop.tenderId')
        .onRef('item.item', '=', 'stop.item'),
    )
    .select(['stop.item', 'item.name', 'stop.at', 'stop.basis', 'stop.listings', 'stop.orders'])
    .select(['stop.widerId', 'stop.widerNumber', 'stop.widerTitle', 'stop.widerLevel'])
    .where('stop.province', '=', province)
    .where('stop.tenderId', '=', tenderId)
    .orderBy('stop.at')
    .orderBy('item.name')
    .execute();
  if (rows.length === 0) return [];
  const listingsOf = (row: (typeof rows)[number]) => row.listings as unknown as Stop['listings'];
  const open = await openOrdersOf(
    tx,
    province,
    rows.flatMap((row) => listingsOf(row).map(({ listingId }) => listingId)),
  );
  const names = new Map(
    (await namesOf(tx, [...new Set(open.map(({ institutionId }) => institutionId))])).map(({ id, name }) => [
      id,
      name,
    ]),
  );
  return rows.map((row) => {
    const own = new Set(listingsOf(row).map(({ listingId }) => listingId));
    return {
      item: row.item,
      name: row.name,
      wider: {
        id: row.widerId,
        number: row.widerNumber,
        title: row.widerTitle,
        level: row.widerLevel as TenderLevel,
      },
      at: row.at,
      basis: row.basis as unknown as Stop['basis'],
      listings: listingsOf(row),
      ordersOpenThen: (row.orders as unknown as readonly unknown[]).length,
      ordersOpen: open
        .filter(({ listingId }) => own.has(listingId))
        .map(({ id, number, state, institutionId }) => ({
          orderId: id,
          number,
          state: state as Stop['ordersOpen'][number]['state'],
          institution: names.get(institutionId) ?? '',
        })),
    };
  });
}
