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
