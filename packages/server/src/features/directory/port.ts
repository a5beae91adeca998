import type { ClosingKind } from '@daylight/rules/directory/closing.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type DirectoryKind, addHistory, lockListing } from '../listing/port.ts';

/** What other features may ask of the directory. */
export { type ClosingByCase, closeByCase, closeByRound } from './by-case.ts';
export { type DeliveryFigure, deliveryFigures } from './figures.ts';
export { directoryTodos } from './todos.ts';
export { recomputeIdle as recomputeDirectory } from './idle.ts';

export interface Lifecycle {
  readonly listingId: string;
  readonly countedFrom: IsoDate;
  readonly lastTradedOn: IsoDate | null;
  /** When it will be suspended for want of trade, once that was announced. */
  readonly suspensionDueAt: Instant | null;
  readonly closing: { readonly id: string; readonly kind: ClosingKind; readonly state: string } | null;
}

/** Where listings are in their life: time without trade, announced suspension, a closing that runs. */
export async function lifecycleOf(
  tx: Tx,
  province: number,
  listingIds: readonly string[],
): Promise<Map<string, Lifecycle>> {
  if (listingIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('listingLife as life')
    .leftJoin('directoryClosing as closing', (join) =>
      join
        .onRef('closing.province', '=', 'life.province')
        .onRef('closing.listingId', '=', 'life.listingId')
        .on('closing.state', 'in', ['proposed', 'waiting']),
    )
    .select(['life.listingId', 'life.countedFrom', 'life.lastTradedOn', 'life.dueAt as suspensionDueAt'])
    .select(['closing.id as closingId', 'closing.state as closingState'])
    .select((eb) => eb.ref('closing.kind').$castTo<ClosingKind | null>().as('closingKind'))
    .where('life.province', '=', province)
    .where('life.listingId', 'in', [...listingIds])
    .execute();
  return new Map(
    rows.map(({ closingId, closingKind, closingState, ...life }) => [
      life.listingId,
      {
        ...life,
        closing:
          closingId === null || closingKind === null
            ? null
            : { id: closingId, kind: closingKind, state: closingState ?? '' },
      },
    ]),
  );
}

export interface RecordedChange {
  readonly listingId: string;
  readonly kind: DirectoryKind;
  readonly reason: string;
  readonly note?: string;
  readonly basis: Basis;
  readonly evidence?: string;
  readonly evidenceIds?: readonly string[];
  /** Number or title of the document by which it is made known. */
  readonly document?: string;
  readonly cause?: { readonly kind: string; readonly id: string };
}

/**
 * The public history of the directory. The acts of listing/port.ts write their line there themselves: for a change that the
 * same transaction made this adds document, evidence and cause to that line; otherwise it appends one. Returns its id.
 */
export async function recordChange(context: Context, unit: Unit, change: RecordedChange): Promise<string> {
  const { province } = context.scope;
  const { listingId, kind, document = '', evidence = '', evidenceIds = [], cause } = change;
  const { rows } = await sql<{ id: string }>`
    update directory_change set
      document = case when ${document} = '' then document else ${document} end,
      evidence = case when ${evidence} = '' then evidence else ${evidence} end,
      evidence_ids = array(select distinct unnest(evidence_ids || ${[...evidenceIds]}::uuid[])),
      cause_kind = coalesce(${cause?.kind ?? null}, cause_kind),
      cause_id = coalesce(${cause?.id ?? null}::uuid, cause_id)
    where province = ${province} and listing_id = ${listingId} and kind = ${kind} and tx = pg_current_xact_id()
    returning id`.execute(unit.tx);
  const [found] = rows;
  if (found !== undefined) return found.id;
  const listing = await lockListing(unit.tx, province, listingId);
  if (listing === null) throw new Error(`no listing ${listingId} to record a change of`);
  const { price, unitsPerPurchaseUnit } = listing;
  return addHistory(unit.tx, context, {
    ...change,
    note: change.note ?? '',
    listing,
    version: null,
    before: null,
    now: { price, unitsPerPurchaseUnit },
  });
}
