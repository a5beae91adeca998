import { type Money, type Quantity, isMoney, isQuantity, money, quantity } from '@daylight/rules/money.ts';
import { type Instant, type IsoDate, isInstant, isIsoDate } from '@daylight/rules/time.ts';
import { z } from 'zod';

/** Wire forms shared by all features. Money and quantities are decimal text, never numbers. */
export const uuid = z.uuid().meta({ description: 'UUIDv7' });
export const yuan = z
  .string()
  .max(20)
  .refine(isMoney, { error: 'money' })
  .transform((text): Money => money(text))
  .meta({
    type: 'string',
    pattern: '^-?(0|[1-9]\\d{0,11})(\\.\\d{1,6})?$',
    description: 'yuan as decimal text',
    examples: ['12.34'],
  });
export const positiveYuan = yuan.refine((text) => /[1-9]/.test(text) && !text.startsWith('-'), {
  error: 'positive',
});
export const count = z
  .string()
  .max(13)
  .refine(isQuantity, { error: 'quantity' })
  .transform((text): Quantity => quantity(text))
  .meta({
    type: 'string',
    pattern: '^(0|[1-9]\\d{0,8})(\\.\\d{1,3})?$',
    description: 'quantity as decimal text',
    examples: ['10'],
  });
export const positiveCount = count.refine((text) => /[1-9]/.test(text), { error: 'positive' });
export const day = z
  .string()
  .refine(isIsoDate, { error: 'date' })
  .transform((text): IsoDate => text as IsoDate)
  .meta({ type: 'string', format: 'date', description: 'a day in Asia/Shanghai', examples: ['2026-11-21'] });
/** The version of a thing that a caller saw: somebody may have changed it since. */
export const version = z.number().int().min(1);
export const moment = z
  .string()
  .refine(isInstant, { error: 'instant' })
  .transform((text): Instant => text as Instant)
  .meta({ type: 'string', format: 'date-time', examples: ['2026-11-21T08:00:00.000Z'] });
export const jurisdictionCode = z
  .string()
  .regex(/^\d{6}$/)
  .meta({ description: 'GB/T 2260', examples: ['320000'] });
// Text that people type: no control characters, no lone surrogates, trimmed.
export const text = (max: number, min = 0) =>
  z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine(
      (value) =>
        !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/.test(value) && value.isWellFormed(),
      {
        error: 'characters',
      },
    );

export const basis = z
  .object({ document: z.string(), article: z.string(), clause: z.string().nullable() })
  .meta({ id: 'Basis' });
/** A deadline as screens show it; provisional while a year it crosses has no published calendar. */
export const deadline = z
  .object({ dueAt: moment, provisional: z.boolean(), basis: basis.nullable() })
  .meta({ id: 'Deadline' });
export const named = z.object({ id: uuid, name: z.string() }).meta({ id: 'Named' });

export const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
/** RFC 9457 problem details: what every refused or malformed request answers with. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    /** Chinese and English text with the facts filled in. */
    text: z.object({ zh: z.string(), en: z.string() }),
    basis: basis.nullable(),
    field: z.string().nullable(),
    facts,
    fields: z.array(z.object({ path: z.string(), problem: z.string() })),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof problem>;

/** Keyset paging: `cursor` is what the last answer gave as `next`. */
export const paging = {
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
} as const;
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
