import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Every "no" of zones, appeals, anomalies, cases and trials. */
export const zoneRefusals = refusals({
  'supervision.listingUnknown': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  'supervision.decisionUnknown': { zh: '没有这项决定', en: 'There is no such decision', status: 404 },
  'supervision.decisionDecided': { zh: '这项决定已经处理', en: 'The decision was dealt with already' },
  'supervision.fromNotAhead': {
    zh: '执行日期须在明天（{earliest}）或以后：当日各价格的区域不变',
    en: 'It has to begin on {earliest} or later: a price keeps its zone for the day',
  },
  'supervision.sameDayDecided': {
    zh: '{from} 起已有一项同类决定',
    en: 'Another decision on the same rule begins on {from}',
  },
  'supervision.ownDecision': {
    zh: '录入人不能审批自己录入的决定',
    en: 'Whoever entered a decision does not approve it',
    status: 403,
  },
  'supervision.noteMissing': { zh: '请说明原因', en: 'Say why', status: 400 },
  'supervision.appealUnknown': { zh: '没有这项申诉', en: 'There is no such appeal', status: 404 },
  'supervision.appealOpen': { zh: '同一事项已有一项申诉在处理', en: 'An appeal on the same matter is open' },
  'supervision.appealWrongState': {
    zh: '申诉当前状态不能做这一步',
    en: 'The appeal’s present state does not allow this',
  },
  'supervision.pricePointUnknown': {
    zh: '参考数据中没有 {price} 元这个价格',
    en: 'No price of {price} yuan is in the reference set',
  },
  'supervision.warningUnknown': {
    zh: '没有涉及贵单位的这条预警',
    en: 'There is no such warning that concerns you',
    status: 404,
  },
  'supervision.tradeNotAppealed': {
    zh: '所选成交不属于申诉的价格',
    en: 'A trade chosen is not of the price that is appealed against',
    status: 400,
  },
  'supervision.ownCheck': {
    zh: '核查人不能决定自己核查的申诉',
    en: 'Whoever checked an appeal does not decide it',
    status: 403,
  },
  'supervision.nothingToExclude': {
    zh: '核查没有指明有误的成交，不能认定申诉成立',
    en: 'The check named no wrong trade, so the appeal cannot be upheld',
  },
  'supervision.anomalyUnknown': {
    zh: '没有这条异常，或不在您的管辖范围',
    en: 'There is no such anomaly in your jurisdiction',
    status: 404,
  },
  'supervision.anomalyHandled': { zh: '该异常已处理', en: 'The anomaly was dealt with already' },
  'supervision.anomalyOfAnother': {
    zh: '所选异常不都属于这家医疗机构',
    en: 'An anomaly chosen is of another institution',
    status: 400,
  },
  'supervision.institutionUnknown': {
    zh: '请指定您管辖范围内的医疗机构',
    en: 'Name an institution of your jurisdiction',
    status: 404,
  },
  'supervision.caseUnknown': { zh: '没有这项约谈或通报', en: 'There is no such case', status: 404 },
  'supervision.caseWrongState': {
    zh: '当前状态不能做这一步',
    en: 'The case’s present state does not allow this',
  },
  'supervision.meetingMissing': { zh: '请填写约谈时间', en: 'State when the interview is', status: 400 },
  'supervision.meetingPast': {
    zh: '约谈时间须在现在以后',
    en: 'The interview has to lie ahead',
    status: 400,
  },
  'supervision.rectifyPast': { zh: '整改期限须在今天以后', en: 'The deadline has to lie ahead', status: 400 },
  'supervision.tooEarly': { zh: '约谈时间未到', en: 'The interview has not taken place yet' },
  'supervision.ownReport': {
    zh: '起草人不能发出自己起草的通报',
    en: 'Whoever wrote a report does not issue it',
    status: 403,
  },
  'supervision.trialUnknown': { zh: '没有这项试算', en: 'There is no such trial', status: 404 },
  'supervision.trialWindow': {
    zh: '试算时段须在今天以前，且不超过 {months} 个月',
    en: 'The window has to end before today and be at most {months} months long',
    status: 400,
  },
  'supervision.trialRunning': { zh: '试算尚未完成', en: 'The trial is still running' },
  ...stale,
});
type Code = keyof typeof zoneRefusals;
export function someOf<const C extends Code>(...codes: readonly C[]): Pick<typeof zoneRefusals, C> {
  return Object.fromEntries(codes.map((code) => [code, zoneRefusals[code]])) as Pick<typeof zoneRefusals, C>;
}
