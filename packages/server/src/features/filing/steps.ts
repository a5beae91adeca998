import type { RefusalOf } from '@daylight/api/endpoint.ts';
import type {
  agreeFiling,
  askLowerPrice,
  offerFiling,
  supplementFiling,
  withdrawFiling,
} from '@daylight/api/filing.ts';
import * as rules from '@daylight/rules/filing/steps.ts';
import { ok } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { lowestFor, lowestRecordOf } from './product.ts';
import { type FilingAnswer, step } from './step.ts';

/** The enterprise gives its price, measured against the lowest that counts today (JS-16, JS-17). */
export function offer(
  context: ActorContext,
  { params, body }: Call<typeof offerFiling>,
): FilingAnswer<RefusalOf<typeof offerFiling>> {
  const asked = { id: params.filingId, version: body.version, side: 'manufacturer' } as const;
  return step<RefusalOf<typeof offerFiling>>(context, asked, async ({ unit, stored, moment }) => {
    const lowest = lowestRecordOf(await lowestFor(unit.tx, context, stored));
    const offered = rules.giveOffer(stored.filing, { price: body.price, lowest }, moment);
    if (!offered.ok) return offered;
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: { kind: 'filing', id: stored.id },
      readers: [stored.institutionId, stored.manufacturerId],
      jurisdiction: stored.bureau,
    });
    if (!attached.ok) return attached;
    const facts = { lowest: lowest?.price ?? null, files: attached.value.length };
    return ok({
      filing: offered.value,
      event: 'filing.offered',
      step: { kind: 'offered', price: body.price, note: body.note, facts },
      told: [{ to: 'institution', kind: 'filing.offered' }],
    });
  });
}

export function askLower(
  context: ActorContext,
  { params, body }: Call<typeof askLowerPrice>,
): FilingAnswer<RefusalOf<typeof askLowerPrice>> {
  const asked = { id: params.filingId, version: body.version, side: 'institution' } as const;
  return step<RefusalOf<typeof askLowerPrice>>(context, asked, async ({ stored, moment }) => {
    const again = rules.askLower(stored.filing, moment);
    if (!again.ok) return again;
    return ok({
      filing: again.value,
      event: 'filing.askedLower',
      step: { kind: 'askedLower', note: body.note },
      told: [{ to: 'manufacturer', kind: 'filing.askedLower' }],
    });
  });
}

/** Quantity and price are agreed: from now on the bureau's clocks run. */
export function agree(
  context: ActorContext,
  { params, body }: Call<typeof agreeFiling>,
): FilingAnswer<RefusalOf<typeof agreeFiling>> {
  const asked = { id: params.filingId, version: body.version, side: 'institution' } as const;
  return step<RefusalOf<typeof agreeFiling>>(context, asked, async ({ stored, moment }) => {
    const agreed = rules.agree(stored.filing, body.quantity, moment);
    if (!agreed.ok) return agreed;
    return ok({
      filing: agreed.value,
      event: 'filing.agreed',
      step: { kind: 'agreed', price: agreed.value.price, quantity: body.quantity, note: body.note },
      set: { deliveredAt: context.now },
      told: [{ to: 'bureau', kind: 'filing.delivered' }],
    });
  });
}

export function supplement(
  context: ActorContext,
  { params, body }: Call<typeof supplementFiling>,
): FilingAnswer<RefusalOf<typeof supplementFiling>> {
  const asked = { id: params.filingId, version: body.version, side: 'institution' } as const;
  return step<RefusalOf<typeof supplementFiling>>(context, asked, async ({ unit, stored, moment }) => {
    const next = rules.supplement(stored.filing, moment);
    if (!next.ok) return next;
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: { kind: 'filing', id: stored.id },
      readers: [stored.institutionId, stored.manufacturerId],
      jurisdiction: stored.bureau,
    });
    if (!attached.ok) return attached;
    return ok({
      filing: next.value,
      event: 'filing.supplemented',
      step: { kind: 'supplemented', note: body.note, facts: { files: attached.value.length } },
      told: [{ to: 'bureau', kind: 'filing.supplemented' }],
    });
  });
}

export function withdraw(
  context: ActorContext,
  { params, body }: Call<typeof withdrawFiling>,
): FilingAnswer<RefusalOf<typeof withdrawFiling>> {
  const asked = { id: params.filingId, version: body.version, side: 'institution' } as const;
  return step<RefusalOf<typeof withdrawFiling>>(context, asked, async ({ stored, moment }) => {
    const withdrawn = rules.withdraw(stored.filing, moment);
    if (!withdrawn.ok) return withdrawn;
    return ok({
      filing: withdrawn.value,
      event: 'filing.withdrawn',
      step: { kind: 'withdrawn', note: body.note },
      told: [{ to: 'manufacturer', kind: 'filing.withdrawn' }],
    });
  });
}
