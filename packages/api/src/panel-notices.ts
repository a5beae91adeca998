import type { NoticeText } from './notices.ts';

const desk = '/reviews/{subject}';

/** What panels tell offices. An expert is told by the own to-dos: an inbox is a whole hospital's. */
export const panelNotices = {
  'panel.opened': {
    title: { zh: '待组织专家评审', en: 'An expert panel is asked for' },
    detail: {
      zh: '{title}（{number}），请封存抽取名单',
      en: '{titleEn} ({number}); freeze the list of experts',
    },
    href: desk,
    tone: 'notice',
    permission: 'panel.draw',
  },
  'panel.short': {
    title: { zh: '评审专家不足', en: 'A panel has too few members' },
    detail: { zh: '{title}（{number}），请重新抽取', en: '{titleEn} ({number}); draw again' },
    href: desk,
    tone: 'warning',
    permission: 'panel.draw',
  },
  'panel.closed': {
    title: { zh: '专家评审已结束', en: 'An expert panel closed' },
    detail: { zh: '{title}（{number}），{score} 分', en: '{titleEn} ({number}), {score} points' },
    href: desk,
    tone: 'plain',
    permission: 'panel.read',
  },
  'panel.expertToApprove': {
    title: { zh: '评审专家待审核', en: 'An expert waits for approval' },
    detail: { zh: '{name}（{code}）', en: '{name} ({code})' },
    href: '/experts/{subject}',
    tone: 'notice',
    permission: 'panel.approve',
  },
  'panel.outcome': {
    title: { zh: '专家评审结果', en: 'Result of the expert panel' },
    detail: { zh: '{title}（{number}）：{outcome}', en: '{titleEn} ({number}): {outcomeEn}' },
    href: '/review-results/{subject}',
    tone: 'notice',
    permission: 'panel.outcome',
  },
} as const satisfies Record<string, NoticeText>;
