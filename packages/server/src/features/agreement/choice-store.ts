import type { LeftoverChoiceHead } from '@daylight/api/agreement-choice.ts';
import type { PlacedChoice } from '@daylight/rules/agreement/choice.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';

/** What an institution chose for its leftover volume, in units of the item. */
export interface LeftoverChoice {
  readonly institutionId: string;
  readonly productId: string;
  readonly quantity: Quantity;
}

/** The choices of a round as they stand; who stayed silent is not among them, the pack's fallback decides for it. */
export async function choicesOf(
  tx: Tx,
  province: number,
  tenderId: string,
  of: { readonly institutionId?: string } = {},
): Promise<readonly LeftoverChoice[]> {
  let rows = tx
    .selectFrom('agreementChoice')
    .select(['institutionId', 'productId', 'quantity'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('institutionId')
    .orderBy('productId');
  if (of.institutionId !== undefined) rows = rows.where('institutionId', '=', of.institutionId);
  return rows.execute();
}

export type Choosing = Selectable<DB['agreementChoosing']>;
export interface ChoosingKey {
  readonly tenderId: string;
  readonly institutionId: string;
}

export async function lockChoosing(
  tx: Tx,
  province: number,
  { tenderId, institutionId }: ChoosingKey,
): Promise<Choosing | null> {
  const row = await tx
    .selectFrom('agreementChoosing')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('institutionId', '=', institutionId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** The last choice is the one that counts. */
export async function saveChoice(
  tx: Tx,
  province: number,
  row: Choosing,
  { lines, at, by }: { readonly lines: readonly PlacedChoice[]; readonly at: Instant; readonly by: string },
): Promise<void> {
  const { tenderId, institutionId, organiserId, partners } = row;
  await tx
    .deleteFrom('agreementChoice')
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('institutionId', '=', institutionId)
    .execute();
  if (lines.length > 0)
    await tx
      .insertInto('agreementChoice')
      .values(lines.map((line) => ({ ...line, province, tenderId, institutionId, organiserId, partners })))
      .execute();
  await tx
    .updateTable('agreementChoosing')
    .set({ state: 'chosen', chosenAt: at, chosenBy: by, version: row.version + 1 })
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('institutionId', '=', institutionId)
    .execute();
}

export function choosingRows(tx: Tx, province: number) {
  return tx
    .selectFrom('agreementChoosing')
    .innerJoin('tender', (join) =>
      join
        .onRef('tender.province', '=', 'agreementChoosing.province')
        .onRef('tender.id', '=', 'agreementChoosing.tenderId'),
    )
    .innerJoin('organisation', 'organisation.id', 'agreementChoosing.institutionId')
    .select(['agreementChoosing.tenderId', 'agreementChoosing.institutionId', 'agreementChoosing.scopes'])
    .select(['agreementChoosing.chosenAt', 'agreementChoosing.version', 'tender.choiceDueAt as dueAt'])
    .select(['tender.number as tenderNumber', 'tender.title as tenderTitle', 'tender.state as tenderState'])
    .select(['organisation.name as institution'])
    .select((eb) => eb.ref('agreementChoosing.state').$castTo<LeftoverChoiceHead['state']>().as('state'))
    .where('agreementChoosing.province', '=', province);
}
type Row = Awaited<ReturnType<ReturnType<typeof choosingRows>['executeTakeFirstOrThrow']>>;

export function headOf(row: Row): LeftoverChoiceHead {
  const { scopes, ...rest } = row;
  return { ...rest, scopes: (scopes as readonly unknown[]).length };
}

type Wall = ExpressionBuilder<DB, 'agreementChoosing' | 'tender'>;

/** One's own, those of the round one organises, those of a bureau's jurisdiction. */
export function mayReadChoice(eb: Wall, { actor }: ActorContext) {
  const organised = eb.or([
    eb('agreementChoosing.organiserId', '=', actor.organisationId),
    sql<boolean>`agreement_choosing.partners @> array[${actor.organisationId}::uuid]`,
    eb('agreementChoosing.institutionId', '=', actor.organisationId),
  ]);
  if (actor.kind !== 'bureau' && actor.kind !== 'operator' && actor.kind !== 'health') return organised;
  return eb.or([
    organised,
    eb('tender.jurisdiction', 'like', `${actor.jurisdiction.replace(/(00)+$/, '')}%`),
  ]);
}
