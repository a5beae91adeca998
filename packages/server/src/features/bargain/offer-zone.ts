import type { BargainKind } from '@daylight/rules/bargain/bargain.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { ListingForBuyer } from '../listing/port.ts';
import { raiseWarning, zoneOf } from '../supervision/port.ts';

export interface Offered {
  readonly listing: ListingForBuyer;
  readonly institutionId: string;
  readonly price: Money;
}

/** The zone of an institution's offer; only a rule that says 'block' keeps it from being made (Jiangsu's does not). */
export async function zoneOfOffer(
  unit: Unit,
  context: Context,
  { listing, institutionId, price }: Offered,
): Promise<Result<ZoneFinding, 'bargain.priceBlocked'>> {
  const [zone] = await zoneOf(unit.tx, context, [{ listingId: listing.id, institutionId, price }]);
  if (zone === undefined) throw new Error('no zone of an offer');
  return zone.actions.includes('block')
    ? refuse('bargain.priceBlocked', { basis: zone.basis, field: 'price' })
    : ok(zone);
}

export interface Watched extends Offered {
  readonly bargainId: string;
  readonly number: string;
  readonly kind: BargainKind;
  readonly jurisdiction: string;
  readonly zone: ZoneFinding;
}

/** JS-12A: a bargain in the red zone is reported to the supervising bureaus, once however many offers it has. */
export async function warnOfOffer(unit: Unit, context: Context, watched: Watched): Promise<void> {
  const { zone, listing } = watched;
  if (!zone.actions.includes('warnBureau')) return;
  const red = zone.bounds.find((bound) => bound.colour === 'red' && bound.price !== null);
  await raiseWarning(unit, context, {
    kind: 'price.red',
    jurisdiction: watched.jurisdiction,
    institutionId: watched.institutionId,
    organisationId: listing.manufacturerId,
    subject: { kind: 'bargain', id: watched.bargainId },
    facts: {
      number: watched.number,
      product: listing.productName,
      specification: listing.specification,
      listing: listing.number,
      price: watched.price,
      smallestUnitPrice: zone.price,
      redAbove: red?.price ?? null,
      median: zone.median,
      trades: zone.trades,
      institutions: zone.institutions,
      isDefaultRule: zone.isDefaultRule,
    },
    basis: { ...zone.basis, clause: 'JS-12A' },
  });
}
