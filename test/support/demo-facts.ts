import { createHash } from 'node:crypto';
import pg from 'pg';

/**
 * What happened in a demo, without the ids and the numbers for people, which depend on who came first: one query for each
 * table, each row one line of text.
 */
const facts: Readonly<Record<string, string>> = {
  organisation: `select kind, name, credit_code, jurisdiction, state from organisation`,
  account: `select login, name, roles::text, state, demo from account`,
  item: `select item_code, state, product_name, manufacturer, udi_di from catalogue_item`,
  listing: `select item_code, jurisdiction, form, price, units_per_purchase_unit, state, version from listing`,
  listingImport: `select jurisdiction, file_name, state, report->>'new', report->>'bad', entered_at, decided_at from listing_import`,
  relation: `select m.name, d.name, r.area, r.state, r.valid_until, (r.listing_id is null) from delivery_relation r
    join organisation m on m.id = r.manufacturer_id join organisation d on d.id = r.distributor_id`,
  choice: `select i.name, m.name, d.name from delivery_choice c join organisation i on i.id = c.institution_id
    join organisation m on m.id = c.manufacturer_id join delivery_relation r on r.id = c.relation_id
    join organisation d on d.id = r.distributor_id`,
  bargain: `select i.name, b.item_code, b.kind, b.state, b.turn, b.price, b.counter_price, b.agreed_price, b.quantity, b.round,
    b.opened_at, b.due_at, b.closed_at, (select count(*) from bargain_member m where m.bargain_id = b.id)
    from bargain b join organisation i on i.id = b.institution_id`,
  agreedPrice: `select i.name, a.item_code, a.price, a.agreed_at, a.ended_at from agreed_price a
    join organisation i on i.id = a.institution_id`,
  cart: `select i.name, l.item_code, c.quantity from cart_line c join organisation i on i.id = c.institution_id
    join listing l on l.id = c.listing_id`,
  order: `select o.client_reference, i.name, d.name, o.urgency, o.state, o.amount, o.line_count, o.placed_at, o.due_at, o.late_at
    from purchase_order o join organisation i on i.id = o.institution_id join organisation d on d.id = o.distributor_id`,
  orderLine: `select o.client_reference, l.line, l.item_code, l.quantity, l.price, l.price_kind, l.zone, l.amount, l.confirmed,
    l.shipped, l.accepted, l.rejected, l.stocked, l.returned, l.closed, l.state, l.reason
    from order_line l join purchase_order o on o.id = l.order_id`,
  shipment: `select client_reference, state, carrier, shipped_at, arrived_at, received_at, received_automatically, late from shipment`,
  lot: `select s.client_reference, l.line, l.lot, l.expires_on, l.udi_raw, l.quantity, l.accepted, l.rejected, l.stocked,
    l.returned, l.invoiced from shipment_line l join shipment s on s.id = l.shipment_id`,
  return: `select s.client_reference, r.quantity, r.amount, r.reason, r.state, r.asked_at from goods_return r
    join shipment s on s.id = r.shipment_id`,
  trade: `select i.name, t.item_code, t.price, t.quantity, t.traded_at from trade t join organisation i on i.id = t.institution_id`,
  invoice: `select invoice_number, kind, amount, taken_back, paid, state, issued_on, due_at, overdue_at from invoice`,
  payment: `select kind, bank_reference, amount, paid_on, state from payment`,
  round: `select title, level, state, demand_from_at, bid_due_at, choice_due_at, term_from from tender`,
  volumeReport: `select t.title, i.name, r.state, r.line_count, r.deviating_count from demand_report r
    join tender t on t.id = r.tender_id join organisation i on i.id = r.institution_id`,
  bid: `select t.title, m.name, e.state, (select count(*) from sealed_bid b where b.enrolment_id = e.id) from bid_enrolment e
    join tender t on t.id = e.tender_id join organisation m on m.id = e.manufacturer_id`,
  award: `select t.title, p.codes::text, r.selected, r.final_price, r.place from award_result r
    join tender t on t.id = r.tender_id join tender_product p on p.id = r.product_id`,
  agreement: `select t.title, i.name, m.name, a.state, a.amount from agreement a join tender t on t.id = a.tender_id
    join organisation i on i.id = a.institution_id join organisation m on m.id = a.manufacturer_id`,
  volume: `select i.name, a.product_name, a.agreed, a.ordered, a.accepted, a.from_on from volume_account a
    join organisation i on i.id = a.institution_id`,
  warning: `select w.kind, w.jurisdiction, i.name, w.state, w.handling, w.raised_at, w.facts->>'price', w.facts->>'open'
    from warning w join organisation i on i.id = w.institution_id`,
  publicNotice: `select jurisdiction, kind, title, state, published_at from public_notice`,
  notice: `select o.name, n.kind, count(*) from notice n join organisation o on o.id = n.organisation_id group by o.name, n.kind`,
  journal: `select event, count(*) from journal group by event`,
};

/** A hash of the rows of each table: two loads of one seed and moment have the same. */
export async function digestOf(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const digest: Record<string, string> = {};
    for (const [name, sql] of Object.entries(facts)) {
      const { rows } = await client.query<{ line: string }>(`select row(q.*)::text as line from (${sql}) q`);
      const lines = rows.map(({ line }) => line).toSorted();
      digest[name] =
        `${lines.length} rows ${createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16)}`;
    }
    return digest;
  } finally {
    await client.end();
  }
}
