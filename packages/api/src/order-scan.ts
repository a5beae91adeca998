import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { udiTexts } from './order-refusals.ts';
import { count, day, named, uuid } from './wire.ts';

const reading = z
  .object({
    di: z.string().nullable(),
    lot: z.string().nullable(),
    serial: z.string().nullable(),
    producedOn: day.nullable(),
    expiresOn: day.nullable(),
    quantity: count.nullable(),
    agency: z.string(),
    checkDigit: z.enum(['verified', 'unverified', 'absent']),
    notes: z.array(z.object({ code: z.string(), element: z.string(), value: z.string() })),
  })
  .meta({ id: 'UdiReading' });
export type UdiReadingView = z.output<typeof reading>;

/** What of a scan agrees with a delivered lot: same, different (with both values), or silent. */
const comparison = z.object({
  field: z.enum(['di', 'lot', 'serial', 'producedOn', 'expiresOn']),
  outcome: z.enum(['same', 'different', 'silent']),
  scanned: z.string().nullable(),
  delivered: z.string().nullable(),
});

export const scanCandidate = z
  .object({
    shipmentId: uuid,
    shipmentNumber: z.string(),
    orderNumber: z.string(),
    distributor: named,
    line: z.number().int(),
    productName: z.string(),
    specification: z.string(),
    purchaseUnit: z.string(),
    itemCode: z.string(),
    lot: z.string(),
    expiresOn: day.nullable(),
    left: count,
    /** Which reading of an ambiguous scan it belongs to. */
    reading: z.number().int(),
    fits: z.boolean(),
    comparisons: z.array(comparison),
  })
  .meta({ id: 'ScanCandidate' });
export type ScanCandidate = z.output<typeof scanCandidate>;

export const scanReceiving = endpoint({
  id: 'receiving.scan',
  method: 'POST',
  path: '/api/receiving/scan',
  summary: {
    zh: '扫码收货：严格解析器械唯一标识，给出待验收的批号；有歧义时全部列出，不猜测',
    en: 'Scan to receive: parses a UDI strictly and finds the lots that wait; what is ambiguous is shown, never guessed',
  },
  clauses: ['JS-36', 'HN-9b'],
  permission: 'order.receive',
  body: z.strictObject({ text: z.string().min(1).max(400) }),
  reply: z.object({
    outcome: z.enum(['read', 'ambiguous']),
    readings: z.array(reading),
    /** False when an ambiguous scan may have more readings than are listed. */
    complete: z.boolean(),
    candidates: z.array(scanCandidate),
    /** The product is known to the code database although no lot of it waits here. */
    product: z.object({ itemCode: z.string(), productName: z.string() }).nullable(),
  }),
  refusals: udiTexts,
});
