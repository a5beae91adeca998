import type {
  acceptCounter as AcceptCounter,
  acceptOffer as AcceptOffer,
  acceptOffers as AcceptOffers,
  counterOffer as CounterOffer,
  refuseOffer as RefuseOffer,
  renewOffer as RenewOffer,
  withdrawBargain as Withdraw,
} from '@daylight/api/bargain-answer.ts';
import { type BargainRefusal, bargainRefusals } from '@daylight/api/bargain-refusals.ts';
import {
  type AcceptRefusal,
  type CounterRefusal,
  type OfferRefusal,
  acceptCounter,
  acceptOffer,
  counterOffer,
  refuseOffer,
  renewOffer,
  withdraw,
} from '@daylight/rules/bargain/answer.ts';
import { article11 } from '@daylight/rules/bargain/bargain.ts';
import { tradeWindowStart } from '@daylight/rules/bargain/open.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiMoment } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import type { ListingForBuyer } from '../listing/port.ts';
import type { BargainAnswer } from './commands.ts';
import { warnOfOffer, zoneOfOffer } from './offer-zone.ts';
import { type StepRefusal, step } from './step.ts';
import { tradesAtPrice } from './store.ts';

/** A price is not agreed for a product that cannot be bought now. */
export function onSale(listing: ListingForBuyer): Result<null, 'bargain.listingNotListed'> {
  if (listing.state === 'listed') return ok(null);
  return refuse('bargain.listingNotListed', { basis: article11, facts: { state: listing.state } });
}

type AcceptCode = StepRefusal | 'bargain.notYourTurn' | 'bargain.listingNotListed';

/** The enterprise confirms the institutions' price (JS-11: 生产经营企业确认后进入采购程序). */
export async function acceptOne(
  context: ActorContext,
  call: Call<typeof AcceptOffer>,
): BargainAnswer<AcceptCode> {
  const { version } = call.body;
  const { bargainId: id } = call.params;
  return step<AcceptCode>(
    context,
    { id, version, side: 'manufacturer' },
    async ({ stored, moment, listing }) => {
      const sale = onSale(listing);
      if (!sale.ok) return sale;
      const accepted = acceptOffer(stored.bargain, moment);
      if (!accepted.ok) return accepted;
      return ok({ bargain: accepted.value, event: 'bargain.agreed' });
    },
  );
}

/** Many confirmations in one call; each stands or falls alone. */
export async function acceptMany(context: ActorContext, call: Call<typeof AcceptOffers>) {
  const lines = [];
  for (const { bargainId, version } of call.body.lines) {
    const result = await acceptOne(context, { params: { bargainId }, query: {}, body: { version } });
    const code = result.ok ? null : result.code;
    const wording: { zh: string; en: string } | null =
      code === null ? null : (bargainRefusals[code as BargainRefusal] ?? { zh: code, en: code });
    const text = wording === null ? null : { zh: wording.zh, en: wording.en };
    lines.push({ bargainId, ok: result.ok, code, text });
  }
  return ok({ accepted: lines.filter((line) => line.ok).length, lines });
}

/** The enterprise offers another price; the institution is next. */
export async function counterOne(context: ActorContext, call: Call<typeof CounterOffer>) {
  const { version, price, note } = call.body;
  const asked = { id: call.params.bargainId, version, side: 'manufacturer' as const };
  return step<StepRefusal | CounterRefusal | 'bargain.listingNotListed'>(
    context,
    asked,
    async ({ stored, moment, listing }) => {
      const sale = onSale(listing);
      if (!sale.ok) return sale;
      const countered = counterOffer(stored.bargain, price, listing, moment);
      if (!countered.ok) return countered;
      const offer = {
        organisationId: context.actor.organisationId,
        side: 'manufacturer' as const,
        note,
        zone: null,
      };
      return ok({ bargain: countered.value, event: 'bargain.countered', offer });
    },
  );
}

/** The enterprise says no, with its reason. */
export async function refuseOne(context: ActorContext, call: Call<typeof RefuseOffer>) {
  const { version, note } = call.body;
  const asked = { id: call.params.bargainId, version, side: 'manufacturer' as const };
  return step(context, asked, async ({ stored, moment }) => {
    const refused = refuseOffer(stored.bargain, moment);
    return refused.ok ? ok({ bargain: refused.value, event: 'bargain.refused', note }) : refused;
  });
}

/** The institution takes the counter-offer. */
export async function acceptCounterOne(context: ActorContext, call: Call<typeof AcceptCounter>) {
  const asked = { id: call.params.bargainId, version: call.body.version, side: 'institution' as const };
  return step<StepRefusal | AcceptRefusal | 'bargain.listingNotListed' | 'bargain.priceBlocked'>(
    context,
    asked,
    async ({ unit, stored, moment, listing }) => {
      const sale = onSale(listing);
      if (!sale.ok) return sale;
      const accepted = acceptCounter(stored.bargain, moment);
      if (!accepted.ok) return accepted;
      // A rule that blocks keeps a price from being agreed, whoever named it.
      const { institutionId } = stored;
      const price = accepted.value.agreedPrice ?? accepted.value.price;
      const zone = await zoneOfOffer(unit, context, { listing, institutionId, price });
      return zone.ok ? ok({ bargain: accepted.value, event: 'bargain.agreed' }) : zone;
    },
  );
}

/** The institution offers a new price after a counter-offer; its kind, clock and zone are found anew. */
export async function renewOne(context: ActorContext, call: Call<typeof RenewOffer>) {
  const { version, price, quantity, note, claimsTraded } = call.body;
  const asked = { id: call.params.bargainId, version, side: 'institution' as const };
  return step<StepRefusal | OfferRefusal | 'bargain.priceBlocked'>(
    context,
    asked,
    async ({ unit, stored, moment, listing }) => {
      const { itemCode, manufacturerId, institutionId, jurisdiction, number } = stored;
      const since = shanghaiMoment(tradeWindowStart(context.now, moment.policy), '00:00');
      const { unitsPerPurchaseUnit } = stored.bargain;
      const at = { itemCode, manufacturerId, price, unitsPerPurchaseUnit };
      const trades = await tradesAtPrice(unit.tx, context.scope.province, at, since);
      const renewed = renewOffer(stored.bargain, { listing, price, quantity, trades, claimsTraded }, moment);
      if (!renewed.ok) return renewed;
      const zone = await zoneOfOffer(unit, context, { listing, institutionId, price });
      if (!zone.ok) return zone;
      const { kind } = renewed.value;
      const watched = { listing, institutionId, price, jurisdiction, bargainId: stored.id, number, kind };
      await warnOfOffer(unit, context, { ...watched, zone: zone.value });
      const offer = {
        organisationId: institutionId,
        side: 'institution' as const,
        note,
        zone: zone.value.zone,
      };
      return ok({ bargain: renewed.value, event: 'bargain.offered', offer, zone: zone.value });
    },
  );
}

/** The institution gives up. */
export async function withdrawOne(context: ActorContext, call: Call<typeof Withdraw>) {
  const { version, note } = call.body;
  const asked = { id: call.params.bargainId, version, side: 'institution' as const };
  return step(context, asked, async ({ stored, moment }) => {
    const withdrawn = withdraw(stored.bargain, moment);
    return withdrawn.ok ? ok({ bargain: withdrawn.value, event: 'bargain.withdrawn', note }) : withdrawn;
  });
}
