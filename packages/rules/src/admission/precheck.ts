import type { Priced } from '../listing/deviation.ts';
import { type Money, compareOnSmallestUnit } from '../money.ts';
import type { AdmissionCondition, AdmissionConditionKind } from '../policy/shapes.ts';
import { type Basis, type Facts, assert } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { type AdmissionPolicy, basisOfPath } from './policy.ts';
import {
  type FilingRecord,
  type ListingRecord,
  type WhyNot,
  inPackOf,
  lowestOf,
  openReferences,
  provinceOf,
  sortFilings,
  sortRecords,
} from './records.ts';

/** The code as the code database has it on the day. */
export interface AdmittedItem {
  readonly itemCode: string;
  readonly state: 'active' | 'disabled' | 'transcoded';
  readonly replacedBy: string | null;
  readonly certificate: string;
  readonly certificateFlag: string | null;
  readonly manufacturer: string;
  readonly registrant: string;
}

/** One line of an application as it is judged. */
export interface AdmissionAsk {
  readonly itemCode: string;
  /** Whose directory the product is to enter. */
  readonly jurisdiction: string;
  readonly on: IsoDate;
  readonly item: AdmittedItem | null;
  readonly applicant: { readonly name: string; readonly isNationalAgent: boolean };
  /** The price that the enterprise declares; null while it has not. */
  readonly declared: Priced | null;
  readonly shortlistNote: string;
  /** What the formal check has confirmed by looking at the evidence. */
  readonly confirmed: readonly AdmissionConditionKind[];
  /** A listing of the same code in the same directory that is not withdrawn. */
  readonly listedAs: string | null;
}

export interface Qualification {
  readonly ok: boolean;
  readonly lacking: readonly {
    readonly kind: string;
    readonly reason: 'missing' | 'unconfirmed' | 'expired' | 'suspended';
  }[];
}

/** The lowest verified price of the kinds that count; null where no record does (never zero). */
export interface Lowest extends Priced {
  readonly basis: Basis | null;
}

export interface PrecheckInput {
  readonly application: AdmissionAsk;
  readonly records: readonly ListingRecord[];
  readonly filings: readonly FilingRecord[];
  readonly qualification: Qualification;
  readonly lowest: Lowest | null;
  readonly policy: AdmissionPolicy;
}

/** 'pending': met as soon as somebody of the bureau has verified what was handed in. */
export type ConditionState = 'met' | 'pending' | 'notMet';

/** Records of one kind against the number that is needed. */
export interface Tally {
  readonly of: 'provinces' | 'institutions';
  readonly need: number;
  readonly counted: readonly string[];
  readonly unverified: readonly string[];
  readonly notCounted: readonly { readonly id: string; readonly place: string; readonly reason: WhyNot }[];
  readonly missing: number;
  readonly basis: Basis;
}

export interface ConditionFinding {
  readonly kind: AdmissionConditionKind;
  readonly state: ConditionState;
  readonly basis: Basis;
  /** Why not, as a code with a text in the API; null where the condition is met. */
  readonly reason: string | null;
  readonly facts: Facts;
  /** What would change it, as codes with texts in the API. */
  readonly remedies: readonly string[];
  readonly tallies: readonly Tally[];
}

export interface Precheck {
  readonly state: ConditionState;
  readonly conditions: readonly ConditionFinding[];
  /** What the product would be listed at, per purchase unit as declared; null while nothing sets it. */
  readonly listingPrice: Money | null;
  /** Where that price comes from: the declaration, verified records, the applicant's own unverified ones, or filings. */
  readonly priceFrom: 'declared' | 'records' | 'unverified' | 'filings' | null;
}

type Said = Partial<Pick<ConditionFinding, 'reason' | 'facts' | 'remedies' | 'tallies'>>;
type Verdict = readonly [state: ConditionState, said?: Said];
const met: Verdict = ['met'];
function not(reason: string, facts: Facts = {}, ...remedies: readonly string[]): Verdict {
  return ['notMet', { reason, facts, remedies }];
}
function waits(reason: string, facts: Facts = {}, ...remedies: readonly string[]): Verdict {
  return ['pending', { reason, facts, remedies }];
}

/**
 * Tells for every condition of a way into the directory whether it is met, which records count, which do not and why, how
 * many are missing, and the listing price that follows (JS-7 to JS-10, HN-2, HN-6a, HN-6b, HN-7a). The browser asks while the
 * applicant types, the server when the application is handed in, checked and decided.
 */
export function precheck(input: PrecheckInput): Precheck {
  const { policy } = input;
  const price = priceOf(input);
  const conditions = policy.path.conditions.map((condition) => judged(condition, input, price));
  const has = (state: ConditionState): boolean => conditions.some((each) => each.state === state);
  return {
    state: has('notMet') ? 'notMet' : has('pending') ? 'pending' : 'met',
    conditions,
    listingPrice: price.listing,
    priceFrom: price.from,
  };
}

function judged(condition: AdmissionCondition, input: PrecheckInput, price: Price): ConditionFinding {
  const [state, said] = verdictOf(condition, input, price);
  return {
    kind: condition.kind,
    state,
    basis: basisOfPath(condition),
    reason: said?.reason ?? null,
    facts: said?.facts ?? {},
    remedies: said?.remedies ?? [],
    tallies: said?.tallies ?? [],
  };
}

function verdictOf({ kind }: AdmissionCondition, input: PrecheckInput, price: Price): Verdict {
  switch (kind) {
    case 'coded':
      return coded(input.application);
    case 'certified':
      return certified(input.application);
    case 'holder':
      return holder(input.application);
    case 'qualified':
      return qualified(input.qualification);
    case 'notListed':
      return input.application.listedAs === null
        ? met
        : not('alreadyListed', { number: input.application.listedAs }, 'changeListing');
    case 'shortlisted':
      return shortlisted(input.application);
    case 'records':
      return recordsOf(input);
    case 'lowestPrice':
      return lowestDeclared(input, price);
    default:
      return kind satisfies never;
  }
}

/** 带码挂网 (HN-2, JS-3): a code of the national database that is in force. */
function coded({ item, itemCode }: AdmissionAsk): Verdict {
  if (item === null) return not('codeUnknown', { code: itemCode }, 'applyForCode');
  if (item.state === 'disabled') return not('codeDisabled', { code: itemCode }, 'applyForCode');
  if (item.state === 'transcoded')
    return not('codeReplaced', { code: itemCode, replacedBy: item.replacedBy ?? '' }, 'useNewCode');
  return met;
}

/** 注册证或备案凭证 (HN-6a); that it is in force is a matter of the qualifications. */
function certified({ item, confirmed }: AdmissionAsk): Verdict {
  if (item === null || item.certificate === '') return not('noCertificate', {}, 'applyForCode');
  if (item.certificateFlag !== null && !confirmed.includes('certified'))
    return waits('certificateIrregular', { certificate: item.certificate }, 'handInCertificate');
  return met;
}

/** 生产企业、注册人备案人，进口产品全国总代理 (JS-1, HN-6b). */
function holder({ item, applicant, confirmed }: AdmissionAsk): Verdict {
  if (item === null) return not('codeUnknown', { code: '' }, 'applyForCode');
  if (applicant.name === item.manufacturer || applicant.name === item.registrant) return met;
  const facts = { manufacturer: item.manufacturer, applicant: applicant.name };
  if (!applicant.isNationalAgent) return not('notHolder', facts, 'holderApplies');
  return confirmed.includes('holder') ? met : waits('agentToConfirm', facts, 'handInAuthorisation');
}

function qualified({ ok, lacking }: Qualification): Verdict {
  if (ok) return met;
  const what = lacking.map(({ kind, reason }) => `${kind}:${reason}`).join(',');
  const waiting = lacking.length > 0 && lacking.every(({ reason }) => reason === 'unconfirmed');
  return waiting
    ? waits('qualificationsUnconfirmed', { lacking: what }, 'awaitConfirmation')
    : not('qualificationsLacking', { lacking: what }, 'declareQualifications');
}

function shortlisted({ shortlistNote, confirmed }: AdmissionAsk): Verdict {
  if (shortlistNote.trim().length < 2) return not('shortlistNotNamed', {}, 'nameShortlist');
  return confirmed.includes('shortlisted') ? met : waits('shortlistToConfirm', {}, 'handInShortlist');
}

function recordRules({ application, policy }: PrecheckInput) {
  const { on } = application;
  return { on, cityServes: policy.path.cityServes, conversionFactorMax: policy.conversionFactorMax };
}

/** 15 provinces, or 10 institutions of the level (JS-8 B, JS-10 B): one of the kinds that the path knows is enough. */
function recordsOf(input: PrecheckInput): Verdict {
  const tallies = input.policy.path.records.map((of) =>
    of === 'provinces' ? provincesTally(input) : institutionsTally(input),
  );
  if (tallies.length === 0 || tallies.some((tally) => tally.counted.length >= tally.need)) {
    return ['met', { tallies }];
  }
  const couldBe = (tally: Tally): boolean => tally.counted.length + tally.unverified.length >= tally.need;
  const best = tallies.toSorted((a, b) => a.missing - b.missing)[0];
  assert(best !== undefined, 'records without a kind of record');
  const facts: Facts = {
    of: best.of,
    have: best.counted.length,
    unverified: best.unverified.length,
    need: best.need,
    missing: best.missing,
  };
  if (tallies.some(couldBe))
    return ['pending', { reason: 'recordsUnverified', facts, remedies: ['awaitVerification'], tallies }];
  const remedies = tallies.map(({ of }) => (of === 'provinces' ? 'moreProvinces' : 'moreInstitutions'));
  return ['notMet', { reason: 'recordsMissing', facts, remedies, tallies }];
}

function provincesTally(input: PrecheckInput): Tally {
  const { policy, records } = input;
  const sorted = sortRecords(records, recordRules(input));
  const need = policy.provincesMin?.value ?? 0;
  const place = (record: ListingRecord): string => provinceOf(record.jurisdiction);
  return {
    of: 'provinces',
    need,
    counted: sorted.counted.map(place),
    unverified: sorted.unverified.map(place),
    notCounted: sorted.notCounted.map(({ record, reason }) => ({
      id: record.id,
      place: record.jurisdiction,
      reason,
    })),
    missing: Math.max(0, need - sorted.counted.length),
    basis: policy.provincesMin?.basis ?? basisOfPath(policy.path),
  };
}

function institutionsTally({ application, policy, filings }: PrecheckInput): Tally {
  const province = provinceOf(application.jurisdiction);
  const sorted = sortFilings(filings, { levelMin: policy.levelMin?.value ?? null, province });
  const need = policy.institutionsMin?.value ?? 0;
  return {
    of: 'institutions',
    need,
    counted: sorted.counted.map((record) => record.institutionId),
    unverified: [],
    notCounted: sorted.notCounted.map(({ record, reason }) => ({
      id: record.institutionId,
      place: record.jurisdiction,
      reason,
    })),
    missing: Math.max(0, need - sorted.counted.length),
    basis: policy.levelMin?.basis ?? policy.institutionsMin?.basis ?? basisOfPath(policy.path),
  };
}

function openOf(input: PrecheckInput): readonly ListingRecord[] {
  return openReferences(input.records, {
    ...recordRules(input),
    reference: input.policy.reference.value,
    ownProvince: provinceOf(input.application.jurisdiction),
  });
}

interface Price {
  /** The lowest of all that counts, verified or brought by the applicant itself. */
  readonly reference: Priced | null;
  readonly from: Precheck['priceFrom'];
  readonly listing: Money | null;
}

/** The lowest of the right kinds; where there is none and the path allows, the lowest filing (JS-8, JS-10). */
function priceOf(input: PrecheckInput): Price {
  const { application, policy, filings, lowest } = input;
  const open = lowestOf(openOf(input));
  const byRecords = lowestOf([lowest, open].filter((each) => each !== null));
  const mayFile = policy.path.withoutPrice === 'lowestFiling';
  const reference = byRecords ?? (mayFile ? lowestOf(filings) : null);
  const { declared } = application;
  if (reference === null || declared === null) return { reference, from: null, listing: null };
  const isLower = below(declared, reference);
  const from = isLower
    ? 'declared'
    : byRecords === null
      ? 'filings'
      : byRecords === lowest
        ? 'records'
        : 'unverified';
  const listing = isLower ? declared.price : inPackOf(reference, declared.unitsPerPurchaseUnit);
  return { reference, from, listing };
}

function below(a: Priced, b: Priced): boolean {
  return compareOnSmallestUnit(a.price, a.unitsPerPurchaseUnit, b.price, b.unitsPerPurchaseUnit) < 0;
}

/** The enterprise declares the lowest; above it nothing is listed (JS-7, JS-8 C, JS-9, JS-10 C). */
function lowestDeclared(input: PrecheckInput, { reference }: Price): Verdict {
  const { declared } = input.application;
  if (reference === null) return not('noPriceRecord', {}, 'enterRecords');
  if (declared === null) return not('priceMissing', {}, 'declarePrice');
  const lowest = inPackOf(reference, declared.unitsPerPurchaseUnit);
  const facts = { price: declared.price, lowest, reference: input.policy.reference.value };
  if (below(reference, declared)) return not('aboveLowest', facts, 'lowerPrice');
  const unverified = input.lowest === null && openOf(input).length > 0;
  return unverified ? waits('priceUnverified', facts, 'awaitVerification') : met;
}
