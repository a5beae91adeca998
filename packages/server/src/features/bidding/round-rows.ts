import { hashOf } from '@daylight/rules/award/hash.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type QuotingTerms, termsIn } from '@daylight/rules/tender/mode.ts';
import type { SealTerms } from '@daylight/seal/sealed-bid.ts';
import type { Selectable } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { type TenderFacts, isOrganiser, lockTender, readTender } from '../tender/port.ts';

export type BidRound = Selectable<DB['bidRound']>;
export type Trustee = Selectable<DB['bidTrustee']>;
export type Enrolment = Selectable<DB['bidEnrolment']>;

export async function roundAt(tx: Tx, province: number, tenderId: string): Promise<BidRound | null> {
  const row = await tx
    .selectFrom('bidRound')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .executeTakeFirst();
  return row ?? null;
}

/** The round's box for a change; only staff, the clock and the organiser may lock it. */
export async function lockRound(tx: Tx, province: number, tenderId: string): Promise<BidRound | null> {
  const row = await tx
    .selectFrom('bidRound')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export function trusteesOf(tx: Tx, province: number, tenderId: string): Promise<Trustee[]> {
  return tx
    .selectFrom('bidTrustee')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('id')
    .execute();
}

export type OrganiserRefusal = 'tender.unknown' | 'bidding.notOrganiser';

/** A round that the actor runs, for a change. */
export async function ownTender(
  context: ActorContext,
  tx: Tx,
  tenderId: string,
): Promise<Result<TenderFacts, OrganiserRefusal>> {
  const seen = await readTender(tx, context.scope.province, tenderId);
  if (seen === null) return refuse('tender.unknown');
  if (!isOrganiser(context, seen)) return refuse('bidding.notOrganiser');
  const tender = await lockTender(tx, context.scope.province, tenderId);
  return tender === null ? refuse('bidding.notOrganiser') : ok(tender);
}

export async function organiserSees(
  context: ActorContext,
  tx: Tx,
  tenderId: string,
): Promise<Result<TenderFacts, OrganiserRefusal>> {
  const tender = await readTender(tx, context.scope.province, tenderId);
  if (tender === null) return refuse('tender.unknown');
  return isOrganiser(context, tender) ? ok(tender) : refuse('bidding.notOrganiser');
}

/** What a bidder's browser needs to seal. Trustees without a proven key hold no share. */
export function termsOf(round: BidRound, trustees: readonly Trustee[]): SealTerms {
  return {
    threshold: round.threshold,
    size: round.size,
    trustees: trustees.flatMap(({ id, recipient, provenAt }) =>
      recipient === null || provenAt === null ? [] : [{ id, recipient }],
    ),
  };
}

export function termsHashOf(terms: SealTerms): string {
  return hashOf(terms);
}

/** How the round is quoted, as its plan says. */
export function quotingTerms({ mode, quoting }: Pick<TenderFacts, 'mode' | 'quoting'>): QuotingTerms {
  return termsIn(mode, quoting);
}

/** Whether what is opened is read by everybody at once: where bidders quote again, not before the result. */
export function isOpenAtOnce(tender: Pick<TenderFacts, 'mode' | 'quoting'>): boolean {
  return quotingTerms(tender).rounds === 1;
}

/** Facts that every notice about a round carries. */
export function saying({ title, number }: Pick<TenderFacts, 'title' | 'number'>) {
  return { title, number };
}
