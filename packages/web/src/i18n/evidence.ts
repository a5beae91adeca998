import { defineTexts } from './texts.ts';

/** Words around files that are handed in. */
export const evidenceTexts = defineTexts({
  zh: {
    choose: '点击选择文件，或拖到此处',
    file: '已上传的文件',
    asking: '正在读取上传限制…',
    limits: (types: string, size: string, most: number) =>
      `${types}；每个不超过 ${size}${Number.isFinite(most) ? `，最多 ${most} 个` : ''}`,
    kept: (days: string) => `网络中断后自动续传；未提交使用的文件保留 ${days}`,
    comma: '、',
    tooLarge: (name: string, size: string) => `“${name}”超过 ${size}`,
    empty: (name: string) => `“${name}”是空文件`,
    tooMany: (most: number) => `最多可附 ${most} 个文件，其余未上传`,
    remove: (name: string) => `移除 ${name}`,
    none: '无附件',
    stages: {
      sending: '正在上传',
      paused: '网络中断，恢复后自动继续',
      checking: '正在检查内容',
      waiting: '等待病毒扫描',
      ready: '已上传',
      refused: '未接受',
    },
  },
  en: {
    choose: 'Click to choose files, or drop them here',
    file: 'File handed in before',
    asking: 'Reading the limits…',
    limits: (types: string, size: string, most: number) =>
      `${types}; each up to ${size}${Number.isFinite(most) ? `, at most ${most}` : ''}`,
    kept: (days: string) =>
      `Goes on by itself after a lost connection; files that are not submitted are kept for ${days}`,
    comma: ', ',
    tooLarge: (name: string, size: string) => `${name} is larger than ${size}`,
    empty: (name: string) => `${name} is empty`,
    tooMany: (most: number) => `At most ${most} files; the others were not sent`,
    remove: (name: string) => `Remove ${name}`,
    none: 'No files',
    stages: {
      sending: 'uploading',
      paused: 'connection lost, goes on by itself',
      checking: 'being checked',
      waiting: 'waiting for the virus scanner',
      ready: 'handed in',
      refused: 'not accepted',
    },
  },
});
