import { z } from 'zod';
import { refusals } from './endpoint.ts';

/** What a workbook is sent as. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** How far the import of a workbook is: checked, handed over by whoever entered it, decided on by another (HN-15). */
export const importState = z.enum(['checked', 'submitted', 'approved', 'rejected', 'discarded']);
export type ImportState = z.output<typeof importState>;

/** Why an uploaded file is not read as a workbook. */
export const workbookRefusals = refusals({
  'workbook.empty': { zh: '文件是空的', en: 'The file is empty', status: 400 },
  'workbook.tooLarge': { zh: '文件超过大小限制', en: 'The file is larger than allowed', status: 413 },
  'workbook.notAWorkbook': {
    zh: '文件不是 .xlsx 工作簿',
    en: 'The file is not an .xlsx workbook',
    status: 400,
  },
  'workbook.oldFormat': {
    zh: '这是旧版 .xls 文件，请在 Excel 中另存为 .xlsx 后再上传',
    en: 'This is an old .xls file; save it as .xlsx and upload that',
    status: 400,
  },
  'workbook.encrypted': {
    zh: '文件设有打开密码，请取消密码后再上传',
    en: 'The file is protected by a password; remove it and upload again',
    status: 400,
  },
  'workbook.macros': {
    zh: '不接受含宏的工作簿，请另存为 .xlsx',
    en: 'Workbooks with macros are not accepted; save as .xlsx',
    status: 400,
  },
  'workbook.broken': {
    zh: '文件已损坏，无法读取（{detail}）',
    en: 'The file is damaged and cannot be read ({detail})',
    status: 400,
  },
  'workbook.expandsTooMuch': {
    zh: '文件解压后过大，拒绝读取',
    en: 'The file unpacks to more than is allowed',
    status: 413,
  },
  'workbook.tooManyColumns': { zh: '列数过多', en: 'The sheet has too many columns', status: 400 },
  'workbook.sheetMissing': {
    zh: '工作簿中没有可读的工作表',
    en: 'The workbook has no sheet to read',
    status: 400,
  },
});
