import type { Wording } from '../policy/provision.ts';
import type { Anchor, Condition, RoundPack, ShortlistSize, TierShare, WinRule } from './pack.ts';
import { isRecord } from './shape.ts';
import { w } from './say.ts';
import { anchorWords, priceName } from './words-conditions.ts';

/** One number of a pack that a person may change in a form. */
export interface Parameter {
  /** 'rules.0.when.factor'. */
  readonly path: string;
  readonly name: Wording;
  readonly value: string;
  /** How it is written: an amount of yuan, a ratio, a share from 0 to 1, or a whole number. */
  readonly kind: 'money' | 'ratio' | 'share' | 'count';
}

function parameter(path: string, name: Wording, value: string | number, kind: Parameter['kind']): Parameter {
  return { path, name, value: String(value), kind };
}

function ofAnchor(anchor: Anchor, path: string, of: Wording): Parameter[] {
  if (anchor.of === 'amount')
    return [
      parameter(`${path}.yuan`, w(`${of.zh} · 固定金额`, `${of.en} · fixed amount`), anchor.yuan, 'money'),
    ];
  if (anchor.of !== 'largest' && anchor.of !== 'smallest') return [];
  return anchor.among.flatMap((each, index) => [
    parameter(
      `${path}.among.${index}.factor`,
      w(`${of.zh} · × ${anchorWords(each.anchor).zh}`, `${of.en} · × ${anchorWords(each.anchor).en}`),
      each.factor,
      'ratio',
    ),
    ...ofAnchor(each.anchor, `${path}.among.${index}.anchor`, of),
  ]);
}

function ofCondition(condition: Condition, path: string, of: Wording): Parameter[] {
  switch (condition.kind) {
    case 'any':
    case 'all':
      return condition.of.flatMap((each, index) => ofCondition(each, `${path}.of.${index}`, of));
    case 'price': {
      const anchor = anchorWords(condition.upTo);
      const name = w(`${of.zh} · × ${anchor.zh}`, `${of.en} · × ${anchor.en}`);
      return [
        parameter(`${path}.factor`, name, condition.factor, 'ratio'),
        ...ofAnchor(condition.upTo, `${path}.upTo`, of),
      ];
    }
    case 'place':
      return [
        parameter(`${path}.atMost`, w(`${of.zh} · 名次`, `${of.en} · place`), condition.atMost, 'count'),
      ];
    default:
      return [];
  }
}

function ofSize(size: ShortlistSize, path: string, of: Wording): Parameter[] {
  switch (size.kind) {
    case 'top':
      return [parameter(`${path}.count`, w(`${of.zh} · 名额`, `${of.en} · places`), size.count, 'count')];
    case 'table':
      return size.rows.map(({ firms, count }, index) =>
        parameter(
          `${path}.rows.${index}.count`,
          w(`${of.zh} · ${firms} 家企业时的名额`, `${of.en} · places with ${firms} firms`),
          count,
          'count',
        ),
      );
    case 'eliminate':
      return [
        parameter(`${path}.rate`, w(`${of.zh} · 淘汰比例`, `${of.en} · rate eliminated`), size.rate, 'share'),
      ];
  }
}

function ofShare(share: TierShare, path: string, of: Wording): Parameter[] {
  switch (share.kind) {
    case 'flat':
      return [parameter(`${path}.share`, of, share.share, 'share')];
    case 'linear':
      return [
        parameter(`${path}.first`, w(`${of.zh} · 第一名`, `${of.en} · first`), share.first, 'share'),
        parameter(`${path}.last`, w(`${of.zh} · 最后一名`, `${of.en} · last`), share.last, 'share'),
        ...(share.single === null
          ? []
          : [
              parameter(
                `${path}.single`,
                w(`${of.zh} · 仅一个中选`, `${of.en} · single winner`),
                share.single,
                'share',
              ),
            ]),
      ];
    case 'table':
      return share.shares.map((each, index) =>
        parameter(
          `${path}.shares.${index}`,
          w(`${of.zh} · 第 ${index + 1} 名`, `${of.en} · place ${index + 1}`),
          each,
          'share',
        ),
      );
  }
}

function ofAllocation({ allocation }: RoundPack): Parameter[] {
  switch (allocation.kind) {
    case 'ownDemand':
      return allocation.tiers.flatMap(({ share }, index) =>
        ofShare(share, `allocation.tiers.${index}.share`, w(`分量 ${index + 1}`, `Share ${index + 1}`)),
      );
    case 'pool':
      return allocation.ladders.flatMap(({ shares }, index) => {
        const of = w(`分量 ${index + 1}`, `Ladder ${index + 1}`);
        const path = `allocation.ladders.${index}.shares`;
        return shares.kind === 'ladder'
          ? [
              parameter(`${path}.first`, w(`${of.zh} · 第一名`, `${of.en} · first`), shares.first, 'share'),
              parameter(`${path}.then`, w(`${of.zh} · 其后`, `${of.en} · then`), shares.then, 'share'),
            ]
          : shares.shares.map((each, place) =>
              parameter(
                `${path}.shares.${place}`,
                w(`${of.zh} · 第 ${place + 1} 名`, `${of.en} · place ${place + 1}`),
                each,
                'share',
              ),
            );
      });
    case 'regions':
      return [
        parameter('allocation.perTurn', w('每轮选择地区数', 'Regions per turn'), allocation.perTurn, 'count'),
      ];
  }
}

function ofCategories({ categories }: RoundPack): Parameter[] {
  return categories.flatMap(({ name, cap, lines }, index) => [
    ...(cap === null
      ? []
      : [
          parameter(
            `categories.${index}.cap`,
            w(`${name.zh} · 最高有效申报价`, `${name.en} · cap`),
            cap,
            'money',
          ),
        ]),
    ...Object.entries(lines).map(([line, price]) =>
      parameter(
        `categories.${index}.lines.${line}`,
        w(`${name.zh} · ${priceName(line).zh}`, `${name.en} · ${priceName(line).en}`),
        price,
        'money',
      ),
    ),
  ]);
}

function ofVolumes({ volume, units }: RoundPack): Parameter[] {
  return [
    ...volume.ratios.map(({ ratio }, index) =>
      parameter(`volume.ratios.${index}.ratio`, w('约定采购比例', 'Agreed ratio'), ratio, 'share'),
    ),
    ...(units.split?.groups ?? []).flatMap(({ group, shareTo }, index) => {
      const name = w(`${group} 组累计占比`, `Cumulative share of group ${group}`);
      return shareTo === null
        ? []
        : [parameter(`units.split.groups.${index}.shareTo`, name, shareTo, 'share')];
    }),
  ];
}

function ofRule({ id, when, winnersMax }: WinRule, index: number): Parameter[] {
  const of = w(`规则${id}`, `Rule ${id}`);
  const winners = w(`${of.zh} · 中选数`, `${of.en} · winners`);
  return [
    ...ofCondition(when, `rules.${index}.when`, of),
    ...(winnersMax === null ? [] : ofSize(winnersMax, `rules.${index}.winnersMax`, winners)),
  ];
}

/** The numbers of a pack by which rounds differ: caps and lines, ratios, factors, places, shares. */
export function parametersOf(pack: RoundPack): Parameter[] {
  const gap = w('同组最高差价', 'Price gap');
  return [
    ...ofCategories(pack),
    ...ofVolumes(pack),
    ...pack.shortlists.flatMap(({ size }, index) =>
      ofSize(size, `shortlists.${index}.size`, w('入围', 'Shortlist')),
    ),
    ...pack.rules.flatMap(ofRule),
    ...(pack.priceGap === null ? [] : ofCondition(pack.priceGap, 'priceGap', gap)),
    ...ofAllocation(pack),
    ...pack.leftover.unselectedTo.map(({ place, share }, index) =>
      parameter(
        `leftover.unselectedTo.${index}.share`,
        w(`未中选需求给第 ${place} 名`, `Unselected demand to place ${place}`),
        share,
        'share',
      ),
    ),
  ];
}

function put(at: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(at))
    return at.map((each: unknown, index): unknown => (String(index) === key ? put(each, rest, value) : each));
  return isRecord(at) ? { ...at, [key]: put(at[key], rest, value) } : at;
}

/** A copy of the pack with one number changed, not yet checked: what was typed may be no number at all. */
export function withParameter(pack: unknown, { path, kind }: Parameter, typed: string): unknown {
  const isCount = kind === 'count' && /^\d+$/.test(typed);
  return put(pack, path.split('.'), isCount ? Number(typed) : typed);
}
