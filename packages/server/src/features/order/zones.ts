import type { Zone } from '@daylight/rules/order/place.ts';
import { type Offer, orderPrice } from '@daylight/rules/order/offer.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { zoneOf } from '../supervision/port.ts';

/** The zone of the price that applies to each offer now, by listing (JS-12). */
export async function zonesOf(
  tx: Tx,
  context: Context,
  institutionId: string,
  offers: Iterable<Offer>,
): Promise<Map<string, ZoneFinding>> {
  const all = [...offers];
  const findings = await zoneOf(
    tx,
    context,
    all.map((offer) => ({ listingId: offer.listingId, institutionId, price: orderPrice(offer).price })),
  );
  return new Map(
    all.flatMap((offer, at) => (findings[at] === undefined ? [] : [[offer.listingId, findings[at]]])),
  );
}

export function colourOf(finding: ZoneFinding | undefined): Zone | null {
  return finding === undefined || finding.zone === 'none' ? null : finding.zone;
}
