import { z } from 'zod';
import { basis, count, deadline, moment, named, text, uuid, yuan } from './wire.ts';
import { zoneColour } from './zone.ts';

export const bargainKind = z.enum(['listed', 'traded', 'other']);
export const bargainState = z.enum([
  'joining',
  'open',
  'awaiting-evidence',
  'verifying',
  'agreed',
  'linked',
  'refused',
  'withdrawn',
  'lapsed',
]);
export const turn = z.enum(['institution', 'manufacturer', 'bureau']).nullable();
export const dueKind = z.enum(['joining', 'confirm', 'counter', 'evidence']).nullable();

export const product = z.object({
  listingId: uuid,
  listingNumber: z.string(),
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  model: z.string(),
  purchaseUnit: z.string(),
  smallestUnit: z.string(),
  unitsPerPurchaseUnit: z.number().int(),
  listingPrice: yuan,
});

export const bargainItem = z
  .object({
    id: uuid,
    number: z.string(),
    state: bargainState,
    kind: bargainKind,
    pooled: z.boolean(),
    turn,
    product,
    manufacturer: named,
    institution: named,
    price: yuan,
    quantity: count,
    counterPrice: yuan.nullable(),
    agreedPrice: yuan.nullable(),
    zone: zoneColour.nullable(),
    due: deadline.nullable(),
    dueKind,
    openedAt: moment,
    closedAt: moment.nullable(),
    members: z.number().int(),
    /** What the one who asks is in this bargain. */
    role: z.enum(['initiator', 'member', 'manufacturer', 'observer']),
    version: z.number().int(),
  })
  .meta({ id: 'Bargain' });
export type BargainItem = z.output<typeof bargainItem>;

export const params = z.object({ bargainId: uuid });
export const version = z.number().int().min(1);
export const note = text(500).default('');

/** What a step led to: who acts next, and until when. */
export const outcome = z
  .object({
    id: uuid,
    number: z.string(),
    state: bargainState,
    kind: bargainKind,
    turn,
    price: yuan,
    counterPrice: yuan.nullable(),
    agreedPrice: yuan.nullable(),
    due: deadline.nullable(),
    dueKind,
    basis: basis.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'BargainOutcome' });
