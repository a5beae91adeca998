import { changeOfLine, changeOfNewLine } from '@daylight/rules/execution/account.ts';
import type { LineLimit } from '@daylight/rules/order/place.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type VolumeMove, roundsOfOrder } from '../execution/port.ts';
import type { Institution, LoadedOffers } from './offers.ts';
import type { Writing } from './place-store.ts';
import type { OrderChange } from './store.ts';

/** What rounds say to the lines of an order. */
export interface OrderVolumes {
  /** The volume account by listing. */
  readonly accounts: ReadonlyMap<string, string>;
  readonly limits: ReadonlyMap<string, LineLimit>;
}
const untouched: OrderVolumes = { accounts: new Map(), limits: new Map() };

/**
 * The agreed volumes that the lines draw on, and the lines that selected products come before (SX-3.1c, SX-5.4a). No
 * statement where the institution has no agreed volume for any of their codes.
 */
export async function volumesOf(
  tx: Tx,
  context: Context,
  institution: Institution,
  { offers, watched }: LoadedOffers,
): Promise<OrderVolumes> {
  if (watched.length === 0) return untouched;
  const asked = [...offers.values()].flatMap(({ listingId, itemCode, form }) =>
    form === 'alliance' || watched.some((prefix) => itemCode.startsWith(prefix))
      ? [{ listingId, itemCode }]
      : [],
  );
  if (asked.length === 0) return untouched;
  return roundsOfOrder(tx, context, { institutionId: institution.id, asked });
}

/** New lines reserve what they order. */
export function newMoves({ orders, accounts }: Writing): VolumeMove[] {
  if (accounts.size === 0) return [];
  return orders.flatMap(({ id: orderId, distributorId, lines }) =>
    lines.flatMap(({ offer, wish }, at) => {
      const accountId = accounts.get(offer.listingId);
      if (accountId === undefined) return [];
      const change = changeOfNewLine(wish.quantity, offer.unitsPerPurchaseUnit);
      return [{ ...change, accountId, distributorId, orderId, line: at + 1 }];
    }),
  );
}

/** What commands on orders change: acceptance consumes; refusal, cancellation, expiry and return restore. */
export function movesOf(changes: readonly OrderChange[]): VolumeMove[] {
  return changes.flatMap(({ order, changed }) =>
    changed.lines.flatMap((after) => {
      const before = order.lines.find((line) => line.line === after.line);
      if (before === undefined || before.volumeAccountId === null) return [];
      const change = changeOfLine(before, after, before.unitsPerPurchaseUnit);
      if (change === null) return [];
      const { id: orderId, distributorId } = order;
      return [{ ...change, accountId: before.volumeAccountId, distributorId, orderId, line: after.line }];
    }),
  );
}
