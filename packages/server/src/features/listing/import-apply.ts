import type { Entry } from '@daylight/rules/listing/import-facts.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type ImportHead, type StoredRow, inParts } from './import-store.ts';

/** What an approved import did to the listings of one manufacturer. */
export interface Effect {
  readonly manufacturerId: string;
  readonly listed: number;
  readonly repriced: number;
}

interface Placed extends StoredRow {
  readonly entry: Entry;
  readonly listingId: string;
}

interface Applying {
  readonly tx: Tx;
  readonly context: ActorContext;
  readonly head: ImportHead;
}

/**
 * Turns the rows of an approved import into listings, price changes and origins: one statement per table and part. The rows
 * were checked again within this transaction. Answers null when another import or change came between.
 */
export async function applyRows(applying: Applying, rows: readonly StoredRow[]): Promise<Effect[] | null> {
  const { context } = applying;
  const ids = new Map<string, string>();
  for (const { verdict, entry } of rows) {
    if (entry === null) continue;
    if (verdict === 'new') ids.set(entry.itemCode, context.newId());
    else if (entry.existing !== null) ids.set(entry.itemCode, entry.existing.id);
  }
  const placed = rows.flatMap((row): Placed[] => {
    const listingId = row.entry === null ? undefined : ids.get(row.entry.itemCode);
    return row.entry === null || listingId === undefined ? [] : [{ ...row, entry: row.entry, listingId }];
  });
  const fresh = placed.filter((each) => each.verdict === 'new');
  const repriced = placed.filter((each) => each.verdict === 'reprice');
  for (const part of inParts(fresh)) await insertListings(applying, part);
  for (const part of inParts(repriced))
    if ((await repriceListings(applying, part)) !== part.length) return null;
  for (const part of inParts([...fresh, ...repriced])) await insertPrices(applying, part);
  const come = placed.filter((each) => each.entry.origin !== '');
  for (const part of inParts(come)) await insertOrigins(applying, part);
  for (const part of inParts(placed)) await rememberListings(applying, part);
  const reasons = Map.groupBy([...fresh, ...repriced], (each) => each.entry.manufacturerId);
  return [...reasons].map(([manufacturerId, own]) => ({
    manufacturerId,
    listed: own.filter((each) => each.verdict === 'new').length,
    repriced: own.filter((each) => each.verdict === 'reprice').length,
  }));
}

function entriesOf(part: readonly Placed[], head: ImportHead): string {
  return JSON.stringify(
    part.map(({ row, entry, listingId }) => ({
      ...entry,
      row,
      listingId,
      number: `${head.number}-${String(row).padStart(5, '0')}`,
      source: entry.origin === '' ? head.number : `${head.number} ${entry.origin}`,
      version: (entry.existing?.version ?? 0) + 1,
      reason: entry.explanation === '' ? (head.deviationReason ?? '') : entry.explanation,
      existing: null,
    })),
  );
}

async function insertListings({ tx, context, head }: Applying, part: readonly Placed[]): Promise<void> {
  await sql`
    insert into listing (province, id, number, item_code, code_release, jurisdiction, platform, managed_by, class, form,
      manufacturer_id, price, purchase_unit, smallest_unit, units_per_purchase_unit, audience_institutions, audience_areas,
      term_until, state, listed_on, source, search_text, search_tokens)
    select ${context.scope.province}::smallint, r."listingId", r.number, r."itemCode", r."codeRelease", ${head.jurisdiction},
      ${head.platform}, r."managedBy", r.class, r.form, r."manufacturerId", r.price, r."purchaseUnit", r."smallestUnit",
      r."unitsPerPurchaseUnit", r."audienceInstitutions", r."audienceAreas", r."termUntil", 'listed', r."listedOn", r.source,
      i.search_text, i.tokens
    from jsonb_to_recordset(${entriesOf(part, head)}::jsonb) as r ("listingId" uuid, number text, "itemCode" text,
      "codeRelease" uuid, "managedBy" text, class text, form text, "manufacturerId" uuid, price numeric, "purchaseUnit" text,
      "smallestUnit" text, "unitsPerPurchaseUnit" integer, "audienceInstitutions" uuid[], "audienceAreas" text[],
      "termUntil" date, "listedOn" date, source text)
    join catalogue_item i on i.item_code = r."itemCode"`.execute(tx);
}

async function repriceListings({ tx, context, head }: Applying, part: readonly Placed[]): Promise<number> {
  const { rows } = await sql`
    update listing l set price = r.price, purchase_unit = r."purchaseUnit", smallest_unit = r."smallestUnit",
      units_per_purchase_unit = r."unitsPerPurchaseUnit", version = r.version
    from jsonb_to_recordset(${entriesOf(part, head)}::jsonb) as r ("listingId" uuid, price numeric, "purchaseUnit" text,
      "smallestUnit" text, "unitsPerPurchaseUnit" integer, version integer)
    where l.province = ${context.scope.province} and l.id = r."listingId" and l.version = r.version - 1
      and l.state <> 'withdrawn'
    returning l.id`.execute(tx);
  return rows.length;
}

/** Basis of a price that came with an approved directory: the reason is in words, the article that of the adjustment. */
async function insertPrices({ tx, context, head }: Applying, part: readonly Placed[]): Promise<void> {
  await sql`
    insert into listing_price (province, listing_id, version, from_at, price, units_per_purchase_unit, reason, evidence)
    select ${context.scope.province}::smallint, r."listingId", r.version, ${context.now}::timestamptz, r.price,
      r."unitsPerPurchaseUnit", case when r.version = 1 then 'listed' else 'imported' end,
      concat_ws(' ', ${head.number}::text, nullif(r.reason, ''))
    from jsonb_to_recordset(${entriesOf(part, head)}::jsonb)
      as r ("listingId" uuid, version integer, price numeric, "unitsPerPurchaseUnit" integer, reason text)`.execute(
    tx,
  );
}

async function insertOrigins({ tx, context, head }: Applying, part: readonly Placed[]): Promise<void> {
  await sql`
    insert into listing_origin (province, listing_id, platform, price, units_per_purchase_unit, listed_on, import_id, "row")
    select ${context.scope.province}::smallint, r."listingId", r.origin, r.price, r."unitsPerPurchaseUnit", r."listedOn",
      ${head.id}::uuid, r."row"
    from jsonb_to_recordset(${entriesOf(part, head)}::jsonb) as r ("listingId" uuid, origin text, price numeric,
      "unitsPerPurchaseUnit" integer, "listedOn" date, "row" integer)
    on conflict (province, listing_id, platform) do update set price = excluded.price,
      units_per_purchase_unit = excluded.units_per_purchase_unit, listed_on = excluded.listed_on,
      import_id = excluded.import_id, "row" = excluded."row"`.execute(tx);
}

async function rememberListings({ tx, context, head }: Applying, part: readonly Placed[]): Promise<void> {
  await sql`
    update listing_import_row i set listing_id = r."listingId"
    from jsonb_to_recordset(${JSON.stringify(part.map(({ row, listingId }) => ({ row, listingId })))}::jsonb)
      as r ("row" integer, "listingId" uuid)
    where i.province = ${context.scope.province} and i.import_id = ${head.id} and i."row" = r."row"`.execute(
    tx,
  );
}
