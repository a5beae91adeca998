import { refusals } from './endpoint.ts';
import { stale } from './request.ts';

/** Every "no" of bargaining; each endpoint declares those that it can give. */
export const bargainRefusals = refusals({
  'bargain.unknown': {
    zh: '没有这笔议价，或您无权查看',
    en: 'There is no such bargain that you may see',
    status: 404,
  },
  'bargain.listingUnknown': { zh: '没有这个挂网产品', en: 'There is no such listing', status: 404 },
  'bargain.notVisible': {
    zh: '该产品由其他地区管理，贵单位不能采购，因此不能议价',
    en: 'This listing is managed elsewhere; your institution cannot buy it and so cannot bargain',
  },
  'bargain.listingNotListed': {
    zh: '该产品已暂停挂网或撤网，不能议价',
    en: 'The listing is suspended or withdrawn and cannot be bargained on',
  },
  'bargain.alliedInTerm': {
    zh: '联盟采购周期内的中选产品不得再次议价',
    en: 'A product selected by an alliance is not bargained on again within its term',
  },
  'bargain.inRound': {
    zh: '该产品是 {number} 的中选产品，采购周期（至 {until}）内按约定价格采购，不得二次议价',
    en: 'This product was selected in {number}; until {until} it is bought at the agreed price and not bargained on again',
  },
  'bargain.aboveListingPrice': {
    zh: '报价高于挂网价 {listingPrice} 元；议价应在挂网价以下进行',
    en: 'The price is above the listing price of {listingPrice} yuan; bargaining happens below it',
  },
  'bargain.priceBlocked': {
    zh: '该价格处于红色区域，按规则不能提交',
    en: 'The price is in the red zone and cannot be submitted under the rule in force',
  },
  'bargain.alreadyOpen': {
    zh: '贵单位对该产品已有一笔进行中的议价（含拼单）',
    en: 'Your institution already has a running bargain (or pool) on this listing',
  },
  'bargain.poolAtListingPrice': {
    zh: '按挂网价采购由系统自动确认，无需拼单',
    en: 'At the listing price the system confirms at once; there is nothing to pool',
  },
  'bargain.joiningWindow': {
    zh: '加入截止日须在 {first} 至 {last} 之间',
    en: 'The joining window has to end between {first} and {last}',
  },
  'bargain.lapsed': {
    zh: '议价已到期并自动撤销',
    en: 'The bargain is past its term and was withdrawn automatically',
  },
  'bargain.closed': { zh: '议价已结束，不能再操作', en: 'The bargain has ended' },
  'bargain.notYourTurn': { zh: '当前应由对方答复', en: 'It is the other side’s turn' },
  'bargain.nothingToAccept': { zh: '企业没有还价，无可接受', en: 'There is no counter-offer to accept' },
  'bargain.noRoundsLeft': {
    zh: '还价次数已达上限（{roundsMax} 次），只能接受、拒绝或撤回',
    en: 'All {roundsMax} counter-offers are used; accept, refuse or withdraw',
  },
  'bargain.samePrice': { zh: '新报价与上次相同', en: 'The new price is the same as before' },
  'bargain.acceptInstead': {
    zh: '对方报价 {price} 元已不差于您的新报价，请直接接受',
    en: 'The other side’s {price} yuan is at least as good as your new price: accept it',
  },
  'bargain.quantityOfPool': {
    zh: '拼单的采购量为各成员之和，不能在还价时修改',
    en: 'The quantity of a pool is the sum of its members and cannot be changed here',
  },
  'bargain.tradedPriceToBeConfirmed': {
    zh: '该价格是已有实际交易价，企业应予确认；可还价，但不能拒绝',
    en: 'This price was really traded and should be confirmed; you may counter it but not refuse it',
  },
  'bargain.noEvidenceAsked': {
    zh: '企业的确认期限尚未届满或该议价不适用价格联动，无需提供交易记录',
    en: 'The enterprise’s time is not over, or the price was not a traded one: no trade record is asked for',
  },
  'bargain.evidenceAtAnotherPrice': {
    zh: '交易记录的价格（按最小单位）与议价价格 {price} 元不一致',
    en: 'The record’s price per smallest unit differs from the bargain’s {price} yuan',
  },
  'bargain.evidenceOutsideWindow': {
    zh: '交易日期须在 {since} 至 {until} 之间',
    en: 'The trade has to lie between {since} and {until}',
  },
  'bargain.tradeUnknown': {
    zh: '没有找到这笔交易',
    en: 'There is no such trade of this product and manufacturer',
    status: 404,
  },
  'bargain.nothingToVerify': { zh: '没有待核实的交易记录', en: 'No trade record waits to be verified' },
  'bargain.poolClosed': {
    zh: '拼单已截止，不能加入或退出',
    en: 'The pool is closed: nobody joins or leaves it now',
  },
  'bargain.poolFull': {
    zh: '拼单已满（上限 {membersMax} 家）',
    en: 'The pool is full ({membersMax} institutions)',
  },
  'bargain.alreadyMember': { zh: '贵单位已在该拼单中', en: 'Your institution is in this pool already' },
  'bargain.notMember': { zh: '贵单位不在该拼单中', en: 'Your institution is not in this pool' },
  'bargain.initiatorCannotLeave': {
    zh: '发起单位不能退出拼单，可以撤回整笔议价',
    en: 'Who opened the pool cannot leave it; withdraw the bargain instead',
  },
  'bargain.notInitiator': {
    zh: '拼单由发起单位代表各成员议价',
    en: 'The institution that opened the pool bargains for its members',
    status: 403,
  },
  ...stale,
});

export type BargainRefusal = keyof typeof bargainRefusals;

/** The texts of some refusals, for the endpoint that can give them. */
export function some<const C extends BargainRefusal>(
  ...codes: readonly C[]
): Pick<typeof bargainRefusals, C> {
  return Object.fromEntries(codes.map((code) => [code, bargainRefusals[code]])) as Pick<
    typeof bargainRefusals,
    C
  >;
}
