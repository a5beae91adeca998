import { anomalyRules, zoneRule, zoneRuleChoices } from '@daylight/api/zone-rule.ts';
import { termFlaw } from '@daylight/rules/calendar/term.ts';
import { creditMeasures, creditScale, participantTerms } from './credit-schemas.ts';
import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import type { Claim, Clause, Jurisdiction, PolicyDocument } from '@daylight/rules/policy/document.ts';
import type { Term } from '@daylight/rules/policy/provision.ts';
import type { PolicyShape, PolicyShapes } from '@daylight/rules/policy/shapes.ts';
import { type IsoDate, isIsoDate } from '@daylight/rules/time.ts';
import { z } from 'zod';

export const isoDate = z.custom<IsoDate>(
  (value) => typeof value === 'string' && isIsoDate(value),
  'not a date YYYY-MM-DD',
);
const wording = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const jurisdiction = z.string().regex(/^\d{6}$/, 'not a GB/T 2260 code of six digits');

const term: z.ZodType<Term> = z
  .strictObject({
    amount: z.int().positive(),
    unit: z.enum(['workday', 'naturalDay', 'hour', 'workdayHour', 'month', 'endOfNextMonth']),
    startCounted: z.boolean(),
    rollover: z.enum(['none', 'nextWorkday', 'secondWorkdayAfter']),
    cutoff: z.string(),
  })
  .superRefine((value, context) => {
    const flaw = termFlaw(value);
    if (flaw !== null) context.addIssue({ code: 'custom', message: flaw });
  });

const level = z.enum(['三级', '二级', '一级', '未定级']);
const managingLevel = z.enum(['province', 'city']);
const priceReference = z.enum(['provincial', 'provincialAndOwnCities', 'provincialAndCities']);
const audience = z.enum(['province', 'city', 'initiator', 'members']);
function byClass<T extends z.ZodType>(value: T) {
  return z.strictObject({ highValueSix: value, highValueFive: value, ordinary: value, reagent: value });
}

function distinct<T>(keyOf: (entry: T) => string) {
  return (list: readonly T[]): boolean => new Set(list.map(keyOf)).size === list.length;
}
const coded = z.strictObject({ code: z.string().regex(/^[a-z][A-Za-z]*$/), ...wording.shape });

const qualificationKind = coded.extend({
  holders: z.array(z.enum(['manufacturer', 'agent', 'distributor'])).min(1),
  group: z.string().regex(/^[a-z][A-Za-z]*$/),
  need: z.enum(['enterprise', 'product', 'optional']),
  number: z.enum(['creditCode', 'certificate', 'free']),
  wholeFirm: z.boolean(),
  endless: z.boolean(),
  isPublic: z.boolean(),
});

const cited = {
  document: z.string().min(1),
  article: z.string().min(1),
  clause: z.string().min(1).nullable(),
};
const admissionPath = coded.extend({
  classes: z.array(z.enum(['highValueSix', 'highValueFive', 'ordinary', 'reagent'])).min(1),
  formerlyShortlisted: z.boolean().nullable(),
  ...cited,
  conditions: z
    .array(
      z.strictObject({
        kind: z.enum([
          'coded',
          'certified',
          'holder',
          'qualified',
          'notListed',
          'shortlisted',
          'records',
          'lowestPrice',
        ]),
        ...cited,
      }),
    )
    .min(1)
    .refine(
      distinct((each: { kind: string }) => each.kind),
      'a condition stands twice',
    ),
  records: z.array(z.enum(['provinces', 'institutions'])),
  cityServes: z.boolean(),
  withoutPrice: z.enum(['lowestFiling', 'notMet']),
  steps: z.array(z.enum(['panel', 'publicity'])),
});

const termByPublicityKind = z.strictObject({
  admission: term,
  linkage: term,
  filing: term,
  panel: term,
  qualification: term,
  directory: term,
  award: term,
});
const screeningCriterion = coded
  .extend({
    weight: z.int().positive(),
    by: z.enum(['rank', 'upTo', 'downTo']),
    full: z.int().positive().nullable(),
  })
  .refine(({ by, full }) => (by === 'rank') === (full === null), 'only a rank has no full figure');
const scoreSheet = z
  .strictObject({
    scale: z.int().positive(),
    threshold: z.int().nonnegative(),
    statistic: z.enum(['mean', 'trimmedMean', 'median']),
    trim: z.int().nonnegative(),
    criteria: z
      .array(coded.extend({ weight: z.int().positive() }))
      .min(1)
      .refine(
        distinct((each: z.output<typeof coded>) => each.code),
        'a criterion stands twice',
      ),
  })
  .refine((sheet) => sheet.threshold <= sheet.scale, 'the threshold lies on the scale')
  .refine(
    (sheet) => (sheet.statistic === 'trimmedMean') === sheet.trim > 0,
    "'trim' is set for 'trimmedMean' only",
  );

const rounding = z.enum(['halfUpToFen', 'downToFen', 'upToFen', 'halfUpToMicro', 'downToMicro']);
const lowestRule = z
  .strictObject({
    provinces: z.array(jurisdiction.regex(/0000$/, 'not a province')).min(1).nullable(),
    statistic: z.enum(['lowest', 'meanOfLowest', 'perContract']),
    of: z.int().min(2).nullable(),
    selectedCount: z.boolean(),
    declaredCount: z.boolean(),
    rounding,
  })
  .refine((rule) => (rule.statistic === 'meanOfLowest') === (rule.of !== null), {
    message: "of is set for 'meanOfLowest' and for nothing else",
  });
const ratioRule = z.strictObject({
  compares: z.enum(['packs', 'specifications', 'selected']),
  most: z.strictObject({ over: z.int().positive(), under: z.int().positive() }),
  action: z.enum(['warn', 'limit']),
});

/** One schema per shape of value: a key without a checked value does not compile. */
export const shapeSchemas: { readonly [S in PolicyShape]: z.ZodType<PolicyShapes[S]> } = {
  term,
  count: z.int().nonnegative(),
  share: z
    .strictObject({ over: z.int().nonnegative(), under: z.int().positive() })
    .refine((share) => share.over <= share.under, 'a share is at most the whole'),
  flag: z.boolean(),
  automatic: z.enum(['automatic', 'byEnterprise']),
  codedList: z
    .array(coded)
    .min(1)
    .refine(
      distinct((each: z.output<typeof coded>) => each.code),
      'a code stands twice',
    ),
  level,
  levelByClass: byClass(level),
  managerByClass: byClass(managingLevel),
  priceReferenceByClass: byClass(priceReference),
  visibility: z.strictObject({
    provinceManaged: audience,
    cityManaged: audience,
    filing: audience,
    alliance: audience,
  }),
  ownerships: z.array(z.enum(['public', 'military', 'private'])).min(1),
  areaLevel: z.enum(['city', 'county']),
  appointer: z.enum(['manufacturer', 'institution', 'bureau']),
  selectedMeasure: z.enum(['highest', 'mean', 'lowest']),
  extraDistributors: z.strictObject({ areas: z.array(jurisdiction).min(1), perArea: z.int().positive() }),
  deliveryTerms: z.strictObject({ ordinary: term, ordinaryRemote: term, urgent: term, urgentRemote: term }),
  jurisdiction,
  jurisdictions: z.array(jurisdiction).min(1),
  zoneRule,
  zoneRuleChoices,
  anomalyRules,
  admissionPaths: z.array(admissionPath).min(1),
  lowestRule,
  ratioRules: z.array(ratioRule).refine(
    distinct((each: z.output<typeof ratioRule>) => each.compares),
    'a comparison stands twice',
  ),
  creditMeasures,
  creditScale,
  participantTerms,
  othersEffect: z.enum(['none', 'explain', 'approve', 'block']),
  termByPublicityKind,
  scoreSheet,
  screeningCriteria: z
    .array(screeningCriterion)
    .min(1)
    .refine(
      distinct((each: z.output<typeof coded>) => each.code),
      'a criterion stands twice',
    ),
  qualificationKinds: z
    .array(qualificationKind)
    .min(1)
    .refine(
      distinct((each: z.output<typeof qualificationKind>) => each.code),
      'a code stands twice',
    ),
};

/** A provision as a pack writes it; its value is checked apart, by the shape of its key. */
export const writtenProvision = z.strictObject({
  from: isoDate,
  until: isoDate.optional(),
  value: z.unknown(),
  document: z.string().min(1),
  article: z.string().min(1),
  clause: z.string().min(1).optional(),
  origin: z.literal('default').optional(),
  note: wording.optional(),
});
export type WrittenProvision = z.output<typeof writtenProvision>;
export const pack = z.record(z.string(), z.array(writtenProvision).min(1));

const article = z.strictObject({
  number: z.string().min(1),
  ...wording.shape,
  quote: z.string().min(1).nullable(),
  clauses: z.array(z.string().min(1)),
});
export const documentsFile: z.ZodType<{ documents: PolicyDocument[] }> = z.strictObject({
  documents: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]+$/),
      title: wording,
      number: z.string().min(1).nullable(),
      issuer: wording,
      jurisdiction,
      published: isoDate.nullable(),
      from: isoDate.nullable(),
      until: isoDate.nullable(),
      source: z.string().min(1).nullable(),
      status: z.enum(['final', 'draft', 'default']),
      toBeConfirmed: z.boolean(),
      note: wording.nullable(),
      articles: z.array(article),
    }),
  ),
});

export const clausesFile: z.ZodType<{ clauses: Clause[] }> = z.strictObject({
  clauses: z.array(
    z.strictObject({
      id: z.string().regex(/^(HN|JS|SX|GD|GY)-\d+(\.\d+)?[a-zA-Z]?$/),
      kind: z.enum(['R', 'F', 'D']),
      document: z.string().min(1),
      article: z.string().min(1),
      ...wording.shape,
    }),
  ),
});

export const traceFile: z.ZodType<{ trace: Claim[] }> = z.strictObject({
  trace: z.array(
    z.strictObject({
      clause: z.string().min(1),
      state: z.enum(['done', 'part', 'not yet']),
      note: wording.nullable(),
    }),
  ),
});

export const jurisdictionsFile: z.ZodType<{ jurisdictions: Jurisdiction[] }> = z.strictObject({
  jurisdictions: z.array(z.strictObject({ code: jurisdiction, ...wording.shape })),
});

const dates = z.array(isoDate);
export const calendarFile: z.ZodType<CalendarYear> = z.strictObject({
  year: z.int(),
  notices: z.array(
    z.strictObject({
      number: z.string().min(1),
      title: z.string().min(1),
      issuedOn: isoDate,
      confirmed: z.boolean(),
      note: z.string().nullable(),
      holidays: z.array(
        z.strictObject({ article: z.string().min(1), name: z.string().min(1), off: dates, work: dates }),
      ),
    }),
  ),
});
