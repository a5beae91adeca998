import type { PolicyKeyInfo } from '../key-info.ts';
import type { Wording } from '../provision.ts';

const days: Wording = { zh: '天', en: 'days' };

export const directoryKeys = {
  'directory.idleNoticeDays': {
    shape: 'count',
    unit: days,
    zh: '无销售暂停挂网的预告天数',
    en: 'Days of notice before a suspension for no sale',
  },
  'directory.finishWithin': {
    shape: 'term',
    zh: '撤网、暂停前办结未完业务的期限',
    en: 'Time to finish what is open before a closing takes effect',
  },
  'directory.resumeDecideWithin': {
    shape: 'term',
    zh: '恢复挂网申请的办理期限',
    en: 'Time to decide an application for resumption',
  },
  'directory.deliveryExcused': {
    shape: 'codedList',
    zh: '不计入配送率的不予配送原因',
    en: 'Reasons for not delivering that do not count against the delivery rate',
  },
} as const satisfies Record<string, PolicyKeyInfo>;
