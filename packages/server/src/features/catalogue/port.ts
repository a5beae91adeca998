import { type Succession, followTranscodes } from '@daylight/rules/catalogue/successor.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';
import { POPULARITY_MAX, RANK_STEP } from './import/item-record.ts';

/** What other features may ask the catalogue. Codes are 27 characters as text. */
export interface CurrentItem {
  readonly itemCode: string;
  readonly state: 'active' | 'disabled' | 'transcoded';
  readonly releaseId: string;
  readonly certificate: string;
  readonly certificateFlag: string | null;
}

/** A transcode of a transcode of … is followed this far; the release knows two steps. */
const STEPS_MAX = 20;

/**
 * Where business under a code goes on (HN-8): follows 转码 to its end. `item` is null when the code that it leads to is not in the
 * catalogue; `item.state` may be 'disabled'. History keeps the code it was written with.
 */
export async function currentItem(
  tx: Tx,
  itemCode: string,
): Promise<{ readonly succession: Succession; readonly item: CurrentItem | null }> {
  const steps = new Map<string, string>();
  let next: string | undefined = itemCode;
  while (next !== undefined && !steps.has(next) && steps.size < STEPS_MAX) {
    const found: { toCode: string | null } | undefined = await tx
      .selectFrom('catalogueCodeChange')
      .select('toCode')
      .where('itemCode', '=', next)
      .where('kind', '=', 'transcoded')
      .executeTakeFirst();
    const to: string | undefined = found?.toCode ?? undefined;
    if (to !== undefined) steps.set(next, to);
    next = to;
  }
  const succession = followTranscodes(itemCode, (code) => steps.get(code) ?? null);
  const item = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'state', 'releaseId', 'certificate', 'certificateFlag'])
    .where('itemCode', '=', succession.current)
    .executeTakeFirst();
  return {
    succession,
    item: item === undefined ? null : { ...item, state: item.state as CurrentItem['state'] },
  };
}

/** Items that a device identifier (GTIN-14, or another agency's text) stands for: usually one, several for package levels. */
export async function itemsOfIdentifier(tx: Tx, deviceIdentifier: string): Promise<string[]> {
  const { rows } = await sql<{ itemCode: string }>`
    select item_code as "itemCode" from catalogue_item where udi_di = ${deviceIdentifier}
    union select item_code from catalogue_item_udi where udi_di = ${deviceIdentifier}
    order by 1 limit 50`.execute(tx);
  return rows.map((row) => row.itemCode);
}

/** Sets how popular items are (0 to 15): popular ones come first in every search. Their place among equals stays. */
export async function setPopularity(
  tx: Tx,
  items: readonly { readonly itemCode: string; readonly popularity: number }[],
): Promise<void> {
  const ranks = items.map(
    (item) =>
      (POPULARITY_MAX - Math.min(Math.max(Math.trunc(item.popularity), 0), POPULARITY_MAX)) * RANK_STEP,
  );
  await sql`
    update catalogue_item i set rank = n.base + i.rank % ${RANK_STEP}::bigint
    from unnest(${items.map((item) => item.itemCode)}::text[], ${ranks.map(String)}::bigint[]) as n (item_code, base)
    where i.item_code = n.item_code and i.rank <> n.base + i.rank % ${RANK_STEP}::bigint`.execute(tx);
}
