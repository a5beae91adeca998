import type { NoticeText } from './notices.ts';

const detail = { zh: '{number} · {other}', en: '{number} · {other}' } as const;

function to(zh: string, en: string, more: Partial<NoticeText> = {}): NoticeText {
  return {
    title: { zh, en },
    detail,
    href: '/agreements/{subject}',
    tone: 'notice',
    permission: 'agreement.read',
    ...more,
  };
}

/** What agreements tell the people concerned. */
export const agreementNotices = {
  'agreement.choiceOpened': to('请选择剩余量分配', 'Choose where your leftover volume goes', {
    href: '/leftover-choices/{subject}/{institution}',
    permission: 'agreement.choose',
    detail: { zh: '{title}（{number}）', en: '{title} ({number})' },
  }),
  'agreement.choiceReminded': to('剩余量选择即将截止', 'The choice of leftover volume ends soon', {
    href: '/leftover-choices/{subject}/{institution}',
    permission: 'agreement.choose',
    tone: 'warning',
    detail: {
      zh: '{title}（{number}）：逾期未选择的按规则默认分配',
      en: '{title} ({number}): what is not chosen follows the rule',
    },
  }),
  'agreement.toSign': to('购销合同待签署', 'Agreements wait for your signature', {
    href: '/agreements?mine=true',
    permission: 'agreement.sign',
    detail: { zh: '{title}：{count} 份', en: '{title}: {count}' },
  }),
  'agreement.remind': to('购销合同签署期限将至', 'The time to sign runs out', {
    permission: 'agreement.sign',
    tone: 'warning',
  }),
  'agreement.otherSigned': to('对方已签署购销合同', 'The other side signed', {
    permission: 'agreement.sign',
  }),
  'agreement.inForce': to('购销合同已生效', 'Agreement in force', { tone: 'good' }),
  'agreement.overdue': to('购销合同逾期未签', 'Agreement not signed in time', { tone: 'danger' }),
  'agreement.voided': to('购销合同失效', 'Agreement void', { tone: 'danger' }),
  'agreement.ended': to('购销合同终止', 'Agreement ended', { tone: 'warning' }),
  'agreement.amendmentProposed': to('补充协议待签署', 'A supplement waits for your signature', {
    permission: 'agreement.sign',
  }),
  'agreement.amended': to('补充协议已生效', 'Supplement in force', { tone: 'good' }),
  'agreement.amendmentEnded': to('补充协议未成立', 'Supplement came to nothing'),
} as const satisfies Record<string, NoticeText>;
