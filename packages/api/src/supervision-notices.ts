import type { NoticeText } from './notices.ts';

/** What supervision tells the people concerned. */
export const supervisionNotices = {
  'warning.delivery.low': {
    title: { zh: '配送率偏低', en: 'Low delivery rate' },
    detail: {
      zh: '{distributor} 连续 {months} 个月配送率低于 {least}，上月 {rate}',
      en: '{distributor}: below {least} for {months} months, {rate} last month',
    },
    href: '/warnings?state=new&kind=delivery.low',
    tone: 'warning',
    permission: 'supervision.read',
  },
  'supervision.warningWithdrawn': {
    title: { zh: '价格预警已撤回', en: 'A price warning was withdrawn' },
    detail: { zh: '申诉 {number} 成立：{note}', en: 'Appeal {number} was upheld: {note}' },
    href: '/appeals/{appeal}',
    tone: 'good',
    permission: 'supervision.readAppeals',
  },
  'supervision.appealFiled': {
    title: { zh: '有新的价格区域申诉', en: 'An appeal against a zone' },
    detail: { zh: '{organisation}：{product}', en: '{organisation}: {product}' },
    href: '/appeals/{subject}',
    tone: 'notice',
    permission: 'supervision.handle',
  },
  'supervision.appealChecked': {
    title: { zh: '价格区域申诉待决定', en: 'An appeal against a zone waits for a decision' },
    detail: { zh: '{number}：{product}', en: '{number}: {product}' },
    href: '/appeals/{subject}',
    tone: 'notice',
    permission: 'supervision.handle',
  },
  'supervision.appealDecided': {
    title: { zh: '价格区域申诉有结果', en: 'An appeal against a zone was decided' },
    detail: { zh: '{number}：{outcome}', en: '{number}: {outcome}' },
    href: '/appeals/{subject}',
    tone: 'notice',
    permission: 'supervision.readAppeals',
  },
  'supervision.decisionEntered': {
    title: { zh: '规则决定待审批', en: 'A decision on a rule waits for approval' },
    detail: { zh: '{number}：{name}，{from} 起执行', en: '{number}: {name}, from {from}' },
    href: '/zone-rules',
    tone: 'notice',
    permission: 'supervision.handle',
  },
  'supervision.decisionDecided': {
    title: { zh: '规则决定已审批', en: 'A decision on a rule was dealt with' },
    detail: { zh: '{number}：{name}', en: '{number}: {name}' },
    href: '/zone-rules',
    tone: 'plain',
    permission: 'supervision.handle',
  },
  'supervision.summoned': {
    title: { zh: '医保部门约谈通知', en: 'The bureau asks you in' },
    detail: { zh: '{number}：{title}，{place}', en: '{number}: {title}, {place}' },
    href: '/oversight/{subject}',
    tone: 'warning',
    permission: 'supervision.readCases',
  },
  'supervision.reported': {
    title: { zh: '医保部门通报', en: 'A report of the bureau on your institution' },
    detail: { zh: '{number}：{title}', en: '{number}: {title}' },
    href: '/oversight/{subject}',
    tone: 'danger',
    permission: 'supervision.readCases',
  },
  'supervision.caseMoved': {
    title: { zh: '约谈或通报有新进展', en: 'An interview or report moved on' },
    detail: { zh: '{number}：{title}', en: '{number}: {title}' },
    href: '/oversight/{subject}',
    tone: 'notice',
    permission: 'supervision.readCases',
  },
  'supervision.caseAnswered': {
    title: { zh: '医疗机构已提交整改情况', en: 'An institution answered on its rectification' },
    detail: { zh: '{number}：{institution}', en: '{number}: {institution}' },
    href: '/oversight/{subject}',
    tone: 'notice',
    permission: 'supervision.handle',
  },
} as const satisfies Record<string, NoticeText>;
