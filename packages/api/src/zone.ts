import { z } from 'zod';
import { basis, day, yuan } from './wire.ts';

export const zoneColour = z.enum(['red', 'yellow', 'blue', 'none']);

/** Where a price stands among real trades, with everything needed to check it. Prices per smallest unit. */
export const zoneFinding = z
  .object({
    zone: zoneColour,
    /** Why there is no colour; null also for a price between the bounds. */
    reason: z.enum(['tooFewTrades', 'notInFocus']).nullable(),
    price: yuan,
    trades: z.number().int(),
    institutions: z.number().int(),
    tradesMin: z.number().int(),
    institutionsMin: z.number().int(),
    since: day,
    until: day,
    windowMonths: z.number().int(),
    scope: z.enum(['sameItem', 'sameProduct', 'sameClass']),
    region: z.enum(['city', 'province', 'nation']),
    sameLevel: z.boolean(),
    bounds: z.array(
      z.object({
        colour: z.enum(['red', 'yellow', 'blue']),
        statistic: z.enum(['min', 'max', 'median', 'percentile', 'ownLast']),
        percentile: z.number().nullable(),
        price: yuan.nullable(),
      }),
    ),
    /** Other institutions' prices, cheapest first. */
    spread: z.array(z.object({ price: yuan, trades: z.number().int(), institutions: z.number().int() })),
    low: yuan.nullable(),
    median: yuan.nullable(),
    high: yuan.nullable(),
    ownLast: yuan.nullable(),
    actions: z.array(z.enum(['promptInstitution', 'warnBureau', 'recommend', 'block'])),
    basis,
    /** No published document sets the bounds: they are this product's default. */
    isDefaultRule: z.boolean(),
    /** 'decision': the bureau switched to the rule. Findings kept before this was noted leave it out. */
    origin: z.enum(['published', 'default', 'decision']).optional(),
  })
  .meta({ id: 'ZoneFinding' });
