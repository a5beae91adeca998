import { cityOf, platformOf } from '../listing/visibility.ts';
import { type PolicyBook, type ProvisionOf, find, resolve } from '../policy/book.ts';
import { type Provision, basisOf } from '../policy/provision.ts';
import type {
  AdmissionCondition,
  AdmissionPath,
  ConsumableClass,
  InstitutionLevel,
  ManagingLevel,
  PriceReference,
} from '../policy/shapes.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';

/** A value with the article that sets it; `origin` says whether a document does. */
export interface Ruled<T> {
  readonly value: T;
  readonly basis: Basis;
  readonly origin: Provision<unknown>['origin'];
}

/** All that a pre-check needs of the packs, as plain data for server and browser alike. */
export interface AdmissionPolicy {
  readonly path: AdmissionPath;
  /** Provinces with a listing record (JS-8 B); null where no document asks for them. */
  readonly provincesMin: Ruled<number> | null;
  /** Institutions with a filing record (JS-8 B, JS-10 B). */
  readonly institutionsMin: Ruled<number> | null;
  readonly levelMin: Ruled<InstitutionLevel> | null;
  /** Which prices count for the lowest (JS-7 to JS-10). */
  readonly reference: Ruled<PriceReference>;
  readonly conversionFactorMax: number;
}

/** The clocks of an application on the day it was handed in (origin default: no document sets them). */
export interface AdmissionClocks {
  readonly formalCheckWithin: ProvisionOf<'admission.formalCheckWithin'>;
  readonly supplementWithin: ProvisionOf<'admission.supplementWithin'>;
  readonly supplementsMax: ProvisionOf<'admission.supplementsMax'>;
  readonly panelWithin: ProvisionOf<'admission.panelWithin'>;
  readonly decideWithin: ProvisionOf<'admission.decideWithin'>;
}

export function admissionClocksOf(book: PolicyBook, jurisdiction: string, on: IsoDate): AdmissionClocks {
  return {
    formalCheckWithin: resolve(book, 'admission.formalCheckWithin', jurisdiction, on),
    supplementWithin: resolve(book, 'admission.supplementWithin', jurisdiction, on),
    supplementsMax: resolve(book, 'admission.supplementsMax', jurisdiction, on),
    panelWithin: resolve(book, 'admission.panelWithin', jurisdiction, on),
    decideWithin: resolve(book, 'admission.decideWithin', jurisdiction, on),
  };
}

export interface PathAsk {
  readonly class: ConsumableClass;
  readonly formerlyShortlisted: boolean;
}

/** The way into the directory for a product; null where the packs have none (then nothing can be applied for). */
export function pathFor(paths: readonly AdmissionPath[], ask: PathAsk): AdmissionPath | null {
  return (
    paths.find(
      (path) =>
        path.classes.includes(ask.class) &&
        (path.formerlyShortlisted === null || path.formerlyShortlisted === ask.formerlyShortlisted),
    ) ?? null
  );
}

function ruled<T>(provision: Provision<T>): Ruled<T> {
  return { value: provision.value, basis: basisOf(provision), origin: provision.origin };
}

/** What the packs ask of a product in a directory on a day (HN-7a: by class, dated). */
export function admissionPolicyOf(
  book: PolicyBook,
  jurisdiction: string,
  on: IsoDate,
  ask: PathAsk,
): AdmissionPolicy | null {
  const path = pathFor(resolve(book, 'admission.paths', jurisdiction, on).value, ask);
  if (path === null) return null;
  const provinces = find(book, 'listing.recordProvincesMin', jurisdiction, on);
  const institutions = find(book, 'listing.recordInstitutionsMin', jurisdiction, on);
  const levels = find(book, 'listing.recordLevelMin', jurisdiction, on);
  const reference = find(book, 'listing.priceReference', jurisdiction, on);
  return {
    path,
    provincesMin: provinces === null ? null : ruled(provinces),
    institutionsMin: institutions === null ? null : ruled(institutions),
    levelMin: levels === null ? null : { ...ruled(levels), value: levels.value[ask.class] },
    reference:
      reference === null
        ? { value: 'provincial', basis: basisOfPath(path), origin: 'default' }
        : { ...ruled(reference), value: reference.value[ask.class] },
    conversionFactorMax: resolve(book, 'admission.conversionFactorMax', jurisdiction, on).value,
  };
}

export function basisOfPath(of: AdmissionPath | AdmissionCondition): Basis {
  return { document: of.document, article: of.article, clause: of.clause };
}

export interface DirectoryOf {
  readonly managedBy: ManagingLevel;
  /** The platform's jurisdiction or the managing city. */
  readonly jurisdiction: string;
  readonly basis: Basis;
}

/** Whose directory a product of a class enters when it is to serve a place (JS-5). */
export function directoryFor(book: PolicyBook, place: string, of: ConsumableClass, on: IsoDate): DirectoryOf {
  const managed = resolve(book, 'listing.managedBy', place, on);
  const managedBy = managed.value[of];
  return {
    managedBy,
    jurisdiction: managedBy === 'province' ? platformOf(book, place, on) : cityOf(place),
    basis: basisOf(managed),
  };
}
