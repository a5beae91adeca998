import { closingKinds, closingStates, openKinds } from '@daylight/rules/directory/closing.ts';
import { resumptionStates } from '@daylight/rules/directory/resumption.ts';
import { z } from 'zod';
import { refusals } from './endpoint.ts';
import { evidenceFile } from './evidence.ts';
import { listingForm, listingState } from './listing.ts';
import { basis, count, day, deadline, jurisdictionCode, moment, named, text, uuid, yuan } from './wire.ts';
import { stale } from './request.ts';

/** What the directory's endpoints have in common (JS-3, JS-14a, JS-14b, HN-7b, HN-11b). */
export const directoryKinds = [
  'listed',
  'repriced',
  'suspended',
  'resumed',
  'withdrawn',
  'moved',
  'idle',
  'closing',
  'kept',
] as const;
export const directoryKind = z.enum(directoryKinds);
export const closingKind = z.enum(closingKinds);
export const closingState = z.enum(closingStates);
export const resumptionState = z.enum(resumptionStates);
export const openKind = z.enum(openKinds);
export const openCounts = z.object({
  order: z.number().int().min(0),
  bargain: z.number().int().min(0),
  return: z.number().int().min(0),
  invoice: z.number().int().min(0),
});

/** The product that something is about. */
export const product = {
  listingId: uuid,
  number: z.string(),
  itemCode: z.string(),
  productName: z.string(),
  specification: z.string(),
  manufacturer: named,
  jurisdiction: jurisdictionCode,
} as const;

export const openThing = z
  .object({
    kind: openKind,
    id: uuid,
    number: z.string(),
    state: z.string(),
    institution: named,
    /** The distributor, or the manufacturer in a bargain. */
    other: named.nullable(),
    since: moment,
  })
  .meta({ id: 'OpenBusiness' });
export type OpenThing = z.output<typeof openThing>;

export const closing = z
  .object({
    id: uuid,
    closingNumber: z.string(),
    /** Name of the jurisdiction whose directory it is. */
    place: z.string(),
    ...product,
    kind: closingKind,
    origin: z.enum(['officer', 'manufacturer', 'clock', 'merge', 'credit', 'tender']),
    state: closingState,
    listingState,
    reason: z.string(),
    note: z.string(),
    basis,
    openAtDecision: openCounts.nullable(),
    openNow: openCounts.nullable(),
    finish: deadline.nullable(),
    proposedAt: moment,
    proposedBy: z.string().nullable(),
    /** The one who asks proposed it, so somebody else has to decide (HN-15). */
    own: z.boolean(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string(),
    closedAt: moment.nullable(),
    version: z.number().int(),
  })
  .meta({ id: 'DirectoryClosing' });
export type ClosingItem = z.output<typeof closing>;

export const resumption = z
  .object({
    id: uuid,
    resumptionNumber: z.string(),
    ...product,
    institution: named,
    state: resumptionState,
    need: z.string(),
    basis,
    due: deadline.nullable(),
    files: z.array(evidenceFile),
    appliedAt: moment,
    checkedAt: moment.nullable(),
    checkedBy: z.string().nullable(),
    recommended: z.boolean().nullable(),
    checkNote: z.string(),
    /** The one who asks checked it, so somebody else has to decide. */
    ownCheck: z.boolean(),
    decidedAt: moment.nullable(),
    decidedBy: z.string().nullable(),
    decisionNote: z.string(),
    version: z.number().int(),
  })
  .meta({ id: 'Resumption' });
export type ResumptionItem = z.output<typeof resumption>;

export const lifeItem = z
  .object({
    ...product,
    state: listingState,
    stateReason: z.string().nullable(),
    form: listingForm,
    price: yuan,
    purchaseUnit: z.string(),
    listedOn: day,
    countedFrom: day.nullable(),
    lastTradedOn: day.nullable(),
    /** When it is suspended for want of trade; known once that was announced (JS-14a). */
    suspension: deadline.nullable(),
    closingId: uuid.nullable(),
  })
  .meta({ id: 'ListingLife' });
export type LifeItem = z.output<typeof lifeItem>;

export const deliveryMonth = z
  .object({
    month: day,
    lines: z.number().int(),
    lateLines: z.number().int(),
    excludedLines: z.number().int(),
    due: count,
    onTime: count,
    excluded: count,
    /** Hundredths of a percent, cut off; null where nothing was due. */
    rate: z.number().int().nullable(),
    low: z.boolean(),
  })
  .meta({ id: 'DeliveryMonth' });
export type DeliveryMonthItem = z.output<typeof deliveryMonth>;

const note = text(500, 4);
export const said = {
  /** What happened, in words: published with the change. */
  note,
} as const;

export const directoryRefusals = refusals({
  'listing.unknown': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  'listing.otherJurisdiction': {
    zh: '该产品由其他地区管理，只有管理地区可以调整',
    en: 'The listing is managed elsewhere; only that bureau changes it',
    status: 403,
  },
  'listing.reasonUnknown': { zh: '没有这种原因', en: 'There is no such reason', status: 400 },
  'listing.wrongState': {
    zh: '产品当前状态不能做这项调整',
    en: 'The listing’s present state does not allow this change',
  },
  ...stale,
  'directory.notLowDelivery': {
    zh: '配送率未连续低于规定比例，不能据此取消挂网资格',
    en: 'The delivery rate was not below the limit month after month, so this is no ground for cancelling',
  },
  'directory.closingRunning': {
    zh: '该产品已有一项暂停或撤网正在办理',
    en: 'A suspension or withdrawal of this listing is under way already',
  },
  'directory.closingUnknown': { zh: '没有这项暂停或撤网', en: 'There is no such closing', status: 404 },
  'directory.closingNotProposed': { zh: '这项申请已经处理', en: 'This is decided already' },
  'directory.notProposer': {
    zh: '只有提出的一方可以撤回',
    en: 'Only who proposed it takes it back',
    status: 403,
  },
  'directory.ownClosing': {
    zh: '提出人不能决定自己提出的事项，请由另一位负责人决定',
    en: 'Whoever proposed it does not decide it; somebody else has to',
    status: 403,
  },
  'directory.noteMissing': { zh: '不同意时请说明理由', en: 'A refusal needs its reason', status: 400 },
  'directory.notSuspended': { zh: '产品未处于暂停挂网状态', en: 'The listing is not suspended' },
  'directory.otherGround': {
    zh: '该产品不是因无销售暂停挂网，不能由医疗机构申请恢复',
    en: 'The listing was not suspended for want of trade; an institution’s application does not resume it',
  },
  'directory.notToBuy': {
    zh: '该产品不在贵单位可采购范围内',
    en: 'The listing is not one that your institution may buy',
    status: 403,
  },
  'directory.evidenceMissing': {
    zh: '请上传盖章的书面申请',
    en: 'The signed written application has to be attached',
    status: 400,
  },
  'directory.alreadyApplied': {
    zh: '贵单位已申请恢复该产品，正在办理',
    en: 'Your institution has applied for this already',
  },
  'directory.resumptionUnknown': { zh: '没有这项申请', en: 'There is no such application', status: 404 },
  'directory.resumptionNotApplied': {
    zh: '这项申请不在待审核状态',
    en: 'This application does not wait for a check',
  },
  'directory.resumptionNotChecked': {
    zh: '这项申请尚未审核或已经决定',
    en: 'This application was not checked yet, or is decided',
  },
  'directory.ownCheck': {
    zh: '审核人不能作决定，请由另一位负责人决定',
    en: 'Whoever checked it does not decide it; somebody else has to',
    status: 403,
  },
  'directory.nothingToMerge': { zh: '没有可并入省级目录的城市挂网产品', en: 'There is nothing to merge' },
  'directory.mergeMakers': {
    zh: '同一编码在各地的生产企业不一致，请先更正',
    en: 'The listings of this code name different manufacturers; correct that first',
  },
  'directory.mergeForms': {
    zh: '备案采购和中选产品不并入阳光挂网目录',
    en: 'Filed and selected products are not merged into the open directory',
  },
  'directory.noneListed': { zh: '没有正在挂网的产品可以保留', en: 'None of them is listed now' },
  'directory.mergeWaiting': { zh: '该编码已有一项归并待审核', en: 'A merge of this code already waits' },
  'directory.mergeUnknown': { zh: '没有这项归并', en: 'There is no such merge', status: 404 },
  'directory.mergeDecided': { zh: '这项归并已经审核', en: 'This merge is decided already' },
  'directory.ownMerge': {
    zh: '录入人不能审核自己录入的归并，请由另一位负责人审核',
    en: 'Whoever entered a merge does not approve it; somebody else has to',
    status: 403,
  },
  'directory.mergeOutdated': {
    zh: '录入后有产品发生了变动，请退回后重新录入',
    en: 'One of the listings changed since this was entered; reject it and enter it anew',
  },
  'directory.mergeClosing': {
    zh: '其中有产品正在办理暂停或撤网',
    en: 'A closing of one of these listings is under way',
  },
  'directory.searchShort': {
    zh: '请输入至少两个字的关键词，单个字不能检索',
    en: 'Type at least two characters; a single one is not searched for',
    status: 400,
  },
});
