import { subtractQuantity } from '@daylight/rules/money.ts';
import { sql } from 'kysely';
import type { BargainNow, BillNow, Life, LotNow, OrderNow } from './life.ts';
import { type Province, look, provinceNumber } from './province.ts';

async function ordersNow(demo: Province, ids: readonly string[]): Promise<ReadonlyMap<string, OrderNow>> {
  if (ids.length === 0) return new Map();
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('purchaseOrder as o')
      .innerJoin('orderLine as l', (join) =>
        join.onRef('l.province', '=', 'o.province').onRef('l.orderId', '=', 'o.id'),
      )
      .select(['o.id', 'o.version', 'o.state', 'l.line', 'l.price', 'l.quantity', 'l.shipped', 'l.closed'])
      .where('o.province', '=', provinceNumber)
      .where('o.id', 'in', ids)
      .where('l.orderId', 'in', ids)
      .orderBy('l.line')
      .execute(),
  );
  return new Map(
    [...Map.groupBy(rows, (row) => row.id)].map(([id, own]): [string, OrderNow] => {
      const { version = 0, state = '' } = own[0] ?? {};
      const lines = own.map(({ line, price, quantity, shipped, closed }) => ({
        line,
        price,
        quantity,
        open: subtractQuantity(subtractQuantity(quantity, closed), shipped),
      }));
      return [id, { version, state, lines }];
    }),
  );
}

function bargainNow(demo: Province, id: string): Promise<BargainNow> {
  return look(demo, (tx) =>
    tx
      .selectFrom('bargain')
      .select(['version', 'state', 'turn', 'kind', 'price', 'counterPrice', 'offeredAt'])
      .where('province', '=', provinceNumber)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );
}

async function lotsNow(
  demo: Province,
  shipmentIds: readonly string[],
): Promise<ReadonlyMap<string, LotNow[]>> {
  if (shipmentIds.length === 0) return new Map();
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('shipmentLine')
      .select(['shipmentId', 'line', 'orderLine', 'accepted', 'stocked', 'returned', 'invoiced'])
      .select(sql<boolean>`accepted + rejected = quantity`.as('isChecked'))
      .where('province', '=', provinceNumber)
      .where('shipmentId', 'in', shipmentIds)
      .orderBy('line')
      .execute(),
  );
  return Map.groupBy(rows, (row) => row.shipmentId);
}

async function billsNow(demo: Province, ids: readonly string[]): Promise<ReadonlyMap<string, BillNow>> {
  if (ids.length === 0) return new Map();
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('invoice')
      .select(['id', 'version', 'state', 'amount', 'takenBack', 'paid'])
      .where('province', '=', provinceNumber)
      .where('id', 'in', ids)
      .execute(),
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** What the people of the demo look at before they act: the state and version that their pages would show. */
export function seeing(
  demo: Province,
): Pick<Life, 'bargainNow' | 'orderNow' | 'ordersNow' | 'lotsNow' | 'billsNow'> {
  return {
    bargainNow: (id) => bargainNow(demo, id),
    ordersNow: (ids) => ordersNow(demo, ids),
    lotsNow: (ids) => lotsNow(demo, ids),
    billsNow: (ids) => billsNow(demo, ids),
    async orderNow(id) {
      const found = (await ordersNow(demo, [id])).get(id);
      if (found === undefined) throw new Error(`no order ${id}`);
      return found;
    },
  };
}
