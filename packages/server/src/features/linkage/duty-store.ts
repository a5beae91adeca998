import type { LowestShape } from '@daylight/api/linkage-shapes.ts';
import type { Duty, DutyState } from '@daylight/rules/linkage/duty.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface StoredDuty extends Duty {
  readonly id: string;
  readonly number: string;
  readonly listingId: string;
  readonly itemCode: string;
  readonly manufacturerId: string;
  readonly jurisdiction: string;
  readonly price: Money;
  readonly effectiveFrom: IsoDate;
  readonly lowest: LowestShape;
  readonly basis: Basis;
  readonly openedAt: Instant;
  readonly provisional: boolean;
  readonly version: number;
  readonly product: string;
}

/** The duty locked, with the name of its product for texts. */
export async function lockDuty(
  tx: Tx,
  context: Context,
  id: string,
  skipLocked = false,
): Promise<StoredDuty | null> {
  let query = tx
    .selectFrom('priceDuty')
    .select([
      'id',
      'number',
      'listingId',
      'itemCode',
      'manufacturerId',
      'jurisdiction',
      'price',
      'effectiveFrom',
    ])
    .select([
      'lowest',
      'basis',
      'openedAt',
      'dueAt',
      'statutoryDueAt',
      'provisional',
      'suspended',
      'declaredAt',
    ])
    .select(['version'])
    .select((eb) => eb.ref('state').$castTo<DutyState>().as('state'))
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate();
  if (skipLocked) query = query.skipLocked();
  const row = await query.executeTakeFirst();
  if (row === undefined) return null;
  const item = await tx
    .selectFrom('catalogueItem')
    .select(['productName', 'specification'])
    .where('itemCode', '=', row.itemCode)
    .executeTakeFirst();
  return {
    ...row,
    lowest: row.lowest as LowestShape,
    basis: row.basis as Basis,
    product: `${item?.productName ?? row.itemCode} ${item?.specification ?? ''}`.trim(),
  };
}

export interface DutyChange {
  /** What the rule made of it. */
  readonly duty: Duty;
  readonly statement?: string;
  readonly declaredBy?: string;
  readonly decidedBy?: string;
  readonly note?: string;
  readonly dueAt?: Instant;
  readonly provisional?: boolean;
  readonly remindAt?: Instant | null;
}

/** Writes what the rule made of a duty. */
export async function saveDuty(
  unit: Unit,
  context: Context,
  stored: StoredDuty,
  change: DutyChange,
): Promise<number> {
  const { duty } = change;
  const version = stored.version + 1;
  const isEnded = duty.state === 'fulfilled' || duty.state === 'dismissed';
  await unit.tx
    .updateTable('priceDuty')
    .set({
      state: duty.state,
      dueAt: duty.dueAt,
      suspended: duty.suspended,
      declaredAt: duty.declaredAt,
      version,
      ...(duty.state === 'overdue' ? { overdueAt: context.now } : {}),
      ...(isEnded ? { endedAt: context.now } : {}),
      ...(change.decidedBy === undefined ? {} : { decidedBy: change.decidedBy, decidedAt: context.now }),
      ...(change.note === undefined ? {} : { note: change.note }),
      ...(change.statement === undefined ? {} : { statement: change.statement }),
      ...(change.declaredBy === undefined ? {} : { declaredBy: change.declaredBy }),
      ...(change.provisional === undefined ? {} : { provisional: change.provisional }),
      ...(change.remindAt === undefined ? {} : { remindAt: change.remindAt }),
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', stored.id)
    .execute();
  return version;
}

export function dutyFacts(duty: StoredDuty) {
  return { number: duty.number, product: duty.product, price: duty.price };
}
