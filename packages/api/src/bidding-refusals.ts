import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Every "no" of bids, openings and awards; each endpoint declares those that it can give. */
export const biddingRefusals = refusals({
  'tender.unknown': { zh: '没有这个集采项目', en: 'There is no such round', status: 404 },
  'tender.wrongState': {
    zh: '项目处于“{state}”阶段，不能进行此操作',
    en: 'The round is in state {state}; this cannot be done now',
  },
  'bidding.notOrganiser': {
    zh: '只有项目组织方可以进行此操作',
    en: 'Only the organiser of the round does this',
    status: 403,
  },
  'bidding.notSetUp': {
    zh: '组织方尚未设置密钥保管人',
    en: 'The organiser has not named the trustees yet',
  },
  'bidding.unknownTrustee': {
    zh: '您不是该项目的密钥保管人',
    en: 'You are not a trustee of this round',
    status: 404,
  },
  'bidding.unknownAccount': {
    zh: '没有这个账号，或其岗位不能担任密钥保管人',
    en: 'There is no such account that may be a trustee',
    status: 404,
  },
  'bidding.trusteeTwice': { zh: '同一人不能担任两名保管人', en: 'One person holds one share' },
  'bidding.trusteesTooFew': {
    zh: '密钥保管人至少 {least} 人，现有 {count} 人',
    en: 'At least {least} trustees are needed; there are {count}',
  },
  'bidding.thresholdTooLow': {
    zh: '{count} 名保管人时，开标所需份额至少为 {needed}',
    en: 'With {count} trustees at least {needed} shares have to be needed',
  },
  'bidding.thresholdTooHigh': {
    zh: '开标所需份额 {threshold} 超过保管人数 {count}',
    en: '{threshold} shares cannot be needed of {count}',
  },
  'bidding.oneOrganisationReaches': {
    zh: '同一单位持有 {most} 份，开标所需份额须多于 {most}，以免一家单位即可开标',
    en: 'One organisation holds {most} shares; more than {most} have to be needed',
  },
  'bidding.keyMalformed': { zh: '这不是有效的公钥', en: 'This is not a valid public key' },
  'bidding.keyTaken': { zh: '该公钥已由其他保管人使用', en: 'Another trustee uses this key' },
  'bidding.keyFixed': {
    zh: '投标已开始，密钥不能再更换',
    en: 'Bidding has begun; keys do not change any more',
  },
  'bidding.proofWrong': {
    zh: '密钥验证未通过：打开测试盒得到的内容不一致',
    en: 'The key did not open the test box',
  },
  'bidding.keysMissing': {
    zh: '还有 {missing} 名保管人未完成密钥验证',
    en: '{missing} trustees have not proven their keys',
  },
  'bidding.deadlineMissing': {
    zh: '项目未设定投标截止时间',
    en: 'The round has no deadline for bids',
  },
  'bidding.deadlinePassed': {
    zh: '投标截止时间已过（{dueAt}），以数据库时钟为准',
    en: 'The deadline {dueAt} has passed, by the clock of the database',
  },
  'bidding.notOpenYet': {
    zh: '投标自 {fromAt} 起开放',
    en: 'Bids are taken from {fromAt}',
  },
  'bidding.unknownProduct': {
    zh: '所选产品不在本项目中或不属于贵企业',
    en: 'A product is not in the round or not yours',
  },
  'bidding.notQualified': {
    zh: '企业资质不符合参加条件：{lacking}',
    en: 'The enterprise lacks: {lacking}',
  },
  'credit.restricted': {
    zh: '{organisation} 因案件 {case} 被采取“{measure}”，不能参加',
    en: '{organisation} is under “{measureEn}” by case {case} and cannot take part',
  },
  'bidding.enrolledAlready': { zh: '贵企业已报名', en: 'You are enrolled already' },
  'bidding.notEnrolled': {
    zh: '贵企业尚未报名，或报名未通过',
    en: 'You are not enrolled, or it was not accepted',
  },
  'bidding.unknownEnrolment': { zh: '没有这份报名', en: 'There is no such enrolment', status: 404 },
  'bidding.enrolmentDecided': { zh: '该报名已有结论', en: 'The enrolment is decided already' },
  'bidding.bidStands': {
    zh: '请先撤回报价，再撤回报名',
    en: 'Withdraw the bid before the enrolment',
  },
  'bidding.sealMalformed': {
    zh: '密封包与本项目的密封约定不符，未接收',
    en: 'The sealed bid does not fit the terms of the round and was not taken',
  },
  'bidding.otherContext': {
    zh: '密封包的项目、企业或版本与本次提交不符（应为第 {quoting} 轮、第 {version} 版）',
    en: 'The sealed bid is of another round, bidder or version (round {quoting}, version {version} is next)',
  },
  'bidding.sealedBefore': {
    zh: '该密封包此前已提交过',
    en: 'This sealed bid was handed in before',
  },
  'bidding.quotedOnce': {
    zh: '询价报价一次报出、不得更改或撤回',
    en: 'A quote in an inquiry is given once; it is neither changed nor withdrawn',
  },
  'bidding.notInFirstRound': {
    zh: '只有首轮报价已打开的企业可参加后续报价',
    en: 'Only bidders whose first quote was opened take part in further rounds',
  },
  'bidding.tooFewAsked': {
    zh: '“{item}”只有 {found} 家企业，本采购方式至少需要 {wanted} 家；单一来源须在方案中说明理由',
    en: '“{item}” has {found} firms; this mode needs {wanted}. A single source is reasoned in the plan',
  },
  'bidding.noFurtherRound': {
    zh: '本项目报价共 {rounds} 轮，已全部结束',
    en: 'Quoting has {rounds} rounds; there is no further one',
  },
  'bidding.minutesMissing': {
    zh: '还有 {count} 家企业没有谈判记录，应给予每家企业同等谈判机会：{firms}',
    en: '{count} bidders have no minutes; each has the same chance to negotiate: {firms}',
  },
  'bidding.roundTooShort': {
    zh: '报价时间太短，截止不得早于 {least}',
    en: 'The round is too short; it may not end before {least}',
  },
  'bidding.finalQuoteMissing': {
    zh: '谈判后须请全部企业作最后报价',
    en: 'After the talks all bidders give a final quote',
  },
  'bidding.noTalks': {
    zh: '现在不是谈判阶段',
    en: 'There are no talks now',
  },
  'bidding.noStandingQuote': {
    zh: '该企业没有有效报价，不在谈判范围',
    en: 'The firm has no quote that stands and is not negotiated with',
    status: 404,
  },
  'bidding.heldOnWrong': {
    zh: '谈判日期应在首次报价打开（{from}）之后、今天（{today}）之前或当天',
    en: 'The day of the talks lies between the first opening ({from}) and today ({today})',
  },
  'bidding.noTrouble': {
    zh: '评审没有停在待更正的问题上',
    en: 'Nothing keeps the award from being computed',
  },
  'bidding.noBid': { zh: '没有有效的报价', en: 'There is no bid', status: 404 },
  'bidding.nothingReleased': {
    zh: '没有可释放的份额',
    en: 'There is nothing to release',
  },
  'bidding.releasedBefore': { zh: '您已释放过份额', en: 'You released your shares before' },
  'bidding.ownKeysLater': {
    zh: '密钥份额释放期限未到（{fromAt}），暂不需要企业自有密钥',
    en: 'Own keys are asked for from {fromAt} on',
  },
  'bidding.ownKeysOver': {
    zh: '企业自有密钥开标期限已过（{dueAt}）',
    en: 'The time for own keys ended at {dueAt}',
  },
  'bidding.openedAlready': { zh: '该报价已打开', en: 'The bid is open already' },
  'bidding.noSelection': { zh: '尚无评审结果', en: 'There is no result yet', status: 404 },
  'bidding.askedBySame': {
    zh: '提请公示的人不能作出最终决定',
    en: 'Whoever asked for publication does not decide',
  },
  'bidding.publicityRuns': {
    zh: '公示期未结束或有异议未处理完',
    en: 'The publicity runs, or an objection is open',
  },
  'bidding.askedAlready': { zh: '已提请公示', en: 'Publication was asked for already' },
  'bidding.decidedAlready': { zh: '已作出决定', en: 'It was decided already' },
  'bidding.notFollowed': {
    zh: '该项目不是跟标项目',
    en: 'The round does not follow another',
  },
  'bidding.bundleUnreadable': {
    zh: '无法读取结果包：{path}',
    en: 'The bundle cannot be read: {path}',
  },
  'bidding.bundleNotIntact': {
    zh: '结果包核验不一致，共 {differences} 处，首处：{first}',
    en: 'The bundle does not verify: {differences} differences, the first at {first}',
  },
  'bidding.pairUnknown': {
    zh: '对应关系中的产品不在本项目或不是来源项目的中选产品',
    en: 'A pair names a product that is not in this round or was not selected in the other',
  },
  'tender.undertakingMissing': {
    zh: '须按现行文本作出廉洁承诺',
    en: 'The undertaking of integrity in force has to be accepted',
  },
  'bidding.pairTwice': { zh: '同一产品对应了两次', en: 'A product is paired twice' },
  ...stale,
});
export type BiddingRefusal = keyof typeof biddingRefusals;

export function some<K extends BiddingRefusal>(...codes: readonly K[]): Pick<typeof biddingRefusals, K> {
  return Object.fromEntries(codes.map((code) => [code, biddingRefusals[code]])) as Pick<
    typeof biddingRefusals,
    K
  >;
}
