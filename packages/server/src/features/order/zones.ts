import type { LineZone, Zone } from '@daylight/rules/order/place.ts';
import { orderPrice } from '@daylight/rules/order/offer.ts';
import { type ZoneFinding, does } from '@daylight/rules/supervision/zone.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { zonesOfPrices } from '../supervision/port.ts';
import type { Institution, LoadedOffers } from './offers.ts';

/** The zone of the price that applies to each offer now, by listing (JS-12). */
export async function zonesOf(
  tx: Tx,
  context: Context,
  institution: Institution,
  { own, offers }: LoadedOffers,
): Promise<Map<string, ZoneFinding>> {
  const all = [...offers.values()];
  if (all.length === 0) return new Map();
  const prices = all.map((offer) => ({ ...offer, price: orderPrice(offer).price }));
  const findings = await zonesOfPrices(tx, context, { ...institution, ...own }, prices);
  return new Map(
    all.flatMap((offer, at) => (findings[at] === undefined ? [] : [[offer.listingId, findings[at]]])),
  );
}

export function colourOf(finding: ZoneFinding | undefined): Zone | null {
  return finding === undefined || finding.zone === 'none' ? null : finding.zone;
}

/** The zone with what the rule in force does about it. */
export function lineZoneOf(finding: ZoneFinding | undefined): LineZone | null {
  const colour = colourOf(finding);
  if (finding === undefined || colour === null) return null;
  return {
    colour,
    blockedBy: does(finding, 'block') ? finding.basis : null,
    warnsBureau: does(finding, 'warnBureau'),
  };
}
