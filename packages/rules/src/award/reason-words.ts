import { anchorText } from './conditions.ts';
import type { Wording } from '../policy/provision.ts';
import type { Facts } from '../result.ts';
import type { BidOutcome, Reason } from './outcome.ts';
import type { Condition, RankKey, RoundPack } from './pack.ts';
import { percentText, w } from './say.ts';
import { rankKeyWords } from './words.ts';
import { priceName } from './words-conditions.ts';

const extremes: Readonly<Record<string, Wording>> = {
  lowest: w('最低', 'lowest'),
  highest: w('最高', 'highest'),
  average: w('平均', 'average'),
};
const sets: Readonly<Record<string, Wording>> = {
  valid: w('有效报价', 'valid bid'),
  shortlisted: w('入围报价', 'shortlisted bid'),
  selected: w('中选价', 'selected price'),
};

/** One name of an anchor in a reason, 'lowest.valid.unit'. */
function nameOfAnchor(text: string): Wording {
  const [kind = '', name = '', within = ''] = text.split('.');
  const extreme = extremes[kind];
  const set = sets[name];
  if (extreme !== undefined && set !== undefined)
    return w(
      `${within === 'unit' ? '本单元' : '本品种'}${extreme.zh}${set.zh}`,
      `${extreme.en} ${set.en} of the ${within}`,
    );
  if (kind === 'cap') return w('最高有效申报价', 'bid cap');
  if (kind === 'amount') return w('固定金额', 'fixed amount');
  return priceName(name);
}

/** The anchor of a reason in words; 'largest(0.65×average.valid.unit, 1×lowest.valid.unit)' too. */
export function anchorInWords(text: string): Wording {
  const single = /(?:lowest|highest|average)\.\w+\.\w+|line\.[^,)]+|own\.[^,)]+|cap|amount/g;
  const say = (language: 'zh' | 'en'): string =>
    text
      .replaceAll(single, (found) => nameOfAnchor(found)[language])
      .replaceAll('largest(', language === 'zh' ? '较高者（' : 'the higher of (')
      .replaceAll('smallest(', language === 'zh' ? '较低者（' : 'the lower of (')
      .replaceAll(')', language === 'zh' ? '）' : ')')
      .replaceAll(', ', language === 'zh' ? '、' : ', ')
      .replaceAll('×', ' × ');
  return w(say('zh'), say('en'));
}

const f = (facts: Facts, name: string): string => String(facts[name] ?? '—');

function limitWords(facts: Facts, holds: boolean): Wording {
  const anchor = anchorInWords(f(facts, 'anchor'));
  const [price, limit, factor, base] = ['price', 'limit', 'factor', 'anchorPrice'].map((name) =>
    f(facts, name),
  );
  const sum =
    factor === '1'
      ? w(anchor.zh, anchor.en)
      : w(`${factor} × ${anchor.zh} ${base} 元`, `${factor} × ${anchor.en} ¥${base}`);
  // The limit itself may be excluded: a price equal to it is then above.
  const sign = facts['inclusive'] === true ? (holds ? '≤' : '>') : holds ? '<' : '≥';
  return w(
    `报价 ${price} 元 ${sign} ${limit} 元（${sum.zh}）`,
    `bid ¥${price} ${sign} ¥${limit} (${sum.en})`,
  );
}

function noAnchor(facts: Facts, zh: string, en: string): Wording {
  const anchor = anchorInWords(f(facts, 'anchor'));
  return w(`${zh}（${anchor.zh}）`, `${en} (${anchor.en})`);
}

type Say = (facts: Facts) => Wording;

const conditionCodes: Readonly<Record<string, Say>> = {
  'price.withinLimit': (facts) => limitWords(facts, true),
  'price.aboveLimit': (facts) => limitWords(facts, false),
  'anchor.none': (facts) => noAnchor(facts, '没有可比的价格', 'no price to measure by'),
  'anchor.noBid': (facts) => noAnchor(facts, '没有可作基准的报价', 'no bid to measure by'),
  'anchor.noCap': (facts) => noAnchor(facts, '本品种没有最高有效申报价', 'its item has no cap'),
  'anchor.noLine': (facts) => noAnchor(facts, '本品种没有这条价格线', 'its item has no such line'),
  'anchor.noOwnPrice': (facts) => noAnchor(facts, '本产品没有这个价格', 'the product has no such price'),
  'price.notHighest': (facts) =>
    w(
      `不是最高报价：${f(facts, 'bids')} 个报价中有 ${f(facts, 'dearer')} 个更高`,
      `not the dearest: ${f(facts, 'dearer')} of ${f(facts, 'bids')} bids are dearer`,
    ),
  'price.highest': (facts) =>
    w(
      `报价 ${f(facts, 'price')} 元是 ${f(facts, 'bids')} 个报价中的最高价`,
      `bid ¥${f(facts, 'price')} is the dearest of ${f(facts, 'bids')}`,
    ),
  'place.within': (facts) =>
    w(
      `排名第 ${f(facts, 'place')}，在前 ${f(facts, 'atMost')} 名之内`,
      `place ${f(facts, 'place')}, within the first ${f(facts, 'atMost')}`,
    ),
  'place.behind': (facts) =>
    w(
      `排名第 ${f(facts, 'place')}，在前 ${f(facts, 'atMost')} 名之外`,
      `place ${f(facts, 'place')}, behind the first ${f(facts, 'atMost')}`,
    ),
  always: () => w('不设价格条件', 'no condition on the price'),
  'parts.missing': (facts) =>
    w(`缺少必要部件：${f(facts, 'part')}`, `a required part is missing: ${f(facts, 'part')}`),
  'parts.unpriced': (facts) =>
    w(`部件 ${f(facts, 'component')} 没有报价`, `component ${f(facts, 'component')} has no price`),
  'parts.sumDiffers': (facts) =>
    w(
      `部件合计 ${f(facts, 'sum')} 元与系统报价 ${f(facts, 'price')} 元不符`,
      `the parts sum to ¥${f(facts, 'sum')}, the bid is ¥${f(facts, 'price')}`,
    ),
  'parts.complete': () => w('部件齐全，合计相符', 'all parts are there and sum to the bid'),
  'component.onePrice': () => w('同一部件只有一个价格', 'each component has one price'),
  'component.severalPrices': (facts) =>
    w(
      `部件 ${f(facts, 'component')} 有几个价格：${f(facts, 'prices')} 元`,
      `component ${f(facts, 'component')} has several prices: ¥${f(facts, 'prices')}`,
    ),
};

const offerCodes: Readonly<Record<string, Say>> = {
  'offer.noRebid': () => w('没有按本规则重新报价', 'no new price was given under this rule'),
  'offer.notAccepted': (facts) =>
    w(`没有接受限价 ${f(facts, 'limit')} 元`, `did not accept the limit ¥${f(facts, 'limit')}`),
  'offer.accepted': (facts) =>
    w(
      `报价 ${f(facts, 'price')} 元，接受限价 ${f(facts, 'limit')} 元中选`,
      `bid ¥${f(facts, 'price')}, accepted the limit ¥${f(facts, 'limit')}`,
    ),
  'winners.full': (facts) =>
    w(
      `中选名额 ${f(facts, 'winnersMax')} 个已满`,
      `all ${f(facts, 'winnersMax')} places for winners are taken`,
    ),
  'winners.tooManyOfOneFirm': (facts) =>
    w(
      `本企业已中选 ${f(facts, 'own')} 个，至多 ${f(facts, 'perFirmMax')} 个`,
      `its firm already has ${f(facts, 'own')}, at most ${f(facts, 'perFirmMax')}`,
    ),
};

const stepCodes: Readonly<Record<string, Say>> = {
  'unit.assigned': (facts) =>
    w(
      `进入竞价单元 ${f(facts, 'unit')}${facts['group'] === null ? '' : `（${f(facts, 'group')} 组）`}，需求量 ${f(facts, 'demand')}`,
      `in unit ${f(facts, 'unit')}${facts['group'] === null ? '' : ` (group ${f(facts, 'group')})`}, demand ${f(facts, 'demand')}`,
    ),
  'rank.placed': (facts) =>
    w(
      `排名第 ${f(facts, 'place')}（共 ${f(facts, 'of')} 个有效报价）`,
      `place ${f(facts, 'place')} of ${f(facts, 'of')} valid bids`,
    ),
  'rank.tieBroken': (facts) =>
    w(
      `与 ${f(facts, 'behind')} 同价，排在其后，第 ${f(facts, 'place')} 位（共 ${f(facts, 'of')} 个）`,
      `ties with ${f(facts, 'behind')} and comes after it, place ${f(facts, 'place')} of ${f(facts, 'of')}`,
    ),
  'shortlist.within': (facts) =>
    w(
      `入围：第 ${f(facts, 'place')} 位，入围名额 ${f(facts, 'places')}（有效企业 ${f(facts, 'eligibleFirms')} 家）`,
      `shortlisted: place ${f(facts, 'place')}, ${f(facts, 'places')} places (${f(facts, 'eligibleFirms')} eligible firms)`,
    ),
  'shortlist.behind': (facts) =>
    w(
      `未入围：第 ${f(facts, 'place')} 位，入围名额 ${f(facts, 'places')}（有效企业 ${f(facts, 'eligibleFirms')} 家）`,
      `not shortlisted: place ${f(facts, 'place')}, ${f(facts, 'places')} places (${f(facts, 'eligibleFirms')} eligible firms)`,
    ),
  'shortlist.tooManyOfOneFirm': (facts) =>
    w(
      `未入围：每家企业至多 ${f(facts, 'perFirmMax')} 个`,
      `not shortlisted: at most ${f(facts, 'perFirmMax')} of one firm`,
    ),
  'tier.none': () => w('没有适用的分量规则', 'no rule of shares applies'),
  'tier.ofOwnDemand': (facts) =>
    w(
      `中选第 ${f(facts, 'place')} 位（共 ${f(facts, 'of')}），获本产品约定量的 ${percentText(f(facts, 'share'))}`,
      `winner ${f(facts, 'place')} of ${f(facts, 'of')}, gets ${percentText(f(facts, 'share'))} of the agreed volume of its own`,
    ),
  'tier.ofPool': (facts) =>
    w(
      `中选第 ${f(facts, 'place')} 位（共 ${f(facts, 'of')}），获竞价单元总量的 ${percentText(f(facts, 'share'))}`,
      `winner ${f(facts, 'place')} of ${f(facts, 'of')}, gets ${percentText(f(facts, 'share'))} of the unit`,
    ),
  'regions.chosen': (facts) =>
    w(
      `主供：${f(facts, 'main') || '无'}；备供：${f(facts, 'reserve') || '无'}`,
      `main supplier in: ${f(facts, 'main') || 'none'}; reserve in: ${f(facts, 'reserve') || 'none'}`,
    ),
  'volume.given': (facts) =>
    w(
      `自身需求量 ${f(facts, 'demand')}；分得 ${f(facts, 'own')}，另承接剩余量 ${f(facts, 'more')}`,
      `own demand ${f(facts, 'demand')}; given ${f(facts, 'own')}, and ${f(facts, 'more')} of leftover volume`,
    ),
  'volume.atCapacity': (facts) =>
    w(
      `自身需求量 ${f(facts, 'demand')}；分得 ${f(facts, 'own')}，另承接剩余量 ${f(facts, 'more')}，已达产能 ${f(facts, 'capacity')}`,
      `own demand ${f(facts, 'demand')}; given ${f(facts, 'own')}, and ${f(facts, 'more')} of leftover volume, at its capacity ${f(facts, 'capacity')}`,
    ),
};

/** Every code that an award gives as a reason. */
export const reasonCodes: Readonly<Record<string, Say>> = { ...conditionCodes, ...offerCodes, ...stepCodes };

/** What a reason found, with its numbers, as a sentence; an unknown code stays as it is. */
export function reasonWords({ code, facts }: Reason): Wording {
  return reasonCodes[code]?.(facts) ?? w(code, code);
}

const steps: Readonly<Record<Reason['step'], Wording>> = {
  unit: w('竞价单元', 'Unit'),
  validity: w('有效性', 'Validity'),
  rank: w('排名', 'Ranking'),
  shortlist: w('入围', 'Shortlist'),
  rule: w('中选规则', 'Rule'),
  priceGap: w('同组最高差价', 'Price gap'),
  tier: w('分量', 'Share'),
  volume: w('数量', 'Volume'),
};
/** What a condition measures by, each as a reason names it. */
function measuresOf(condition: Condition): string[] {
  if (condition.kind === 'any' || condition.kind === 'all') return condition.of.flatMap(measuresOf);
  return condition.kind === 'price' ? [`${condition.factor} ${anchorText(condition.upTo)}`] : [];
}
/** Whether a reason of a rule tells of the price gap, which every rule keeps besides its own condition. */
export function isOfPriceGap(pack: RoundPack, { step, rule, facts }: Reason): boolean {
  if (step !== 'rule' || pack.priceGap === null || facts['anchor'] === undefined) return false;
  const measure = `${f(facts, 'factor')} ${f(facts, 'anchor')}`;
  const own = pack.rules.find(({ id }) => id === rule);
  return (
    (own === undefined || !measuresOf(own.when).includes(measure)) &&
    measuresOf(pack.priceGap).includes(measure)
  );
}

/** Which step and rule of the pack a reason belongs to. */
export function reasonPlace(pack: RoundPack, reason: Reason): Wording {
  const { step, rule } = reason;
  const { zh, en } = steps[step];
  if (isOfPriceGap(pack, reason))
    return w(
      `规则${rule ?? ''} · ${steps.priceGap.zh}`,
      `Rule ${rule ?? ''}, ${steps.priceGap.en.toLowerCase()}`,
    );
  if (step === 'rule') {
    const found = pack.rules.find(({ id }) => id === rule);
    return w(
      `规则${rule ?? ''} ${found?.name.zh ?? ''}`.trim(),
      `Rule ${rule ?? ''}: ${found?.name.en ?? ''}`,
    );
  }
  if (step === 'validity') {
    const found = pack.validity.find(({ id }) => id === rule);
    return w(`${zh}：${found?.name.zh ?? rule ?? ''}`, `${en}: ${found?.name.en ?? rule ?? ''}`);
  }
  if (step === 'rank' && rule !== null) {
    const key = rankKeyWords(rule as RankKey);
    return w(`同价处理：${key.zh}在前`, `Tie: ${key.en} first`);
  }
  return w(zh, en);
}

/** The reasons that decided a bid: what selected it, or what stopped it. */
export function decidingReasons(bid: BidOutcome): readonly Reason[] {
  const selecting = bid.reasons.filter(({ effect }) => effect === 'select');
  if (selecting.length > 0) return selecting;
  const failing = bid.reasons.filter(({ effect }) => effect === 'fail');
  if (!bid.valid) return failing.filter(({ step }) => step === 'validity');
  return failing;
}
