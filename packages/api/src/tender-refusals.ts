import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

export const tenderRefusals = refusals({
  'tender.unknownPack': { zh: '没有这个规则包', en: 'There is no such round pack', status: 404 },
  'tender.unknown': { zh: '没有这个集采项目', en: 'There is no such round', status: 404 },
  'tender.wrongState': {
    zh: '项目处于“{state}”阶段，不能进行此操作',
    en: 'The round is in state {state}; this cannot be done now',
  },
  'tender.notYours': {
    zh: '只有牵头单位可以进行此操作',
    en: 'Only the organiser may do this',
    status: 403,
  },
  'tender.notOrganiser': {
    zh: '贵单位不能组织这一层级的集采',
    en: 'Your organisation may not run a round of this level',
    status: 403,
  },
  'tender.notLead': {
    zh: '只有医疗集团的牵头医院可以组织联合采购',
    en: 'Only the lead hospital of a medical group runs its joint purchase',
    status: 403,
  },
  'tender.groupUnknown': { zh: '没有这个医疗集团', en: 'There is no such medical group', status: 404 },
  'tender.ownGroupMissing': {
    zh: '须包含本单位牵头的医疗集团',
    en: 'The group that your own hospital leads has to be among them',
  },
  'tender.regionUnknown': {
    zh: '地区 {region} 不在牵头单位所在省内',
    en: '{region} does not lie in the organiser’s province',
  },
  'tender.institutionUnknown': { zh: '没有这个医疗机构', en: 'There is no such institution', status: 404 },
  'tender.periodReversed': {
    zh: '数据期间的起止日期颠倒或晚于今天',
    en: 'The time of the data is reversed or not over yet',
  },
  'tender.quotingRounds': {
    zh: '该采购方式的报价轮数应为 {least} 至 {most} 轮',
    en: 'In this mode quoting has {least} to {most} rounds',
  },
  'tender.quotingStep': {
    zh: '最小降幅不得超过 {most}',
    en: 'The minimum step is at most {most}',
  },
  'tender.quotingShown': {
    zh: '该采购方式在结果公布前不向企业展示其他报价的情况',
    en: 'In this mode bidders see nothing of others before the result',
  },
  'tender.singleSource': {
    zh: '单一来源只用于竞争性谈判，且须说明理由',
    en: 'A single source is a matter of negotiation and needs its reason',
  },
  'tender.modeUnknown': {
    zh: '该地区可用的采购方式：{modes}',
    en: 'Modes that this place knows: {modes}',
  },
  'tender.screeningUnknown': { zh: '没有这次遴选', en: 'There is no such screening', status: 404 },
  'tender.screeningState': {
    zh: '遴选处于“{state}”状态，不能进行此操作',
    en: 'The screening is {state}; this cannot be done now',
  },
  'tender.nothingChosen': { zh: '请至少选择一个品种', en: 'Choose at least one item' },
  'tender.candidateUnknown': {
    zh: '候选品种中没有 {prefix}',
    en: '{prefix} is not among the candidates',
  },
  'tender.candidateExcluded': {
    zh: '品种 {prefix} 已纳入更高层级的集采，不能选择',
    en: '{prefix} is in a wider round already and cannot be chosen',
  },
  'tender.jointItemCount': {
    zh: '须共同选定 {wanted} 个品种，现为 {found} 个',
    en: '{wanted} items have to be chosen together; there are {found}',
  },
  'tender.otherChoice': {
    zh: '品种选择已变更，请查看最新的选择后再表态',
    en: 'The choice is another by now; look at it again',
  },
  'tender.notAsked': { zh: '不需要贵单位表态', en: 'Your organisation is not asked', status: 403 },
  'tender.screeningUsed': {
    zh: '该遴选已用于项目 {number}',
    en: 'Round {number} has come of this screening',
  },
  'tender.itemInWiderRound': {
    zh: '品种“{item}”已纳入“{title}”，不能列入本项目',
    en: '{item} is in the round “{title}” and cannot be part of this one',
  },
  'tender.itemInVolumeRound': {
    zh: '品种“{item}”已纳入集采项目“{title}”，采购联合体只能采购集采以外的品种',
    en: '{item} is in the round “{title}”; a purchasing union buys what stands outside any',
  },
  'tender.itemUnknown': { zh: '项目中没有这个品种', en: 'There is no such item in the round', status: 404 },
  'tender.productUnknown': {
    zh: '项目中没有这个产品',
    en: 'There is no such product in the round',
    status: 404,
  },
  'tender.noItems': { zh: '项目还没有品种', en: 'The round has no items yet' },
  'tender.noInstitutions': { zh: '项目还没有医疗机构', en: 'No institution takes part yet' },
  'tender.tooFewCities': {
    zh: '区域联盟须有至少 {wanted} 个设区市，现为 {found} 个',
    en: 'A regional alliance has at least {wanted} cities; there are {found}',
  },
  'tender.planIncomplete': {
    zh: '方案还缺少内容：{part}',
    en: 'The plan lacks: {part}',
  },
  'tender.codesTwice': {
    zh: '两个品种的编码范围重叠：{codes}',
    en: 'Two items claim the same codes: {codes}',
  },
  'tender.packMissing': { zh: '项目还没有竞价规则', en: 'The round has no rules yet' },
  'tender.packMalformed': {
    zh: '规则包无法读取：{path} {found}',
    en: 'The pack cannot be read: {path} {found}',
  },
  'tender.packHasErrors': {
    zh: '竞价规则有 {count} 处错误（{codes}），改正后才能发布',
    en: 'The rules have {count} errors ({codes}); they have to be mended before publication',
  },
  'tender.packItems': {
    zh: '规则包与项目的品种或限价不一致：{items}',
    en: 'The pack differs from the items or caps of the project: {items}',
  },
  'tender.timetableIncomplete': {
    zh: '时间安排缺少 {name}',
    en: 'The timetable lacks {name}',
  },
  'tender.timetableOrder': {
    zh: '{name} 须晚于 {before}',
    en: '{name} has to be after {before}',
  },
  'tender.windowTooShort': {
    zh: '{name} 不得早于 {least}',
    en: '{name} may not be before {least}',
  },
  'tender.windowOver': {
    zh: '{name} 已过，不能更改',
    en: '{name} has passed and stays as it is',
  },
  'tender.notBroughtForward': {
    zh: '已公布的 {name} 不能提前',
    en: 'The published {name} is not brought forward',
  },
  'tender.nothingChanged': { zh: '没有变更内容', en: 'Nothing would change' },
  'tender.ownPlan': {
    zh: '提交方案的人不能审定',
    en: 'Whoever submitted the plan does not approve it',
  },
  'tender.noApproval': { zh: '没有待贵单位审定的方案', en: 'No plan waits for your approval' },
  'tender.reasonMissing': { zh: '请说明理由', en: 'Give the reason' },
  'tender.meetingMissing': {
    zh: '请填写党委会会议名称和日期',
    en: 'Name the meeting of the party committee that approved it',
  },
  'tender.planChanged': {
    zh: '方案在提交后有变更，请重新提交',
    en: 'The plan changed after it was submitted; submit it again',
  },
  'tender.planNotFiled': {
    zh: '方案尚未报送（备案）',
    en: 'The plan is not filed yet',
  },
  'tender.planReturned': { zh: '方案已被退回', en: 'The plan was returned' },
  'tender.filedTooLate': {
    zh: '方案报送未满期限，最早可于 {from} 发布公告',
    en: 'The term after filing is not over; the announcement may be made from {from} on',
  },
  'tender.notToFile': { zh: '该项目不需要报送方案', en: 'This plan need not be filed' },
  'tender.filedAlready': { zh: '方案已经报送', en: 'The plan was filed already' },
  'tender.takesPart': { zh: '贵单位已参加', en: 'Your organisation takes part already' },
  'tender.takesNoPart': { zh: '该机构未参加', en: 'The institution takes no part' },
  'tender.mustTakePart': {
    zh: '公立医疗机构均应参加，不能退出',
    en: 'Public institutions take part and cannot leave',
  },
  'tender.joiningAsked': { zh: '申请正在等待处理', en: 'A request waits already' },
  'tender.joiningUnknown': { zh: '没有这个申请', en: 'There is no such request', status: 404 },
  'tender.questionUnknown': { zh: '没有这个问题', en: 'There is no such question', status: 404 },
  'tender.questionAnswered': { zh: '该问题已答复', en: 'The question was answered' },
  'tender.questionsOver': {
    zh: '投标已截止，不再接受提问',
    en: 'Bids are closed; questions are no longer taken',
  },
  'tender.renewalUnknown': {
    zh: '该项目尚未进入接续',
    en: 'The renewal of this round is not open',
    status: 404,
  },
  'tender.renewalDecided': { zh: '接续方式已确定', en: 'The renewal was decided' },
  'tender.undertakingMissing': {
    zh: '须按现行文本作出廉洁承诺',
    en: 'The undertaking of integrity in force has to be accepted',
  },
  'tender.personUnknown': {
    zh: '方案的工作组、评审成员中没有此人，或其承诺已登记',
    en: 'The plan names no such person, or the undertaking is recorded already',
  },
  'tender.breachKind': { zh: '没有这种违规类型', en: 'There is no such kind of breach', status: 400 },
  'tender.breachContact': {
    zh: '留联系方式的请同时填写姓名；匿名举报请都不填',
    en: 'With a contact goes a name; leave both empty to stay unknown',
    status: 400,
  },
  'tender.breachesMany': {
    zh: '今日关于本项目的举报已达平台接收上限（{max} 件），请明日再试或直接联系监督部门',
    en: 'As many reports about this round arrived today as the platform takes ({max}); try tomorrow or call the supervisors',
  },
  'tender.breachesManyFromYou': {
    zh: '同一网络地址每日最多提交 {max} 件举报，您今日已达上限，他人举报不受影响；请明日再试或直接联系监督部门',
    en: 'At most {max} reports a day come from one network address, and yours has sent them; others are not held up. Try tomorrow or call the supervisors',
    status: 429,
  },
  'tender.breachUnknown': {
    zh: '没有这件举报，或您无权查看',
    en: 'There is no such report that you may see',
    status: 404,
  },
  'tender.breachState': {
    zh: '当前状态（{state}）不能进行这项操作',
    en: 'This cannot be done in its present state ({state})',
  },
  'tender.breachUnheard': {
    zh: '被举报方尚未说明且期限未到，不能认定属实',
    en: 'Whom it is about has not answered, and its day has not passed',
  },
  'tender.accusedUnknown': {
    zh: '没有这家在用的企业或医疗机构',
    en: 'There is no such active enterprise or institution',
    status: 404,
  },
  'tender.finderDecides': {
    zh: '核查人不能决定自己录入的结论，须由另一人办理',
    en: 'Whoever entered the finding does not decide on it',
  },
  'tender.breachNote': { zh: '退回须说明理由', en: 'Sending back needs a reason', status: 400 },
  ...stale,
});
export type TenderRefusal = keyof typeof tenderRefusals;

/** The texts of some refusals, for one endpoint. */
export function some<K extends TenderRefusal>(...codes: readonly K[]): Pick<typeof tenderRefusals, K> {
  return Object.fromEntries(codes.map((code) => [code, tenderRefusals[code]])) as Pick<
    typeof tenderRefusals,
    K
  >;
}
