import { foldCode } from '../codes/fold.ts';
import { parseCertificate } from '../codes/certificate.ts';
import { parseCreditCode } from '../codes/credit-code.ts';
import { type PolicyBook, resolve } from '../policy/book.ts';
import { basisOf } from '../policy/provision.ts';
import type { QualificationHolder, QualificationKind } from '../policy/shapes.ts';
import { type Result, ok, refuse } from '../result.ts';
import type { IsoDate } from '../time.ts';
import { qualificationBasis } from './basis.ts';

/** What an enterprise declares of one licence, certificate or authorisation. */
export interface Contents {
  readonly kind: string;
  readonly number: string;
  /** Whom it names: the firm itself, or the foreign registrant of an agent. */
  readonly holder: string;
  readonly issuer: string;
  readonly scope: string;
  readonly validFrom: IsoDate;
  /** Null: without end. */
  readonly validUntil: IsoDate | null;
}

export interface Declaring {
  readonly holder: QualificationHolder;
  readonly creditCode: string | null;
  readonly jurisdiction: string;
  readonly on: IsoDate;
}

export type ContentsRefusal =
  | 'qualification.kindUnknown'
  | 'qualification.notOwnCreditCode'
  | 'qualification.certificateUnreadable'
  | 'qualification.certificateKind'
  | 'qualification.agentNeedsForeign'
  | 'qualification.foreignNeedsAgent'
  | 'qualification.endNeeded'
  | 'qualification.periodBackward'
  | 'qualification.alreadyExpired';

export function kindsFor(
  book: PolicyBook,
  { holder, jurisdiction, on }: Pick<Declaring, 'holder' | 'jurisdiction' | 'on'>,
): readonly QualificationKind[] {
  return resolve(book, 'qualification.kinds', jurisdiction, on).value.filter((kind) =>
    kind.holders.includes(holder),
  );
}

/** The contents in canonical form, or what is wrong with them (JS-34; HN-6b and GY-3.3 for foreign products). */
export function checkContents(
  book: PolicyBook,
  given: Contents,
  declaring: Declaring,
): Result<Contents, ContentsRefusal> {
  const rule = resolve(book, 'qualification.kinds', declaring.jurisdiction, declaring.on);
  const kind = kindsFor(book, declaring).find((each) => each.code === given.kind);
  if (kind === undefined) return refuse('qualification.kindUnknown', { basis: basisOf(rule), field: 'kind' });
  const number = canonicalNumber(kind, given.number, declaring);
  if (!number.ok) return number;
  const { validFrom, validUntil } = given;
  if (validUntil === null && !kind.endless)
    return refuse('qualification.endNeeded', { basis: basisOf(rule), field: 'validUntil' });
  if (validUntil !== null && validUntil < validFrom)
    return refuse('qualification.periodBackward', { field: 'validUntil' });
  if (validUntil !== null && validUntil < declaring.on)
    return refuse('qualification.alreadyExpired', {
      basis: qualificationBasis.declared,
      field: 'validUntil',
      facts: { validUntil },
    });
  return ok({ ...given, number: number.value });
}

type NumberRefusal = Exclude<
  ContentsRefusal,
  | 'qualification.kindUnknown'
  | 'qualification.endNeeded'
  | 'qualification.periodBackward'
  | 'qualification.alreadyExpired'
>;

function canonicalNumber(
  kind: QualificationKind,
  written: string,
  { holder, creditCode }: Declaring,
): Result<string, NumberRefusal> {
  const field = 'number';
  switch (kind.number) {
    case 'free':
      return ok(foldCode(written).toUpperCase());
    case 'creditCode': {
      const code = parseCreditCode(written);
      if (code.ok && code.value.code === creditCode) return ok(code.value.code);
      return refuse('qualification.notOwnCreditCode', {
        basis: qualificationBasis.declared,
        field,
        facts: { creditCode: creditCode ?? '—' },
      });
    }
    case 'certificate':
      return certificateNumber(kind, written, holder);
  }
}

function certificateNumber(
  kind: QualificationKind,
  written: string,
  holder: QualificationHolder,
): Result<string, NumberRefusal> {
  const field = 'number';
  const certificate = parseCertificate(written);
  if (certificate.kind === 'dirty')
    return refuse('qualification.certificateUnreadable', {
      basis: qualificationBasis.certified,
      field,
      facts: { reason: certificate.reason },
    });
  const isFiling = certificate.kind === 'filing';
  if (isFiling !== (kind.code === 'filingCertificate'))
    return refuse('qualification.certificateKind', { basis: qualificationBasis.certified, field });
  const isForeign = certificate.origin !== 'domestic';
  if (holder === 'agent' && !isForeign)
    return refuse('qualification.agentNeedsForeign', { basis: qualificationBasis.agent, field });
  if (holder === 'manufacturer' && isForeign)
    return refuse('qualification.foreignNeedsAgent', { basis: qualificationBasis.agent, field });
  return ok(certificate.number);
}
