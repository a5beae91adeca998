import type { CreditMeasure, CreditScale, ParticipantTerms } from '@daylight/rules/credit/shapes.ts';
import { z } from 'zod';

/** Shapes of the credit rating and of what participants owe; checked like those of schemas.ts. */
const wording = { zh: z.string().min(1), en: z.string().min(1) };
const coded = z.strictObject({ code: z.string().regex(/^[a-z][A-Za-z0-9]*$/), ...wording });

function once<T extends { readonly code: string }>(list: readonly T[]): boolean {
  return new Set(list.map((each) => each.code)).size === list.length;
}
const twice = 'a code stands twice';

const measure = coded.extend({
  effect: z.enum(['remind', 'risk', 'publish', 'caseProducts', 'allProducts', 'removal', 'delivery']),
  for: z.array(z.enum(['manufacturer', 'distributor'])).min(1),
  blocks: z.array(z.enum(['admission', 'delivery'])),
  monthsMax: z.int().positive().nullable(),
});
export const creditMeasures: z.ZodType<readonly CreditMeasure[]> = z
  .array(measure)
  .min(1)
  .refine(once, twice);

const levelMeasures = z.array(
  z.strictObject({ measure: z.string(), months: z.int().positive().nullable(), elsewhere: z.boolean() }),
);
const level = coded.extend({
  validMonths: z.int().positive(),
  manufacturer: levelMeasures,
  distributor: levelMeasures,
});
const ground = coded.extend({
  steps: z.array(z.strictObject({ from: z.string().regex(/^[1-9]\d*$/), level: z.string() })),
  atOnce: z.string().nullable(),
});
export const creditScale: z.ZodType<CreditScale> = coded
  .extend({
    levels: z.array(level).min(1).refine(once, twice),
    grounds: z.array(ground).min(1).refine(once, twice),
    sources: z.array(coded).min(1).refine(once, twice),
    measures: z.array(measure).min(1).refine(once, twice),
    repairs: z.array(coded).min(1).refine(once, twice),
  })
  .refine(
    ({ levels, measures }) =>
      levels.every((each) =>
        [...each.manufacturer, ...each.distributor].every((own) =>
          measures.some(({ code }) => code === own.measure),
        ),
      ),
    'a level brings a measure that the scale does not know',
  )
  .refine(
    ({ levels, grounds }) =>
      grounds.every((each) =>
        [...each.steps.map((step) => step.level), each.atOnce].every(
          (code) => code === null || levels.some((one) => one.code === code),
        ),
      ),
    'a ground leads to a level that the scale does not know',
  );

const term = z.strictObject({
  ...wording,
  document: z.string().min(1),
  article: z.string().min(1),
  clause: z.string().min(1).nullable(),
});
export const participantTerms: z.ZodType<readonly ParticipantTerms[]> = z
  .array(
    z.strictObject({
      kind: z.enum(['institution', 'manufacturer', 'distributor', 'bureau', 'operator', 'fund']),
      duties: z.array(term),
      incentives: z.array(term),
      penalties: z.array(term),
    }),
  )
  .min(1)
  .refine((list) => new Set(list.map((each) => each.kind)).size === list.length, 'a kind stands twice');
