import type { NoticeText } from './notices.ts';

const detail = { zh: '{title} · {number}', en: '{title} · {number}' } as const;

function to(zh: string, en: string, more: Partial<NoticeText> = {}): NoticeText {
  return {
    title: { zh, en },
    detail,
    href: '/rounds/{subject}',
    tone: 'notice',
    permission: 'tender.read',
    ...more,
  };
}
function screening(zh: string, en: string, more: Partial<NoticeText> = {}): NoticeText {
  return to(zh, en, { href: '/round-screenings/{subject}', permission: 'tender.plan', ...more });
}

/** What rounds of volume-based procurement tell the people concerned. */
export const tenderNotices = {
  'tender.breachAsked': to('请就集采项目有关事项作出说明', 'Explain a matter of a round', {
    href: '/breaches/{subject}',
    tone: 'danger',
    permission: 'tender.answerBreach',
  }),
  'tender.breachUpheld': to('违规举报查实', 'A reported breach was upheld', {
    href: '/breaches/{subject}',
    tone: 'danger',
    permission: 'tender.answerBreach',
  }),
  'tender.breachDismissed': to('违规举报不成立', 'A reported breach was unfounded', {
    href: '/breaches/{subject}',
    tone: 'good',
    permission: 'tender.answerBreach',
  }),
  'tender.breachHandedOver': to('医疗机构违规查实，移送处理', 'An institution’s breach is handed to you', {
    detail: { zh: '{accused} · {title} · {number}', en: '{accused} · {title} · {number}' },
    href: '/breaches/{subject}',
    tone: 'warning',
    permission: 'tender.supervise',
  }),
  'tender.screeningReady': screening(
    '历史采购数据已汇总，请遴选品种',
    'Past purchases are collected: choose',
  ),
  'tender.choiceProposed': screening('品种选择待共同确定', 'A choice of items waits for your agreement'),
  'tender.choiceAgreed': screening('品种已共同确定', 'The items were chosen together', { tone: 'good' }),
  'tender.choiceReturned': screening('品种选择未获同意', 'The choice of items was not agreed to', {
    tone: 'warning',
    detail: { zh: '{title} · {note}', en: '{title} · {note}' },
  }),
  'tender.toApprove': to('集采方案待审定', 'The plan of a round waits for approval', {
    permission: 'tender.approve',
  }),
  'tender.approved': to('集采方案已审定', 'The plan of a round was approved', { tone: 'good' }),
  'tender.returned': to('集采方案被退回', 'The plan of a round was returned', {
    tone: 'warning',
    detail: { zh: '{title} · {note}', en: '{title} · {note}' },
  }),
  'tender.filed': to('集采方案报送备案', 'The plan of a round was filed with you', {
    permission: 'tender.file',
  }),
  'tender.filingNoted': to('集采方案备案已收悉', 'The filed plan was taken note of', { tone: 'good' }),
  'tender.announced': to('集采项目公告', 'A round was announced', {
    detail: { zh: '{title} · 报量截止 {demandDue}', en: '{title} · volumes due {demandDue}' },
  }),
  'tender.amended': to('集采项目更正', 'A round was amended', {
    tone: 'warning',
    detail: { zh: '{title} · {notice}', en: '{title} · {notice}' },
  }),
  'tender.noticePublished': to('集采项目发布文件或通知', 'Documents or a notice of a round', {
    tone: 'plain',
    detail: { zh: '{title} · {notice}', en: '{title} · {notice}' },
  }),
  'tender.asked': to('潜在投标人提问，请公开答复', 'A question waits for a public answer', {
    permission: 'tender.plan',
  }),
  'tender.answered': to('您的提问已公开答复', 'Your question was answered in public', { tone: 'good' }),
  'tender.cancelled': to('集采项目已取消', 'A round was cancelled', {
    tone: 'warning',
    detail: { zh: '{title} · {note}', en: '{title} · {note}' },
  }),
  'tender.joiningAsked': to('医疗机构申请参加或退出', 'An institution asks to join or leave', {
    permission: 'tender.plan',
    detail: { zh: '{title} · {institution}', en: '{title} · {institution}' },
  }),
  'tender.joiningDecided': to('参加或退出申请已处理', 'Your request to join or leave was decided', {
    detail: { zh: '{title} · {outcome}', en: '{title} · {outcome}' },
  }),
  'tender.itemStopped': to('品种转由上级集采，停止采购', 'An item stops: a wider round took it over', {
    tone: 'danger',
    detail: { zh: '{item} · {wider}', en: '{item} · {wider}' },
  }),
  'tender.renewalOpened': to(
    '采购周期将届满，请确定接续方式',
    'The end of the term comes near: decide what follows',
    {
      tone: 'warning',
      permission: 'tender.plan',
    },
  ),
  'tender.ended': to('采购周期已届满', 'The term of a round is over', { tone: 'plain' }),
} as const satisfies Record<string, NoticeText>;
