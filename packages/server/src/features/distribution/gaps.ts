import { type AreaRule, areaRule } from '@daylight/rules/distribution/area.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

interface Area {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
}

/** The delivery areas of a province as its pack draws them today. */
export async function deliveryAreas(
  tx: Tx,
  { scope, book, today }: ActorContext,
): Promise<readonly { area: Area; rule: AreaRule }[]> {
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name', 'nameEn'])
    .where('province', '=', scope.province)
    .orderBy('code')
    .execute();
  return rows.flatMap((area) => {
    const rule = areaRule(area.code, book, today);
    return rule === null ? [] : [{ area, rule }];
  });
}

interface Valid {
  readonly state: string;
  readonly listing: unknown;
  readonly validFrom: IsoDate;
  readonly validUntil: IsoDate | null;
}

export function covers({ state, listing, validFrom, validUntil }: Valid, on: IsoDate): boolean {
  return (
    state === 'confirmed' && listing === null && validFrom <= on && (validUntil === null || validUntil >= on)
  );
}

/** Cities in which a manufacturer's products may be bought: its city listings only there. Null: everywhere. */
export async function marketOf(
  tx: Tx,
  { scope }: ActorContext,
  manufacturerId: string,
): Promise<string[] | null> {
  const rows = await tx
    .selectFrom('listing')
    .select(['jurisdiction', 'managedBy'])
    .distinct()
    .where('province', '=', scope.province)
    .where('manufacturerId', '=', manufacturerId)
    .where('state', '=', 'listed')
    .execute();
  return rows.some((row) => row.managedBy === 'province') ? null : rows.map((row) => row.jurisdiction);
}

/** Cities in which the asking manufacturer's listed products find no distributor (SX-5.3b). */
export async function coverageGaps(tx: Tx, context: ActorContext): Promise<readonly Area[]> {
  const { actor, scope, today } = context;
  const listed = await tx
    .selectFrom('listing')
    .select('id')
    .where('province', '=', scope.province)
    .where('manufacturerId', '=', actor.organisationId)
    .where('state', '=', 'listed')
    .limit(1)
    .executeTakeFirst();
  if (listed === undefined) return [];
  const rows = await tx
    .selectFrom('deliveryRelation')
    .select(['area', 'state', 'listingId as listing', 'validFrom', 'validUntil'])
    .where('province', '=', scope.province)
    .where('manufacturerId', '=', actor.organisationId)
    .where('state', '=', 'confirmed')
    .execute();
  const covered = new Set(rows.filter((row) => covers(row, today)).map((row) => row.area));
  const market = await marketOf(tx, context, actor.organisationId);
  return (await deliveryAreas(tx, context)).flatMap(({ area, rule }) =>
    rule.extra || covered.has(area.code) || market?.includes(area.code) === false ? [] : [area],
  );
}
