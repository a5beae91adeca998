import type { NoticeText } from './notices.ts';

const href = '/admissions/{subject}';
const firm = 'admission.apply';
const officer = 'admission.check';

/** What admission tells the people concerned. */
export const admissionNotices = {
  'admission.submitted': {
    title: { zh: '收到挂网申请', en: 'An application for listing came in' },
    detail: { zh: '{manufacturer}：{product}，{number}', en: '{manufacturer}: {product}, {number}' },
    href,
    tone: 'notice',
    permission: officer,
  },
  'admission.supplementAsked': {
    title: { zh: '挂网申请需要补正', en: 'Something is missing in your application' },
    detail: { zh: '{product}，{number}：{note}', en: '{product}, {number}: {note}' },
    href,
    tone: 'warning',
    permission: firm,
  },
  'admission.supplemented': {
    title: { zh: '企业已补正', en: 'The enterprise supplied what was missing' },
    detail: { zh: '{manufacturer}：{product}，{number}', en: '{manufacturer}: {product}, {number}' },
    href,
    tone: 'notice',
    permission: officer,
  },
  'admission.lapsed': {
    title: { zh: '逾期未补正，申请已失效', en: 'Your application lapsed' },
    detail: { zh: '{product}，{number}；可重新申请', en: '{product}, {number}; you may apply again' },
    href,
    tone: 'danger',
    permission: firm,
  },
  'admission.checked': {
    title: { zh: '形式审查已完成', en: 'The formal check is done' },
    detail: { zh: '{product}，{number}：{next}', en: '{product}, {number}: {nextEn}' },
    href,
    tone: 'plain',
    permission: firm,
  },
  'admission.toDecide': {
    title: { zh: '挂网申请待决定', en: 'An application waits for a decision' },
    detail: { zh: '{manufacturer}：{product}，{number}', en: '{manufacturer}: {product}, {number}' },
    href,
    tone: 'notice',
    permission: 'admission.decide',
  },
  'admission.listed': {
    title: { zh: '产品获准挂网', en: 'Your product is listed' },
    detail: {
      zh: '{product}，{number}：挂网 {listed} 个，不予挂网 {refused} 个',
      en: '{product}, {number}: {listed} listed, {refused} refused',
    },
    href,
    tone: 'good',
    permission: firm,
  },
  'admission.refused': {
    title: { zh: '不予挂网', en: 'Your application was refused' },
    detail: {
      zh: '{product}，{number}：{reason}；可重新申请',
      en: '{product}, {number}: {reasonEn}; you may apply again',
    },
    href,
    tone: 'danger',
    permission: firm,
  },
  'admission.sentBack': {
    title: { zh: '挂网申请退回重新审查', en: 'An application was sent back to the check' },
    detail: { zh: '{product}，{number}：{note}', en: '{product}, {number}: {note}' },
    href,
    tone: 'warning',
    permission: officer,
  },
  'admission.overdue': {
    title: { zh: '挂网申请办理超期', en: 'A step of an application is overdue' },
    detail: { zh: '{step}：{product}，{number}', en: '{stepEn}: {product}, {number}' },
    href,
    tone: 'danger',
    permission: officer,
  },
} as const satisfies Record<string, NoticeText>;
