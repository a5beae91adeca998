import { orderState } from '@daylight/rules/order/order.ts';
import { type LineSums, lineState } from '@daylight/rules/order/line.ts';
import { canonicalNumeric } from '@daylight/server/db.ts';
import { type Checking, type Invariant, never } from './invariant.ts';

/** Sums of a line's lots, by what is summed. */
function summed(column: 'accepted' | 'rejected' | 'stocked' | 'returned'): Invariant {
  return never(
    `what is ${column} of an order line is the sum of its lots`,
    `select l.order_id, l.line, l.${column} from order_line l
     left join (select province, order_id, order_line, sum(${column}) as n from shipment_line group by 1, 2, 3) s
       on s.province = l.province and s.order_id = l.order_id and s.order_line = l.line
     where l.${column} <> coalesce(s.n, 0)`,
  );
}

interface LineRow {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly line_state: string;
  readonly line: number;
  readonly ending: LineSums['ending'];
  readonly [sum: string]: string | number | null;
}

/** The states that the rules give, from the sums that are stored. */
async function wrongStates({ owner }: Checking): Promise<unknown[]> {
  const { rows } = await owner.query<LineRow>(
    `select o.id, o.number, o.state, l.state as line_state, l.line, l.ending, l.quantity::text, l.confirmed::text, l.shipped::text,
       l.accepted::text, l.rejected::text, l.stocked::text, l.returned::text, l.closed::text
     from purchase_order o join order_line l on l.province = o.province and l.order_id = o.id order by o.id, l.line`,
  );
  const wrong: unknown[] = [];
  for (const [id, lines] of Map.groupBy(rows, (row) => row.id)) {
    const sums = lines.map((row) => {
      const numbers = Object.fromEntries(
        ['quantity', 'confirmed', 'shipped', 'accepted', 'rejected', 'stocked', 'returned', 'closed'].map(
          (name) => [name, canonicalNumeric(String(row[name]))],
        ),
      );
      return { ...numbers, ending: row.ending } as unknown as LineSums;
    });
    const { state = '', number = '' } = lines[0] ?? {};
    const right = orderState(sums, state === 'waiting-approval');
    if (right !== state) wrong.push({ id, number, state, right });
    for (const [at, row] of lines.entries()) {
      const rightLine = lineState(sums[at] as LineSums);
      if (rightLine !== row.line_state)
        wrong.push({ number, line: row.line, state: row.line_state, right: rightLine });
    }
  }
  return wrong;
}

/** Goods: what was ordered, shipped, accepted, stocked, sent back and traded is one story. */
export const flowInvariants: readonly Invariant[] = [
  summed('accepted'),
  summed('rejected'),
  summed('stocked'),
  summed('returned'),
  { name: 'an order and its lines are in the state that the rules give them', check: wrongStates },
  never(
    'what is stocked of a lot is the sum of its stock-ins',
    `select l.shipment_id, l.line from shipment_line l
     left join (select province, shipment_id, shipment_line, sum(quantity) as n from stock_in group by 1, 2, 3) s
       on s.province = l.province and s.shipment_id = l.shipment_id and s.shipment_line = l.line
     where l.stocked <> coalesce(s.n, 0)`,
  ),
  never(
    'what went back of a lot is the sum of its accepted returns',
    `select l.shipment_id, l.line from shipment_line l
     left join (select province, shipment_id, shipment_line, sum(quantity) as n from goods_return where state = 'accepted'
       group by 1, 2, 3) r on r.province = l.province and r.shipment_id = l.shipment_id and r.shipment_line = l.line
     where l.returned <> coalesce(r.n, 0)`,
  ),
  never(
    'what is asked back and sent back of a lot is not more than was accepted',
    `select l.shipment_id, l.line from shipment_line l join (select province, shipment_id, shipment_line, sum(quantity) as n
       from goods_return where state <> 'refused' group by 1, 2, 3) r
       on r.province = l.province and r.shipment_id = l.shipment_id and r.shipment_line = l.line where r.n > l.accepted`,
  ),
  never(
    'every trade is at the price of its order line, and of its order line',
    `select t.id from trade t left join order_line l on l.province = t.province and l.order_id = t.order_id and l.line = t.order_line
     where l.order_id is null or l.price <> t.price or l.listing_id <> t.listing_id`,
  ),
  never(
    'what an order line accepted is what was traded of it',
    `select l.order_id, l.line from order_line l
     left join (select province, order_id, order_line, sum(quantity) as n from trade group by 1, 2, 3) t
       on t.province = l.province and t.order_id = l.order_id and t.order_line = l.line
     where l.accepted <> coalesce(t.n, 0)`,
  ),
  never(
    'no volume is below zero',
    `select order_id, line from order_line where least(quantity, confirmed, shipped, accepted, rejected, stocked, returned, closed) < 0
     union all select shipment_id, line from shipment_line where least(quantity, accepted, rejected, stocked, returned, invoiced) < 0
     union all select id, null from bargain where quantity <= 0
     union all select listing_id, null from agreed_price where quantity <= 0
     union all select institution_id, year from purchase_total group by institution_id, year having sum(amount) < 0`,
  ),
  never(
    'an order is at the listing price of its moment, or at a price that was agreed for its institution',
    `select o.number, l.line, l.price_kind, l.price from order_line l join purchase_order o on o.province = l.province and o.id = l.order_id
     where not exists (select from listing_price p where p.province = l.province and p.listing_id = l.listing_id
         and p.price = l.listing_price and p.units_per_purchase_unit = l.units_per_purchase_unit and p.from_at <= o.placed_at
         and not exists (select from listing_price n where n.province = p.province and n.listing_id = p.listing_id
           and n.version > p.version and n.from_at <= o.placed_at))
       or (l.price_kind = 'listed' and l.price <> l.listing_price)
       or (l.price_kind = 'agreed' and not exists (select from agreed_price a where a.province = l.province
         and a.listing_id = l.listing_id and a.institution_id = o.institution_id and a.price = l.price
         and a.agreed_at <= o.placed_at and (a.ended_at is null or a.ended_at >= o.placed_at)))`,
  ),
  never(
    'a price is agreed only where a bargain ended with it, for one who took part',
    `select a.id from agreed_price a left join bargain b on b.province = a.province and b.id = a.bargain_id
     where b.id is null or b.state not in ('agreed', 'linked') or b.agreed_price <> a.price
       or not exists (select from bargain_member m where m.province = a.province and m.bargain_id = a.bargain_id
         and m.institution_id = a.institution_id and m.left_at is null)`,
  ),
  never(
    'the price a bargain ended with was offered in it, or is the price of the listing',
    `select b.number from bargain b where b.state = 'agreed' and b.agreed_price <> b.listing_price
       and not exists (select from bargain_offer o where o.province = b.province and o.bargain_id = b.id and o.price = b.agreed_price)`,
  ),
  never(
    'the yearly total of an institution is what it accepted less what it sent back',
    `select coalesce(t.institution_id, w.institution_id) from
       (select institution_id, year, sum(amount) as n from purchase_total where province = 32 group by 1, 2) t
       full join (select institution_id, year, sum(amount) as n from (
           select institution_id, extract(year from traded_at at time zone 'Asia/Shanghai')::integer as year,
             round(price * quantity, 2) as amount from trade
           union all select institution_id, extract(year from answered_at at time zone 'Asia/Shanghai')::integer, -amount
           from goods_return where state = 'accepted') q group by 1, 2) w
         on w.institution_id = t.institution_id and w.year = t.year
     where coalesce(t.n, 0) <> coalesce(w.n, 0)`,
  ),
];
