import { z } from 'zod';
import { jurisdictionCode, moment, paging, text, uuid, version } from './wire.ts';

/** Platforms that are read by their feed: entered by one person, opened by another (HN-15), paused and taken up again. */
const sourceState = z.enum(['entered', 'open', 'paused', 'rejected']);

/** What a list shows of any source; a feature adds what came of it. */
export const sourceFields = {
  id: uuid,
  name: z.string(),
  url: z.string(),
  jurisdiction: jurisdictionCode,
  everyMinutes: z.number().int(),
  state: sourceState,
  nextAt: moment.nullable(),
  readAt: moment.nullable(),
  /** A refusal's code with its detail. */
  problem: z.string().nullable(),
  problemSince: moment.nullable(),
  enteredAt: moment,
  enteredBy: z.string(),
  own: z.boolean(),
  decidedBy: z.string().nullable(),
  version: z.number().int(),
} as const;

export const newSource = z.strictObject({
  name: text(60, 2),
  url: z.string().max(300),
  jurisdiction: jurisdictionCode,
  everyMinutes: z.number().int().min(5).max(10_080).default(60),
});
export const sourceParams = z.object({ sourceId: uuid });
export const sourceQuery = z.strictObject({ ...paging });
export const sourceDecision = z.strictObject({ version, approve: z.boolean() });
export const sourcePause = z.strictObject({ version, pause: z.boolean() });
export const sourceOutcome = z.object({ id: uuid, state: sourceState, version: z.number().int() });

/** The texts that do not name what is read. */
export const sourceTexts = {
  decided: { zh: '这个来源已经审核过', en: 'The source was decided already' },
  own: { zh: '登记人不能审核自己登记的来源', en: 'Whoever entered a source does not open it', status: 403 },
  notOpen: { zh: '来源尚未审核通过或已暂停', en: 'The source is not open' },
  busy: { zh: '正在读取，请稍候', en: 'It is being read just now' },
} as const;
