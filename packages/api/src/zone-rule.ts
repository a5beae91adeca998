import { isMoney } from '@daylight/rules/money.ts';
import type { Term } from '@daylight/rules/policy/provision.ts';
import type { AnomalyRules, ZoneRule, ZoneRuleChoice } from '@daylight/rules/policy/shapes.ts';
import { z } from 'zod';

/** The form of zone rules: of the packs, of decisions and of drafts alike. */
const zoneBound = z
  .strictObject({
    statistic: z.enum(['min', 'max', 'median', 'percentile', 'ownLast']),
    percentile: z.int().min(1).max(100).nullable(),
  })
  .refine((bound) => (bound.statistic === 'percentile') === (bound.percentile !== null), {
    message: "percentile is set for 'percentile' and for nothing else",
  });
const zoneAction = z.enum(['promptInstitution', 'warnBureau', 'recommend', 'block']);
const actions = z.array(zoneAction).refine((list) => new Set(list).size === list.length, 'twice');
export const zoneRule: z.ZodType<ZoneRule> = z
  .strictObject({
    scope: z.enum(['sameItem', 'sameProduct', 'sameClass']),
    peers: z.strictObject({ region: z.enum(['city', 'province', 'nation']), sameLevel: z.boolean() }),
    windowMonths: z.int().min(1).max(24),
    red: z.array(zoneBound).min(1),
    yellow: z.array(zoneBound).min(1),
    blue: z.array(zoneBound).min(1),
    tradesMin: z.int().positive(),
    institutionsMin: z.int().positive(),
    actions: z.strictObject({ red: actions, yellow: actions, blue: actions }),
  })
  .meta({ id: 'ZoneRule' });

const wording = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export const zoneRuleChoices: z.ZodType<readonly ZoneRuleChoice[]> = z
  .array(
    z.strictObject({
      code: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
      ...wording.shape,
      rule: zoneRule,
      note: wording,
    }),
  )
  .min(1)
  .refine((list) => new Set(list.map((each) => each.code)).size === list.length, 'a code stands twice');

const share = z
  .strictObject({ over: z.int().positive(), under: z.int().positive() })
  .refine(({ over, under }) => over <= under, 'a share is at most the whole');
const amount = z.string().refine(isMoney, 'not an amount');
export const anomalyRules: z.ZodType<AnomalyRules> = z.strictObject({
  redPrices: z.strictObject({ linesMin: z.int().positive(), days: z.int().positive() }),
  neverBargains: z.strictObject({ listedShareMin: share, amountMin: amount }),
  suddenVolume: z.strictObject({
    percentOfUsual: z.int().min(101),
    months: z.int().positive(),
    amountMin: amount,
  }),
  singleSupplier: z.strictObject({
    shareMin: share,
    months: z.int().positive(),
    amountMin: amount,
    suppliersElsewhereMin: z.int().min(2),
  }),
  splitOrders: z.strictObject({
    ordersMin: z.int().min(2),
    withinDays: z.int().positive(),
    nearShare: share,
  }),
  aboveMedian: z.strictObject({ percentOver: z.int().positive(), amountMin: amount }),
});

/** A term as a draft of the no-sale rule (JS-14a) states it: months or days, nothing else makes sense there. */
export const saleTerm: z.ZodType<Term> = z.strictObject({
  amount: z.int().min(1).max(120),
  unit: z.enum(['month', 'naturalDay']),
  startCounted: z.boolean(),
  rollover: z.enum(['none', 'nextWorkday', 'secondWorkdayAfter']),
  cutoff: z.literal('24:00'),
});
