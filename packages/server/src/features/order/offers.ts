import { deliveryAreasOf } from '@daylight/rules/distribution/area.ts';
import { type Candidate, candidateFor } from '@daylight/rules/distribution/choice.ts';
import { buyerOf, visibilityOf } from '@daylight/rules/listing/visibility.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { Offer, OrderRules } from '@daylight/rules/order/offer.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Context } from '../../context.ts';
import { type Tx, ask as rowsOf } from '../../db.ts';
import { type Statement, statement } from '../../statement.ts';

/** The institution that orders; its own jurisdiction's rules hold for the order. */
export interface Institution {
  readonly id: string;
  readonly jurisdiction: string;
}

export function orderRules(context: Context, { id, jurisdiction }: Institution): OrderRules {
  const { book, today: on } = context;
  const buyer = buyerOf({ institutionId: id, jurisdiction, book, on });
  return { buyer, visibility: visibilityOf(book, buyer.platform, on), book, jurisdiction, on };
}

/** What the institution set for itself, and who it is among its peers. */
export interface OwnRules {
  readonly approvalAbove: Money | null;
  readonly redNeedsApproval: boolean;
  readonly level: string | null;
  readonly ownership: string | null;
}

export interface Site {
  readonly id: string;
  readonly distanceKm: number;
}

export interface LoadedOffers {
  readonly offers: ReadonlyMap<string, Offer>;
  readonly own: OwnRules;
  /** Sites of the institution among those asked for. */
  readonly sites: ReadonlyMap<string, Site>;
  /** Own references among those asked for that were ordered before. */
  readonly usedReferences: ReadonlySet<string>;
  /** Beginnings of the codes for which the institution has an agreed volume (SX-3.1c). */
  readonly watched: readonly string[];
}

interface OfferAsk {
  readonly institution: Institution;
  readonly listingIds: readonly string[];
  readonly siteIds: readonly string[];
  readonly references: readonly string[];
  /** For placing: nobody suspends one of the listings between this reading and the commit. */
  readonly hold?: boolean;
}

interface OwnRow {
  approvalAbove: Money | null;
  redNeedsApproval: boolean;
  level: string | null;
  ownership: string | null;
  sites: readonly Site[] | null;
  used: readonly string[] | null;
  watched: readonly string[] | null;
}

type Held = NonNullable<Offer['distributorHeld']>;

interface Row extends OwnRow {
  listingId: string | null;
  number: string;
  state: Offer['state'];
  stateBasis: Basis | null;
  jurisdiction: string;
  platform: string;
  managedBy: Offer['managedBy'];
  form: Offer['form'];
  audienceInstitutions: string[];
  audienceAreas: string[];
  manufacturerId: string;
  manufacturer: string;
  price: Money;
  purchaseUnit: string;
  unitsPerPurchaseUnit: number;
  itemCode: string;
  codeRelease: string;
  codeInForce: boolean;
  certificate: string;
  certificateFlag: string | null;
  productName: string;
  specification: string;
  model: string;
  agreedPrice: Money | null;
  bargainId: string | null;
  candidates: readonly (Candidate & { readonly distributor: string; readonly held: Held | null })[] | null;
}

/**
 * Everything that a placing decides on, for all its lines in one statement: listings with their codes, agreed prices,
 * confirmed delivery relations with the institution's choices, its own limits, its sites. A listing whose code was
 * transcoded is offered under the new code.
 */
export async function loadOffers(tx: Tx, context: Context, ask: OfferAsk): Promise<LoadedOffers> {
  const rows = await offerRows(tx, context, ask);
  const offers = rows.flatMap((row) =>
    row.listingId === null ? [] : [offerOf({ ...row, listingId: row.listingId })],
  );
  const own = rows[0];
  return {
    offers: new Map(offers.map((each) => [each.listingId, each])),
    own: {
      approvalAbove: own?.approvalAbove ?? null,
      redNeedsApproval: own?.redNeedsApproval ?? true,
      level: own?.level ?? null,
      ownership: own?.ownership ?? null,
    },
    sites: new Map((own?.sites ?? []).map((each) => [each.id, each])),
    usedReferences: new Set(own?.used ?? []),
    watched: own?.watched ?? [],
  };
}

/**
 * Who may deliver what of the manufacturers of `l`; for each of them once, however many of its listings are ordered: written
 * down (materialized), for PostgreSQL takes `l` for one row and would otherwise ask again for each line.
 */
function servedBy({ scope: { province }, today }: Context, institution: Institution): Statement {
  return statement`select q.manufacturer_id, jsonb_agg(jsonb_build_object('relationId', q.id, 'manufacturerId', q.manufacturer_id,
      'distributorId', q.distributor_id, 'distributor', o.name, 'listingId', q.listing_id,
      'chosen', c.chosen_at is not null,
      'held', (select jsonb_build_object('case', r.case_number, 'basis', r.basis) from credit_restriction r
        where r.province = ${province} and r.organisation_id = q.distributor_id and r.in_force
          and r.effect = 'delivery' order by r.id limit 1)) order by q.id) as candidates
    from delivery_relation q
    join organisation o on o.id = q.distributor_id
    left join delivery_choice c on c.province = ${province} and c.relation_id = q.id
      and c.institution_id = ${institution.id}
    where q.province = ${province} and q.manufacturer_id in (select manufacturer_id from l)
      and q.area = any(${deliveryAreasOf(institution.jurisdiction)}::text[]) and q.state = 'confirmed'
      and q.valid_from <= ${today} and (q.valid_until is null or q.valid_until >= ${today})
    group by q.manufacturer_id`;
}

async function offerRows(tx: Tx, context: Context, ask: OfferAsk): Promise<readonly Row[]> {
  const { institution } = ask;
  const { province } = context.scope;
  return rowsOf<Row>(
    tx,
    statement`
    with own as (
      select o.level, o.ownership, s.approval_above, coalesce(s.red_needs_approval, true) as red_needs_approval,
        (select jsonb_agg(jsonb_build_object('id', site.id, 'distanceKm', coalesce(d.distance_km, 0)))
          from organisation site
          left join delivery_site d on d.province = ${province} and d.site_id = site.id
          where site.id = any(${[...ask.siteIds]}::uuid[])
            and (site.id = ${institution.id} or site.parent_id = ${institution.id}) and site.state = 'active') as sites,
        (select jsonb_agg(r.client_reference) from order_reference r
          where r.province = ${province} and r.institution_id = ${institution.id}
            and r.client_reference = any(${[...ask.references]}::text[])) as used,
        (select w.code_prefixes from volume_watch w
          where w.province = ${province} and w.institution_id = ${institution.id}) as watched
      from organisation o
      left join order_setting s on s.province = ${province} and s.institution_id = o.id
      where o.id = ${institution.id}
    ), l as (
      select x.id, x.number, x.state, x.state_basis, x.jurisdiction, x.platform, x.managed_by, x.form, x.item_code,
        x.audience_institutions, x.audience_areas, x.manufacturer_id, x.price, x.purchase_unit,
        x.units_per_purchase_unit, x.code_release
      from listing x
      where x.province = ${province} and x.id = any(${[...new Set(ask.listingIds)]}::uuid[])
      ${ask.hold === true ? statement`order by x.id for key share` : statement``}
    ), served as materialized (
      ${servedBy(context, institution)}
    )
    select own.level, own.ownership, own.approval_above as "approvalAbove", own.red_needs_approval as "redNeedsApproval",
      own.sites, own.used, own.watched, l.id as "listingId", l.number, l.state, l.state_basis as "stateBasis", l.jurisdiction,
      l.platform, l.managed_by as "managedBy", l.form, l.audience_institutions as "audienceInstitutions",
      l.audience_areas as "audienceAreas", l.manufacturer_id as "manufacturerId", m.name as manufacturer, l.price,
      l.purchase_unit as "purchaseUnit", l.units_per_purchase_unit as "unitsPerPurchaseUnit",
      coalesce(n.item_code, i.item_code) as "itemCode", coalesce(n.release_id, l.code_release) as "codeRelease",
      (i.state = 'active' or n.item_code is not null) as "codeInForce", i.certificate,
      i.certificate_flag as "certificateFlag", i.product_name as "productName", i.specification, i.model,
      case when a.units_per_purchase_unit = l.units_per_purchase_unit then a.price
        else trunc(a.price * l.units_per_purchase_unit / a.units_per_purchase_unit, 6) end as "agreedPrice",
      a.bargain_id as "bargainId", d.candidates
    from own
    left join l on true
    left join catalogue_item i on i.item_code = l.item_code
    left join catalogue_item n on n.item_code = i.replaced_by and n.state = 'active' and i.state <> 'active'
    left join organisation m on m.id = l.manufacturer_id
    left join agreed_price a on a.province = ${province} and a.listing_id = l.id
      and a.institution_id = ${institution.id} and a.ended_at is null
    left join served d on d.manufacturer_id = l.manufacturer_id`,
  );
}

function offerOf(row: Row & { readonly listingId: string }): Offer {
  const { specification, model, agreedPrice, bargainId, candidates, certificateFlag, ...rest } = row;
  const served = candidateFor(row.listingId, candidates ?? []);
  const serving = candidates?.find((each) => each.distributorId === served?.distributorId);
  return {
    listingId: rest.listingId,
    number: rest.number,
    itemCode: rest.itemCode,
    codeRelease: rest.codeRelease,
    codeInForce: rest.codeInForce,
    certificate: rest.certificate,
    certificateDoubtful: certificateFlag !== null,
    state: rest.state,
    stateBasis: rest.stateBasis,
    jurisdiction: rest.jurisdiction,
    platform: rest.platform,
    managedBy: rest.managedBy,
    form: rest.form,
    audienceInstitutions: rest.audienceInstitutions,
    audienceAreas: rest.audienceAreas,
    manufacturerId: rest.manufacturerId,
    manufacturer: rest.manufacturer,
    productName: rest.productName,
    specification:
      specification === model || model === '' ? specification : `${specification} ${model}`.trim(),
    purchaseUnit: rest.purchaseUnit,
    unitsPerPurchaseUnit: rest.unitsPerPurchaseUnit,
    price: rest.price,
    agreed: agreedPrice === null || bargainId === null ? null : { price: agreedPrice, bargainId },
    distributorId: served?.distributorId ?? null,
    distributor: serving?.distributor ?? null,
    distributorHeld: serving?.held ?? null,
  };
}
