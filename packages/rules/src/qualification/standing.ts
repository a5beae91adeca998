import { type PolicyBook, find, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import type { QualificationHolder, QualificationKind } from '../policy/shapes.ts';
import { normaliseCertificate } from '../codes/certificate.ts';
import type { Basis } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { qualificationBasis } from './basis.ts';

export type QualificationState = 'declared' | 'inForce' | 'expired' | 'suspended' | 'ended';

/** What an enterprise, or another account of the same firm, holds. */
export interface Held {
  readonly kind: string;
  /** Canonical, see contents.ts. */
  readonly number: string;
  readonly state: QualificationState;
  readonly validFrom: IsoDate | null;
  /** Null in force: without end. */
  readonly validUntil: IsoDate | null;
  /** Held by another account of the firm, on the same credit code. */
  readonly byFirm: boolean;
}

export type LackReason = 'missing' | 'unconfirmed' | 'expired' | 'suspended';

export interface Lack {
  /** Code of the kind; for a group, of its first kind. */
  readonly kind: string;
  readonly reason: LackReason;
  readonly basis: Basis;
}

export interface Standing {
  readonly ok: boolean;
  readonly lacking: readonly Lack[];
  /** The day on which what was needed for this answer first ends; null where nothing does. */
  readonly expiresOn: IsoDate | null;
}

export interface StandingAsk {
  readonly holder: QualificationHolder;
  readonly held: readonly Held[];
  /** Number of a registration or filing certificate that a product needs; null for the enterprise alone. */
  readonly certificate: string | null;
  readonly jurisdiction: string;
  readonly on: IsoDate;
}

/** The national agent of foreign products counts as manufacturer where the pack says so (HN-6b). */
export function holderOf(kind: string, isNationalAgent: boolean): QualificationHolder | null {
  if (kind === 'distributor') return 'distributor';
  if (kind !== 'manufacturer') return null;
  return isNationalAgent ? 'agent' : 'manufacturer';
}

/**
 * Whether an enterprise may take part, and what it lacks (JS-34, HN-6a, GY-3.3, SX-2.2). Each group of kinds that the
 * enterprise needs is met by any one of its kinds; a product also needs its own certificate in force.
 */
export function standingOf(book: PolicyBook, ask: StandingAsk): Standing {
  const { holder, held, certificate, jurisdiction, on } = ask;
  const required = resolve(book, 'qualification.required', jurisdiction, on);
  if (!required.value) return { ok: true, lacking: [], expiresOn: null };
  const basis = basisOf(required);
  const kinds = resolve(book, 'qualification.kinds', jurisdiction, on).value.filter((kind) =>
    kind.holders.includes(holder),
  );
  const lacking: Lack[] = [];
  const ends: IsoDate[] = [];
  const look = (group: readonly QualificationKind[], fits: (one: Held) => boolean, why: Basis): void => {
    const found = group.flatMap((kind) =>
      held.filter((one) => one.kind === kind.code && (!one.byFirm || kind.wholeFirm) && fits(one)),
    );
    const good = found.filter((one) => isInForce(one, on));
    const [first] = group;
    if (first === undefined) return;
    if (good.length === 0) lacking.push({ kind: first.code, reason: reasonOf(found, on), basis: why });
    else if (good.every((one) => one.validUntil !== null))
      ends.push(latest(good.flatMap((one) => one.validUntil ?? [])));
  };
  const agents = find(book, 'organisation.agentCountsAsManufacturer', jurisdiction, on);
  if (holder === 'agent' && agents !== null && !agents.value)
    lacking.push({ kind: 'agentAuthorisation', reason: 'missing', basis: basisOf(agents) });
  const groups = Map.groupBy(
    kinds.filter((kind) => kind.need === 'enterprise'),
    (kind) => kind.group,
  );
  for (const group of groups.values()) look(group, () => true, basis);
  if (certificate !== null) {
    const number = normaliseCertificate(certificate);
    const market = kinds.filter((kind) => kind.need === 'product');
    look(market, (one) => one.number === number, qualificationBasis.certified);
  }
  return { ok: lacking.length === 0, lacking, expiresOn: ends.toSorted()[0] ?? null };
}

function latest(days: readonly IsoDate[]): IsoDate {
  return days.toSorted().at(-1) as IsoDate;
}

/** Confirmed, and today between its first and its last day. */
export function isInForce(one: Pick<Held, 'state' | 'validFrom' | 'validUntil'>, on: IsoDate): boolean {
  return (
    one.state === 'inForce' &&
    one.validFrom !== null &&
    one.validFrom <= on &&
    (one.validUntil === null || on <= one.validUntil)
  );
}

/** The nearest to what is needed names the reason: suspended before expired before waiting. */
function reasonOf(found: readonly Held[], on: IsoDate): LackReason {
  if (found.some((one) => one.state === 'suspended')) return 'suspended';
  const over = (one: Held): boolean => one.validUntil !== null && one.validUntil < on;
  if (found.some((one) => one.state === 'expired' || (one.state === 'inForce' && over(one))))
    return 'expired';
  return found.some((one) => one.state === 'declared' || one.state === 'inForce') ? 'unconfirmed' : 'missing';
}
