import type { Basis, Result } from '@daylight/rules/result.ts';
import { ok } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type TenderFacts, moveTender } from '../tender/port.ts';
import { saying } from './round-rows.ts';

interface Failure {
  readonly basis: Basis;
  readonly reason: { readonly zh: string; readonly en: string };
  /** Bidders that are told besides the organiser. */
  readonly tell: readonly string[];
}

/** The round ends without a result; everybody who put work into it reads why. */
export async function failRound(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { basis, reason, tell }: Failure,
): Promise<Result<null, 'tender.wrongState' | 'tender.unknown'>> {
  const moved = await moveTender(context, unit, {
    tender,
    to: 'failed',
    note: reason.zh,
    basis,
    readers: tell,
  });
  if (!moved.ok) return moved;
  for (const organisationId of new Set([tender.organiserId, ...tell]))
    unit.notify({
      organisationId,
      kind: 'bidding.failed',
      subject: { kind: 'tender', id: tender.id },
      facts: { ...saying(tender), reason: reason.zh, reasonEn: reason.en },
    });
  return ok(null);
}
