import { cityOf, platformOf } from '../listing/visibility.ts';
import { type PolicyBook, type ProvisionOf, resolve } from '../policy/book.ts';
import type { ConsumableClass, InstitutionLevel } from '../policy/shapes.ts';
import type { IsoDate } from '../time.ts';

/** What the packs say about filings of one institution on the day it applied: a filing keeps these rules. */
export interface FilingPolicy {
  readonly highValueLevelMin: ProvisionOf<'filing.highValueLevelMin'>;
  readonly ordinaryLevelMin: ProvisionOf<'filing.ordinaryLevelMin'>;
  readonly ownerships: ProvisionOf<'filing.ownerships'>;
  readonly scopes: ProvisionOf<'filing.scopes'>;
  readonly variantIsNotNew: ProvisionOf<'filing.variantIsNotNew'>;
  readonly offerWithin: ProvisionOf<'filing.offerWithin'>;
  readonly agreeWithin: ProvisionOf<'filing.agreeWithin'>;
  readonly roundsMax: ProvisionOf<'filing.roundsMax'>;
  readonly checkWithin: ProvisionOf<'filing.checkWithin'>;
  readonly supplementWithin: ProvisionOf<'filing.supplementWithin'>;
  readonly opinionWithin: ProvisionOf<'filing.opinionWithin'>;
  readonly reportWithin: ProvisionOf<'filing.reportWithin'>;
  readonly decideWithin: ProvisionOf<'filing.decideWithin'>;
  readonly refusalReasons: ProvisionOf<'filing.refusalReasons'>;
}

export function filingPolicyOf(book: PolicyBook, jurisdiction: string, on: IsoDate): FilingPolicy {
  return {
    highValueLevelMin: resolve(book, 'filing.highValueLevelMin', jurisdiction, on),
    ordinaryLevelMin: resolve(book, 'filing.ordinaryLevelMin', jurisdiction, on),
    ownerships: resolve(book, 'filing.ownerships', jurisdiction, on),
    scopes: resolve(book, 'filing.scopes', jurisdiction, on),
    variantIsNotNew: resolve(book, 'filing.variantIsNotNew', jurisdiction, on),
    offerWithin: resolve(book, 'filing.offerWithin', jurisdiction, on),
    agreeWithin: resolve(book, 'filing.agreeWithin', jurisdiction, on),
    roundsMax: resolve(book, 'filing.roundsMax', jurisdiction, on),
    checkWithin: resolve(book, 'filing.checkWithin', jurisdiction, on),
    supplementWithin: resolve(book, 'filing.supplementWithin', jurisdiction, on),
    opinionWithin: resolve(book, 'filing.opinionWithin', jurisdiction, on),
    reportWithin: resolve(book, 'filing.reportWithin', jurisdiction, on),
    decideWithin: resolve(book, 'filing.decideWithin', jurisdiction, on),
    refusalReasons: resolve(book, 'filing.refusalReasons', jurisdiction, on),
  };
}

export function isHighValue(of: ConsumableClass): boolean {
  return of === 'highValueSix' || of === 'highValueFive';
}

/** The level an institution needs for a class of products (JS-16, JS-17). */
export function levelMinOf(
  of: ConsumableClass,
  policy: Pick<FilingPolicy, 'highValueLevelMin' | 'ordinaryLevelMin'>,
): ProvisionOf<'filing.highValueLevelMin'> | ProvisionOf<'filing.ordinaryLevelMin'> {
  return isHighValue(of) ? policy.highValueLevelMin : policy.ordinaryLevelMin;
}

const rank: Readonly<Record<InstitutionLevel | 'tertiary' | 'secondary' | 'primary', number>> = {
  tertiary: 3,
  secondary: 2,
  primary: 1,
  三级: 3,
  二级: 2,
  一级: 1,
  未定级: 0,
};

export function reaches(level: string | null, min: InstitutionLevel): boolean {
  return level !== null && Object.hasOwn(rank, level) && rank[level as keyof typeof rank] >= rank[min];
}

export interface Place {
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly on: IsoDate;
}

/** The bureau that confirms: of the platform for what the province manages, else of the institution's city (JS-16, JS-17). */
export function bureauOf(book: PolicyBook, { jurisdiction, class: of, on }: Place): string {
  const managed = resolve(book, 'filing.managedBy', jurisdiction, on).value[of];
  return managed === 'province' ? platformOf(book, jurisdiction, on) : cityOf(jurisdiction);
}
