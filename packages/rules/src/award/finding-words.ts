import type { Wording } from '../policy/provision.ts';
import type { Facts } from '../result.ts';
import type { CheckFinding } from './finding.ts';
import { percentText, w } from './say.ts';
import type { Fault } from './shape.ts';

const f = (facts: Facts, name: string): string => String(facts[name] ?? '—');

/** Why a rule selects nobody or a better bid could lose, as check-rules and check-monotone say it. */
const becauses: Readonly<Record<string, string>> = {
  'an earlier rule takes every such bid': '在前的规则已取走全部符合者',
  'the condition can hold for no bid': '没有报价能符合其条件',
  'it measures by winners that no earlier rule makes': '它以在前规则的中选者为基准，而在前没有这样的规则',
  'a span that holds nothing': '数量区间为空',
  'it needs winners, and no rule comes before it': '它要求已有中选者，而它是第一条规则',
  'limit below the lowest bid': '限价可能低于最低报价',
  'limit moves with winners that a bid can push out': '限价随中选者变动，而报价可以改变中选者',
  'a better first bid pulls the limit below the new price': '更低的首次报价会把限价拉到新报价以下',
  'depends on how many won before': '取决于在前的中选数',
  'one price per component binds bids together': '同部件同价使几个报价互相牵连',
  'validity measured by other bids': '有效性以其他报价为基准',
};
function because(facts: Facts): Wording {
  const en = f(facts, 'because');
  const gap = /^price gap measured by (\w+)$/.exec(en);
  return w(gap === null ? (becauses[en] ?? en) : `同组差价以 ${gap[1]} 为基准`, en);
}

type Say = (facts: Facts) => Wording;

const ofRules: Readonly<Record<string, Say>> = {
  'pack.twice': (facts) => w(`“${f(facts, 'id')}”出现两次`, `“${f(facts, 'id')}” occurs twice`),
  'pack.unknownName': (facts) => w(`“${f(facts, 'name')}”没有定义`, `nothing defines “${f(facts, 'name')}”`),
  'category.none': () => w('没有采购品种', 'nothing is tendered'),
  'rule.none': () => w('没有中选规则', 'there is no rule of selection'),
  'rule.unreachable': (facts) =>
    w(
      `规则${f(facts, 'rule')}选不出任何人：${because(facts).zh}${facts['earlier'] === undefined ? '' : `（规则${f(facts, 'earlier')}）`}`,
      `rule ${f(facts, 'rule')} selects nobody: ${because(facts).en}${facts['earlier'] === undefined ? '' : ` (rule ${f(facts, 'earlier')})`}`,
    ),
  'award.nonMonotone': (facts) =>
    w(
      `报得更低反而可能落选：${because(facts).zh}`,
      `a bidder could lose by a better bid: ${because(facts).en}`,
    ),
  'tie.missing': () =>
    w(
      '排名没有终结：最后一项须为抽签号或产品编号',
      'ties have no end: the last key must be the drawn number or the product',
    ),
  'tie.unreachableKey': () =>
    w('这一项永远用不到，在前的一项已不会相同', 'this key is never reached, the one before it never ties'),
  'cap.missing': (facts) =>
    w(
      `品种“${f(facts, 'category')}”没有最高有效申报价，而规则要用到`,
      `item “${f(facts, 'category')}” has no cap, and a rule needs it`,
    ),
  'cap.notRequired': () => w('没有要求报价不高于最高有效申报价', 'nothing keeps a bid below a cap'),
  'line.missing': (facts) =>
    w(
      `品种“${f(facts, 'category')}”没有价格线“${f(facts, 'line')}”`,
      `item “${f(facts, 'category')}” has no line “${f(facts, 'line')}”`,
    ),
  'shortlist.emptiesSingle': () =>
    w('只有一家报价的竞价单元会无人入围或中选', 'a unit with a single bidder would be left with nobody'),
};
const ofVolumes: Readonly<Record<string, Say>> = {
  'split.leavesSomebodyOut': () =>
    w('分组没有兜底：最后一组须接纳其余全部', 'the last group must take everybody else'),
  'split.sharesFall': () => w('各组累计占比不是递增的', 'cumulative shares of the groups fall'),
  'ratio.missing': (facts) =>
    w(
      `品种“${f(facts, 'category')}”在中选 ${f(facts, 'winners')} 家时没有约定比例`,
      `item “${f(facts, 'category')}” has no ratio with ${f(facts, 'winners')} winning firms`,
    ),
  'tier.dividesByZeroWinners': () =>
    w(
      '只有一个中选时递减没有台阶，须另给比例',
      'with a single winner there is no step to fall by: a share of its own is needed',
    ),
  'tier.missesRank': (facts) =>
    w(
      `按规则${f(facts, 'rule')}中选的，有的名次没有比例`,
      `some places of winners by rule ${f(facts, 'rule')} have no share`,
    ),
  'tier.rises': (facts) =>
    w(
      `名次靠后的反而更多：${percentText(f(facts, 'first'))} → ${percentText(f(facts, 'last'))}`,
      `later places get more: ${percentText(f(facts, 'first'))} → ${percentText(f(facts, 'last'))}`,
    ),
  'shares.doNotSum': (facts) =>
    w(`比例之和不对：${f(facts, 'shares')}`, `shares do not sum: ${f(facts, 'shares')}`),
  'shares.missPlace': (facts) =>
    w(
      `${f(facts, 'winners')} 个中选而只有 ${f(facts, 'shares')} 个比例`,
      `${f(facts, 'winners')} winners and only ${f(facts, 'shares')} shares`,
    ),
  'ladder.missing': (facts) =>
    w(`中选 ${f(facts, 'winners')} 个时没有分配办法`, `no ladder for ${f(facts, 'winners')} winners`),
  'leftover.nobodyTakes': () => w('剩余量没有任何产品可以承接', 'no product may take leftover volume'),
  'source.missing': () => w('这个数没有注明出处', 'the number names no source'),
  'source.ofNothing': () => w('出处所指的位置不存在', 'the source points to nothing'),
};

/** Every code of a finding of checkPack. */
export const findingCodes: Readonly<Record<string, Say>> = { ...ofRules, ...ofVolumes };

/** A finding of checkPack as a sentence. */
export function findingWords({ code, facts }: CheckFinding): Wording {
  return findingCodes[code]?.(facts) ?? w(code, code);
}

const faults: Readonly<Record<string, Wording>> = {
  'shape.text': w('应为非空文字', 'should be a text that is not empty'),
  'shape.flag': w('应为 true 或 false', 'should be true or false'),
  'shape.count': w('应为不小于 0 的整数', 'should be a whole number from 0'),
  'shape.positive': w('应为正整数', 'should be a positive whole number'),
  'shape.money': w('应为金额文字，如 "12.3"', 'should be an amount as text, like "12.3"'),
  'shape.quantity': w('应为数量文字，如 "10"', 'should be a quantity as text, like "10"'),
  'shape.ratio': w('应为比例文字，如 "1.8"、"2/3"', 'should be a ratio as text, like "1.8" or "2/3"'),
  'shape.share': w('应为 0 到 1 的比例文字', 'should be a share from 0 to 1 as text'),
  'shape.instant': w(
    '应为时刻，如 2026-01-05T01:00:00.000Z',
    'should be a moment like 2026-01-05T01:00:00.000Z',
  ),
  'shape.list': w('应为列表', 'should be a list'),
  'shape.column': w('应为数列', 'should be a column of numbers'),
  'shape.record': w('应为对象', 'should be an object'),
  'shape.missing': w('缺少这一项', 'is missing'),
  'shape.unknownKey': w('多出的一项', 'is not known here'),
  'round.twice': w('出现两次', 'occurs twice'),
  'round.unknown': w('没有定义', 'is not defined'),
  'demand.lengths': w('各列长度不同', 'the columns differ in length'),
  'demand.noLastYear': w(
    '规则要用上年采购量，而包内没有',
    'the pack asks for last year’s use, and there is none',
  ),
  'demand.unknownPlace': w('指向不存在的机构或产品', 'points to an institution or product that is not there'),
  'demand.twice': w('同一机构同一产品报了两次', 'an institution reports a product twice'),
  'demand.tooLarge': w('总量过大，无法精确计算', 'too large to stay exact'),
  'bundle.format': w('不是公开包（format 不符）', 'is not a public bundle (format)'),
  'bundle.shape': w('公开包缺少或多出这一部分', 'a part of the bundle is missing or unknown'),
};
/** Codes with words of their own; 'shape.oneOf …' carries its choices. */
export const faultCodes: readonly string[] = Object.keys(faults);

/** What is wrong with data from outside, as a sentence. */
export function faultWords({ code, found }: Fault): Wording {
  const choices = /^shape\.oneOf (.+)$/.exec(code)?.[1];
  const base =
    choices === undefined
      ? (faults[code] ?? w(code, code))
      : w(`应为 ${choices.replaceAll(' ', '、')} 之一`, `should be one of ${choices.replaceAll(' ', ', ')}`);
  return found === '' ? base : w(`${base.zh}，现为 ${found}`, `${base.en}, found ${found}`);
}
