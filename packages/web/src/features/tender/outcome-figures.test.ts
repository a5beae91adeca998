import { award } from '@daylight/rules/award/award.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { parametersOf } from '@daylight/rules/award/parameters.ts';
import { recipeWith } from '@daylight/rules/award/trial-settings.ts';
import { inventRound } from '@daylight/rules/award/trial.ts';
import { expect, test } from 'vitest';
import { changedBids, figuresOf } from './outcome-figures.ts';
import { draftOf, draftOfText, draftWith, typedAt } from './pack-draft.ts';

const files = import.meta.glob<RoundPack>('../../../../../policy/cases/rounds/example-city.json', {
  eager: true,
  import: 'pack',
});
const [pack] = Object.values(files) as [RoundPack];
const recipe = recipeWith(pack, {
  seed: 1,
  firms: 4,
  productsPerFirm: 1,
  fromPercent: 40,
  toPercent: 100,
  institutions: 4,
  accept: false,
});
const outcomeOf = (of: RoundPack) => ({ ...award(inventRound(of, recipe)), pack: of });
const factor = parametersOf(pack).find(({ path }) => path === 'rules.0.when.factor');

test('the sums of an outcome: bids of 400, 600, 800 and 1,000 yuan, two within 1.5 × 400', () => {
  const figures = figuresOf(outcomeOf(pack));
  expect(figures).toMatchObject({ bids: 4, valid: 4, winners: 2, winningFirms: 2, meanPrice: '500' });
  expect([...figures.byRule]).toEqual([
    ['1', 2],
    ['2', 0],
  ]);
});

test('a wider factor changes just the bid it lets in and those that share with it', () => {
  if (factor === undefined) throw new Error('the example has no factor');
  const wider = draftWith(draftOf(pack), factor, '2').pack;
  if (wider === null) throw new Error('the changed pack cannot be read');
  const [before, after] = [outcomeOf(pack), outcomeOf(wider)];
  const changed = changedBids(before.bids, after.bids);
  const letIn = changed.filter((each) => each.before?.selected !== each.after?.selected);
  expect(letIn.map(({ product, after: now }) => [product, now?.selectedBy])).toEqual([['P00003', '1']]);
  expect(changed.map(({ product }) => product)).not.toContain('P00004');
  expect(changedBids(before.bids, outcomeOf(pack).bids)).toEqual([]);
  expect(changedBids(before.bids, before.bids.slice(1)).map(({ after: now }) => now)).toEqual([null]);
});

test('a draft keeps what was typed while it is no number, and names the field', () => {
  if (factor === undefined) throw new Error('the example has no factor');
  const half = draftWith(draftOf(pack), factor, '1.');
  expect([half.pack, typedAt(half, factor.path)]).toEqual([null, '1.']);
  expect(half.faults.map(({ path }) => path)).toEqual([factor.path]);
  const whole = draftWith(half, factor, '1.5');
  expect(whole.pack).toEqual(pack);
  expect(draftOfText('{').value).toBe(null);
  expect(draftOfText(JSON.stringify(pack)).findings).toEqual([]);
});
