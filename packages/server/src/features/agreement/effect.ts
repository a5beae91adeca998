import { linesInForce } from '@daylight/rules/agreement/amending.ts';
import type { AgreementLine } from '@daylight/rules/agreement/content.ts';
import { signBasis } from '@daylight/rules/agreement/signing.ts';
import { type Basis, assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { awardOf } from '../bidding/port.ts';
import { openAccounts } from '../execution/port.ts';
import { nameOf } from './sign.ts';
import { type AgreementRow, amendmentsOf, lockAgreement } from './store.ts';

/**
 * What both signatures bring about. It reaches rows of other features and of both parties, so the clock does it and not the
 * one who happened to sign last.
 */
export async function takeEffect(context: Context, id: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, id);
    if (row === null || row.state !== 'signed') return refuse('agreement.notOpen');
    await unit.tx
      .updateTable('agreement')
      .set({ state: 'inForce', inForceAt: context.now, version: row.version + 1 })
      .where('province', '=', row.province)
      .where('id', '=', id)
      .execute();
    await open(context, unit, row, await runningLines(unit.tx, row));
    unit.record({
      event: 'agreement.inForce',
      subject: { kind: 'agreement', id },
      basis: [signBasis],
      before: { state: row.state },
      after: { number: row.number, state: 'inForce', contentHash: row.contentHash },
      readers: [row.institutionId, row.manufacturerId, row.organiserId],
    });
    tellBoth(unit, row, 'agreement.inForce');
    return ok(id);
  });
  return done.ok;
}

export function tellBoth(
  unit: Unit,
  row: AgreementRow,
  kind: 'agreement.inForce' | 'agreement.amended' | 'agreement.ended' | 'agreement.overdue',
): void {
  for (const side of ['institution', 'manufacturer'] as const)
    unit.notify({
      organisationId: side === 'institution' ? row.institutionId : row.manufacturerId,
      kind,
      subject: { kind: 'agreement', id: row.id },
      facts: {
        number: row.number,
        other: nameOf(row, side === 'institution' ? 'manufacturer' : 'institution'),
      },
    });
}

/** The lines of the contract whose item was not stopped meanwhile. */
async function runningLines(tx: Tx, row: AgreementRow): Promise<AgreementLine[]> {
  const running = await tx
    .selectFrom('agreementLine')
    .select('productId')
    .where('province', '=', row.province)
    .where('agreementId', '=', row.id)
    .where('state', '=', 'running')
    .execute();
  const ids = new Set(running.map(({ productId }) => productId));
  return row.content.lines.filter(({ productId }) => ids.has(productId));
}

async function listingsOf(tx: Tx, row: AgreementRow): Promise<Map<string, readonly string[]>> {
  const award = await awardOf(tx, row.province, row.tenderId);
  assert(award !== null, 'an agreement rests on an award');
  return new Map(award.products.map(({ productId, listingIds }) => [productId, listingIds]));
}

/** A supplement both signed: its volumes are the agreed ones from now on. */
export async function takeAmendment(context: Context, id: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const row = await lockAgreement(unit.tx, context.scope.province, id);
    if (row === null) return refuse('agreement.unknown');
    const amendments = await amendmentsOf(unit.tx, row.province, id);
    const signed = amendments.find(({ state }) => state === 'signed');
    if (signed === undefined) return refuse('agreement.notOpen');
    const before = linesInForce(
      row.content.lines,
      amendments.filter(({ state }) => state === 'inForce').map(({ content }) => content.lines),
    );
    // An agreement that ended between the two signatures takes no supplement any more.
    const state = row.state === 'inForce' ? 'inForce' : 'lapsed';
    await unit.tx
      .updateTable('agreementAmendment')
      .set({ state, decidedAt: context.now })
      .where('province', '=', row.province)
      .where('agreementId', '=', id)
      .where('amendment', '=', signed.amendment)
      .execute();
    if (state === 'inForce') await adjust(context, unit, row, signed.content.lines);
    unit.record({
      event: state === 'inForce' ? 'agreement.amended' : 'agreement.amendmentEnded',
      subject: { kind: 'agreement', id },
      basis: [signBasis],
      before: { lines: before.map(({ productId, agreed }) => ({ productId, agreed })) },
      after: { number: row.number, amendment: signed.amendment, state, contentHash: signed.contentHash },
      readers: [row.institutionId, row.manufacturerId, row.organiserId],
    });
    if (state === 'inForce') tellBoth(unit, row, 'agreement.amended');
    return ok(id);
  });
  return done.ok;
}

/** The volumes of a supplement; opening an account that is there amends it. */
async function adjust(
  context: Context,
  unit: Unit,
  row: AgreementRow,
  lines: readonly AgreementLine[],
): Promise<void> {
  for (const { productId, agreed } of lines)
    await unit.tx
      .updateTable('agreementLine')
      .set({ agreed })
      .where('province', '=', row.province)
      .where('agreementId', '=', row.id)
      .where('productId', '=', productId)
      .execute();
  await open(context, unit, row, lines);
}

async function open(
  context: Context,
  unit: Unit,
  row: AgreementRow,
  lines: readonly AgreementLine[],
): Promise<void> {
  const listings = await listingsOf(unit.tx, row);
  await openAccounts(context, unit, {
    tenderId: row.tenderId,
    agreementId: row.id,
    institutionId: row.institutionId,
    manufacturerId: row.manufacturerId,
    from: row.termFrom,
    until: row.termUntil,
    lines: lines.map(({ productId, item, agreed }) => ({
      productId,
      item,
      listingIds: listings.get(productId) ?? [],
      agreed,
    })),
  });
}

export interface Ending {
  readonly tenderId: string;
  /** The item that stops, null for the whole round. */
  readonly item: string | null;
  readonly reason: string;
  readonly basis: Basis;
}

/**
 * Ends what agreements say about an item, or whole agreements (GY-2.4): open texts are not signed any more, running lines
 * end, and an agreement without a running line ends. The volume accounts are stopped by whoever decided it.
 */
export async function endAgreements(
  context: Context,
  unit: Unit,
  { tenderId, item, reason, basis }: Ending,
): Promise<number> {
  const { province } = context.scope;
  const ofItem = item === null ? sql`true` : sql`l.item = ${item}`;
  const { rows } = await sql<{ id: string; whole: boolean }>`
    with stopped as (
      update agreement_line l set state = 'ended'
      where l.province = ${province} and l.tender_id = ${tenderId} and l.state = 'running' and ${ofItem}
      returning l.agreement_id, l.product_id
    )
    select s.agreement_id as id, not exists (
      select 1 from agreement_line o where o.province = ${province} and o.agreement_id = s.agreement_id
        and o.state = 'running' and not (${item === null ? sql`true` : sql`o.item = ${item}`})) as whole
    from stopped s group by s.agreement_id`.execute(unit.tx);
  const whole = rows.filter((row) => row.whole).map(({ id }) => id);
  const ended = await endWhole(context, unit, { ids: whole, reason, basis });
  unit.record({
    event: 'agreement.partEnded',
    subject: { kind: 'tender', id: tenderId },
    basis: [basis],
    after: { item, reason, agreements: rows.length, whole: ended },
  });
  return rows.length;
}

/** Ends agreements as a whole and tells both parties of each. */
export async function endWhole(
  context: Context,
  unit: Unit,
  { ids, reason, basis }: { readonly ids: readonly string[]; readonly reason: string; readonly basis: Basis },
): Promise<number> {
  if (ids.length === 0) return 0;
  const rows = await unit.tx
    .updateTable('agreement')
    .set((eb) => ({
      state: 'ended',
      endedAt: context.now,
      endNote: reason,
      endBasis: JSON.stringify(basis),
      version: eb('version', '+', 1),
    }))
    .where('province', '=', context.scope.province)
    .where('id', 'in', [...ids])
    .where('state', 'in', ['open', 'signed', 'inForce'])
    .returningAll()
    .execute();
  for (const row of rows as unknown as AgreementRow[]) {
    unit.record({
      event: 'agreement.ended',
      subject: { kind: 'agreement', id: row.id },
      basis: [basis],
      after: { number: row.number, state: 'ended', reason },
      readers: [row.institutionId, row.manufacturerId, row.organiserId],
    });
    tellBoth(unit, row, 'agreement.ended');
  }
  return rows.length;
}
