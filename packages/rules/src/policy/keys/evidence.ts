import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const files: Wording = { zh: '个文件', en: 'files' };

export const evidenceKeys = {
  'evidence.fileTypes': {
    shape: 'codedList',
    zh: '可上传的文件类型',
    en: 'Types of files that may be handed in',
  },
  'evidence.fileMegabytesMax': {
    shape: 'count',
    unit: { zh: 'MB', en: 'MB' },
    zh: '单个文件大小上限',
    en: 'Largest file',
  },
  'evidence.filesMax': {
    shape: 'count',
    unit: files,
    zh: '每项业务附件数量上限',
    en: 'Files attached to one thing at most',
  },
  'evidence.looseFilesMax': {
    shape: 'count',
    unit: files,
    zh: '每家机构未使用文件数量上限',
    en: 'Files of an organisation that are attached to nothing, at most',
  },
  'evidence.looseKept': {
    shape: 'term',
    zh: '未使用文件保留时间',
    en: 'How long a file attached to nothing is kept',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
