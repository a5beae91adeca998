import { z } from 'zod';
import { endpoint, refusals } from './endpoint.ts';
import { moment, text, uuid } from './wire.ts';

/** Files handed in as evidence (证明材料): sent in chunks, looked into, and then attached to what they prove. */

/** No request names more files than this; how many one thing may have is the pack's `evidence.filesMax`. */
const idsMax = 100;
export const evidenceIds = z
  .array(uuid)
  .max(idsMax)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'twice' })
  .meta({ description: 'files handed in before, see evidence.begin' });

export const evidenceFile = z
  .object({
    id: uuid,
    fileName: z.string(),
    mediaType: z.string(),
    bytes: z.number().int().min(1),
    /** SHA-256 in hex. */
    hash: z.string(),
  })
  .meta({ id: 'EvidenceFile' });
export type EvidenceFile = z.output<typeof evidenceFile>;

/** What an endpoint that takes `evidenceIds` may answer; spread it into its refusals. */
export const attachRefusals = refusals({
  'evidence.unknown': {
    zh: '没有这个文件，或不是贵单位上传的',
    en: 'There is no such file of yours',
    status: 404,
  },
  'evidence.notReady': {
    zh: '文件“{fileName}”尚未上传完毕或尚未通过检查',
    en: '{fileName} is not wholly here or not yet checked',
  },
  'evidence.tooMany': { zh: '最多可附 {max} 个文件', en: 'At most {max} files can be attached' },
});

/** Why the content of a file is not taken; also kept with the file, so that its sender can read it later. */
export const contentRefusals = refusals({
  'evidence.typeUnknown': {
    zh: '文件内容不是可接受的类型（与文件扩展名无关），可接受：{types}',
    en: 'By its content (not its name) the file is of no accepted type; accepted: {types}',
  },
  'evidence.typeNotAccepted': {
    zh: '该文件是 {found}，此处不接受；可接受：{types}',
    en: 'The file is {found}, which is not accepted here; accepted: {types}',
  },
  'evidence.cutOff': {
    zh: '文件不完整，请用原文件重新上传',
    en: 'The file is not complete; send the original again',
  },
  'evidence.encrypted': {
    zh: '文件已加密或设有密码，请去除后再上传',
    en: 'The file is encrypted or has a password; remove it first',
  },
  'evidence.activeContent': {
    zh: '文件含有宏、脚本或嵌入对象（{found}），请另存为不含这些内容的文件后再上传',
    en: 'The file contains a macro, a script or an embedded object ({found}); save it without and send it again',
  },
  'evidence.oldOffice': {
    zh: '不接受旧版 Office 文件，请另存为 xlsx 或 docx',
    en: 'Files of the former Office form are not accepted; save as xlsx or docx',
  },
  'evidence.bomb': {
    zh: '文件解压后过大，疑为压缩炸弹',
    en: 'Unpacked the file would be far larger than it may be',
  },
  'evidence.infected': {
    zh: '病毒扫描发现威胁（{found}），文件已删除',
    en: 'The virus scanner found {found}; the file was removed',
  },
  'evidence.hashDiffers': {
    zh: '收到的内容与上传前计算的校验值不一致，请重新上传',
    en: 'What arrived is not what was announced; send it again',
  },
});
export type ContentRefusal = keyof typeof contentRefusals;

const wording = z.object({ zh: z.string(), en: z.string() });

export const readEvidenceLimits = endpoint({
  id: 'evidence.limits',
  method: 'GET',
  path: '/api/evidence/limits',
  summary: { zh: '上传前可知的类型与大小限制', en: 'Types and sizes, told before anything is sent' },
  permission: 'evidence.hand',
  reply: z.object({
    types: z.array(wording.extend({ code: z.string(), accept: z.array(z.string()) })),
    bytesMax: z.number().int(),
    filesMax: z.number().int(),
    chunkBytes: z.number().int(),
    looseDays: wording,
    /** Whether files are scanned for viruses on this installation. */
    scanned: z.boolean(),
  }),
});

export const arrival = z
  .object({
    id: uuid,
    fileName: z.string(),
    bytes: z.number().int(),
    /** How much is here: the next chunk starts at this offset. */
    received: z.number().int(),
    chunkBytes: z.number().int(),
    /** 'waiting': whole and sound, the virus scanner has not answered yet. */
    state: z.enum(['arriving', 'waiting', 'ready', 'refused', 'gone']),
    refusal: z.object({ code: z.string(), text: wording }).nullable(),
    mediaType: z.string().nullable(),
    hash: z.string().nullable(),
    begunAt: moment,
  })
  .meta({ id: 'EvidenceArrival' });
export type Arrival = z.output<typeof arrival>;

export const beginEvidence = endpoint({
  id: 'evidence.begin',
  method: 'POST',
  path: '/api/evidence',
  summary: {
    zh: '开始上传；同一文件上传中断的，从断点继续',
    en: 'Begin to hand in a file; one of the same content that was cut goes on where it stopped',
  },
  clauses: ['JS-34'],
  permission: 'evidence.hand',
  body: z.strictObject({
    fileName: text(200, 1),
    bytes: z.number().int().min(1).max(2_000_000_000),
    /** SHA-256 in hex of the whole file, where the sender can compute it. */
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable()
      .default(null),
  }),
  reply: arrival,
  refusals: refusals({
    'evidence.tooLarge': {
      zh: '文件超过 {max} MB 的上限',
      en: 'The file is larger than {max} MB',
      status: 413,
    },
    'evidence.tooManyLoose': {
      zh: '贵单位有 {count} 个未使用的文件，请先使用或删除（上限 {max} 个）',
      en: 'You have {count} files attached to nothing; use or remove some first (at most {max})',
    },
  }),
  creates: true,
});

const params = z.strictObject({ evidenceId: uuid });
const unknown = { 'evidence.unknown': attachRefusals['evidence.unknown'] } as const;

export const sendEvidenceChunk = endpoint({
  id: 'evidence.sendChunk',
  method: 'PUT',
  path: '/api/evidence/:evidenceId/chunk',
  summary: { zh: '上传一块，offset 为已收到的字节数', en: 'Send the chunk that starts at the offset' },
  permission: 'evidence.hand',
  params,
  query: z.strictObject({ offset: z.coerce.number().int().min(0) }),
  reply: arrival,
  refusals: refusals({
    ...unknown,
    'evidence.otherOffset': {
      zh: '应从第 {received} 字节继续',
      en: 'Go on from byte {received}',
    },
    'evidence.chunkSize': {
      zh: '除最后一块外，每块须为 {chunkBytes} 字节',
      en: 'Every chunk but the last has {chunkBytes} bytes',
    },
    'evidence.notArriving': { zh: '该文件已上传完毕或已不在', en: 'The file is whole already, or gone' },
  }),
  media: { request: 'multipart/form-data' },
});

export const finishEvidence = endpoint({
  id: 'evidence.finish',
  method: 'POST',
  path: '/api/evidence/:evidenceId/finish',
  summary: {
    zh: '上传完毕：按内容识别类型、检查并计算 SHA-256',
    en: 'All is sent: recognise the type by content, check, compute SHA-256',
  },
  clauses: ['JS-34'],
  permission: 'evidence.hand',
  params,
  reply: arrival,
  refusals: refusals({
    ...unknown,
    ...contentRefusals,
    'evidence.notWhole': { zh: '还缺 {missing} 字节', en: '{missing} bytes are still missing' },
  }),
});

export const readEvidence = endpoint({
  id: 'evidence.read',
  method: 'GET',
  path: '/api/evidence/:evidenceId',
  summary: {
    zh: '文件状态（续传时从 received 继续）',
    en: 'Where a file stands; a cut upload goes on from `received`',
  },
  permission: 'notice.read',
  params,
  reply: arrival,
  refusals: refusals(unknown),
});

export const listLooseEvidence = endpoint({
  id: 'evidence.loose',
  method: 'GET',
  path: '/api/evidence',
  summary: { zh: '本机构未使用的文件', en: 'One’s own files that are attached to nothing' },
  permission: 'evidence.hand',
  reply: z.object({ items: z.array(arrival) }),
});

export const dropEvidence = endpoint({
  id: 'evidence.drop',
  method: 'DELETE',
  path: '/api/evidence/:evidenceId',
  summary: { zh: '删除未使用的文件', en: 'Remove a file that is attached to nothing' },
  permission: 'evidence.hand',
  params,
  reply: z.object({ id: uuid }),
  refusals: refusals({
    ...unknown,
    'evidence.attached': {
      zh: '文件已用作证明材料，不能删除',
      en: 'The file is evidence of something and stays',
    },
  }),
});

export const downloadEvidence = endpoint({
  id: 'evidence.download',
  method: 'GET',
  path: '/api/evidence/:evidenceId/content',
  summary: {
    zh: '下载文件（提交方、有关各方和主管医保局）',
    en: 'The file, for its sender, those concerned and their bureau',
  },
  permission: 'notice.read',
  params,
  reply: z.unknown(),
  refusals: refusals(unknown),
  media: { reply: 'application/octet-stream' },
});

export const downloadPublicEvidence = endpoint({
  id: 'evidence.downloadPublic',
  method: 'GET',
  path: '/api/public/evidence/:evidenceId/content',
  summary: { zh: '下载公开的文件', en: 'A file that is open to anyone' },
  clauses: ['HN-16'],
  permission: 'public',
  params,
  query: z.strictObject({
    jurisdiction: z
      .string()
      .regex(/^\d{6}$/)
      .default('320000'),
  }),
  reply: z.unknown(),
  refusals: refusals(unknown),
  media: { reply: 'application/octet-stream' },
});
