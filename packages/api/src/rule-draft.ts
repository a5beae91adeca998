import type { LowestRule } from '@daylight/rules/policy/shapes.ts';
import { z } from 'zod';
import { saleTerm, zoneRule } from './zone-rule.ts';
import { jurisdictionCode } from './wire.ts';

const lowestRule: z.ZodType<LowestRule> = z
  .strictObject({
    provinces: z.array(jurisdictionCode).min(1).nullable(),
    statistic: z.enum(['lowest', 'meanOfLowest', 'perContract']),
    of: z.int().min(2).max(31).nullable(),
    selectedCount: z.boolean(),
    declaredCount: z.boolean(),
    rounding: z.enum(['halfUpToFen', 'downToFen', 'upToFen', 'halfUpToMicro', 'downToMicro']),
  })
  .refine((rule) => (rule.statistic === 'meanOfLowest') === (rule.of !== null), {
    message: "of is set for 'meanOfLowest' and for nothing else",
  });

/** Parameters that a bureau may decide itself, each with the form that the packs use too. */
export const decidableKeys = ['supervision.zoneRule', 'listing.noSaleSuspend', 'linkage.lowest'] as const;
export const decidableKey = z.enum(decidableKeys);

/** A value of such a parameter: what a trial tries and a decision sets. */
export const ruleDraft = z
  .discriminatedUnion('key', [
    z.strictObject({ key: z.literal('supervision.zoneRule'), value: zoneRule }),
    z.strictObject({ key: z.literal('listing.noSaleSuspend'), value: saleTerm }),
    z.strictObject({ key: z.literal('linkage.lowest'), value: lowestRule }),
  ])
  .meta({ id: 'RuleDraft' });
export type RuleDraft = z.output<typeof ruleDraft>;
