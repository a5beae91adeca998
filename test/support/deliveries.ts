import { uuidAt } from '@daylight/server/ids.ts';
import { instant } from '@daylight/rules/time.ts';
import type { TestWorld } from './world.ts';

export interface DeliveryLine {
  readonly price: string;
  readonly quantity: string;
  /** All of it, unless said otherwise. */
  readonly accepted?: string;
  readonly manufacturerId?: string;
}

export interface Delivery {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly number: string;
}

export interface DeliveryOptions {
  readonly institutionId: string;
  readonly distributorId: string;
  readonly manufacturerId: string;
  readonly lines: readonly DeliveryLine[];
  /** Now, unless said otherwise. */
  readonly acceptedAt?: string;
}

let made = 0;

/** An order that was shipped and accepted, put there without its story: for tests of what comes after it. */
export async function deliver({ sql, now }: TestWorld, options: DeliveryOptions): Promise<Delivery> {
  const at = instant(options.acceptedAt ?? now());
  const [orderId, shipmentId] = [uuidAt(at), uuidAt(at)];
  made += 1;
  const suffix = String(made).padStart(6, '0');
  const { institutionId, distributorId } = options;
  const [place] = await sql<{ jurisdiction: string; province: number }>(
    'select jurisdiction, province from organisation where id = $1',
    [institutionId],
  );
  if (place === undefined) throw new Error(`no organisation ${institutionId}`);
  const { province, jurisdiction } = place;
  await sql(
    `insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state,
       amount, line_count, placed_at, placed_by, manufacturer_ids)
     select $1, $2, $3, $4, $4, $5, $6, 'ordinary', 'done', coalesce(sum(round(p * q, 2)), 0), count(*), $7, $4, $10
     from unnest($8::numeric[], $9::numeric[]) as l (p, q)`,
    [
      province,
      orderId,
      `DD${suffix}`,
      institutionId,
      distributorId,
      jurisdiction,
      at,
      options.lines.map((line) => line.price),
      options.lines.map((line) => line.quantity),
      options.lines.map((line) => line.manufacturerId ?? options.manufacturerId),
    ],
  );
  await sql(
    `insert into shipment (province, id, number, order_id, institution_id, distributor_id, state, carrier, shipped_at,
       received_at, site_id) values ($1, $2, $3, $4, $5, $6, 'received', '', $7, $7, $5)`,
    [province, shipmentId, `PS${suffix}`, orderId, institutionId, distributorId, at],
  );
  for (const [index, line] of options.lines.entries()) {
    const accepted = line.accepted ?? line.quantity;
    await sql(
      `insert into order_line (province, order_id, line, listing_id, item_code, code_release, manufacturer_id, product_name,
         specification, purchase_unit, units_per_purchase_unit, price, listing_price, price_kind, quantity, amount, confirmed,
         shipped, accepted, state, institution_id, distributor_id)
       values ($1, $2, $3, $4, $5, $4, $6, $7, '5F', '盒', 10, $8, $8, 'listed', $9, round($8::numeric * $9, 2), $9, $9, $10,
         'accepted', $11, $12)`,
      [
        province,
        orderId,
        index + 1,
        uuidAt(at),
        `C0201${String(index).padStart(22, '0')}`,
        line.manufacturerId ?? options.manufacturerId,
        `造影导管${index + 1}`,
        line.price,
        line.quantity,
        accepted,
        institutionId,
        distributorId,
      ],
    );
    await sql(
      `insert into shipment_line (province, shipment_id, line, order_id, order_line, item_code, quantity, lot, accepted,
         accepted_at, institution_id, distributor_id, manufacturer_id)
       values ($1, $2, $3, $4, $3, $5, $6, $7, 0, $8, $9, $10, $11)`,
      [
        province,
        shipmentId,
        index + 1,
        orderId,
        `C0201${String(index).padStart(22, '0')}`,
        line.quantity,
        `LOT${suffix}${index}`,
        at,
        institutionId,
        distributorId,
        line.manufacturerId ?? options.manufacturerId,
      ],
    );
    await acceptMore({ sql } as TestWorld, { province, shipmentId, line: index + 1, accepted, at });
  }
  return { shipmentId, orderId, number: `PS${suffix}` };
}

/** Some of a lot is accepted at a moment. */
export async function acceptMore(
  { sql }: Pick<TestWorld, 'sql'>,
  of: {
    readonly province: number;
    readonly shipmentId: string;
    readonly line: number;
    readonly accepted: string;
    readonly at: string;
  },
): Promise<void> {
  await sql(
    `insert into acceptance (province, id, shipment_id, shipment_line, accepted, rejected, automatic, at, institution_id,
       distributor_id, manufacturer_id)
     select $1, $2, $3, $4, $5, 0, false, $6, l.institution_id, l.distributor_id, l.manufacturer_id
     from shipment_line l where l.province = $1 and l.shipment_id = $3 and l.line = $4`,
    [of.province, uuidAt(instant(of.at)), of.shipmentId, of.line, of.accepted, of.at],
  );
  await sql(
    'update shipment_line set accepted = accepted + $4 where province = $1 and shipment_id = $2 and line = $3',
    [of.province, of.shipmentId, of.line, of.accepted],
  );
}

/** Accepted goods go back, with the distributor's consent. */
export async function takeReturn(
  { sql }: TestWorld,
  of: { readonly shipmentId: string; readonly line: number; readonly quantity: string },
): Promise<void> {
  await sql('update shipment_line set returned = returned + $3 where shipment_id = $1 and line = $2', [
    of.shipmentId,
    of.line,
    of.quantity,
  ]);
}
