import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './tender-refusals.ts';
import { tenderParams, version } from './tender-shapes.ts';
import { packFinding, packJson, packLine } from './tender.ts';
import { text, uuid } from './wire.ts';

/** The rules of a round: taken from a ready pack or template, filled with the project's items, checked, tried (SX-3.2b). */
const view = z.object({
  tenderId: uuid,
  /** The ready pack it was taken from. */
  from: z.string().nullable(),
  pack: packJson.nullable(),
  hash: z.string().nullable(),
  frozen: z.boolean(),
  words: z.array(
    z.object({
      part: z.string(),
      title: z.object({ zh: z.string(), en: z.string() }),
      lines: z.array(packLine),
    }),
  ),
  findings: z.array(packFinding),
  /** Items or caps in which the pack differs from the project. */
  differs: z.array(z.string()),
  units: z.array(
    z.object({
      lot: z.string(),
      name: z.string(),
      items: z.array(z.string()),
      split: z.boolean(),
      products: z.number().int(),
      manufacturers: z.number().int(),
    }),
  ),
  version: z.number().int(),
});

export const readPackOf = endpoint({
  id: 'tender.packOf',
  method: 'GET',
  path: '/api/rounds/:tenderId/pack',
  summary: { zh: '项目的竞价规则与检查结果', en: 'The rules of a round in words, with what the check found' },
  clauses: ['SX-3.2a', 'SX-3.2b'],
  permission: 'tender.read',
  params: tenderParams,
  reply: view,
  refusals: some('tender.unknown'),
});

export const choosePack = endpoint({
  id: 'tender.choosePack',
  method: 'PUT',
  path: '/api/rounds/:tenderId/pack',
  summary: {
    zh: '选用规则包，按项目品种和限价填写',
    en: 'Choose a ready pack and fill it from the project’s items and caps, or give one as JSON',
  },
  clauses: ['SX-3.2a', 'SX-3.2b', 'JS-23'],
  permission: 'tender.plan',
  params: tenderParams,
  body: z.strictObject({
    version,
    /** The id of a ready pack; or `pack` instead. */
    from: text(80, 1).nullable().default(null),
    pack: packJson.nullable().default(null),
    /** Which category of the ready pack each item goes like; the first where nothing is said. */
    like: z.record(z.string().max(40), z.string().max(80)).default({}),
    /** Items merged into one competition unit; left out, the pack's own stay. */
    merge: z
      .array(
        z.strictObject({
          lot: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
          name: text(80, 1),
          items: z.array(text(40, 1)).min(1).max(200),
        }),
      )
      .max(100)
      .nullable()
      .default(null),
  }),
  reply: view,
  refusals: some(
    'tender.unknown',
    'tender.notYours',
    'tender.wrongState',
    'request.stale',
    'tender.unknownPack',
    'tender.packMalformed',
    'tender.packMissing',
    'tender.noItems',
    'tender.itemUnknown',
  ),
});
