import type { LineFacts } from '@daylight/api/admission.ts';
import type { ConditionRefusal } from '@daylight/api/admission-refusals.ts';
import type { BroughtRecord } from '@daylight/api/admission-shapes.ts';
import { conditionWords, reasonSentence, whyNotWords } from '@daylight/api/admission-words.ts';
import type { AdmissionPolicy } from '@daylight/rules/admission/policy.ts';
import {
  type ConditionFinding,
  type Precheck,
  type PrecheckInput,
  precheck,
} from '@daylight/rules/admission/precheck.ts';
import type { Money } from '@daylight/rules/money.ts';
import type { AdmissionConditionKind } from '@daylight/rules/policy/shapes.ts';
import { type Refusal, refuse } from '@daylight/rules/result.ts';
import type { IsoDate } from '@daylight/rules/time.ts';

export interface JudgedLine {
  readonly unitsPerPurchaseUnit: number;
  readonly price: Money | null;
  /** Records that are not in the book yet: those of a draft. */
  readonly typed: readonly BroughtRecord[];
}

export interface JudgedApplication {
  readonly jurisdiction: string;
  readonly on: IsoDate;
  readonly applicant: { readonly name: string; readonly isNationalAgent: boolean };
  readonly shortlistNote: string;
  readonly confirmed: readonly AdmissionConditionKind[];
  readonly policy: AdmissionPolicy;
}

/** The rule with what is known of one line: the browser does the same while one types. */
export function judge(of: JudgedApplication, line: JudgedLine, facts: LineFacts): Precheck {
  const input: PrecheckInput = {
    application: {
      itemCode: facts.itemCode,
      jurisdiction: of.jurisdiction,
      on: of.on,
      item: facts.item,
      applicant: of.applicant,
      declared:
        line.price === null ? null : { price: line.price, unitsPerPurchaseUnit: line.unitsPerPurchaseUnit },
      shortlistNote: of.shortlistNote,
      confirmed: of.confirmed,
      listedAs: facts.listedAs,
    },
    records: [
      ...facts.records,
      ...line.typed.map((record, at) => ({ ...record, id: `typed-${at + 1}`, state: 'entered' as const })),
    ],
    filings: facts.filings,
    qualification: facts.qualification,
    lowest: facts.lowest,
    policy: of.policy,
  };
  return precheck(input);
}

const codeOf: Readonly<Record<AdmissionConditionKind, ConditionRefusal>> = {
  coded: 'admission.notCoded',
  certified: 'admission.notCertified',
  holder: 'admission.notHolder',
  qualified: 'admission.notQualified',
  notListed: 'admission.alreadyListed',
  shortlisted: 'admission.notShortlisted',
  records: 'admission.recordsMissing',
  lowestPrice: 'admission.aboveLowest',
};

function refusalCode({ kind, reason }: ConditionFinding): ConditionRefusal {
  if (reason === 'noPriceRecord') return 'admission.noPriceRecord';
  if (reason === 'priceMissing') return 'admission.priceMissing';
  return codeOf[kind];
}

/** Which records do not count, in words: place and reason, the first of them. */
function excluded(finding: ConditionFinding, language: 'zh' | 'en'): string {
  const all = finding.tallies.flatMap((tally) => tally.notCounted);
  const shown = all
    .slice(0, 8)
    .map(({ place, reason }) => `${place}${language === 'zh' ? '：' : ': '}${whyNotWords[reason][language]}`);
  return shown.length === 0
    ? language === 'zh'
      ? '无'
      : 'none'
    : shown.join(language === 'zh' ? '；' : '; ');
}

/** The first condition of a line that is not met, as a refusal that cites its article and says what is missing. */
export function refusalOf(found: Precheck, line: number): Refusal<ConditionRefusal> | null {
  const finding = found.conditions.find((each) => each.state === 'notMet');
  if (finding === undefined) return null;
  const reason = finding.reason ?? '';
  return refuse(refusalCode(finding), {
    basis: finding.basis,
    field: `lines.${line - 1}`,
    facts: {
      ...finding.facts,
      line,
      reason: reasonSentence(reason, finding.facts, 'zh'),
      reasonEn: reasonSentence(reason, finding.facts, 'en'),
      excluded: excluded(finding, 'zh'),
      excludedEn: excluded(finding, 'en'),
    },
  });
}

/** The first condition of a line that still waits for somebody: nothing is decided on it. */
export function pendingOf(found: Precheck, line: number): Refusal<'admission.stillPending'> | null {
  const finding = found.conditions.find((each) => each.state === 'pending');
  if (finding === undefined) return null;
  const reason = finding.reason ?? '';
  return refuse('admission.stillPending', {
    basis: finding.basis,
    field: `verdicts.${line - 1}`,
    facts: {
      line,
      condition: conditionWords[finding.kind].zh,
      conditionEn: conditionWords[finding.kind].en,
      reason: reasonSentence(reason, finding.facts, 'zh'),
      reasonEn: reasonSentence(reason, finding.facts, 'en'),
    },
  });
}
