import type * as api from '@daylight/api/supervision-zones.ts';
import type { Money } from '@daylight/rules/money.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { zoneReply, zonesOfPrices } from './port.ts';

export interface AppealedListing {
  readonly id: string;
  readonly itemCode: string;
  readonly number: string;
  readonly product: string;
  readonly specification: string;
  readonly smallestUnit: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
}

/** The listing, where the asking organisation has to do with it: its maker, an institution, or who supervises. */
export async function listingFor(
  tx: Tx,
  { scope, actor }: ActorContext,
  listingId: string,
): Promise<AppealedListing | null> {
  const row = await tx
    .selectFrom('listing as l')
    .innerJoin('catalogueItem as i', 'i.itemCode', 'l.itemCode')
    .select([
      'l.id',
      'l.itemCode',
      'l.number',
      'i.productName as product',
      'i.specification',
      'l.smallestUnit',
      'l.price',
      'l.unitsPerPurchaseUnit',
      'l.manufacturerId',
    ])
    .where('l.province', '=', scope.province)
    .where('l.id', '=', listingId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return actor.kind === 'manufacturer' && row.manufacturerId !== actor.organisationId ? null : row;
}

type Level = 'tertiary' | 'secondary' | 'primary';

/** Where a price stands: for an institution among its own peers, for others among institutions of a level. */
export async function findingFor(
  tx: Tx,
  context: ActorContext,
  listing: AppealedListing,
  level: Level,
): Promise<ZoneFinding> {
  const { actor } = context;
  const own =
    actor.kind === 'institution'
      ? await tx
          .selectFrom('organisation')
          .select(['id', 'jurisdiction', 'level', 'ownership'])
          .where('id', '=', actor.organisationId)
          .executeTakeFirstOrThrow()
      : { id: '', jurisdiction: actor.jurisdiction, level, ownership: 'public' };
  const [finding] = await zonesOfPrices(tx, context, own, [listing]);
  if (finding === undefined) throw new Error('no zone of a listing');
  return finding;
}

export async function referenceOne(
  context: ActorContext,
  { query }: Call<typeof api.readReference>,
): Answered<typeof api.readReference> {
  return reading(context.database.db, context.scope, async (tx) => {
    const listing = await listingFor(tx, context, query.listingId);
    if (listing === null) return refuse('supervision.listingUnknown', { field: 'listingId' });
    const finding = await findingFor(tx, context, listing, query.level);
    const { id, number, product, specification, smallestUnit } = listing;
    return ok({
      listing: { id, number, product, specification, smallestUnit },
      level: query.level,
      finding: zoneReply(finding),
    });
  });
}
