import type {
  giveEvidence as GiveEvidence,
  verifyEvidence as VerifyEvidence,
} from '@daylight/api/bargain-answer.ts';
import type { Bargain } from '@daylight/rules/bargain/bargain.ts';
import {
  type EvidenceRefusal,
  linkByTrade,
  stateTrade,
  verifyTrade,
} from '@daylight/rules/bargain/evidence.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type Moved, type StepRefusal, step } from './step.ts';
import { onSale } from './steps.ts';
import { type Evidence, type TradeAtPrice, tradeOf } from './store.ts';

type GiveCode = StepRefusal | EvidenceRefusal | 'bargain.tradeUnknown' | 'bargain.listingNotListed';

/**
 * The institution gives the trade record (JS-11B): one of the platform's own links the price at once, one of another
 * place goes to an officer first.
 */
export async function giveEvidenceOne(context: ActorContext, call: Call<typeof GiveEvidence>) {
  const { version, evidence } = call.body;
  const asked = { id: call.params.bargainId, version, side: 'institution' as const };
  return step<GiveCode>(context, asked, async ({ unit, stored, moment, listing }) => {
    const sale = onSale(listing);
    if (!sale.ok) return sale;
    if ('tradeId' in evidence) {
      const trade = await tradeOf(unit.tx, context.scope.province, stored, evidence.tradeId);
      if (trade === null) return refuse('bargain.tradeUnknown', { field: 'evidence.tradeId' });
      const linked = linkByTrade(stored.bargain, trade, moment);
      return linked.ok ? linkedBy(linked.value, await ownRecord(unit.tx, context, trade)) : linked;
    }
    const stated = stateTrade(stored.bargain, evidence, moment);
    if (!stated.ok) return stated;
    const given = {
      ...evidence,
      source: 'document' as const,
      tradeId: null,
      givenAt: context.now,
      finding: null,
    };
    return ok({ bargain: stated.value, event: 'bargain.evidenceGiven', evidence: given });
  });
}

function linkedBy(bargain: Bargain, evidence: Evidence): Result<Moved, never> {
  return ok({ bargain, event: 'bargain.linked', evidence });
}

async function ownRecord(tx: Tx, context: ActorContext, trade: TradeAtPrice): Promise<Evidence> {
  const buyer = await tx
    .selectFrom('organisation')
    .select(['name', 'jurisdiction'])
    .where('id', '=', trade.institutionId)
    .executeTakeFirstOrThrow();
  return {
    source: 'platform',
    tradeId: trade.id,
    place: buyer.jurisdiction,
    buyer: buyer.name,
    document: '',
    documentNumber: '',
    tradedOn: shanghaiDate(trade.tradedAt),
    price: trade.price,
    unitsPerPurchaseUnit: trade.unitsPerPurchaseUnit,
    givenAt: context.now,
    finding: null,
  };
}

type VerifyCode = StepRefusal | 'bargain.nothingToVerify' | 'bargain.listingNotListed';

/** An officer of the institution's bureau says whether the stated record is true. */
export async function verifyOne(context: ActorContext, call: Call<typeof VerifyEvidence>) {
  const { version, isTrue, note } = call.body;
  const asked = { id: call.params.bargainId, version, side: 'bureau' as const };
  return step<VerifyCode>(context, asked, async ({ stored, moment, listing }) => {
    const sale = isTrue ? onSale(listing) : ok(null);
    if (!sale.ok) return sale;
    const verified = verifyTrade(stored.bargain, isTrue, moment);
    if (!verified.ok) return verified;
    assert(stored.evidence !== null, `bargain ${stored.id} is verified without evidence`);
    const evidence = { ...stored.evidence, finding: { isTrue, note, at: context.now } };
    const event = isTrue ? ('bargain.linked' as const) : ('bargain.evidenceRejected' as const);
    return ok({ bargain: verified.value, event, evidence, note });
  });
}
