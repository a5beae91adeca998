import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Every "no" of execution; each endpoint declares those that it can give. */
export const executionRefusals = refusals({
  'execution.accountUnknown': {
    zh: '没有这个约定量台账，或您无权查看',
    en: 'There is no such volume account that you may see',
    status: 404,
  },
  'execution.notBehind': {
    zh: '该台账尚未结束或已完成约定量，无需说明',
    en: 'The account is not over, or its volume was bought: there is nothing to explain',
  },
  'execution.alreadyMarked': { zh: '该台账已评定', en: 'The account was assessed already' },
  'execution.reportUnknown': {
    zh: '没有这份月报，或您无权查看',
    en: 'There is no such report that you may see',
    status: 404,
  },
  'execution.reportLineUnknown': {
    zh: '月报中没有这一行',
    en: 'The report has no such line',
  },
  'execution.reportLineMissing': {
    zh: '有 {missing} 行没有填写，请全部填写后上报',
    en: '{missing} lines are empty; fill in all of them',
  },
  'execution.deviationNeedsNote': {
    zh: '{product}：填报的采购量与平台记录（{bought}）不一致，须说明原因',
    en: '{product}: the stated purchase differs from the platform’s record ({bought}); say why',
  },
  'execution.failureUnknown': {
    zh: '没有这件供应问题，或您无权查看',
    en: 'There is no such failure to supply that you may see',
    status: 404,
  },
  'execution.productUnknown': {
    zh: '没有这个中选产品，或本机构没有它的约定量',
    en: 'There is no such selected product, or your institution has no agreed volume of it',
  },
  'execution.failureOpen': {
    zh: '该产品已有一件办理中的供应问题（{number}）',
    en: 'A failure to supply this product is being handled already ({number})',
  },
  'execution.wrongState': {
    zh: '当前状态（{state}）不能进行这项操作',
    en: 'This cannot be done in its present state ({state})',
  },
  'execution.forceMajeureNeedsEvidence': {
    zh: '主张不可抗力须附证明材料',
    en: 'Force majeure has to be shown by evidence',
  },
  'execution.answerNotDue': {
    zh: '企业尚未答复，答复期限为 {dueAt}',
    en: 'The winner has not answered yet and may until {dueAt}',
  },
  'execution.finderDecides': {
    zh: '认定人不能复核自己的认定，须由另一人办理',
    en: 'Whoever found it does not confirm it; another person does',
  },
  'execution.substituteUnknown': {
    zh: '该产品不是本品种的中选产品，不能作为替代',
    en: 'That product was not selected for this item and cannot stand in',
  },
  'execution.substituteItself': {
    zh: '替代产品须由其他中选企业供应',
    en: 'The substitute has to come from another winner',
  },
  'execution.noSubstitute': {
    zh: '中选结果没有确定该产品的替代产品，请选择替代产品',
    en: 'The result names no substitute; choose one',
  },
  'execution.noteMissing': { zh: '请说明理由', en: 'Say why' },
  'execution.eventUnknown': {
    zh: '没有这件不良事件或质量问题，或您无权查看',
    en: 'There is no such event that you may see',
    status: 404,
  },
  'execution.listingUnknown': { zh: '没有这个挂网产品', en: 'There is no such listing' },
  'execution.foundInFuture': { zh: '发现日期不能晚于今天', en: 'It cannot have been found after today' },
  'execution.patientData': {
    zh: '请不要填写患者信息（疑似证件号码或手机号：{found}）',
    en: 'Do not enter patient data (this looks like an identity or telephone number: {found})',
  },
  'execution.ownEvent': {
    zh: '提出处理意见的人不能作出决定',
    en: 'Whoever proposed the handling does not decide on it',
  },
  'execution.suspendFailed': {
    zh: '产品当前状态不能暂停挂网',
    en: 'The listing cannot be suspended in its present state',
  },
  ...stale,
});
