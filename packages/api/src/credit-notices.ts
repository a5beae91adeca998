import type { NoticeText } from './notices.ts';

/** What credit tells the people concerned. */
export const creditNotices = {
  'credit.hearing': {
    title: { zh: '拟作信用处置，请陈述申辩', en: 'A measure is proposed; state your side' },
    detail: {
      zh: '{number}：{ground}，拟处理：{measure}。请在期限内陈述申辩并附证明材料',
      en: '{number}: {groundEn}, proposed: {measureEn}. State your side with evidence in time',
    },
    href: '/credit/cases/{subject}',
    tone: 'warning',
    permission: 'credit.read',
  },
  'credit.decided': {
    title: { zh: '信用案件已决定', en: 'A credit case was decided' },
    detail: { zh: '{number}：{measure}', en: '{number}: {measureEn}' },
    href: '/credit/cases/{subject}',
    tone: 'warning',
    permission: 'credit.read',
  },
  'credit.dropped': {
    title: { zh: '信用案件不予认定', en: 'A credit case was dropped' },
    detail: { zh: '{number}：{note}', en: '{number}: {note}' },
    href: '/credit/cases/{subject}',
    tone: 'good',
    permission: 'credit.read',
  },
  'credit.reminded': {
    title: { zh: '提醒告诫', en: 'Reminder' },
    detail: {
      zh: '{number}：{ground}。请立即改正，再次发生将从重处置',
      en: '{number}: {groundEn}. Correct this at once; the next time weighs heavier',
    },
    href: '/credit/cases/{subject}',
    tone: 'warning',
    permission: 'credit.read',
  },
  'credit.ended': {
    title: { zh: '信用处置已终止', en: 'Measures have ended' },
    detail: {
      zh: '{number}：处置措施已终止。因此停止挂网的产品须经决定后恢复',
      en: '{number}: the measures have ended. Products taken out by them come back by decision',
    },
    href: '/credit/cases/{subject}',
    tone: 'good',
    permission: 'credit.read',
  },
  'credit.repairDecided': {
    title: { zh: '信用修复申请已决定', en: 'The application for repair was decided' },
    detail: { zh: '{number}：{outcome}。{note}', en: '{number}: {outcomeEn}. {note}' },
    href: '/credit/cases/{subject}',
    tone: 'notice',
    permission: 'credit.read',
  },
  'credit.step': {
    title: { zh: '供货、配送履约问题：{step}', en: 'Failing supply: {stepEn}' },
    detail: { zh: '{number}：{content}', en: '{number}: {content}' },
    href: '/credit/supply/{subject}',
    tone: 'warning',
    permission: 'credit.read',
  },
  'credit.stepDone': {
    title: { zh: '惩戒步骤已办结', en: 'A step of the ladder is done' },
    detail: { zh: '{number}：{step}', en: '{number}: {stepEn}' },
    href: '/credit/supply/{subject}',
    tone: 'notice',
    permission: 'credit.read',
  },
} as const satisfies Record<string, NoticeText>;
