import type { Wording } from '../policy/provision.ts';
import { never } from '../result.ts';
import type { RankKey, RoundPack, ShortlistSize, SourceMark, ValidityRule, WinRule } from './pack.ts';
import { joined, names, percentText, w } from './say.ts';
import { conditionWords, itemNames, priceName, spanWords } from './words-conditions.ts';
import { type SharedLine, allocationLines, leftoverLines, volumeLines } from './words-shares.ts';

/** One step of a rule in words, with where its numbers come from. */
export interface PackLine {
  /** Where it stands in the pack: 'rules.0'. */
  readonly path: string;
  readonly name: Wording | null;
  readonly text: Wording;
  readonly sources: readonly SourceMark[];
}
export interface PackSection {
  readonly part: string;
  readonly title: Wording;
  readonly lines: readonly PackLine[];
}

/** Sources that cover a path, stand at it, or cover a part below it. */
export function sourcesAt(pack: RoundPack, path: string): SourceMark[] {
  return pack.sources.filter(
    (each) => path === each.path || path.startsWith(`${each.path}.`) || each.path.startsWith(`${path}.`),
  );
}

function categoryLines({ categories }: RoundPack): SharedLine[] {
  return categories.map(({ name, cap, lines }, index) => ({
    path: `categories.${index}`,
    name,
    text: joined(
      [
        cap === null
          ? w('不设最高有效申报价', 'no bid cap')
          : w(`最高有效申报价 ${cap} 元`, `bid cap ¥${cap}`),
        ...Object.entries(lines).map(([line, price]) =>
          w(`${priceName(line).zh} ${price} 元`, `${priceName(line).en} ¥${price}`),
        ),
      ],
      '，',
      ', ',
    ),
  }));
}

function splitLines(pack: RoundPack): SharedLine[] {
  const { split } = pack.units;
  if (split === null) return [];
  const by = split.by === 'firm' ? w('企业', 'firm') : w('产品', 'product');
  const lots =
    split.lots === null
      ? w('每个品种', 'each lot')
      : w(`品种 ${itemNames(pack, split.lots).zh}`, `lots ${itemNames(pack, split.lots).en}`);
  return [
    {
      path: 'units.split',
      name: w('分组', 'Groups'),
      text: w(
        `${lots.zh}按${by.zh}需求量由大到小累计占比分组${split.wholeWhenFirmsAtMost === null ? '' : `；企业不超过 ${split.wholeWhenFirmsAtMost} 家时全部进入 ${split.groups[0]?.group ?? ''} 组`}`,
        `${lots.en} is split by cumulative share of demand of each ${by.en}, largest first${split.wholeWhenFirmsAtMost === null ? '' : `; with at most ${split.wholeWhenFirmsAtMost} firms all are in group ${split.groups[0]?.group ?? ''}`}`,
      ),
    },
    ...split.groups.map((group, index) => {
      const parts = [
        ...(group.shareTo === null
          ? []
          : [
              w(
                `累计占比达到 ${percentText(group.shareTo)} 为止（跨线者${group.crossing === 'in' ? '计入' : '不计入'}）`,
                `up to a cumulative ${percentText(group.shareTo)} (the one that crosses it is ${group.crossing})`,
              ),
            ]),
        ...(group.suppliesAllRegions ? [w('且能供应全部地区', 'and supplies all regions')] : []),
      ];
      return {
        path: `units.split.groups.${index}`,
        name: w(`${group.group} 组`, `Group ${group.group}`),
        text: parts.length === 0 ? w('其余全部', 'everybody else') : joined(parts, '，', ', '),
      };
    }),
  ];
}

function unitLines(pack: RoundPack): SharedLine[] {
  const { merge, systems } = pack.units;
  const lines = [
    ...merge.map(({ name, categories }, index) => ({
      path: `units.merge.${index}`,
      name,
      text: w(
        `合并报量的品种：${itemNames(pack, categories).zh}`,
        `merged volumes of: ${itemNames(pack, categories).en}`,
      ),
    })),
    ...splitLines(pack),
    ...(systems === null
      ? []
      : [
          {
            path: 'units.systems',
            name: w('产品系统', 'Systems'),
            text: joined(
              [
                ...(systems.requiredParts.length === 0
                  ? [w('成套计为一个产品', 'a set counts as one product')]
                  : [
                      w(
                        `须含必要部件：${names(systems.requiredParts).zh}`,
                        `must hold the parts: ${names(systems.requiredParts).en}`,
                      ),
                    ]),
                ...(systems.onePricePerComponent
                  ? [w('同一部件在本企业各系统中同价', 'one price per component across a firm’s systems')]
                  : []),
                ...(systems.bindsUnselected
                  ? [
                      w(
                        '中选系统的部件价格约束未中选系统',
                        'component prices of selected systems bind those not selected',
                      ),
                    ]
                  : []),
              ],
              '；',
              '; ',
            ),
          },
        ]),
  ];
  return lines.length > 0
    ? lines
    : [
        {
          path: 'units',
          name: null,
          text: w(
            '每个品种为一个竞价单元，不合并、不分组',
            'each item is one competition unit, without merging or groups',
          ),
        },
      ];
}

const features: Readonly<Record<string, Wording>> = {
  mri: w('兼容磁共振', 'safe in MRI'),
  longLife: w('长寿命', 'long life'),
};
const featureName = (feature: string): Wording => features[feature] ?? w(feature, feature);

function comparisonLines({ comparison }: RoundPack): SharedLine[] {
  const { features: priced, perUnit } = comparison;
  if (priced.length === 0 && !perUnit)
    return [{ path: 'comparison', name: null, text: w('直接比较报价', 'prices are compared as bid') }];
  return [
    ...priced.map(({ feature, amount }, index) => ({
      path: `comparison.features.${index}`,
      name: w(`功能：${featureName(feature).zh}`, `Feature: ${featureName(feature).en}`),
      text: w(`比价前从报价中减去 ${amount} 元`, `¥${amount} is taken off before prices are compared`),
    })),
    ...(perUnit
      ? [
          {
            path: 'comparison.perUnit',
            name: null,
            text: w('按差比价折算为每一计价单位后比较', 'compared per comparison unit'),
          },
        ]
      : []),
  ];
}

function validityText({ check }: ValidityRule): Wording {
  if (check.kind === 'requiredParts')
    return w(
      '须含全部必要部件，且逐一报价、合计等于系统报价',
      'holds every required part, each with a price, that sum to the bid',
    );
  if (check.kind === 'onePricePerComponent')
    return w('同一企业同一部件只有一个价格', 'one price per component of a firm');
  return conditionWords(check);
}

const rankKeys: Readonly<Record<RankKey, Wording>> = {
  price: w('报价低者', 'lower price'),
  priceToCap: w('报价与最高有效申报价之比低者', 'lower price in relation to the cap'),
  demand: w('产品需求量大者', 'larger demand for the product'),
  firmDemand: w('企业需求量大者', 'larger demand for the firm'),
  capacity: w('产能大者', 'larger capacity'),
  time: w('报价时间早者', 'earlier bid'),
  lot: w('抽签号小者', 'smaller drawn number'),
  product: w('产品编号在前者', 'smaller product identifier'),
};
/** How one bid comes before another that ties with it. */
export function rankKeyWords(key: RankKey): Wording {
  return rankKeys[key];
}

function sizeWords(size: ShortlistSize): Wording {
  switch (size.kind) {
    case 'top':
      return w(`前 ${size.count} 名`, `the first ${size.count}`);
    case 'table':
      return w(
        `按有效申报企业数：${size.rows.map(({ firms, count }) => `${firms} 家取 ${count}`).join('、')}`,
        `by eligible firms: ${size.rows.map(({ firms, count }) => `${firms} → ${count}`).join(', ')}`,
      );
    case 'eliminate': {
      const rounding = {
        down: w('向下取整', 'rounded down'),
        up: w('向上取整', 'rounded up'),
        halfUp: w('四舍五入', 'rounded half up'),
      };
      const said = rounding[size.rounding];
      return w(
        `淘汰排名末位 ${percentText(size.rate)}（${said.zh}${size.atLeast === 0 ? '' : `，至少 ${size.atLeast} 个`}）`,
        `the last ${percentText(size.rate)} are eliminated (${said.en}${size.atLeast === 0 ? '' : `, at least ${size.atLeast}`})`,
      );
    }
    default:
      return never(size);
  }
}

function shortlistLines({ shortlists }: RoundPack): SharedLine[] {
  if (shortlists.length === 0)
    return [
      { path: 'shortlists', name: null, text: w('有效报价全部入围', 'every valid bid is shortlisted') },
    ];
  return shortlists.map((each, index) => ({
    path: `shortlists.${index}`,
    name: each.groups === null ? null : w(`${each.groups.join('、')} 组`, `Group ${each.groups.join(', ')}`),
    text: joined(
      [
        sizeWords(each.size),
        each.counts === 'firm' ? w('按企业计数', 'counted by firm') : w('按产品计数', 'counted by product'),
        ...(each.perFirmMax === null
          ? []
          : [w(`每家企业至多 ${each.perFirmMax} 个`, `at most ${each.perFirmMax} of one firm`)]),
        ...(each.relatedAsOne ? [w('同一控制人计为一家', 'firms of one controller count as one')] : []),
      ],
      '；',
      '; ',
    ),
  }));
}

function ruleScope(pack: RoundPack, rule: WinRule): Wording[] {
  return [
    ...(rule.groups === null ? [] : [w(`${rule.groups.join('、')} 组`, `group ${rule.groups.join(', ')}`)]),
    ...(rule.categories === null
      ? []
      : [w(`品种 ${itemNames(pack, rule.categories).zh}`, `items ${itemNames(pack, rule.categories).en}`)]),
    ...(rule.firms === null
      ? []
      : [
          w(
            `有效申报企业 ${spanWords(rule.firms, '家').zh}时`,
            `with ${spanWords(rule.firms, '').en} eligible firms`,
          ),
        ]),
    ...(rule.winners === null
      ? []
      : [
          w(
            `已中选 ${spanWords(rule.winners, '个').zh}时`,
            `with ${spanWords(rule.winners, '').en} winners so far`,
          ),
        ]),
    rule.among === 'valid'
      ? w('全部有效报价（含未入围）', 'all valid bids, shortlisted or not')
      : w('入围报价', 'shortlisted bids'),
  ];
}
const offers = {
  bid: w('', ''),
  accept: w('；接受本规则限价的，按限价中选', '; who accepts the limit is selected at the limit'),
  rebid: w('；按本规则重新报价（不得高于原报价）', '; by a new price, not above the first'),
} as const;

function ruleText(pack: RoundPack, rule: WinRule): Wording {
  const scope = joined(ruleScope(pack, rule), '，', ', ');
  const when = conditionWords(rule.when);
  const limits = [
    ...(rule.winnersMax === null
      ? []
      : [w(`中选数：${sizeWords(rule.winnersMax).zh}`, `winners: ${sizeWords(rule.winnersMax).en}`)]),
    ...(rule.perFirmMax === null
      ? []
      : [w(`每家企业至多 ${rule.perFirmMax} 个`, `at most ${rule.perFirmMax} of one firm`)]),
  ];
  const more = joined(limits, '；', '; ');
  return w(
    `${scope.zh}：${when.zh}${offers[rule.offer].zh}${more.zh === '' ? '' : `；${more.zh}`}`,
    `${scope.en}: ${when.en}${offers[rule.offer].en}${more.en === '' ? '' : `; ${more.en}`}`,
  );
}

/**
 * A round pack as people read it: what is tendered, how volumes and units come about, who is valid, shortlisted and
 * selected, what winners get and where the rest goes. Each line has its path and the sources of its numbers.
 */
export function wordsOf(pack: RoundPack): PackSection[] {
  const section = (part: string, title: Wording, lines: readonly SharedLine[]): PackSection => ({
    part,
    title,
    lines: lines.map((line) => ({ ...line, sources: sourcesAt(pack, line.path) })),
  });
  const gap: SharedLine[] =
    pack.priceGap === null ? [] : [{ path: 'priceGap', name: null, text: conditionWords(pack.priceGap) }];
  const ranking = joined(pack.ranking.map(rankKeyWords), ' → ', ' → ');
  return [
    section('categories', w('采购品种与限价', 'Items and caps'), categoryLines(pack)),
    section('volume', w('采购量', 'Volumes'), volumeLines(pack)),
    section('units', w('竞价单元', 'Competition units'), unitLines(pack)),
    section('comparison', w('比价口径', 'What is compared'), comparisonLines(pack)),
    section(
      'validity',
      w('有效报价', 'Validity'),
      pack.validity.map((rule, index) => ({
        path: `validity.${index}`,
        name: rule.name,
        text: validityText(rule),
      })),
    ),
    section('ranking', w('排名与同价处理', 'Ranking and ties'), [
      {
        path: 'ranking',
        name: null,
        text: w(
          `依次比较，在前的排名靠前：${ranking.zh}`,
          `compared in turn, who comes first: ${ranking.en}`,
        ),
      },
    ]),
    section('shortlists', w('入围', 'Shortlist'), shortlistLines(pack)),
    section(
      'rules',
      w('中选规则', 'Rules of selection'),
      pack.rules.map((rule, index) => ({
        path: `rules.${index}`,
        name: w(`规则${rule.id}　${rule.name.zh}`, `Rule ${rule.id}: ${rule.name.en}`),
        text: ruleText(pack, rule),
      })),
    ),
    section('priceGap', w('同组最高差价', 'Price gap'), gap),
    section('allocation', w('中选产品分量', 'What winners get'), allocationLines(pack.allocation)),
    section('leftover', w('剩余量', 'Leftover volume'), leftoverLines(pack)),
  ].filter(({ lines }) => lines.length > 0);
}
