import { type Actor, holds } from '../access/may.ts';
import type { OrganisationKind } from '../access/permissions.ts';
import { reaches } from '../access/reach.ts';
import { type CreditCodeRefusal, parseCreditCode } from '../codes/credit-code.ts';
import { type InstitutionCodeRefusal, parseInstitutionCode } from '../codes/institution-code.ts';
import { type Result, ok, refuse } from '../result.ts';

export interface Particulars {
  readonly kind: OrganisationKind;
  readonly jurisdiction: string;
  readonly creditCode: string | null;
  /** 定点医药机构代码. */
  readonly institutionCode: string | null;
  readonly ownership: 'public' | 'military' | 'private' | null;
  readonly level: 'tertiary' | 'secondary' | 'primary' | null;
  /** 境外产品全国总代理. */
  readonly isNationalAgent: boolean;
}

export type ParticularsRefusal =
  | CreditCodeRefusal
  | InstitutionCodeRefusal
  | 'organisation.ownershipAndLevel'
  | 'organisation.notAnInstitution'
  | 'organisation.creditCodeMissing'
  | 'organisation.onlyManufacturersAreAgents'
  | 'institutionCode.pharmacy';

/** Codes in canonical form and the particulars that its kind needs; enterprises trade under their credit code. */
export function checkParticulars(given: Particulars): Result<Particulars, ParticularsRefusal> {
  const { kind, ownership, level } = given;
  const isInstitution = kind === 'institution';
  if (isInstitution && (ownership === null || level === null))
    return refuse('organisation.ownershipAndLevel', { field: ownership === null ? 'ownership' : 'level' });
  if (!isInstitution && (ownership !== null || level !== null || given.institutionCode !== null))
    return refuse('organisation.notAnInstitution', {
      field: ownership !== null ? 'ownership' : level !== null ? 'level' : 'institutionCode',
    });
  if (given.isNationalAgent && kind !== 'manufacturer')
    return refuse('organisation.onlyManufacturersAreAgents', { field: 'isNationalAgent' });
  const trades = kind === 'manufacturer' || kind === 'distributor';
  if (given.creditCode === null && trades)
    return refuse('organisation.creditCodeMissing', { field: 'creditCode' });
  const credit = given.creditCode === null ? ok(null) : parseCreditCode(given.creditCode);
  if (!credit.ok) return { ...credit, field: 'creditCode' };
  const institution = given.institutionCode === null ? ok(null) : parseInstitutionCode(given.institutionCode);
  if (!institution.ok) return { ...institution, field: 'institutionCode' };
  if (institution.value?.kind === 'pharmacy')
    return refuse('institutionCode.pharmacy', { field: 'institutionCode' });
  return ok({
    ...given,
    creditCode: credit.value?.code ?? null,
    institutionCode: institution.value?.code ?? null,
  });
}

export interface Candidate {
  readonly kind: OrganisationKind;
  readonly jurisdiction: string;
}
/** Who buys and sells; the others are authorities. */
const traders: ReadonlySet<OrganisationKind> = new Set(['institution', 'manufacturer', 'distributor']);
const enterprises: ReadonlySet<OrganisationKind> = new Set(['manufacturer', 'distributor']);

/** An enterprise may have its seat anywhere and trade here; everybody else belongs to the place of who admits them. */
function isWithin(actor: Actor, { kind, jurisdiction }: Candidate): boolean {
  return enterprises.has(kind) || reaches(actor, jurisdiction);
}

/** Who may enter an organisation: the system administrator any, bureau and operator those who buy and sell. */
export function mayEnter(actor: Actor, candidate: Candidate): Result<null, 'organisation.outsideYourReach'> {
  const allowed = holds(actor, 'platform.systemAdmin')
    ? reaches(actor, candidate.jurisdiction)
    : traders.has(candidate.kind) && isWithin(actor, candidate);
  return allowed ? ok(null) : refuse('organisation.outsideYourReach', { field: 'jurisdiction' });
}

export type ApproveRefusal = 'organisation.outsideYourReach' | 'organisation.enteredByYou';

/** Who may approve one: another person than the one who entered it; authorities only the security administrator. */
export function mayApprove(
  actor: Actor,
  candidate: Candidate,
  enteredBy: string | null,
): Result<null, ApproveRefusal> {
  const allowed = holds(actor, 'platform.securityAdmin')
    ? reaches(actor, candidate.jurisdiction)
    : traders.has(candidate.kind) && isWithin(actor, candidate);
  if (!allowed) return refuse('organisation.outsideYourReach');
  return enteredBy === actor.accountId ? refuse('organisation.enteredByYou') : ok(null);
}

export type OrganisationState = 'pending' | 'active' | 'suspended' | 'closed';
export type Step = 'approve' | 'reject' | 'suspend' | 'resume' | 'close';

const steps: Readonly<
  Record<Step, { readonly from: readonly OrganisationState[]; readonly to: OrganisationState }>
> = {
  approve: { from: ['pending'], to: 'active' },
  reject: { from: ['pending'], to: 'closed' },
  suspend: { from: ['active'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  close: { from: ['active', 'suspended'], to: 'closed' },
};

export function nextState(
  state: OrganisationState,
  step: Step,
): Result<OrganisationState, 'organisation.wrongState'> {
  const { from, to } = steps[step];
  return from.includes(state) ? ok(to) : refuse('organisation.wrongState', { facts: { state } });
}

/** A phone number as others see it: enough to recognise, not enough to call (PIPL: minimum). */
export function maskedPhone(phone: string): string {
  return phone.length < 7
    ? '*'.repeat(phone.length)
    : `${phone.slice(0, 3)}${'*'.repeat(phone.length - 7)}${phone.slice(-4)}`;
}
