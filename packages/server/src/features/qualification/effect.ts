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
      const facts = { holder, issuer, scope, validFrom, validUntil };
      const runsNow = state === 'inForce' && validFrom <= context.today;
      const resumed = runsNow ? await resumeUnder(context, unit, row) : nothing;
      const dueAt = resumed.more ? context.now : lookAt(context, { ...row, validFrom, validUntil });
      await save({ ...facts, state, changeId: change.id, reminders: 0, dueAt });
      break;
    }
    case 'resume': {
      const resumed = await resumeUnder(context, unit, row);
      const dueAt = resumed.more ? context.now : lookAt(context, row);
      await save({ state: 'inForce', stateNote: '', reminders: 0, dueAt });
      break;
    }
    case 'suspend':
    case 'end': {
      const suspended = await suspendUnder(context, unit, row, change.reason);
      const dueAt = suspended.more ? context.now : null;
      await save({ state: act === 'end' ? 'ended' : 'suspended', stateNote: change.reason, dueAt });
    }
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

/** Listings that follow their certificate in one transaction; the clock goes on with the rest until none is left. */
const followAtOnce = 50;

export interface Followed {
  /** How many listings went along now. */
  readonly count: number;
  /** Whether there are more: `dueAt` then stays at now. */
  readonly more: boolean;
}

const nothing: Followed = { count: 0, more: false };

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

async function follow(
  found: readonly { readonly id: string }[],
  act: (listing: { readonly id: string }) => Promise<{ readonly ok: boolean }>,
): Promise<Followed> {
  let count = 0;
  for (const listing of found.slice(0, followAtOnce)) if ((await act(listing)).ok) count += 1;
  // A batch of which none could go along would be the same the next time.
  return { count, more: found.length > followAtOnce && count > 0 };
}

/** A product whose certificate is no longer in force is not sold on (HN-6a): the next listings under it are suspended. */
export async function suspendUnder(
  context: Context,
  unit: Unit,
  row: Certified,
  note: string,
): Promise<Followed> {
  if (kindNamed(context, row.jurisdiction, row.kind)?.need !== 'product') return nothing;
  const listed = await listingsUnder(unit.tx, context, row)
    .where('listing.state', '=', 'listed')
    .limit(followAtOnce + 1)
    .execute();
  return follow(listed, ({ id }) =>
    suspendListing(context, unit, {
      listingId: id,
      reason: 'certificate',
      note: `${row.number} ${note}`.trim(),
      basis: qualificationBasis.certified,
      cause: { kind: 'qualification', id: row.id },
    }),
  );
}

/** Only what was suspended for the certificate comes back with it, and not what is on its way out of the directory. */
export async function resumeUnder(context: Context, unit: Unit, row: Certified): Promise<Followed> {
  if (kindNamed(context, row.jurisdiction, row.kind)?.need !== 'product') return nothing;
  const suspended = await listingsUnder(unit.tx, context, row)
    .where('listing.state', '=', 'suspended')
    .where('listing.stateReason', '=', 'certificate')
    .where(({ eb, exists, not }) =>
      not(
        exists(
          eb
            .selectFrom('directoryClosing as closing')
            .select('closing.id')
            .where('closing.province', '=', context.scope.province)
            .whereRef('closing.listingId', '=', 'listing.id')
            .where('closing.state', '=', 'waiting')
            .where('closing.kind', '<>', 'suspend'),
        ),
      ),
    )
    .limit(followAtOnce + 1)
    .execute();
  return follow(suspended, ({ id }) =>
    resumeListing(context, unit, {
      listingId: id,
      reason: 'settled',
      note: row.number,
      basis: qualificationBasis.confirmed,
      cause: { kind: 'qualification', id: row.id },
    }),
  );
}
