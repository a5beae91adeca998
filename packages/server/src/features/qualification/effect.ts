import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import { renewed } from '@daylight/rules/qualification/renewal.ts';
import { watchOf } from '@daylight/rules/qualification/watch.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Instant, type IsoDate, shanghaiMoment } from '@daylight/rules/time.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { resumeListing, suspendListing } from '../listing/port.ts';
import { kindFacts, kindNamed } from './declarer.ts';
import { type ChangeRow, type QualificationRow, contentsOf } from './store.ts';

interface Watched {
  readonly jurisdiction: string;
  readonly kind: string;
  readonly validFrom: IsoDate | null;
  readonly validUntil: IsoDate | null;
}

/** Where the watch over the end of a qualification stands today, by the pack of its jurisdiction. */
export function watchNow(context: Context, { jurisdiction, kind, validUntil }: Omit<Watched, 'validFrom'>) {
  const { book, today, calendar } = context;
  const isProduct = kindNamed(context, jurisdiction, kind)?.need === 'product';
  const first = isProduct ? 'listing.certificateExpiryRemind' : 'qualification.expiryRemind';
  return watchOf(validUntil, today, {
    first: resolve(book, first, jurisdiction, today).value,
    second: resolve(book, 'qualification.expiryRemindAgain', jurisdiction, today).value,
    calendar,
  });
}

/** When to look at it again: at once when a stage has begun already, and on its first day when that is to come. */
function lookAt(context: Context, row: Watched): Instant | null {
  if (row.validFrom !== null && row.validFrom > context.today) return shanghaiMoment(row.validFrom, '00:00');
  const { stage, nextAt } = watchNow(context, row);
  return stage > 0 ? context.now : nextAt;
}

/** What a confirmed change does to its qualification and, with a product's certificate, to the listings under it. */
export async function takeEffect(
  context: Context,
  unit: Unit,
  row: QualificationRow,
  change: ChangeRow,
): Promise<void> {
  const { tx } = unit;
  const save = async (values: object): Promise<void> => {
    await tx
      .updateTable('qualification')
      .set({ ...values, version: row.version + 1 })
      .where('province', '=', context.scope.province)
      .where('id', '=', row.id)
      .execute();
  };
  const { act, contents } = change;
  switch (act) {
    case 'declare':
    case 'change': {
      const { holder, issuer, scope } = contents;
      const runs = row.state === 'inForce' ? contentsOf(row) : null;
      const together = renewed(runs, contents, context.today);
      const { validFrom, validUntil } = together.ok ? together.value : contents;
      const state = row.state === 'suspended' ? ('suspended' as const) : ('inForce' as const);
      const dueAt = lookAt(context, { ...row, validFrom, validUntil });
      const facts = { holder, issuer, scope, validFrom, validUntil };
      await save({ ...facts, state, changeId: change.id, reminders: 0, dueAt });
      if (state === 'inForce' && validFrom <= context.today) await resumeUnder(context, unit, row);
      break;
    }
    case 'resume':
      await save({ state: 'inForce', stateNote: '', reminders: 0, dueAt: lookAt(context, row) });
      await resumeUnder(context, unit, row);
      break;
    case 'suspend':
    case 'end':
      await save({ state: act === 'end' ? 'ended' : 'suspended', stateNote: change.reason, dueAt: null });
      await suspendUnder(context, unit, row, change.reason);
  }
}

export function tellFirm(
  context: Context,
  unit: Unit,
  row: Pick<QualificationRow, 'id' | 'organisationId' | 'jurisdiction' | 'kind' | 'number' | 'validUntil'>,
  { kind, note = '' }: { readonly kind: string; readonly note?: string },
): void {
  const { number, validUntil } = row;
  unit.notify({
    organisationId: row.organisationId,
    kind,
    subject: { kind: 'qualification', id: row.id },
    facts: { ...kindFacts(context, row.jurisdiction, row.kind), number, validUntil, note },
  });
}

type Certified = Pick<QualificationRow, 'id' | 'organisationId' | 'jurisdiction' | 'kind' | 'number'>;

function listingsUnder(tx: Tx, context: Context, row: Certified) {
  return tx
    .selectFrom('listing')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .select('listing.id')
    .where('listing.province', '=', context.scope.province)
    .where('listing.manufacturerId', '=', row.organisationId)
    .where('listing.platform', '=', row.jurisdiction)
    .where('item.certificate', '=', row.number)
    .orderBy('listing.id');
}

/** A product whose certificate is no longer in force is not sold on (HN-6a). Says how many listings it suspended. */
export async function suspendUnder(
  context: Context,
  unit: Unit,
  row: Certified,
  note: string,
): Promise<number> {
  if (kindNamed(context, row.jurisdiction, row.kind)?.need !== 'product') return 0;
  const listed = await listingsUnder(unit.tx, context, row).where('listing.state', '=', 'listed').execute();
  for (const { id } of listed)
    await suspendListing(context, unit, {
      listingId: id,
      reason: 'certificate',
      note: `${row.number} ${note}`.trim(),
      basis: qualificationBasis.certified,
      cause: { kind: 'qualification', id: row.id },
    });
  return listed.length;
}

/** Only what was suspended for the certificate comes back with it. */
export async function resumeUnder(context: Context, unit: Unit, row: Certified): Promise<number> {
  if (kindNamed(context, row.jurisdiction, row.kind)?.need !== 'product') return 0;
  const suspended = await listingsUnder(unit.tx, context, row)
    .where('listing.state', '=', 'suspended')
    .where('listing.stateReason', '=', 'certificate')
    .execute();
  for (const { id } of suspended)
    await resumeListing(context, unit, {
      listingId: id,
      reason: 'settled',
      note: row.number,
      basis: qualificationBasis.confirmed,
      cause: { kind: 'qualification', id: row.id },
    });
  return suspended.length;
}
