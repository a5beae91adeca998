import { type Invariant, never } from './invariant.ts';

/** Money: invoices, red invoices, payments and reversals agree to the fen. */
export const moneyInvariants: readonly Invariant[] = [
  never(
    'an amount is price times quantity, rounded half up to the fen, on orders and on invoices',
    `select order_id, line from order_line where amount <> round(price * quantity, 2)
     union all select b.invoice_id, b.line from invoice_line b join invoice i on i.province = b.province and i.id = b.invoice_id
       where b.amount <> case i.kind when 'red' then -1 else 1 end * round(b.price * b.quantity, 2)`,
  ),
  never(
    'an invoice is the sum of its lines, a red one below zero',
    `select i.number from invoice i left join (select province, invoice_id, sum(amount) as n, count(*) as c from invoice_line group by 1, 2) l
       on l.province = i.province and l.invoice_id = i.id
     where i.line_count <> coalesce(l.c, 0) or i.amount <> l.n`,
  ),
  never(
    'an invoice is at the prices of the orders it bills',
    `select b.invoice_id from invoice_line b join order_line l on l.province = b.province and l.order_id = b.order_id and l.line = b.order_line
     where b.price <> l.price`,
  ),
  never(
    'what is invoiced of a lot is its blue invoices less the red ones, without those that were cancelled',
    `select l.shipment_id, l.line, l.invoiced from shipment_line l
     left join (select b.province, b.shipment_id, b.shipment_line, sum(case i.kind when 'blue' then b.quantity else -b.quantity end) as n
       from invoice_line b join invoice i on i.province = b.province and i.id = b.invoice_id where i.state <> 'cancelled'
       group by 1, 2, 3) q on q.province = l.province and q.shipment_id = l.shipment_id and q.shipment_line = l.line
     where l.invoiced <> coalesce(q.n, 0)`,
  ),
  never(
    'what is paid of an invoice is the sum of its payments',
    `select i.number, i.paid from invoice i left join (select province, invoice_id, sum(amount) as n from payment_line group by 1, 2) p
       on p.province = i.province and p.invoice_id = i.id where i.paid <> coalesce(p.n, 0)`,
  ),
  never(
    'what is taken back of an invoice is the sum of its verified red ones',
    `select i.number from invoice i left join (select province, red_of, -sum(amount) as n from invoice
       where kind = 'red' and state in ('verified', 'paid') group by 1, 2) r on r.province = i.province and r.red_of = i.id
     where i.kind = 'blue' and i.taken_back <> coalesce(r.n, 0)`,
  ),
  never(
    'a payment is the sum of its lines',
    `select p.number from payment p left join (select province, payment_id, sum(amount) as n from payment_line group by 1, 2) l
       on l.province = p.province and l.payment_id = p.id where p.amount <> coalesce(l.n, 0)`,
  ),
  never(
    'a transfer is reversed once, by its own opposite, and then says so',
    `select p.number from payment p left join payment r on r.province = p.province and r.reversal_of = p.id
     where p.kind = 'transfer' and ((p.state = 'reversed') <> (r.id is not null) or r.amount <> -p.amount)`,
  ),
  never(
    'money in is money out: what an institution paid a distributor is what the distributor was paid',
    `select coalesce(o.institution_id, i.institution_id), o.n, i.n
     from (select institution_id, distributor_id, sum(amount) as n from payment group by 1, 2) o
     full join (select institution_id, distributor_id, sum(paid) as n from invoice group by 1, 2) i
       on i.institution_id = o.institution_id and i.distributor_id = o.distributor_id
     where coalesce(o.n, 0) <> coalesce(i.n, 0)`,
  ),
  never(
    'only a verified invoice is paid, and it is settled exactly when nothing of it is open',
    `select number, state, amount, taken_back, paid from invoice where kind = 'blue'
       and (((state = 'paid') <> (taken_back + paid >= amount)) or (paid > 0 and state not in ('verified', 'paid')))`,
  ),
  never(
    'the two sides of an invoice and of a payment are those of their orders and invoices',
    `select b.invoice_id from invoice_line b join invoice i on i.province = b.province and i.id = b.invoice_id
       join purchase_order o on o.province = b.province and o.id = b.order_id
       where i.institution_id <> o.institution_id or i.distributor_id <> o.distributor_id
     union all select l.payment_id from payment_line l join payment p on p.province = l.province and p.id = l.payment_id
       join invoice i on i.province = l.province and i.id = l.invoice_id
       where i.institution_id <> p.institution_id or i.distributor_id <> p.distributor_id`,
  ),
];
