import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { ScanCandidate, UdiReadingView, scanReceiving } from '@daylight/api/order-scan.ts';
import type { UdiReading } from '@daylight/rules/codes/udi-reading.ts';
import { parseUdi } from '@daylight/rules/codes/udi.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { type DeliveredLot, compareScan } from '@daylight/rules/order/scan.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';

interface WaitingRow extends DeliveredLot {
  shipmentId: string;
  shipmentNumber: string;
  orderNumber: string;
  distributorId: string;
  distributor: string;
  line: number;
  productName: string;
  specification: string;
  purchaseUnit: string;
  itemCode: string;
  left: Quantity;
}

/** What a scan can mean here: strictly parsed, with the lots that wait at this institution and where they differ. */
export async function scan(
  context: ActorContext,
  { body }: Call<typeof scanReceiving>,
): Promise<Result<ReplyOf<typeof scanReceiving>, RefusalOf<typeof scanReceiving>>> {
  const parsed = parseUdi(body.text, Number(context.today.slice(0, 4)));
  if (!parsed.ok) return parsed;
  const { outcome } = parsed.value;
  const readings = parsed.value.outcome === 'read' ? [parsed.value.reading] : [...parsed.value.readings];
  const complete = parsed.value.outcome === 'read' || parsed.value.complete;
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await waitingLots(tx, context, readings);
    const candidates = readings
      .flatMap((each, index) => rows.flatMap((row) => candidateOf(row, each, index)))
      .toSorted((a, b) => Number(b.fits) - Number(a.fits));
    const product = candidates.length > 0 ? null : await productOf(tx, readings);
    return ok({ outcome, readings: readings.map(viewOf), complete, candidates, product });
  });
}

function viewOf({
  di,
  lot,
  serial,
  producedOn,
  expiresOn,
  quantity,
  agency,
  checkDigit,
  notes,
}: UdiReading): UdiReadingView {
  return {
    di,
    lot,
    serial,
    producedOn,
    expiresOn,
    quantity,
    agency,
    checkDigit,
    notes: notes.map((note) => ({ ...note })),
  };
}

/** Each device as scanned and, for a GTIN, without the zeros that fill it up to 14 digits. */
function devicesOf(readings: readonly UdiReading[]): string[] {
  return readings.flatMap(({ di }) => (di === null ? [] : [di, di.replace(/^0+(?=\d{8,}$)/, '')]));
}

const lotsMax = 100;

/** Lots not yet checked whose device or lot one of the readings names. */
async function waitingLots(
  tx: Tx,
  { scope, actor }: ActorContext,
  readings: readonly UdiReading[],
): Promise<WaitingRow[]> {
  const devices = devicesOf(readings);
  const lots = readings.flatMap((each) => each.lot ?? []);
  const { rows } = await sql<WaitingRow>`
    select s.id as shipment_id, s.number as shipment_number, p.number as order_number, s.distributor_id, d.name as distributor,
      x.line, l.product_name, l.specification, l.purchase_unit, x.item_code, x.lot, x.serial, x.produced_on, x.expires_on,
      coalesce(nullif(x.udi_di, ''), c.udi_di, '') as di, x.quantity - x.accepted - x.rejected as "left"
    from shipment s
    join shipment_line x on x.province = s.province and x.shipment_id = s.id
    join order_line l on l.province = x.province and l.order_id = x.order_id and l.line = x.order_line
    join purchase_order p on p.province = s.province and p.id = s.order_id
    join organisation d on d.id = s.distributor_id
    left join catalogue_item c on c.item_code = x.item_code
    where s.province = ${scope.province} and s.institution_id = ${actor.organisationId}
      and s.state in ('sent', 'part-received') and x.quantity > x.accepted + x.rejected
      and (x.udi_di = any(${devices}::text[]) or c.udi_di = any(${devices}::text[]) or x.lot = any(${lots}::text[]))
    order by s.id, x.line
    limit ${lotsMax}`.execute(tx);
  return rows;
}

function candidateOf(row: WaitingRow, scanned: UdiReading, index: number): ScanCandidate[] {
  const compared = compareScan(scanned, row);
  if (compared === null) return [];
  return [
    {
      shipmentId: row.shipmentId,
      shipmentNumber: row.shipmentNumber,
      orderNumber: row.orderNumber,
      distributor: { id: row.distributorId, name: row.distributor },
      line: row.line,
      productName: row.productName,
      specification: row.specification,
      purchaseUnit: row.purchaseUnit,
      itemCode: row.itemCode,
      lot: row.lot,
      expiresOn: row.expiresOn,
      left: row.left,
      reading: index,
      fits: compared.fits,
      comparisons: compared.comparisons.map((each) => ({ ...each })),
    },
  ];
}

/** A device that the code database knows: the goods may be for another order, or not ordered at all. */
async function productOf(tx: Tx, readings: readonly UdiReading[]) {
  const devices = devicesOf(readings);
  if (devices.length === 0) return null;
  const row = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'productName'])
    .where('udiDi', 'in', devices)
    .orderBy('itemCode')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}
