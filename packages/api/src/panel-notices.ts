import type { NoticeText } from './notices.ts';

const desk = '/reviews/{subject}';
const own = '/my-reviews/{subject}';

/** What panels tell the people concerned. */
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
  'panel.invited': {
    title: { zh: '邀请您参加专家评审', en: 'You are asked to sit on a panel' },
    detail: { zh: '{title}（{number}），请答复是否参加', en: '{titleEn} ({number}); please answer' },
    href: own,
    tone: 'notice',
    permission: 'panel.score',
  },
  'panel.lapsed': {
    title: { zh: '评审期限已过', en: 'Your time for a review has ended' },
    detail: {
      zh: '{title}（{number}），已由候补专家接替',
      en: '{titleEn} ({number}); another expert took the seat',
    },
    href: own,
    tone: 'plain',
    permission: 'panel.score',
  },
  'panel.toSign': {
    title: { zh: '请签署评审纪要', en: 'Minutes of a review wait for your signature' },
    detail: { zh: '{title}（{number}）', en: '{titleEn} ({number})' },
    href: own,
    tone: 'notice',
    permission: 'panel.score',
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
