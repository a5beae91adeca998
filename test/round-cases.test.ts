import { readFileSync, readdirSync } from 'node:fs';
import { award } from '@daylight/rules/award/award.ts';
import { bundleOf, bundleText, verifyBundle } from '@daylight/rules/award/bundle.ts';
import { checkPack } from '@daylight/rules/award/check.ts';
import type { AwardOutcome } from '@daylight/rules/award/outcome.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readRound } from '@daylight/rules/award/round-shape.ts';
import type { Round } from '@daylight/rules/award/round.ts';
import type { Recipe } from '@daylight/rules/award/trial.ts';
import { type CaseRows, roundOfCase } from '@daylight/rules/award/worked-case.ts';
import {
  addQuantity,
  averageExact,
  compare,
  exactOf,
  largest,
  money,
  moneyOfExact,
  none,
  quantity,
  quantityOfThousandths,
} from '@daylight/rules/money.ts';
import { describe, expect, test } from 'vitest';

interface Expected {
  readonly winners?: Readonly<Record<string, readonly string[]>>;
  readonly bids?: Readonly<Record<string, object>>;
  readonly totals?: Readonly<Record<string, unknown>>;
  readonly lots?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly permitted?: Readonly<Record<string, readonly string[]>>;
  readonly regions?: readonly (readonly [string, string])[];
  readonly lines?: readonly (readonly [string, string, string | null, string | null])[];
  readonly codes?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, readonly string[]>>;
  readonly anchors?: Readonly<Record<string, string>>;
  readonly boundParts?: readonly (readonly string[])[];
  readonly byRuleAtLeast?: Readonly<Record<string, number>>;
  readonly meanFinalPrice?: string;
  readonly pricesBelow?: readonly (readonly [string, number])[];
  readonly pricesAbove?: readonly (readonly [string, number])[];
  /** Category, price before, price after, cut in percent with two decimals as published (cut off, not rounded). */
  readonly cuts?: readonly (readonly [string, string, string, string])[];
}
interface Case {
  readonly name: string;
  readonly synthetic: boolean;
  readonly rows?: CaseRows;
  readonly recipe?: Recipe;
  readonly expect: Expected;
}
interface CaseFile {
  readonly check: readonly string[];
  readonly pack: RoundPack;
  readonly cases: readonly Case[];
}

const folder = new URL('../policy/cases/rounds/', import.meta.url);
const files = readdirSync(folder).map((name) => ({
  name,
  file: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as CaseFile,
}));

function roundOf(pack: RoundPack, each: Case): Round {
  const round = roundOfCase(pack, each);
  if (round === null) throw new Error(`${each.name} has neither rows nor a recipe`);
  return round;
}

const sumOf = (counts: readonly string[]): string =>
  addQuantity(none, ...counts.map((each) => quantity(each)));

function totalsOf(outcome: AwardOutcome): Record<string, unknown> {
  const { bids, units, allocation, unplaced } = outcome;
  const winners = bids.filter(({ selected }) => selected);
  const given = [...Array.from(allocation.own), ...Array.from(allocation.more)].reduce((a, b) => a + b, 0);
  const agreed = sumOf(units.map((each) => each.agreed));
  return {
    units: units.length,
    bids: bids.length,
    bidFirms: new Set(bids.map(({ firm }) => firm)).size,
    winners: winners.length,
    winningFirms: new Set(winners.map(({ firm }) => firm)).size,
    base: sumOf(units.map(({ base }) => base)),
    agreed,
    given: quantityOfThousandths(given),
    agreedIsGiven: agreed === quantityOfThousandths(given),
    unplaced: sumOf(unplaced.map((each) => each.quantity)),
  };
}

function lotOf(outcome: AwardOutcome, lot: string): Record<string, string> {
  const units = outcome.units.filter((each) => each.lot === lot);
  const ids = new Set(units.map(({ unit }) => unit));
  const prices = outcome.bids.flatMap(({ unit, finalPrice }) =>
    ids.has(unit) && finalPrice !== null ? [finalPrice] : [],
  );
  return {
    base: sumOf(units.map(({ base }) => base)),
    agreed: sumOf(units.map(({ agreed }) => agreed)),
    highestFinalPrice: largest(prices[0] ?? money('0'), ...prices),
  };
}

function winnersIn(outcome: AwardOutcome, unit: string): string[] {
  return outcome.bids
    .filter((bid) => bid.unit === unit && bid.selected)
    .toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0))
    .map(({ product }) => product);
}

function factsOf(outcome: AwardOutcome, product: string, fact: string): unknown[] {
  const bid = outcome.bids.find((each) => each.product === product);
  return (bid?.reasons ?? []).filter(({ step }) => step === 'rule').map(({ facts }) => facts[fact]);
}

function expectBids(outcome: AwardOutcome, wanted: Expected): void {
  const bidOf = (product: string) => outcome.bids.find((bid) => bid.product === product);
  for (const [unit, ids] of Object.entries(wanted.winners ?? {}))
    expect(winnersIn(outcome, unit), unit).toEqual(ids);
  for (const [product, part] of Object.entries(wanted.bids ?? {}))
    expect(bidOf(product), product).toMatchObject(part);
  for (const [product, code] of Object.entries(wanted.codes ?? {}))
    expect(
      bidOf(product)
        ?.reasons.filter(({ effect }) => effect === 'fail')
        .map((reason) => reason.code),
      product,
    ).toContain(code);
  for (const [product, limits] of Object.entries(wanted.limits ?? {}))
    expect(factsOf(outcome, product, 'limit').slice(0, limits.length), product).toEqual(limits);
  for (const [product, anchor] of Object.entries(wanted.anchors ?? {}))
    expect(factsOf(outcome, product, 'anchorPrice')[0], product).toBe(anchor);
  for (const [rule, least] of Object.entries(wanted.byRuleAtLeast ?? {}))
    expect(outcome.bids.filter(({ selectedBy }) => selectedBy === rule).length, rule).toBeGreaterThanOrEqual(
      least,
    );
}

function expectVolumes(outcome: AwardOutcome, wanted: Expected): void {
  const { institutions, products, institution, product, own, more } = outcome.allocation;
  expect(totalsOf(outcome)).toMatchObject(wanted.totals ?? {});
  for (const [lot, part] of Object.entries(wanted.lots ?? {}))
    expect(lotOf(outcome, lot), lot).toMatchObject(part);
  for (const [scope, ids] of Object.entries(wanted.permitted ?? {}))
    expect(outcome.permitted.find((each) => each.scope === scope)?.products).toEqual(ids);
  if (wanted.regions !== undefined)
    expect(outcome.regions.map(({ region, main }) => [region, main])).toEqual(wanted.regions);
  for (const [hospital, item, ownVolume, moreVolume] of wanted.lines ?? []) {
    const line = Array.from(product).findIndex(
      (each, index) => products[each] === item && institutions[institution[index]!] === hospital,
    );
    if (ownVolume !== null) expect(String(own[line])).toBe(ownVolume);
    if (moreVolume !== null) expect(String(more[line])).toBe(moreVolume);
  }
  if (wanted.boundParts !== undefined)
    expect(
      outcome.boundParts.map((each) => [each.product, each.component, each.price, each.selectedIn]),
    ).toEqual(wanted.boundParts);
}

function expectPrices(round: Round, outcome: AwardOutcome, wanted: Expected): void {
  const finals = outcome.bids.flatMap(({ finalPrice }) => (finalPrice === null ? [] : [finalPrice]));
  if (wanted.meanFinalPrice !== undefined)
    expect(moneyOfExact(averageExact(finals.map(exactOf)), 'halfUpToFen')).toBe(wanted.meanFinalPrice);
  for (const [price, count] of wanted.pricesBelow ?? [])
    expect(round.bids.filter((bid) => compare(bid.price, money(price)) < 0).length).toBe(count);
  for (const [price, count] of wanted.pricesAbove ?? [])
    expect(round.bids.filter((bid) => compare(bid.price, money(price)) > 0).length).toBe(count);
  for (const [category, before, after, cut] of wanted.cuts ?? []) {
    const ids = new Set(round.products.filter((each) => each.category === category).map(({ id }) => id));
    const won = outcome.bids.filter(({ product, selected }) => ids.has(product) && selected);
    const mean = averageExact(won.map(({ finalPrice }) => exactOf(finalPrice!)));
    expect(moneyOfExact(mean, 'halfUpToFen')).toBe(after);
    const full = exactOf(money(before)).over;
    const share = { over: (full * mean.under - mean.over) * 100_000_000n, under: full * mean.under };
    expect(moneyOfExact(share, 'downToFen')).toBe(cut);
  }
}

describe.each(files)('$name', ({ file }) => {
  test('the pack passes its check, with only the warnings that its file names', () => {
    const findings = checkPack(file.pack);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect([...new Set(findings.map(({ code }) => code))].toSorted()).toEqual([...file.check].toSorted());
  });

  test.each(file.cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
    const round = roundOf(file.pack, each);
    const read = readRound(round);
    expect(read.ok ? [] : read.faults.slice(0, 3)).toEqual([]);
    const outcome = award(round);
    expectBids(outcome, each.expect);
    expectVolumes(outcome, each.expect);
    expectPrices(round, outcome, each.expect);
  });

  test('the public bundle of its first case verifies after the way through its text', () => {
    const [first] = file.cases;
    if (first === undefined) throw new Error('a file without a case');
    const bands = (first.recipe?.bands ?? []).map((band) => ({
      ...band,
      products: Math.min(band.products, 100),
    }));
    const recipe = first.recipe === undefined ? undefined : { ...first.recipe, bands };
    const round = roundOf(file.pack, recipe === undefined ? first : { ...first, recipe });
    const verdict = verifyBundle(JSON.parse(bundleText(bundleOf(round))));
    expect({ faults: verdict.faults, differences: verdict.differences }).toEqual({
      faults: [],
      differences: [],
    });
    expect(verdict.intact).toBe(true);
  });
});
