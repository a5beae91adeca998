import { ratioOf } from '../money.ts';
import type { Wording } from '../policy/provision.ts';
import { never } from '../result.ts';
import type { Anchor, BidSet, Condition, RoundPack, Span } from './pack.ts';
import { lessThan } from './ratio.ts';
import { joined, percentText, w } from './say.ts';

const one = { over: 1n, under: 1n };

/** Names of fixed lines and of prices of the product's own that the shipped packs use; any other is quoted. */
const priceNames: Readonly<Record<string, Wording>> = {
  designated: w('指定价格线', 'designated price line'),
  ownLowest: w('本企业最低挂网价', 'own lowest listing'),
  lowestListing: w('本产品全国最低挂网价', 'lowest listing of the product'),
  lowestSelected: w('本产品全国最低中选价', 'lowest price the product was selected at'),
  certificateAverage: w('同注册证各型号均价', 'average of the models under its certificate'),
  linked: w('联动价', 'linked price'),
  reference: w('参考价', 'reference price'),
};
export function priceName(name: string): Wording {
  return priceNames[name] ?? w(`“${name}”价格`, `price “${name}”`);
}

function setText({ over, within, groups, rules }: BidSet): Wording {
  const place = within === 'unit' ? w('本竞价单元', 'its unit') : w('本品种', 'its lot');
  const where =
    groups === null
      ? place
      : w(`${place.zh} ${groups.join('、')} 组`, `group ${groups.join(', ')} of ${place.en}`);
  const rule = rules === null ? w('', '') : w(`按规则${rules.join('、')}的`, ` by rule ${rules.join(', ')}`);
  switch (over) {
    case 'valid':
      return w(`${where.zh}有效报价`, `valid bids of ${where.en}`);
    case 'shortlisted':
      return w(`${where.zh}入围报价`, `shortlisted bids of ${where.en}`);
    case 'selected':
      return w(`${where.zh}${rule.zh}中选价`, `prices selected${rule.en} in ${where.en}`);
    default:
      return never(over);
  }
}

const extremes = {
  lowest: w('最低价', 'lowest'),
  highest: w('最高价', 'highest'),
  average: w('平均价', 'average'),
} as const;

/** What a price is measured by, in words. */
export function anchorWords(anchor: Anchor): Wording {
  switch (anchor.of) {
    case 'lowest':
    case 'highest':
    case 'average': {
      const set = setText(anchor);
      const extreme = extremes[anchor.of];
      return w(`${set.zh}的${extreme.zh}`, `the ${extreme.en} of the ${set.en}`);
    }
    case 'largest':
    case 'smallest': {
      const parts = anchor.among.map((each) => scaledWords(each.anchor, each.factor));
      const all = joined(parts, '、', ' and ');
      return anchor.of === 'largest'
        ? w(`（${all.zh}）中的较高者`, `the higher of (${all.en})`)
        : w(`（${all.zh}）中的较低者`, `the lower of (${all.en})`);
    }
    case 'cap':
      return w('最高有效申报价', 'the bid cap');
    case 'line':
      return w(priceName(anchor.name).zh, `the ${priceName(anchor.name).en}`);
    case 'own': {
      const { zh, en } = priceName(anchor.name);
      return anchor.missing === 'pass'
        ? w(`${zh}（没有该价格的不受限）`, `its ${en} (no limit where it has none)`)
        : w(`${zh}（没有该价格的不符合）`, `its ${en} (fails where it has none)`);
    }
    case 'amount':
      return w(`${anchor.yuan} 元`, `¥${anchor.yuan}`);
    default:
      return never(anchor);
  }
}

/** '的 40%' below one, '的 1.8 倍' from one on, nothing for one. */
export function scaledWords(anchor: Anchor, factor: string): Wording {
  const { zh, en } = anchorWords(anchor);
  const ratio = ratioOf(factor);
  if (ratio.over === ratio.under) return w(zh, en);
  if (lessThan(ratio, one)) return w(`${zh}的 ${percentText(factor)}`, `${percentText(factor)} of ${en}`);
  return w(`${zh}的 ${factor} 倍`, `${factor} × ${en}`);
}

/** A condition as one sentence. */
export function conditionWords(condition: Condition): Wording {
  switch (condition.kind) {
    case 'any': {
      const all = joined(condition.of.map(conditionWords), '；或', '; or ');
      return w(`符合任一：${all.zh}`, `any of: ${all.en}`);
    }
    case 'all': {
      const all = joined(condition.of.map(nested), '；且', '; and ');
      return w(`同时符合：${all.zh}`, `all of: ${all.en}`);
    }
    case 'price': {
      const limit = scaledWords(condition.upTo, condition.factor);
      return condition.inclusive
        ? w(`报价不高于${limit.zh}`, `price at most ${limit.en}`)
        : w(`报价低于${limit.zh}`, `price below ${limit.en}`);
    }
    case 'notHighest':
      return w(
        '不是本竞价单元的最高报价（全部同价或只有一家企业报价时除外）',
        'not the dearest bid of its unit (unless all cost the same or only one firm bids)',
      );
    case 'place':
      return w(`排名前 ${condition.atMost}`, `among the first ${condition.atMost} places`);
    case 'always':
      return w('不设价格条件', 'no condition on the price');
    default:
      return never(condition);
  }
}
/** A condition inside another stands in brackets when it is itself of several. */
function nested(condition: Condition): Wording {
  const { zh, en } = conditionWords(condition);
  return condition.kind === 'any' || condition.kind === 'all' ? w(`（${zh}）`, `(${en})`) : w(zh, en);
}

/** '3–5 家', '6 家及以上'; '3–5', '6 or more'. */
export function spanWords({ min, max }: Span, counter: string): Wording {
  if (min !== null && max !== null) {
    const text = min === max ? String(min) : `${min}–${max}`;
    return w(`${text} ${counter}`, text);
  }
  if (min !== null) return w(`${min} ${counter}及以上`, `${min} or more`);
  return max === null
    ? w(`任意${counter}数`, 'any number of')
    : w(`${max} ${counter}及以下`, `at most ${max}`);
}

/** Items by their names, in the pack's words. */
export function itemNames({ categories }: RoundPack, ids: readonly string[]): Wording {
  const found = ids.map((id) => categories.find((each) => each.id === id)?.name ?? w(id, id));
  return joined(found, '、', ', ');
}
