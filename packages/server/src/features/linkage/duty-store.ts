import type { LowestShape } from '@daylight/api/linkage-shapes.ts';
import { type Duty, type DutyState, dutyPolicyOf } from '@daylight/rules/linkage/duty.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
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

export interface AlikeDuties {
  readonly duty: StoredDuty;
  /** Running duties of the same firm about the same product in other directories of the province. */
  readonly others: readonly StoredDuty[];
}

/** A duty with those like it, all locked, in the order of their ids: whoever asks for another of them waits and is not stuck. */
export async function lockAlike(tx: Tx, context: Context, id: string): Promise<AlikeDuties | null> {
  const { rows } = await sql<{ id: string }>`
    select o.id from price_duty d
    join price_duty o on o.province = d.province and o.item_code = d.item_code and o.manufacturer_id = d.manufacturer_id
    where d.province = ${context.scope.province} and d.id = ${id}::uuid
      and (o.id = d.id or o.state not in ('fulfilled', 'dismissed'))
    order by o.id for update of o`.execute(tx);
  const locked: StoredDuty[] = [];
  for (const row of rows) {
    const duty = await lockDuty(tx, context, row.id);
    if (duty !== null) locked.push(duty);
  }
  const duty = locked.find((each) => each.id === id);
  return duty === undefined ? null : { duty, others: locked.filter((each) => each !== duty) };
}

/**
 * Whether another directory's duty about the same product was told already at this stage: thirteen cities are one thing to
 * know. Asked within the command that would tell.
 */
export async function wasTold(
  unit: Unit,
  context: Context,
  duty: Pick<StoredDuty, 'id' | 'itemCode' | 'manufacturerId' | 'dueAt'>,
  stage: 'reminded' | 'overdue',
): Promise<boolean> {
  const found = await unit.tx
    .selectFrom('priceDuty')
    .select('id')
    .where('province', '=', context.scope.province)
    .where('itemCode', '=', duty.itemCode)
    .where('manufacturerId', '=', duty.manufacturerId)
    .where('dueAt', '=', duty.dueAt)
    .where('id', '<>', duty.id)
    .where(stage === 'reminded' ? 'remindedAt' : 'overdueAt', 'is not', null)
    .where('state', 'in', ['open', 'overdue'])
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** When and by what a duty is judged: by the pack of the day on which it was found. */
export function momentOf(context: Context, duty: StoredDuty) {
  const policy = dutyPolicyOf(context.book, duty.jurisdiction, shanghaiDate(duty.openedAt));
  return { now: context.now, calendar: context.calendar, policy };
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
