import type { ListingInstead } from '@daylight/api/listing.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import {
  type Buyer,
  type ListingForm,
  type Visibility,
  audienceOf,
  buyerOf,
  mayBuy,
  visibilityOf,
} from '@daylight/rules/listing/visibility.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { PolicyBook } from '@daylight/rules/policy/book.ts';
import type { ConsumableClass, ManagingLevel } from '@daylight/rules/policy/shapes.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { type Expression, type SqlBool, sql } from 'kysely';
import { type Tx, prepared } from '../../db.ts';
import { type ListingRow, listingRows } from './store.ts';

export type ListingState = 'listed' | 'suspended' | 'withdrawn';

/** A listing with what its code says, as bargains and orders need it. Prices in yuan per purchase unit. */
export interface ListingFacts {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly itemCode: string;
  readonly codeRelease: string;
  readonly jurisdiction: string;
  readonly platform: string;
  readonly managedBy: ManagingLevel;
  readonly class: ConsumableClass;
  readonly form: ListingForm;
  /** The institution whose filing purchase made the listing; null for the other forms. */
  readonly initiatorId: string | null;
  readonly audienceInstitutions: readonly string[];
  readonly audienceAreas: readonly string[];
  readonly termUntil: IsoDate | null;
  readonly state: ListingState;
  readonly stateReason: string | null;
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly manufacturerId: string;
  readonly manufacturerName: string;
  readonly productName: string;
  readonly specification: string;
  readonly model: string;
  readonly certificate: string;
  /** Why the certificate number is doubtful, null when it reads well. */
  readonly certificateFlag: string | null;
  readonly itemState: 'active' | 'disabled' | 'transcoded';
  readonly replacedBy: string | null;
}

export interface ListingForBuyer extends ListingFacts {
  /** Whether the asking institution may buy it (JS-5, JS-18, JS-20), whatever its state. */
  readonly visible: boolean;
  readonly visibleBasis: Basis;
}

export interface ListingAsk {
  readonly province: number;
  readonly institutionId: string;
  /** GB/T 2260 of the institution or of the site that receives. */
  readonly jurisdiction: string;
  readonly ids: readonly string[];
  readonly book: PolicyBook;
  readonly on: IsoDate;
}

function factsOf(row: ListingRow): ListingFacts {
  return { ...row, initiatorId: row.form === 'filing' ? (row.audienceInstitutions[0] ?? null) : null };
}

/** The listings asked for that exist, by id, in whatever state, each with whether the institution may buy it. */
export async function listingsForOrder(tx: Tx, ask: ListingAsk): Promise<Map<string, ListingForBuyer>> {
  if (ask.ids.length === 0) return new Map();
  const rows = await listingRows(tx, ask.province)
    .where('listing.id', 'in', [...new Set(ask.ids)])
    .execute();
  const buyer = buyerOf(ask);
  const visibility = visibilityOf(ask.book, buyer.platform, ask.on);
  const selected = await insteadOf(tx, ask, rows);
  return new Map(
    rows.map((row) => {
      const { may, basis } = mayBuy(row, buyer, visibility);
      const isDearer = selected.has(row.id);
      const visible = may && !isDearer;
      return [
        row.id,
        { ...factsOf(row), visible, visibleBasis: isDearer ? listingBasis.selectedPrice : basis },
      ];
    }),
  );
}

export type InsteadAsk = Pick<ListingAsk, 'province' | 'institutionId' | 'on'>;

/**
 * For sunshine listings of codes that a round selected for this institution: by which listing it buys them, at the selected
 * price, while everybody else goes on buying by the one beside (JS-20, JS-25a). By the id of the sunshine listing.
 */
export async function insteadOf(
  tx: Tx,
  { province, institutionId, on }: InsteadAsk,
  rows: readonly Pick<ListingRow, 'id' | 'itemCode' | 'form'>[],
): Promise<ReadonlyMap<string, ListingInstead>> {
  const sunshine = rows.filter((row) => row.form === 'sunshine');
  if (sunshine.length === 0) return new Map();
  const codes = sunshine.map((row) => row.itemCode);
  const found = await sql<Omit<ListingInstead, 'basis'> & { itemCode: string }>`${prepared}
    select item_code as "itemCode", id as "listingId", number, price, purchase_unit as "purchaseUnit",
      regexp_replace(source, '^tender:', '') as round, term_until as until
    from listing
    where province = ${province} and item_code = any(${codes}::text[]) and form = 'alliance' and state = 'listed'
      and ${institutionId}::uuid = any(audience_institutions) and (term_until is null or term_until >= ${on}::date)
    order by id`.execute(tx);
  const byCode = new Map(found.rows.map((row) => [row.itemCode, row]));
  return new Map(
    sunshine.flatMap(({ id, itemCode }) => {
      const row = byCode.get(itemCode);
      if (row === undefined) return [];
      const { itemCode: _, ...instead } = row;
      return [[id, { ...instead, basis: listingBasis.selectedPrice }] as const];
    }),
  );
}

/** One listing locked against changes until the end of the transaction; null when it does not exist. */
export async function lockListing(tx: Tx, province: number, id: string): Promise<ListingFacts | null> {
  const locked = await tx
    .selectFrom('listing')
    .select('id')
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return locked === undefined ? null : readListing(tx, province, id);
}

/** One listing as it is now; null when it does not exist. */
export async function readListing(tx: Tx, province: number, id: string): Promise<ListingFacts | null> {
  const row = await listingRows(tx, province).where('listing.id', '=', id).executeTakeFirst();
  return row === undefined ? null : factsOf(row);
}

/**
 * Holds listings against suspension and withdrawal until the end of the transaction, without holding back others who buy. Ask
 * before reading them: what is read afterwards stays true.
 */
export async function holdListings(tx: Tx, province: number, ids: readonly string[]): Promise<void> {
  await sql`select id from listing where province = ${province} and id = any(${[...ids]}::uuid[])
    order by id for key share`.execute(tx);
}

/** The first of these listings that cannot be bought now, held so until the end of the transaction; null when all can. */
export async function notListed(
  tx: Tx,
  province: number,
  ids: readonly string[],
): Promise<{ readonly basis: Basis | null; readonly facts: { number: string; product: string } } | null> {
  await holdListings(tx, province, ids);
  const row = await listingRows(tx, province)
    .select('listing.stateBasis')
    .where('listing.id', 'in', [...ids])
    .where('listing.state', '<>', 'listed')
    .orderBy('listing.id')
    .executeTakeFirst();
  if (row === undefined) return null;
  return { basis: row.stateBasis as Basis | null, facts: { number: row.number, product: row.productName } };
}

/**
 * What an institution may buy, as a condition on the table `listing`: `selectFrom('listing').where(visibleListings(…))`.
 * The same rule as rules/listing/visibility mayBuy; the caller adds province and state.
 */
export function visibleListings(buyer: Buyer, visibility: Visibility): Expression<SqlBool> {
  const reach = {
    province: sql<SqlBool>`true`,
    city: sql<SqlBool>`listing.jurisdiction = ${buyer.city}`,
    initiator: named(buyer),
    members: named(buyer),
  } as const;
  const of = (form: ListingForm, managedBy: ManagingLevel) => reach[audienceOf(form, managedBy, visibility)];
  return sql<SqlBool>`(listing.platform = ${buyer.platform} and case
    when listing.form = 'filing' then ${of('filing', 'province')}
    when listing.form = 'alliance' then ${of('alliance', 'province')}
    when listing.managed_by = 'province' then ${of('sunshine', 'province')}
    else ${of('sunshine', 'city')} end)`;
}

function named(buyer: Buyer): Expression<SqlBool> {
  return sql<SqlBool>`(${buyer.institutionId}::uuid = any(listing.audience_institutions)
    or listing.audience_areas && ${[...buyer.areas]}::text[])`;
}

export interface SelectedListing {
  readonly id: string;
  readonly number: string;
  readonly itemCode: string;
  readonly state: ListingState;
}

/** The listings that a round brought for some codes, those that were withdrawn left out. `source` is what they were listed by. */
export async function listingsOfSource(
  tx: Tx,
  province: number,
  { source, itemCodes }: { readonly source: string; readonly itemCodes: readonly string[] },
): Promise<SelectedListing[]> {
  if (itemCodes.length === 0) return [];
  const rows = await tx
    .selectFrom('listing')
    .select(['id', 'number', 'itemCode', 'state'])
    .where('province', '=', province)
    .where('itemCode', 'in', [...itemCodes])
    .where('form', '=', 'alliance')
    .where('source', '=', source)
    .where('state', '!=', 'withdrawn')
    .orderBy('id')
    .$narrowType<{ state: ListingState }>()
    .execute();
  return rows;
}
