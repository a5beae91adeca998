import type { Basis } from '@daylight/rules/result.ts';
import type { Priced } from '@daylight/rules/listing/deviation.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { ListingFacts } from './facts.ts';

/** What can happen to a product in the directory, in the words of its public history. */
export type DirectoryKind =
  | 'listed'
  | 'repriced'
  | 'suspended'
  | 'resumed'
  | 'withdrawn'
  | 'moved'
  /** Announced beforehand: without trade for so long that it will be suspended. */
  | 'idle'
  /** Decided: nothing new is ordered, and it takes full effect when nothing is open any more. */
  | 'closing'
  /** A closing that was proposed or decided and did not come about. */
  | 'kept';

export interface DirectoryEntry {
  readonly listing: Omit<ListingFacts, 'productName' | 'manufacturerName'>;
  readonly kind: DirectoryKind;
  /** The version of the listing that the change made; null for what is only announced. */
  readonly version: number | null;
  readonly before: Priced | null;
  readonly now: Priced;
  readonly reason: string;
  readonly note: string;
  readonly basis: Basis | null;
  readonly evidence?: string | undefined;
  readonly evidenceIds?: readonly string[] | undefined;
  readonly document?: string | undefined;
  readonly cause?: { readonly kind: string; readonly id: string } | undefined;
}

/** Appends to the public history of the directory (HN-7b, HN-16): no change of a listing is without its line there. */
export async function addHistory(tx: Tx, context: Context, entry: DirectoryEntry): Promise<string> {
  const { listing, before, now, cause } = entry;
  const id = context.newId();
  await tx
    .insertInto('directoryChange')
    .values({
      province: context.scope.province,
      id,
      at: context.now,
      kind: entry.kind,
      listingId: listing.id,
      listingVersion: entry.version,
      number: listing.number,
      jurisdiction: listing.jurisdiction,
      itemCode: listing.itemCode,
      manufacturerId: listing.manufacturerId,
      form: listing.form,
      priceBefore: before?.price ?? null,
      unitsBefore: before?.unitsPerPurchaseUnit ?? null,
      price: now.price,
      unitsPerPurchaseUnit: now.unitsPerPurchaseUnit,
      purchaseUnit: listing.purchaseUnit,
      reason: entry.reason,
      note: entry.note,
      basis: entry.basis === null ? null : JSON.stringify(entry.basis),
      evidence: entry.evidence ?? '',
      evidenceIds: [...(entry.evidenceIds ?? [])],
      document: entry.document ?? '',
      causeKind: cause?.kind ?? null,
      causeId: cause?.id ?? null,
    })
    .execute();
  if (entry.document !== undefined && entry.document !== '')
    await addDocument(tx, context, {
      document: entry.document,
      jurisdiction: listing.jurisdiction,
      changes: 1,
      kinds: [entry.kind],
    });
  return id;
}

interface DocumentEntry {
  readonly document: string;
  readonly jurisdiction: string;
  readonly changes: number;
  readonly kinds: readonly DirectoryKind[];
}

/** A document grows with what it changed, so that the list of documents needs no counting. */
export async function addDocument(tx: Tx, context: Context, entry: DocumentEntry): Promise<void> {
  const { document, jurisdiction, changes, kinds } = entry;
  await sql`
    insert into directory_document (province, document, jurisdiction, at, changes, kinds)
    values (${context.scope.province}, ${document}, ${jurisdiction}, ${context.now}, ${changes}, ${[...kinds]}::text[])
    on conflict (province, document) do update set at = excluded.at,
      changes = directory_document.changes + excluded.changes,
      kinds = array(select distinct unnest(directory_document.kinds || excluded.kinds))`.execute(tx);
}
