import type { Wording } from '../policy/provision.ts';
import { never } from '../result.ts';
import type { Allocation, LadderShares, PermittedSet, RoundPack, Tier, TierShare } from './pack.ts';
import { joined, percentText, w } from './say.ts';
import { itemNames, spanWords } from './words-conditions.ts';

export interface SharedLine {
  readonly path: string;
  readonly name: Wording | null;
  readonly text: Wording;
}

function shareWords(share: TierShare): Wording {
  switch (share.kind) {
    case 'flat':
      return w(`一律 ${percentText(share.share)}`, `${percentText(share.share)} each`);
    case 'linear': {
      const [first, last] = [percentText(share.first), percentText(share.last)];
      const single = percentText(share.single ?? share.first);
      return w(
        `按排名由 ${first} 等差递减至 ${last}（仅一个中选时 ${single}）`,
        `from ${first} down to ${last} in even steps by place (${single} for a single winner)`,
      );
    }
    case 'table': {
      const all = share.shares.map(percentText);
      const rest = share.rest === null ? null : percentText(share.rest);
      return w(
        `按排名依次 ${all.join('、')}${rest === null ? '' : `，其后 ${rest}`}`,
        `by place ${all.join(', ')}${rest === null ? '' : `, then ${rest}`}`,
      );
    }
    default:
      return never(share);
  }
}

function tierScope(tier: Tier): Wording {
  const parts: Wording[] = [
    ...(tier.rules === null
      ? []
      : [w(`按规则${tier.rules.join('、')}中选的`, `selected by rule ${tier.rules.join(', ')}`)]),
    ...(tier.groups === null ? [] : [w(`${tier.groups.join('、')} 组`, `group ${tier.groups.join(', ')}`)]),
    ...(tier.firms === null
      ? []
      : [
          w(
            `有效申报企业 ${spanWords(tier.firms, '家').zh}`,
            `${spanWords(tier.firms, '').en} eligible firms`,
          ),
        ]),
    ...(tier.winners === null
      ? []
      : [w(`中选 ${spanWords(tier.winners, '个').zh}`, `${spanWords(tier.winners, '').en} winners`)]),
  ];
  return parts.length === 0 ? w('其他中选产品', 'any other winner') : joined(parts, '，', ', ');
}

function ladderWords(shares: LadderShares): Wording {
  if (shares.kind === 'shares') {
    const all = shares.shares.map(percentText);
    return w(`按排名依次 ${all.join('、')}`, `by place ${all.join(', ')}`);
  }
  const [first, then] = [percentText(shares.first), percentText(shares.then)];
  return w(
    `第一名 ${first}，其后每名取剩余量的 ${then}，最后一名取余下全部`,
    `${first} for the first, then ${then} of what remains each, the last takes the rest`,
  );
}

const grades: Readonly<Record<string, Wording>> = { good: w('优', 'good'), poor: w('差', 'poor') };
const gradeName = (grade: string): Wording => grades[grade] ?? w(grade, grade);

/** How what winners get is set: one line per tier or ladder. */
export function allocationLines(allocation: Allocation): SharedLine[] {
  switch (allocation.kind) {
    case 'ownDemand':
      return [
        ...allocation.tiers.map((tier, index) => ({
          path: `allocation.tiers.${index}`,
          name: tierScope(tier),
          text: joined(
            [w('本产品约定量的比例：', 'share of the agreed volume of its own: '), shareWords(tier.share)],
            '',
            '',
          ),
        })),
        ...allocation.performance.map(({ grade, factor }, index) => ({
          path: `allocation.performance.${index}`,
          name: w(`履约评价“${gradeName(grade).zh}”`, `performance “${gradeName(grade).en}”`),
          text: w(`上述比例乘以 ${factor}（不超过 100%）`, `the share above times ${factor} (at most 100%)`),
        })),
      ];
    case 'pool':
      return allocation.ladders.map(({ winners, shares }, index) => ({
        path: `allocation.ladders.${index}`,
        name: w(`中选 ${spanWords(winners, '个').zh}`, `${spanWords(winners, '').en} winners`),
        text: joined([w('竞价单元总量的分配：', 'shares of the whole unit: '), ladderWords(shares)], '', ''),
      }));
    case 'regions':
      return [
        {
          path: 'allocation.perTurn',
          name: w('选择供应地区', 'Choice of regions'),
          text: w(
            `中选企业按排名轮流选择供应地区，每轮 ${allocation.perTurn} 个，直至选完${allocation.reserve ? '；每个地区另由下一顺位企业备供' : ''}`,
            `winners choose regions in rank order, ${allocation.perTurn} at a time, until none is left${allocation.reserve ? '; each region has a reserve of another firm' : ''}`,
          ),
        },
      ];
    default:
      return never(allocation);
  }
}

function permittedWords(pack: RoundPack, set: PermittedSet): Wording {
  switch (set.kind) {
    case 'winners':
      return set.rules === null
        ? w('任一中选产品', 'any selected product')
        : w(`按规则${set.rules.join('、')}中选的产品`, `products selected by rule ${set.rules.join(', ')}`);
    case 'lowest':
      return w(
        `中选价由低到高的前 ${percentText(set.share)}（向上取整）`,
        `the cheapest ${percentText(set.share)} of the selected (rounded up)`,
      );
    case 'reported': {
      const which = [
        ...(set.rules === null
          ? []
          : [w(`按规则${set.rules.join('、')}中选`, `selected by rule ${set.rules.join(', ')}`)]),
        ...(set.capFactor === null
          ? []
          : [
              w(
                `中选价不高于最高有效申报价的 ${percentText(set.capFactor)}`,
                `at most ${percentText(set.capFactor)} of the cap`,
              ),
            ]),
        ...(set.categories === null
          ? []
          : [w(`品种 ${itemNames(pack, set.categories).zh}`, `items ${itemNames(pack, set.categories).en}`)]),
      ];
      const scope = joined(which, '，', ', ');
      return w(
        `本机构自己填报过的中选产品${scope.zh === '' ? '' : `（${scope.zh}）`}`,
        `selected products that the institution itself reported${scope.en === '' ? '' : ` (${scope.en})`}`,
      );
    }
    default:
      return never(set);
  }
}

export function leftoverLines(pack: RoundPack): SharedLine[] {
  const { leftover } = pack;
  const permitted = joined(
    leftover.permitted.map((set) => permittedWords(pack, set)),
    '；',
    '; ',
  );
  return [
    ...leftover.unselectedTo.map(({ place, share }, index) => ({
      path: `leftover.unselectedTo.${index}`,
      name: w('未中选产品的需求量', 'Demand for products not selected'),
      text: w(
        `先将其 ${percentText(share)} 给第 ${place} 名中选产品`,
        `${percentText(share)} of it goes to place ${place} first`,
      ),
    })),
    {
      path: 'leftover.permitted',
      name: w('医疗机构可选范围', 'What an institution may choose from'),
      text: w(
        `${leftover.within === 'unit' ? '同一竞价单元内' : '同一品种内'}：${permitted.zh}`,
        `${leftover.within === 'unit' ? 'in the same unit' : 'in the same lot'}: ${permitted.en}`,
      ),
    },
    {
      path: 'leftover.fallback',
      name: w('逾期未选', 'Not chosen in time'),
      text:
        leftover.fallback === 'rank'
          ? w('由可选产品中价格最低者起依次承接', 'goes to the permitted products, cheapest first')
          : w(
              '按本机构对可选产品的填报比例分配',
              'goes to the permitted products as the institution reported them',
            ),
    },
  ];
}

const bases = {
  reported: w('医疗机构填报量', 'the reported volume'),
  lastYear: w('上年采购量', 'last year’s purchases'),
  smaller: w('填报量与上年采购量中的较小者', 'the smaller of report and last year'),
  larger: w('填报量与上年采购量中的较大者', 'the larger of report and last year'),
  mean: w('填报量与上年采购量的平均', 'the mean of report and last year'),
} as const;
const methods = {
  down: w('逐行向下舍去', 'each line rounded down'),
  up: w('逐行向上进位', 'each line rounded up'),
  halfUp: w('逐行四舍五入', 'each line rounded half up'),
  largestRemainder: w('按竞价单元合计取整，最大余数法分到各行', 'summed by unit, by largest remainder'),
} as const;

export function volumeLines(pack: RoundPack): SharedLine[] {
  const { volume } = pack;
  return [
    { path: 'volume.base', name: w('采购量基数', 'Base volume'), text: bases[volume.base] },
    ...volume.ratios.map(({ categories, winners, ratio }, index) => ({
      path: `volume.ratios.${index}`,
      name: w('约定采购比例', 'Agreed ratio'),
      text: joined(
        [
          ...(categories === null
            ? []
            : [w(`品种 ${itemNames(pack, categories).zh}`, `items ${itemNames(pack, categories).en}`)]),
          ...(winners === null
            ? []
            : [w(`中选企业 ${spanWords(winners, '家').zh}`, `${spanWords(winners, '').en} winning firms`)]),
          w(`基数的 ${percentText(ratio)}`, `${percentText(ratio)} of the base`),
        ],
        '，',
        ', ',
      ),
    })),
    {
      path: 'volume.rounding',
      name: w('取整', 'Rounding'),
      text: w(
        `${methods[volume.rounding.method].zh}，最小单位 ${volume.rounding.step}`,
        `${methods[volume.rounding.method].en}, step ${volume.rounding.step}`,
      ),
    },
  ];
}
