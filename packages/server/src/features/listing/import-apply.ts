import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { addDocument } from './history.ts';
import { inParts } from '../../workbook/import-rows.ts';
import type { ImportHead, StoredRow } from './import-store.ts';

/** What an approved import did to the listings of one manufacturer. */
export interface Effect {
  readonly manufacturerId: string;
  readonly listed: number;
  readonly repriced: number;
}

interface Placed {
  readonly row: number;
  readonly listingId: string;
}

interface Applying {
  readonly tx: Tx;
  readonly context: ActorContext;
  readonly head: ImportHead;
}

/**
 * Turns the rows of an approved import into listings, price changes and origins: one statement per table and part, each from
 * the rows as they were stored and shown. They were checked again within this transaction. Answers null when another import
 * or change came between.
 */
export async function applyRows(applying: Applying, rows: readonly StoredRow[]): Promise<Effect[] | null> {
  const listingIds = listingIdsOf(applying.context, rows);
  const placed = (wanted: (row: StoredRow) => boolean): Placed[] =>
    rows.flatMap((row) => {
      const listingId = listingIds.get(row.entry?.itemCode ?? '');
      return listingId !== undefined && wanted(row) ? [{ row: row.row, listingId }] : [];
    });
  const fresh = placed((row) => row.verdict === 'new');
  const repriced = placed((row) => row.verdict === 'reprice');
  for (const part of inParts(fresh)) await insertListings(applying, part);
  for (const part of inParts(repriced))
    if ((await repriceListings(applying, part)) !== part.length) return null;
  for (const part of inParts([...fresh, ...repriced])) {
    await insertPrices(applying, part);
    await insertHistory(applying, part);
  }
  for (const part of inParts(fresh)) await insertLives(applying, part);
  if (fresh.length + repriced.length > 0)
    await addDocument(applying.tx, applying.context, {
      document: applying.head.number,
      jurisdiction: applying.head.jurisdiction,
      changes: fresh.length + repriced.length,
      kinds: [
        ...(fresh.length > 0 ? ['listed' as const] : []),
        ...(repriced.length > 0 ? ['repriced' as const] : []),
      ],
    });
  const come = placed((row) => row.entry !== null && row.entry.origin !== '');
  for (const part of inParts(come)) await insertOrigins(applying, part);
  return effectsOf(rows);
}

function listingIdsOf(context: ActorContext, rows: readonly StoredRow[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  for (const { verdict, entry } of rows) {
    if (entry === null) continue;
    if (verdict === 'new') ids.set(entry.itemCode, context.newId());
    else if (entry.existing !== null) ids.set(entry.itemCode, entry.existing.id);
  }
  return ids;
}

function effectsOf(rows: readonly StoredRow[]): Effect[] {
  const changed = rows.filter((row) => row.verdict === 'new' || row.verdict === 'reprice');
  return [...Map.groupBy(changed, (row) => row.entry?.manufacturerId ?? '')].map(([manufacturerId, own]) => ({
    manufacturerId,
    listed: own.filter((row) => row.verdict === 'new').length,
    repriced: own.filter((row) => row.verdict === 'reprice').length,
  }));
}

/** The stored rows of a part beside the listing each of them is about: `p.listing_id`, `e` (the entry), `p."row"`. */
function from({ context, head }: Applying, part: readonly Placed[]) {
  return sql`unnest(${part.map((each) => each.row)}::integer[], ${part.map((each) => each.listingId)}::uuid[])
      as p ("row", listing_id)
    join listing_import_row i on i.province = ${context.scope.province} and i.import_id = ${head.id} and i."row" = p."row"
    cross join lateral jsonb_to_record(i.entry) as e ("itemCode" text, "codeRelease" uuid, "managedBy" text, class text,
      form text, "manufacturerId" uuid, price numeric, "purchaseUnit" text, "smallestUnit" text,
      "unitsPerPurchaseUnit" integer, "audienceInstitutions" uuid[], "audienceAreas" text[], "termUntil" date,
      "listedOn" date, origin text, explanation text, existing jsonb)`;
}

async function insertListings(applying: Applying, part: readonly Placed[]): Promise<void> {
  const { tx, context, head } = applying;
  await sql`
    insert into listing (province, id, number, item_code, code_release, jurisdiction, platform, managed_by, class, form,
      manufacturer_id, price, purchase_unit, smallest_unit, units_per_purchase_unit, audience_institutions, audience_areas,
      term_until, state, listed_on, source, search_text, search_tokens)
    select ${context.scope.province}::smallint, p.listing_id, ${head.number}::text || '-' || lpad(p."row"::text, greatest(5, length(p."row"::text)), '0'),
      e."itemCode", e."codeRelease", ${head.jurisdiction}, ${head.platform}, e."managedBy", e.class, e.form,
      e."manufacturerId", e.price, e."purchaseUnit", e."smallestUnit", e."unitsPerPurchaseUnit", e."audienceInstitutions",
      e."audienceAreas", e."termUntil", 'listed', e."listedOn", concat_ws(' ', ${head.number}::text, nullif(e.origin, '')),
      c.search_text, c.tokens
    from ${from(applying, part)}
    join catalogue_item c on c.item_code = e."itemCode"`.execute(tx);
}

async function repriceListings(applying: Applying, part: readonly Placed[]): Promise<number> {
  const { tx, context } = applying;
  const { numAffectedRows } = await sql`
    update listing l set price = n.price, purchase_unit = n."purchaseUnit", smallest_unit = n."smallestUnit",
      units_per_purchase_unit = n."unitsPerPurchaseUnit", version = n.version + 1
    from (
      select p.listing_id, e.price, e."purchaseUnit", e."smallestUnit", e."unitsPerPurchaseUnit",
        (e.existing ->> 'version')::integer as version
      from ${from(applying, part)}
    ) n
    where l.province = ${context.scope.province} and l.id = n.listing_id and l.version = n.version
      and l.state <> 'withdrawn'`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** What came with an approved directory has its number as evidence, and the words by which it was explained. */
async function insertPrices(applying: Applying, part: readonly Placed[]): Promise<void> {
  const { tx, context, head } = applying;
  await sql`
    insert into listing_price (province, listing_id, version, from_at, price, units_per_purchase_unit, reason, evidence)
    select ${context.scope.province}::smallint, p.listing_id, coalesce((e.existing ->> 'version')::integer, 0) + 1,
      ${context.now}::timestamptz, e.price, e."unitsPerPurchaseUnit",
      case when i.verdict = 'new' then 'listed' else 'imported' end,
      concat_ws(' ', ${head.number}::text, coalesce(nullif(e.explanation, ''), ${head.deviationReason}::text))
    from ${from(applying, part)}`.execute(tx);
}

/** The public history of the directory says of each row what it did; the import's number is its document. */
async function insertHistory(applying: Applying, part: readonly Placed[]): Promise<void> {
  const { tx, context, head } = applying;
  const ids = part.map(() => context.newId());
  await sql`
    insert into directory_change (province, id, at, kind, listing_id, listing_version, number, jurisdiction, item_code,
      manufacturer_id, form, price_before, units_before, price, units_per_purchase_unit, purchase_unit, reason, note, basis,
      evidence, document, cause_kind, cause_id)
    select ${context.scope.province}::smallint, d.id, ${context.now}::timestamptz,
      case when i.verdict = 'new' then 'listed' else 'repriced' end, l.id, l.version, l.number, l.jurisdiction, l.item_code,
      l.manufacturer_id, l.form, (e.existing ->> 'price')::numeric, (e.existing ->> 'unitsPerPurchaseUnit')::integer,
      l.price, l.units_per_purchase_unit, l.purchase_unit, 'imported', e.explanation, ${JSON.stringify(listingBasis.adjusted)}::jsonb,
      ${head.deviationReason ?? ''}, ${head.number}, 'listing-import', ${head.id}::uuid
    from ${from(applying, part)}
    join unnest(${part.map((each) => each.row)}::integer[], ${ids}::uuid[]) as d ("row", id) on d."row" = p."row"
    join listing l on l.province = ${context.scope.province} and l.id = p.listing_id`.execute(tx);
}

async function insertLives({ tx, context }: Applying, part: readonly Placed[]): Promise<void> {
  await sql`
    insert into listing_life (province, listing_id, jurisdiction, manufacturer_id, counted_from, stage)
    select l.province, l.id, l.jurisdiction, l.manufacturer_id, ${context.today}::date, 'running'
    from listing l
    where l.province = ${context.scope.province} and l.id = any(${part.map((each) => each.listingId)}::uuid[])`.execute(
    tx,
  );
}

async function insertOrigins(applying: Applying, part: readonly Placed[]): Promise<void> {
  const { tx, context, head } = applying;
  await sql`
    insert into listing_origin (province, listing_id, platform, price, units_per_purchase_unit, listed_on, import_id, "row")
    select ${context.scope.province}::smallint, p.listing_id, e.origin, e.price, e."unitsPerPurchaseUnit", e."listedOn",
      ${head.id}::uuid, p."row"
    from ${from(applying, part)}
    on conflict (province, listing_id, platform) do update set price = excluded.price,
      units_per_purchase_unit = excluded.units_per_purchase_unit, listed_on = excluded.listed_on,
      import_id = excluded.import_id, "row" = excluded."row"`.execute(tx);
}
