import { isMoney, isRatio, money } from '../money.ts';
import {
  type Shape,
  count,
  flag,
  later,
  list,
  mapOf,
  oneOf,
  orNull,
  positive,
  record,
  tagged,
  text,
  textThat,
} from './shape.ts';

/** Canonical text ('12.3', not '12.30'), so that one value has one hash. */
export const price = textThat(
  (value) => isMoney(value) && money(value) === value && !value.startsWith('-'),
  'shape.money',
);
const ratio = textThat(isRatio, 'shape.ratio');
const share = textThat(isShare, 'shape.share');
const wording = record({ zh: text, en: text });
const basis = orNull(record({ document: text, article: text, clause: orNull(text) }));
const span = record({ min: orNull(count), max: orNull(count) });
const ids = list(text);

/** A ratio from 0 to 1. */
function isShare(value: string): boolean {
  if (!isRatio(value)) return false;
  const [over = '', under] = value.split('/');
  return under === undefined ? /^(0(\.\d+)?|1(\.0+)?)$/.test(over) : BigInt(over) <= BigInt(under);
}

const bidSet = {
  over: oneOf('valid', 'shortlisted', 'selected'),
  within: oneOf('unit', 'lot'),
  groups: orNull(ids),
  rules: orNull(ids),
};
const anchorAgain = later(() => anchor);
const among = { among: list(record({ anchor: anchorAgain, factor: ratio })) };
const anchor: Shape = tagged('of', {
  lowest: bidSet,
  highest: bidSet,
  average: bidSet,
  largest: among,
  smallest: among,
  cap: {},
  line: { name: text },
  own: { name: text, missing: oneOf('pass', 'fail') },
  amount: { yuan: price },
});

const conditionAgain = later(() => condition);
const conditions = {
  any: { of: list(conditionAgain) },
  all: { of: list(conditionAgain) },
  price: { upTo: anchor, factor: ratio, inclusive: flag },
  notHighest: {},
  place: { atMost: positive },
  always: {},
};
const condition: Shape = tagged('kind', conditions);

const shortlistSize = tagged('kind', {
  top: { count: positive },
  table: { rows: list(record({ firms: count, count })) },
  eliminate: { rate: share, rounding: oneOf('down', 'up', 'halfUp'), atLeast: count },
});

const category = record({ id: text, name: wording, cap: orNull(price), lines: mapOf(price) });
const volume = record({
  base: oneOf('reported', 'lastYear', 'smaller', 'larger', 'mean'),
  ratios: list(record({ categories: orNull(ids), winners: orNull(span), ratio: share })),
  rounding: record({
    method: oneOf('down', 'up', 'halfUp', 'largestRemainder'),
    step: oneOf('1', '0.1', '0.01', '0.001'),
  }),
});
const units = record({
  merge: list(record({ lot: text, name: wording, categories: ids })),
  split: orNull(
    record({
      by: oneOf('firm', 'product'),
      lots: orNull(ids),
      wholeWhenFirmsAtMost: orNull(count),
      groups: list(
        record({
          group: text,
          shareTo: orNull(share),
          crossing: oneOf('in', 'out'),
          suppliesAllRegions: flag,
        }),
      ),
    }),
  ),
  systems: orNull(record({ requiredParts: ids, onePricePerComponent: flag, bindsUnselected: flag })),
});
const rule = record({
  id: text,
  name: wording,
  basis,
  among: oneOf('shortlisted', 'valid'),
  groups: orNull(ids),
  categories: orNull(ids),
  firms: orNull(span),
  winners: orNull(span),
  offer: oneOf('bid', 'accept', 'rebid'),
  when: condition,
  winnersMax: orNull(shortlistSize),
  perFirmMax: orNull(positive),
});

const tier = record({
  rules: orNull(ids),
  groups: orNull(ids),
  firms: orNull(span),
  winners: orNull(span),
  counts: oneOf('unit', 'rules'),
  share: tagged('kind', {
    flat: { share },
    linear: { first: share, last: share, single: orNull(share) },
    table: { shares: list(share), rest: orNull(share) },
  }),
});
const allocation = tagged('kind', {
  ownDemand: { tiers: list(tier), performance: list(record({ grade: text, factor: ratio })) },
  pool: {
    ladders: list(
      record({
        winners: span,
        shares: tagged('kind', { ladder: { first: share, then: share }, shares: { shares: list(share) } }),
      }),
    ),
  },
  regions: { perTurn: positive, reserve: flag },
});
const leftover = record({
  within: oneOf('unit', 'lot'),
  unselectedTo: list(record({ place: positive, share })),
  permitted: list(
    tagged('kind', {
      winners: { rules: orNull(ids) },
      lowest: { share },
      reported: { categories: orNull(ids), rules: orNull(ids), capFactor: orNull(ratio) },
    }),
  ),
  fallback: oneOf('rank', 'ownDemand'),
});

export const packShape: Shape = record({
  format: oneOf('daylight-round/1'),
  id: text,
  title: wording,
  categories: list(category),
  volume,
  units,
  comparison: record({ perUnit: flag, features: list(record({ feature: text, amount: price })) }),
  validity: list(
    record({
      id: text,
      name: wording,
      basis,
      check: tagged('kind', { ...conditions, requiredParts: {}, onePricePerComponent: {} }),
    }),
  ),
  ranking: list(oneOf('price', 'priceToCap', 'demand', 'firmDemand', 'capacity', 'time', 'lot', 'product')),
  shortlists: list(
    record({
      groups: orNull(ids),
      counts: oneOf('product', 'firm'),
      size: shortlistSize,
      perFirmMax: orNull(positive),
      relatedAsOne: flag,
    }),
  ),
  rules: list(rule),
  priceGap: orNull(condition),
  allocation,
  leftover,
  sources: list(record({ path: text, mark: oneOf('published', 'unverified', 'default'), note: wording })),
});
