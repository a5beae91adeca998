import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const times: Wording = { zh: '次', en: 'times' };
const minutes: Wording = { zh: '分钟', en: 'minutes' };

export const accountKeys = {
  'account.lockoutAttempts': {
    shape: 'count',
    unit: times,
    zh: '连续登录失败锁定次数',
    en: 'Failed sign-ins before lock-out',
  },
  'account.lockoutMinutes': { shape: 'count', unit: minutes, zh: '登录锁定时长', en: 'Length of a lock-out' },
  'account.sessionIdleMinutes': {
    shape: 'count',
    unit: minutes,
    zh: '无操作自动退出时间',
    en: 'Idle time before sign-out',
  },
  'account.sessionHours': {
    shape: 'count',
    unit: { zh: '小时', en: 'hours' },
    zh: '单次登录最长时间',
    en: 'Longest session',
  },
  'account.repeatDays': {
    shape: 'count',
    unit: { zh: '日', en: 'days' },
    zh: '重复提交识别保留时间',
    en: 'How long a repeated request is recognised',
  },
  'account.passwordLengthMin': {
    shape: 'count',
    unit: { zh: '位', en: 'characters' },
    zh: '口令最短长度',
    en: 'Shortest password',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
