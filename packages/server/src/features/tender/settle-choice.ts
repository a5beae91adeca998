import { ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { type Screening, lockScreening, screeningsIn, setScreening } from './screening-store.ts';

/** A choice that every partner agreed to stands; one that a partner refused goes back to its organiser (GY-3.2). */
export const choiceSweep: Sweep = {
  name: 'tender-choice',
  run: async (context) =>
    moveEach(await screeningsIn(context, 'proposed'), async ({ id }) => {
      const done = await command(context, async (unit) => {
        const screening = await lockScreening(unit.tx, context.scope.province, id, true);
        if (screening?.state !== 'proposed') return refuse('tender.screeningState');
        const answers = await answersTo(unit.tx, screening);
        const refused = answers.find(({ agreed }) => !agreed);
        const isAgreed = answers.length === screening.partners.length;
        if (refused === undefined && !isAgreed) return refuse('tender.screeningState');
        await settle(unit, context, { screening, refused: refused ?? null });
        return ok(id);
      });
      return done.ok;
    }),
};

interface Answer {
  readonly organisationId: string;
  readonly agreed: boolean;
  readonly note: string;
  readonly at: Instant;
}

/** What partners said about the choice as it stands. */
export function answersTo(tx: Tx, screening: Screening): Promise<Answer[]> {
  return tx
    .selectFrom('tenderScreeningAgreement')
    .select(['organisationId', 'agreed', 'note', 'at'])
    .where('province', '=', screening.province)
    .where('screeningId', '=', screening.id)
    .where('choiceHash', '=', screening.choiceHash ?? '')
    .orderBy('organisationId')
    .execute();
}

async function settle(
  unit: Unit,
  context: Context,
  { screening, refused }: { readonly screening: Screening; readonly refused: Answer | null },
): Promise<void> {
  const set =
    refused === null
      ? ({ state: 'agreed', agreedAt: context.now } as const)
      : ({ state: 'ready', choiceHash: null } as const);
  await setScreening(unit.tx, screening, set);
  const { number, title, organiserId, partners, choiceHash } = screening;
  const subject = { kind: 'tender-screening', id: screening.id };
  unit.record({
    event: refused === null ? 'tender.choiceAgreed' : 'tender.choiceReturned',
    subject,
    basis: [articles.jointChoice],
    before: { state: screening.state, choiceHash },
    after: { number, state: set.state, by: refused?.organisationId ?? null, note: refused?.note ?? '' },
    readers: [organiserId, ...partners],
  });
  for (const organisationId of [organiserId, ...partners])
    unit.notify({
      organisationId,
      kind: refused === null ? 'tender.choiceAgreed' : 'tender.choiceReturned',
      subject,
      facts: { number, title, note: refused?.note ?? '' },
    });
}
