import { quotingShown } from '@daylight/rules/tender/mode.ts';
import { tenderLevels, tenderModes, tenderOrigins, tenderStates } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { orderState } from './order.ts';
import { basis, day, jurisdictionCode, moment, named, uuid, yuan } from './wire.ts';

/** Wire forms of rounds, shared by what organisers and participants read and what anyone reads. */
export const tenderLevel = z.enum(tenderLevels).meta({ id: 'TenderLevel' });
export const tenderMode = z.enum(tenderModes).meta({ id: 'TenderMode' });
export const tenderState = z.enum(tenderStates).meta({ id: 'TenderState' });
export const tenderParams = z.strictObject({ tenderId: uuid });
export const version = z.number().int().min(1);

/** How a round is quoted (报价轮次). */
export const quotingTerms = z
  .object({
    rounds: z.number().int(),
    /** What a later quote has to lie below one's own standing one, in ten-thousandths. */
    stepPermyriad: z.number().int(),
    shown: z.enum(quotingShown),
    singleSource: z.string().nullable(),
  })
  .meta({ id: 'QuotingTerms' });

export const roundSummary = z
  .object({
    id: uuid,
    number: z.string(),
    title: z.string(),
    level: tenderLevel,
    mode: tenderMode,
    jurisdiction: jurisdictionCode,
    place: z.string(),
    organiser: named,
    origin: z.enum(tenderOrigins),
    state: tenderState,
    isPublic: z.boolean(),
    /** What ends next: the window that runs now. */
    due: z.object({ kind: z.enum(['demand', 'bid', 'choice', 'sign', 'term']), dueAt: moment }).nullable(),
    items: z.number().int(),
    institutions: z.number().int(),
  })
  .meta({ id: 'RoundSummary' });
export type RoundSummary = z.output<typeof roundSummary>;

/** Each is null while it is not set. */
export const timetable = z
  .object({
    demandFromAt: moment.nullable(),
    demandDueAt: moment.nullable(),
    bidFromAt: moment.nullable(),
    bidDueAt: moment.nullable(),
    choiceDueAt: moment.nullable(),
    signDueAt: moment.nullable(),
    termMonths: z.number().int(),
    termFrom: day.nullable(),
    termUntil: day.nullable(),
  })
  .meta({ id: 'RoundTimetable' });

export const roundItem = z
  .object({
    item: z.string(),
    name: z.string(),
    unit: z.string(),
    codePrefixes: z.array(z.string()),
    cap: yuan.nullable(),
    state: z.enum(['running', 'stopped']),
    stoppedAt: moment.nullable(),
    stopNote: z.string().nullable(),
    stopBasis: basis.nullable(),
    products: z.number().int(),
    manufacturers: z.number().int(),
  })
  .meta({ id: 'RoundItem' });

/** An item that went over to a wider round (GY-2.4), and what was open then; orders are those that the asking person may read. */
export const roundStop = z
  .object({
    item: z.string(),
    name: z.string(),
    wider: z.object({ id: uuid, number: z.string(), title: z.string(), level: tenderLevel }),
    at: moment,
    basis,
    listings: z.array(z.object({ listingId: uuid, number: z.string(), closingId: uuid.nullable() })),
    ordersOpenThen: z.number().int(),
    ordersOpen: z.array(
      z.object({ orderId: uuid, number: z.string(), state: orderState, institution: z.string() }),
    ),
  })
  .meta({ id: 'RoundStop' });

export const roundStep = z.object({
  id: uuid,
  from: tenderState,
  to: tenderState,
  at: moment,
  note: z.string(),
  basis,
});
