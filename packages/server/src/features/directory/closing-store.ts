import type { ClosingItem } from '@daylight/api/directory-shapes.ts';
import type { ClosingKind, ClosingState } from '@daylight/rules/directory/closing.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Begun, Closing } from './closing-steps.ts';
import { closingOf, closingRows } from './rows.ts';

export interface StoredClosing extends Closing {
  readonly origin: ClosingItem['origin'];
  readonly state: ClosingState;
  readonly listingVersion: number;
  readonly proposedBy: string | null;
  readonly version: number;
}

/** A closing locked until the end of the transaction; null when it does not exist or another server holds it. */
export async function lockClosing(
  tx: Tx,
  province: number,
  id: string,
  skipHeld = false,
): Promise<StoredClosing | null> {
  let rows = tx
    .selectFrom('directoryClosing')
    .select(['id', 'number', 'listingId', 'manufacturerId', 'jurisdiction', 'reason', 'note', 'evidenceIds'])
    .select(['basis', 'listingVersion', 'proposedBy', 'version'])
    .select((eb) => [
      eb.ref('kind').$castTo<ClosingKind>().as('kind'),
      eb.ref('state').$castTo<ClosingState>().as('state'),
      eb.ref('origin').$castTo<ClosingItem['origin']>().as('origin'),
    ])
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate();
  if (skipHeld) rows = rows.skipLocked();
  const row = await rows.executeTakeFirst();
  return row === undefined ? null : { ...row, basis: row.basis as unknown as Basis };
}

export interface NewClosing extends Closing {
  readonly origin: ClosingItem['origin'];
  readonly state: ClosingState;
  readonly listingVersion: number;
  /** Set where it is decided at once, by the clock or with a merge. */
  readonly begun: Begun | null;
  readonly mergeId?: string;
}

export async function insertClosing(tx: Tx, context: Context, closing: NewClosing): Promise<void> {
  const { begun, basis, evidenceIds, ...values } = closing;
  await tx
    .insertInto('directoryClosing')
    .values({
      ...values,
      province: context.scope.province,
      evidenceIds: [...evidenceIds],
      basis: JSON.stringify(basis),
      proposedAt: context.now,
      proposedBy: ['clock', 'credit', 'tender'].includes(closing.origin)
        ? null
        : (context.actor?.accountId ?? null),
      ...(begun === null ? {} : { decidedAt: context.now, ...begunColumns(context, begun) }),
    })
    .execute();
}

export function begunColumns(context: Context, begun: Begun) {
  const { finish, open, state, lookAt } = begun;
  return {
    state,
    lookAt,
    openAtDecision: JSON.stringify(open),
    openNow: JSON.stringify(open),
    finishDueAt: finish.dueAt,
    finishDueProvisional: finish.provisional,
    finishDueBasis: JSON.stringify(finish.basis),
    closedAt: state === 'closed' ? context.now : null,
  };
}

/** The closing as the one who just changed it sees it. */
export async function closingAfter(tx: Tx, context: ActorContext, id: string): Promise<ClosingItem> {
  const row = await closingRows(tx, context).where('closing.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'a closing that was just written');
  return closingOf(row, context);
}
