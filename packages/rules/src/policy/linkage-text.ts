import type { Wording } from './provision.ts';
import type { LowestRule, RatioRule } from './shapes.ts';
import type { PlaceName, ValuePart } from './value-text.ts';

function w(zh: string, en: string): Wording {
  return { zh, en };
}

const roundings: Readonly<Record<LowestRule['rounding'], Wording>> = {
  halfUpToFen: w('四舍五入到分', 'half up to the fen'),
  downToFen: w('舍去分以下', 'down to the fen'),
  upToFen: w('进位到分', 'up to the fen'),
  halfUpToMicro: w('四舍五入到小数点后 6 位', 'half up to six decimals'),
  downToMicro: w('舍去小数点后 6 位以下', 'down to six decimals'),
};

function statisticText({ statistic, of }: LowestRule): Wording {
  switch (statistic) {
    case 'lowest':
      return w('最低价', 'the lowest');
    case 'meanOfLowest':
      return w(`最低 ${of ?? ''} 个省的平均价`, `mean of the ${of ?? ''} lowest provinces`);
    case 'perContract':
      return w('同一批次协议的最低价', 'the lowest of the same contract');
    default:
      return statistic satisfies never;
  }
}

function yesNo(value: boolean): Wording {
  return value ? w('计入', 'count') : w('不计入', 'do not count');
}

/** The rule of the lowest price, line by line. */
export function lowestParts(rule: LowestRule, placeName: PlaceName): readonly ValuePart[] {
  const places = rule.provinces?.map(placeName) ?? null;
  return [
    { name: w('取值', 'Statistic'), text: statisticText(rule) },
    {
      name: w('参考省份', 'Reference provinces'),
      text:
        places === null
          ? w('全国', 'all of the country')
          : w(places.map((each) => each.zh).join('、'), places.map((each) => each.en).join(', ')),
    },
    { name: w('集采中选价', 'Selected prices'), text: yesNo(rule.selectedCount) },
    { name: w('企业自报价', 'Prices only declared by the firm'), text: yesNo(rule.declaredCount) },
    { name: w('同省多个价格', 'Several prices of a province'), text: w('取最低', 'the lowest counts') },
    { name: w('换算取整', 'Rounding'), text: roundings[rule.rounding] },
  ];
}

const compared: Readonly<Record<RatioRule['compares'], Wording>> = {
  packs: w('大包装与小包装', 'A larger pack to a smaller one'),
  specifications: w('同产品不同规格', 'Specifications of one product'),
  selected: w('非中选与中选', 'Not selected to selected'),
};

/** Price ratios, one line each. */
export function ratioParts(rules: readonly RatioRule[]): readonly ValuePart[] {
  return rules.map(({ compares, most, action }) => {
    const times = `${most.over}:${most.under}`;
    return {
      name: compared[compares],
      text: w(
        `最小单位价格之比不超过 ${times}，${action === 'limit' ? '超过的联动时限价' : '超过的提示'}`,
        `at most ${times} on the smallest unit; ${action === 'limit' ? 'beyond it linkage limits the price' : 'beyond it a warning'}`,
      ),
    };
  });
}
