import type { Wording } from './provision.ts';
import type { AnomalyRules, ZoneAction, ZoneBound, ZoneRule, ZoneRuleChoice } from './shapes.ts';
import type { ValuePart } from './value-text.ts';

function w(zh: string, en: string): Wording {
  return { zh, en };
}

const scopes: Readonly<Record<ZoneRule['scope'], Wording>> = {
  sameItem: w('同一 27 位代码', 'same 27-digit code'),
  sameProduct: w('同一 20 位代码', 'same 20-digit code'),
  sameClass: w('同一三级分类', 'same class of the third level'),
};
const regions: Readonly<Record<ZoneRule['peers']['region'], Wording>> = {
  city: w('市', 'city'),
  province: w('省', 'province'),
  nation: w('全国', 'nation'),
};
const actions: Readonly<Record<ZoneAction, Wording>> = {
  promptInstitution: w('提示医疗机构', 'prompts the institution'),
  warnBureau: w('向监督部门预警', 'warns the bureau'),
  recommend: w('推荐参考', 'recommends'),
  block: w('锁定，不能成交', 'blocks'),
};

function joined(list: readonly Wording[]): Wording {
  return w(list.map((each) => each.zh).join('、'), list.map((each) => each.en).join(', '));
}

export function boundText({ statistic, percentile }: ZoneBound): Wording {
  switch (statistic) {
    case 'min':
      return w('参照最低价', 'the lowest of the peers');
    case 'max':
      return w('参照最高价', 'the highest of the peers');
    case 'median':
      return w('参照中位价', 'the median of the peers');
    case 'ownLast':
      return w('本机构上次成交价', 'the institution’s own last price');
    case 'percentile':
      return w(`参照价第 ${percentile ?? ''} 百分位`, `percentile ${percentile ?? ''} of the peers`);
    default:
      return statistic satisfies never;
  }
}

function either(bounds: readonly ZoneBound[]): Wording {
  const list = bounds.map(boundText);
  return w(list.map((each) => each.zh).join('或'), list.map((each) => each.en).join(' or '));
}

function above(bounds: readonly ZoneBound[], then: readonly ZoneAction[]): Wording {
  const line = either(bounds);
  const what = joined(then.map((each) => actions[each]));
  return w(`高于${line.zh}：${what.zh}`, `above ${line.en}: ${what.en}`);
}

/** The three zones, who is compared with whom, and when there is not enough data. */
export function zoneParts(rule: ZoneRule): readonly ValuePart[] {
  const blue = joined(rule.blue.map(boundText));
  const recommended = joined(rule.actions.blue.map((each) => actions[each]));
  const region = regions[rule.peers.region];
  const level = rule.peers.sameLevel
    ? w('同级别医疗机构', 'institutions of the same level')
    : w('医疗机构', 'institutions');
  const scope = scopes[rule.scope];
  const months = `${rule.windowMonths} month${rule.windowMonths === 1 ? '' : 's'}`;
  return [
    { name: w('红色', 'Red'), text: above(rule.red, rule.actions.red) },
    { name: w('黄色', 'Yellow'), text: above(rule.yellow, rule.actions.yellow) },
    {
      name: w('蓝色', 'Blue'),
      text: w(`不高于${blue.zh}：${recommended.zh}`, `at or below ${blue.en}: ${recommended.en}`),
    },
    {
      name: w('参照范围', 'Peers'),
      text: w(
        `${scope.zh}，${region.zh}内${level.zh}，近 ${rule.windowMonths} 个月`,
        `${scope.en}, ${level.en} in the ${region.en}, last ${months}`,
      ),
    },
    {
      name: w('数据不足', 'Not enough data'),
      text: w(
        `少于 ${rule.tradesMin} 笔成交或 ${rule.institutionsMin} 家医疗机构`,
        `fewer than ${rule.tradesMin} trade${rule.tradesMin === 1 ? '' : 's'} or ${rule.institutionsMin} institutions`,
      ),
    },
  ];
}

/** The rules that a bureau may switch between, one line each. */
export function choiceParts(choices: readonly ZoneRuleChoice[]): readonly ValuePart[] {
  return choices.map(({ zh, en, rule }) => ({
    name: w(zh, en),
    text: w(
      zoneParts(rule)
        .map(({ text }) => text.zh)
        .join('；'),
      zoneParts(rule)
        .map(({ text }) => text.en)
        .join('; '),
    ),
  }));
}

/** What is looked for every night (JS-12D, HN-3c), one line each. */
export function anomalyParts(rules: AnomalyRules): readonly ValuePart[] {
  const { redPrices, neverBargains, suddenVolume, singleSupplier, splitOrders, aboveMedian } = rules;
  const percent = (share: { readonly over: number; readonly under: number }) =>
    `${(share.over * 100) / share.under}%`;
  return [
    {
      name: w('红色区域采购', 'Bought at red'),
      text: w(
        `${redPrices.days} 天内红色区域采购不少于 ${redPrices.linesMin} 行`,
        `${redPrices.linesMin} red lines or more in ${redPrices.days} days`,
      ),
    },
    {
      name: w('长期不议价', 'Never bargains'),
      text: w(
        `期限内没有议价，按挂网价采购占比不低于 ${percent(neverBargains.listedShareMin)}、金额不低于 ${neverBargains.amountMin} 元`,
        `no bargain within the time, ${percent(neverBargains.listedShareMin)} or more at the listing price, ${neverBargains.amountMin} yuan or more`,
      ),
    },
    {
      name: w('采购量突增', 'Sudden volume'),
      text: w(
        `当月采购量达到前 ${suddenVolume.months} 个月月均的 ${suddenVolume.percentOfUsual}% 以上，金额不低于 ${suddenVolume.amountMin} 元`,
        `${suddenVolume.percentOfUsual} % or more of the monthly mean of ${suddenVolume.months} months, ${suddenVolume.amountMin} yuan or more`,
      ),
    },
    {
      name: w('单一供应企业', 'Single supplier'),
      text: w(
        `${singleSupplier.months} 个月内同类产品 ${percent(singleSupplier.shareMin)} 以上购自一家生产企业（金额不低于 ${singleSupplier.amountMin} 元），而其他机构有 ${singleSupplier.suppliersElsewhereMin} 家以上可选`,
        `${percent(singleSupplier.shareMin)} or more of a class from one maker in ${singleSupplier.months} months (${singleSupplier.amountMin} yuan or more) where others buy from ${singleSupplier.suppliersElsewhereMin} or more`,
      ),
    },
    {
      name: w('拆分订单', 'Split orders'),
      text: w(
        `${splitOrders.withinDays} 天内向同一配送企业下 ${splitOrders.ordersMin} 笔以上订单，每笔达到审批额度的 ${percent(splitOrders.nearShare)} 而不超过额度，合计超过额度`,
        `${splitOrders.ordersMin} or more orders to one distributor in ${splitOrders.withinDays} days, each from ${percent(splitOrders.nearShare)} up to the approval limit, together above it`,
      ),
    },
    {
      name: w('价格远高于同行', 'Far above peers'),
      text: w(
        `成交价高于同行中位价 ${aboveMedian.percentOver}% 以上，金额不低于 ${aboveMedian.amountMin} 元`,
        `${aboveMedian.percentOver} % or more above the median of the peers, ${aboveMedian.amountMin} yuan or more`,
      ),
    },
  ];
}
