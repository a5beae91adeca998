import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { day, facts, moment, pageOf, paging, text, uuid } from './wire.ts';
import { workbookRefusals, workbookType } from './workbook.ts';

/** National codes (HN-2, HN-8): search, one item with its history, releases and their import. */
export const itemCode = z
  .string()
  .regex(/^C\d{26}$/)
  .meta({ description: '医保医用耗材代码, 27 characters', examples: ['C09010101000000066260000001'] });
const classPrefix = z
  .string()
  .regex(/^\d{2}(\d{2}(\d{2})?)?$/)
  .meta({ description: '分类码: two, four or six digits', examples: ['09', '090101'] });
const itemState = z.enum(['active', 'disabled', 'transcoded']);

export const catalogueItem = z
  .object({
    itemCode,
    productName: z.string(),
    genericName: z.string(),
    specification: z.string(),
    model: z.string(),
    manufacturer: z.string(),
    /** As normalised; as written where it does not follow the rules. */
    certificate: z.string(),
    /** Why the certificate number is dirty; null when it is not. */
    certificateFlag: z.string().nullable(),
    className1: z.string(),
    className2: z.string(),
    className3: z.string(),
    deviceIdentifier: z.string().nullable(),
    state: itemState,
    replacedBy: itemCode.nullable(),
    /** True for generated items, which stand for no real product. */
    synthetic: z.boolean(),
  })
  .meta({ id: 'CatalogueItem' });
export type CatalogueItem = z.output<typeof catalogueItem>;

/** What the typed words were taken for. */
const understood = z.object({
  codePrefix: z.string().nullable(),
  certificate: z.string().nullable(),
  deviceIdentifier: z.string().nullable(),
  words: z.array(z.string()),
  /** Single characters: nothing is looked for by them. */
  ignored: z.array(z.string()),
});

export const searchItems = endpoint({
  id: 'catalogue.search',
  method: 'GET',
  path: '/api/catalogue/items',
  summary: { zh: '查询国家医保耗材代码', en: 'Search the national code database' },
  clauses: ['HN-2', 'HN-8'],
  permission: 'catalogue.read',
  query: z.strictObject({
    ...paging,
    /** Code prefix, certificate number, UDI-DI, or any part of a name, manufacturer, specification or model. */
    q: text(100).default(''),
    class: classPrefix.optional(),
    /** The whole name. */
    manufacturer: text(200).optional(),
    state: z.enum(['active', 'disabled', 'transcoded', 'any']).default('active'),
  }),
  reply: pageOf(catalogueItem).extend({ understood }),
});

const releaseRef = z.object({
  id: uuid,
  fileName: z.string(),
  releasedOn: day.nullable(),
  importedAt: moment,
});

const itemVersion = z.object({
  /** The release that brought this content. */
  release: releaseRef.nullable(),
  /** The release that ended it; null for the content in force. */
  endedBy: releaseRef.nullable(),
  /** What differs from the version after it, as column → value then. */
  differences: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
});

const codeStep = z.object({
  fromCode: z.string(),
  toCode: z.string().nullable(),
  kind: z.enum(['disabled', 'transcoded']),
  note: z.string(),
  at: moment,
});

export const itemDetail = catalogueItem
  .extend({
    productCode: z.string(),
    classCode: z.string(),
    certificateBefore: z.string(),
    pieceNumber: z.string(),
    pieceName: z.string(),
    registrant: z.string(),
    codeBefore: z.string().nullable(),
    codeBeforeState: z.string(),
    changeKind: z.string(),
    goodsId: z.string(),
    note: z.string(),
    deviceIdentifiers: z.array(z.string()),
    release: releaseRef.nullable(),
    versions: z.array(itemVersion),
    /** Changes of code that lead here or on from here, oldest first. */
    codes: z.array(codeStep),
    /** Where business under this code goes on; the code itself while it is in force. */
    current: z.object({ itemCode: z.string(), state: itemState.nullable() }),
    /** Further specifications of the same product. */
    siblings: z.number().int(),
  })
  .meta({ id: 'CatalogueItemDetail' });
export type ItemDetail = z.output<typeof itemDetail>;

export const readItem = endpoint({
  id: 'catalogue.read',
  method: 'GET',
  path: '/api/catalogue/items/:itemCode',
  summary: {
    zh: '一个医保耗材代码的详情与历次变化',
    en: 'One national code with its versions and changes of code',
  },
  clauses: ['HN-2', 'HN-8'],
  permission: 'catalogue.read',
  params: z.object({ itemCode }),
  reply: itemDetail,
  refusals: refusals({
    'catalogue.unknown': {
      zh: '代码库中没有这个 27 位代码',
      en: 'The code database has no such 27-character code',
      status: 404,
    },
  }),
});

const rowTally = z.object({
  read: z.number().int(),
  new: z.number().int(),
  changed: z.number().int(),
  same: z.number().int(),
  duplicate: z.number().int(),
  flagged: z.number().int(),
  refused: z.number().int(),
  unknown: z.number().int(),
  /** Distinct codes among the rows. */
  unique: z.number().int(),
});

export const codeRelease = z
  .object({
    id: uuid,
    kind: z.enum(['items', 'disabled', 'transcoded']),
    fileName: z.string(),
    fileBytes: z.number().int(),
    releasedOn: day.nullable(),
    importedAt: moment,
    importedBy: z.string().nullable(),
    finishedAt: moment.nullable(),
    state: z.enum(['running', 'done', 'failed']),
    phase: z.enum(['reading', 'indexing', 'finished']),
    /** How far the phase is, 0 to 1. */
    share: z.number(),
    rows: rowTally,
    /** Why a failed import failed. */
    problem: z
      .object({ code: z.string(), text: z.object({ zh: z.string(), en: z.string() }), facts })
      .nullable(),
    /** True when there are rows to look at in the error workbook. */
    hasProblems: z.boolean(),
  })
  .meta({ id: 'CodeRelease' });
export type CodeRelease = z.output<typeof codeRelease>;

export const listReleases = endpoint({
  id: 'catalogue.listReleases',
  method: 'GET',
  path: '/api/catalogue/releases',
  summary: { zh: '国家代码版本与导入记录', en: 'Releases of the national codes and their imports' },
  clauses: ['HN-2', 'HN-8'],
  permission: 'catalogue.read',
  query: z.strictObject({ ...paging, state: z.enum(['running', 'done', 'failed']).optional() }),
  reply: pageOf(codeRelease),
});

const releaseUnknown = {
  'catalogue.releaseUnknown': { zh: '没有这个版本', en: 'There is no such release', status: 404 },
} as const;

export const readRelease = endpoint({
  id: 'catalogue.readRelease',
  method: 'GET',
  path: '/api/catalogue/releases/:releaseId',
  summary: { zh: '一次导入的进度与结果', en: 'Progress and result of one import' },
  clauses: ['HN-8'],
  permission: 'catalogue.read',
  params: z.object({ releaseId: uuid }),
  reply: codeRelease,
  refusals: refusals(releaseUnknown),
});

/** The largest file an import takes. */
export const releaseMegabytesMax = 512;

/** Why a release workbook is not imported, besides what no workbook may be. */
export const releaseRefusals = refusals({
  ...workbookRefusals,
  'release.unknownLayout': {
    zh: '不是国家医保耗材代码的工作簿：缺少列 {missing}',
    en: 'This is no workbook of the national codes: these columns are missing: {missing}',
    status: 400,
  },
  'release.empty': { zh: '工作簿中没有数据行', en: 'The workbook has no rows', status: 400 },
  'release.anotherRuns': {
    zh: '另一份代码文件正在导入，请等它完成',
    en: 'Another release is being imported; wait until it is done',
  },
});

export const importRelease = endpoint({
  id: 'catalogue.import',
  method: 'POST',
  path: '/api/catalogue/releases',
  summary: { zh: '导入国家医保耗材代码工作簿', en: 'Import a workbook of the national codes' },
  clauses: ['HN-2', 'HN-8'],
  permission: 'catalogue.import',
  query: z.strictObject({ releasedOn: day.optional() }),
  /** `repeated`: this very file was imported before, nothing was done. */
  reply: z.object({ release: codeRelease, repeated: z.boolean() }),
  refusals: releaseRefusals,
  media: { request: 'multipart/form-data' },
});

const releaseRow = z.object({
  row: z.number().int(),
  outcome: z.enum(['duplicate', 'refused', 'flagged', 'unknown']),
  itemCode: z.string().nullable(),
  problems: z.array(
    z.object({ code: z.string(), text: z.object({ zh: z.string(), en: z.string() }), detail: z.string() }),
  ),
});
export type ReleaseRow = z.output<typeof releaseRow>;

export const listReleaseRows = endpoint({
  id: 'catalogue.listReleaseRows',
  method: 'GET',
  path: '/api/catalogue/releases/:releaseId/rows',
  summary: { zh: '导入中有问题的行', en: 'Rows of an import that were not simply taken' },
  clauses: ['HN-8'],
  permission: 'catalogue.read',
  params: z.object({ releaseId: uuid }),
  query: z.strictObject({
    ...paging,
    outcome: z.enum(['duplicate', 'refused', 'flagged', 'unknown']).optional(),
  }),
  reply: pageOf(releaseRow),
  refusals: refusals(releaseUnknown),
});

export const downloadReleaseProblems = endpoint({
  id: 'catalogue.downloadProblems',
  method: 'GET',
  path: '/api/catalogue/releases/:releaseId/problems.xlsx',
  summary: {
    zh: '下载带问题列的工作簿副本',
    en: 'Download the copy of the workbook with a column of problems',
  },
  clauses: ['HN-8'],
  permission: 'catalogue.read',
  params: z.object({ releaseId: uuid }),
  /** 'problems': only the rows concerned; 'all': the whole workbook. */
  query: z.strictObject({ rows: z.enum(['problems', 'all']).default('problems') }),
  reply: z.unknown(),
  refusals: refusals({
    ...releaseUnknown,
    'catalogue.fileGone': {
      zh: '原始文件已不在服务器上，无法生成副本',
      en: 'The original file is no longer on the server',
      status: 404,
    },
  }),
  media: { reply: workbookType },
});

/** What a row of a release is told, in words. {detail} is what was found. */
export const rowTexts = {
  'row.duplicate': {
    zh: '代码重复：以文件中首次出现的行为准',
    en: 'Duplicate code: the first row of the file counts',
  },
  'row.codeMissing': { zh: '缺少 27 位码', en: 'The 27-character code is missing' },
  'row.codeMalformed': { zh: '27 位码格式错误：{detail}', en: 'Not a 27-character code: {detail}' },
  'row.nameMissing': { zh: '缺少产品名称', en: 'The product name is missing' },
  'row.manufacturerMissing': { zh: '缺少耗材企业', en: 'The manufacturer is missing' },
  'row.tooLong': { zh: '单元格内容过长', en: 'A cell is too long' },
  'row.characters': { zh: '单元格含有无法识别的字符', en: 'A cell contains characters that are no text' },
  'row.certificateDirty': {
    zh: '注册备案号不规范（已保留）：{detail}',
    en: 'Certificate number does not follow the rules (kept): {detail}',
  },
  'row.udiWrong': {
    zh: 'UDI-DI 校验位错误（已保留）：{detail}',
    en: 'UDI-DI with a wrong check digit (kept): {detail}',
  },
  'row.classDiffers': {
    zh: '分类代码与 27 位码不一致（已保留）：{detail}',
    en: 'Classification differs from the code (kept): {detail}',
  },
  'row.beforeMalformed': {
    zh: '原 27 位码格式错误（未采用）：{detail}',
    en: 'Former code is malformed (not used): {detail}',
  },
  'row.codeUnknown': {
    zh: '代码库中暂无此代码（变更已登记）',
    en: 'The code is not in the database yet (the change is kept)',
  },
  'row.transcodeToItself': { zh: '新旧代码相同', en: 'The old and the new code are the same' },
} as const;
export type RowProblemCode = keyof typeof rowTexts;

/** Why a certificate number is dirty, in words (DirtyReason of packages/rules/src/codes/certificate.ts). */
export const dirtyTexts = {
  empty: { zh: '未填写', en: 'empty' },
  tooLong: { zh: '过长', en: 'too long' },
  severalNumbers: { zh: '含多个证号', en: 'several numbers' },
  drugApproval: { zh: '是药品批准文号', en: 'a drug approval number' },
  unknownForm: { zh: '格式无法识别', en: 'unknown form' },
  unknownAuthority: { zh: '发证机关简称不明', en: 'unknown authority' },
  wrongDigitCount: { zh: '数字位数不对', en: 'wrong number of digits' },
  unknownClass: { zh: '管理类别不明', en: 'unknown management class' },
  classNotOfAuthority: { zh: '管理类别与发证机关不符', en: 'class not of this authority' },
  originNotOfAuthority: { zh: '准/进/许与发证机关不符', en: 'origin not of this authority' },
  yearOutOfRange: { zh: '年份不合理', en: 'year out of range' },
} as const;
