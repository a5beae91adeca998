import { tenderLevels } from '@daylight/rules/tender/state.ts';
import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { some } from './tender-refusals.ts';
import { tenderLevel, version } from './tender-shapes.ts';
import { basis, day, jurisdictionCode, moment, named, pageOf, paging, text, uuid, yuan } from './wire.ts';

/** Screening of past purchases and the choice that comes of it (SX-2.1, GY-3.2, GY-4.1). */
export const screeningStates = ['collecting', 'ready', 'proposed', 'agreed', 'dropped'] as const;
export const screeningParams = z.strictObject({ screeningId: uuid });

/** Who takes part: cities, medical groups, single institutions. */
export const participants = {
  regions: z.array(jurisdictionCode).max(40).default([]),
  groupIds: z.array(uuid).max(40).default([]),
  institutionIds: z.array(uuid).max(500).default([]),
} as const;

const outcome = z.object({ id: uuid, number: z.string(), state: z.enum(screeningStates), version });

export const beginScreening = endpoint({
  id: 'tender.screen',
  method: 'POST',
  path: '/api/round-screenings',
  summary: { zh: '开始品种遴选', en: 'Begin a screening of past purchases' },
  clauses: ['SX-2.1', 'GY-3.2', 'GY-4.1'],
  permission: 'tender.plan',
  body: z.strictObject({
    title: text(120, 2),
    level: tenderLevel,
    ...participants,
    /** Left out: the whole months before this one, as many as the pack says. */
    fromDay: day.nullable().default(null),
    beforeDay: day.nullable().default(null),
  }),
  reply: outcome,
  refusals: some(
    'tender.notOrganiser',
    'tender.notLead',
    'tender.groupUnknown',
    'tender.ownGroupMissing',
    'tender.regionUnknown',
    'tender.institutionUnknown',
    'tender.noInstitutions',
    'tender.periodReversed',
  ),
  creates: true,
});

const summary = z.object({
  id: uuid,
  number: z.string(),
  title: z.string(),
  level: tenderLevel,
  organiser: named,
  fromDay: day,
  beforeDay: day,
  state: z.enum(screeningStates),
  collectedTo: day,
  enteredAt: moment,
  candidates: z.number().int(),
  chosen: z.number().int(),
});

export const listScreenings = endpoint({
  id: 'tender.screenings',
  method: 'GET',
  path: '/api/round-screenings',
  summary: { zh: '品种遴选列表', en: 'Screenings that one runs or decides with others' },
  clauses: ['SX-2.1', 'GY-3.2'],
  permission: 'tender.plan',
  query: z.strictObject({
    ...paging,
    state: z.enum(screeningStates).optional(),
    level: z.enum(tenderLevels).optional(),
  }),
  reply: pageOf(summary),
});

export const candidate = z
  .object({
    prefix: z.string(),
    name: z.string(),
    unit: z.string(),
    figures: z.object({
      amount: yuan,
      /** In smallest units; not bounded like a quantity of one order. */
      volume: z.string(),
      institutions: z.number().int(),
      manufacturers: z.number().int(),
      products: z.number().int(),
      maturityYears: z.number().int().nullable(),
      homogeneity: z.number().int().meta({ description: 'hundredths of a per cent' }),
      benefit: z.number().int().meta({ description: 'hundredths of a per cent' }),
      priceLow: yuan,
      priceHigh: yuan,
    }),
    scores: z.array(
      z.object({
        code: z.string(),
        weight: z.number().int(),
        share: z.number().int(),
        points: z.number().int(),
      }),
    ),
    total: z.string(),
    place: z.number().int(),
    excluded: z
      .object({ number: z.string(), title: z.string(), level: tenderLevel.nullable(), basis })
      .nullable(),
    chosen: z.boolean(),
  })
  .meta({ id: 'ScreeningCandidate' });

export const readScreening = endpoint({
  id: 'tender.screening',
  method: 'GET',
  path: '/api/round-screenings/:screeningId',
  summary: { zh: '品种遴选：数据、得分与选择', en: 'A screening: its data, scores and choice' },
  clauses: ['SX-2.1', 'GY-3.2', 'GY-4.1'],
  permission: 'tender.plan',
  params: screeningParams,
  reply: summary.omit({ candidates: true }).extend({
    jurisdiction: jurisdictionCode,
    institutions: z.number().int(),
    regions: z.array(z.object({ code: jurisdictionCode, name: z.string() })),
    groups: z.array(named),
    criteria: z.array(
      z.object({
        code: z.string(),
        zh: z.string(),
        en: z.string(),
        weight: z.number().int(),
        by: z.enum(['rank', 'upTo', 'downTo']),
        full: z.number().int().nullable(),
      }),
    ),
    basis,
    /** How many have to be chosen; null where no document says. */
    chooseCount: z.number().int().nullable(),
    reason: z.string(),
    choiceHash: z.string().nullable(),
    partners: z.array(
      z.object({
        id: uuid,
        name: z.string(),
        /** null while it has said nothing about the choice as it stands. */
        agreed: z.boolean().nullable(),
        note: z.string(),
        at: moment.nullable(),
      }),
    ),
    candidates: z.array(candidate),
    mine: z.object({ isOrganiser: z.boolean(), isAsked: z.boolean() }),
    tender: z.object({ id: uuid, number: z.string() }).nullable(),
    version,
  }),
  refusals: some('tender.screeningUnknown'),
});

export const listScreeningUse = endpoint({
  id: 'tender.screeningUse',
  method: 'GET',
  path: '/api/round-screenings/:screeningId/use',
  summary: {
    zh: '成员机构上年度采购数据：品种、规格、单价、金额、数量',
    en: 'What each member bought: product, specification, price, amount, quantity',
  },
  clauses: ['GY-4.1'],
  permission: 'tender.plan',
  params: screeningParams,
  query: z.strictObject({ ...paging, prefix: text(27, 1), institutionId: uuid.optional() }),
  reply: pageOf(
    z.object({
      institution: named,
      manufacturer: named,
      itemCode: z.string(),
      productName: z.string(),
      specification: z.string(),
      quantity: z.string(),
      amount: yuan,
      trades: z.number().int(),
      priceLow: yuan,
      priceHigh: yuan,
    }),
  ),
  refusals: some('tender.screeningUnknown'),
});

export const chooseItems = endpoint({
  id: 'tender.choose',
  method: 'POST',
  path: '/api/round-screenings/:screeningId/choice',
  summary: { zh: '提出品种选择', en: 'Propose a choice of items' },
  clauses: ['SX-2.1', 'GY-3.2'],
  permission: 'tender.plan',
  params: screeningParams,
  body: z.strictObject({ version, chosen: z.array(text(27, 1)).max(200), reason: text(1000, 2) }),
  reply: outcome,
  refusals: some(
    'tender.screeningUnknown',
    'tender.notYours',
    'tender.screeningState',
    'tender.nothingChosen',
    'tender.candidateUnknown',
    'tender.candidateExcluded',
    'tender.jointItemCount',
    'request.stale',
  ),
});

export const agreeToChoice = endpoint({
  id: 'tender.agreeChoice',
  method: 'POST',
  path: '/api/round-screenings/:screeningId/agreement',
  summary: { zh: '共同牵头医院对品种选择表态', en: 'A partner agrees to the choice, or does not' },
  clauses: ['GY-3.2'],
  permission: 'tender.plan',
  params: screeningParams,
  body: z.strictObject({ choiceHash: text(64, 64), agreed: z.boolean(), note: text(500).default('') }),
  reply: z.object({ id: uuid, agreed: z.boolean() }),
  refusals: some(
    'tender.screeningUnknown',
    'tender.screeningState',
    'tender.notAsked',
    'tender.otherChoice',
    'tender.reasonMissing',
  ),
});

export const dropScreening = endpoint({
  id: 'tender.dropScreening',
  method: 'POST',
  path: '/api/round-screenings/:screeningId/drop',
  summary: { zh: '放弃遴选', en: 'Drop a screening' },
  clauses: ['SX-2.1'],
  permission: 'tender.plan',
  params: screeningParams,
  body: z.strictObject({ version, reason: text(500, 2) }),
  reply: outcome,
  refusals: some('tender.screeningUnknown', 'tender.notYours', 'tender.screeningState', 'request.stale'),
});

/** Also used where an organiser picks groups and cities. */
export const listPlaces = endpoint({
  id: 'tender.places',
  method: 'GET',
  path: '/api/round-places',
  summary: {
    zh: '可选的设区市、医疗集团与采购方式',
    en: 'Cities, medical groups and modes that an organiser may choose from',
  },
  clauses: ['GY-3.1', 'JS-22', 'GD-1b'],
  permission: 'tender.plan',
  reply: z.object({
    cities: z.array(z.object({ code: jurisdictionCode, name: z.string(), institutions: z.number().int() })),
    groups: z.array(
      z.object({
        id: uuid,
        name: z.string(),
        lead: named,
        jurisdiction: jurisdictionCode,
        members: z.number().int(),
        isOwn: z.boolean(),
      }),
    ),
    /** Levels that the asking organisation may run. */
    levels: z.array(tenderLevel),
    modes: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), basis })),
    termMonths: z.number().int(),
    allianceCitiesMin: z.number().int().nullable(),
    jointItems: z.number().int().nullable(),
  }),
});
