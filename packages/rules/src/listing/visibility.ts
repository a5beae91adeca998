import { type PolicyBook, jurisdictionsUpward, resolve } from '../policy/book.ts';
import { type Provision, basisOf } from '../policy/provision.ts';
import type { Audience, ManagingLevel, PolicyShapes } from '../policy/shapes.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** 阳光挂网, 备案采购, 组团联盟集中采购: the three forms of the directory (JS-4). */
export const listingForms = ['sunshine', 'filing', 'alliance'] as const;
export type ListingForm = (typeof listingForms)[number];

/** What decides who may buy a listing. */
export interface Offered {
  readonly form: ListingForm;
  readonly managedBy: ManagingLevel;
  /** Who keeps the listing: a platform's jurisdiction or, until unification, a city (JS-5). */
  readonly jurisdiction: string;
  /** The jurisdiction of the platform on which it stands. */
  readonly platform: string;
  readonly audienceInstitutions: readonly string[];
  readonly audienceAreas: readonly string[];
}

/** An institution as the directory sees it. */
export interface Buyer {
  readonly institutionId: string;
  /** Its own and every wider jurisdiction up to the province, nearest first. */
  readonly areas: readonly string[];
  readonly city: string;
  readonly platform: string;
}

/** GB/T 2260: the city of a county, the code itself for a city or a province. */
export function cityOf(jurisdiction: string): string {
  return `${jurisdiction.slice(0, 4)}00`;
}

/** The platform that serves a jurisdiction on a day (GD-7a: Guangzhou and Shenzhen have their own). */
export function platformOf(book: PolicyBook, jurisdiction: string, on: IsoDate): string {
  return resolve(book, 'platform.servedBy', jurisdiction, on).value;
}

export interface BuyerAsk {
  readonly institutionId: string;
  readonly jurisdiction: string;
  readonly book: PolicyBook;
  readonly on: IsoDate;
}

/** An institution (or one of its sites) as the directory sees it on a day. */
export function buyerOf({ institutionId, jurisdiction, book, on }: BuyerAsk): Buyer {
  return {
    institutionId,
    areas: jurisdictionsUpward(jurisdiction).filter((code) => !code.startsWith('00')),
    city: cityOf(jurisdiction),
    platform: platformOf(book, jurisdiction, on),
  };
}

export type Visibility = Provision<PolicyShapes['visibility']>;

/** Who may buy what on a platform on a day (JS-5, JS-18, JS-20). */
export function visibilityOf(book: PolicyBook, platform: string, on: IsoDate): Visibility {
  return resolve(book, 'listing.visibility', platform, on);
}

/** The audience of a form: filing and alliance say it themselves, a sunshine listing by who manages it (JS-5). */
export function audienceOf(form: ListingForm, managedBy: ManagingLevel, visibility: Visibility): Audience {
  if (form === 'filing') return visibility.value.filing;
  if (form === 'alliance') return visibility.value.alliance;
  return managedBy === 'province' ? visibility.value.provinceManaged : visibility.value.cityManaged;
}

/** Whether an institution may buy a listing, and by which article (JS-5, JS-18, JS-20). */
export function mayBuy(
  listing: Offered,
  buyer: Buyer,
  visibility: Visibility,
): { may: boolean; basis: Basis } {
  const basis = basisOf(visibility);
  switch (audienceOf(listing.form, listing.managedBy, visibility)) {
    case 'province':
      return { may: listing.platform === buyer.platform, basis };
    case 'city':
      return { may: listing.platform === buyer.platform && listing.jurisdiction === buyer.city, basis };
    case 'initiator':
    case 'members':
      return {
        may:
          listing.platform === buyer.platform &&
          (listing.audienceInstitutions.includes(buyer.institutionId) ||
            listing.audienceAreas.some((area) => buyer.areas.includes(area))),
        basis,
      };
  }
}

/** Whether a bureau or operator keeps the directory of a jurisdiction: its own, and those below it. */
export function governs(own: string, jurisdiction: string): boolean {
  return jurisdictionsUpward(jurisdiction).includes(own);
}
