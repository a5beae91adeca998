import { readFileSync, readdirSync } from 'node:fs';
import { award } from '@daylight/rules/award/award.ts';
import { checkPack } from '@daylight/rules/award/check.ts';
import { findingCodes, findingWords, faultCodes, faultWords } from '@daylight/rules/award/finding-words.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { parametersOf, withParameter } from '@daylight/rules/award/parameters.ts';
import { anchorInWords, reasonCodes, reasonPlace, reasonWords } from '@daylight/rules/award/reason-words.ts';
import { readPack, readRound } from '@daylight/rules/award/round-shape.ts';
import { percentText } from '@daylight/rules/award/say.ts';
import { recipeWith } from '@daylight/rules/award/trial-settings.ts';
import { inventRound, recipeFor } from '@daylight/rules/award/trial.ts';
import { type WorkedCase, roundOfCase } from '@daylight/rules/award/worked-case.ts';
import { wordsOf } from '@daylight/rules/award/words.ts';
import { describe, expect, test } from 'vitest';

interface CaseFile {
  readonly pack: RoundPack;
  readonly cases: readonly WorkedCase[];
}
const folder = new URL('../policy/cases/rounds/', import.meta.url);
const engine = new URL('../packages/rules/src/award/', import.meta.url);
const files = readdirSync(folder).map((name) => ({
  name,
  file: JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as CaseFile,
}));
const han = /[\u4e00-\u9fff]/;
const settings = {
  seed: 3,
  firms: 4,
  productsPerFirm: 1,
  fromPercent: 40,
  toPercent: 105,
  institutions: 5,
  accept: true,
};

/** Numbers of a text, '80%' as the ratio it stands for. */
function numbersIn(text: string): Set<number> {
  return new Set(
    [...text.matchAll(/(\d+(?:\.\d+)?)(%?)/g)].map(([, digits, sign]) =>
      sign === '%' ? Math.round(Number(digits) * 1e6) / 1e8 : Number(digits),
    ),
  );
}

describe.each(files)('$name', ({ file: { pack, cases } }) => {
  test('says each rule, check, tier and item in Chinese and in English, each with its place in the pack', () => {
    const sections = wordsOf(pack);
    const lines = sections.flatMap((section) => section.lines);
    const paths = new Set(lines.map(({ path }) => path));
    const wanted = [
      ...pack.categories.map((_, index) => `categories.${index}`),
      ...pack.validity.map((_, index) => `validity.${index}`),
      ...pack.rules.map((_, index) => `rules.${index}`),
      ...(pack.allocation.kind === 'ownDemand'
        ? pack.allocation.tiers.map((_, index) => `allocation.tiers.${index}`)
        : []),
    ];
    expect(wanted.filter((path) => !paths.has(path))).toEqual([]);
    for (const { text } of lines) {
      expect(text.zh).toMatch(han);
      expect(text.en).not.toMatch(/undefined|null|NaN|\[object/);
      expect(text.zh).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  test('every number that can be changed in the form stands in the words of the pack, in both languages', () => {
    const lines = wordsOf(pack).flatMap((section) => section.lines);
    for (const language of ['zh', 'en'] as const) {
      const said = numbersIn(lines.map(({ text }) => text[language]).join('\n'));
      const missing = parametersOf(pack).filter(
        // A factor of one is said by saying nothing.
        ({ value }) => value !== '1' && !value.includes('/') && !said.has(Number(value)),
      );
      expect(missing).toEqual([]);
    }
  });

  test('a number changed in the form changes the pack at its path and nowhere else', () => {
    for (const parameter of parametersOf(pack)) {
      const typed = parameter.kind === 'count' ? '3' : parameter.kind === 'money' ? '123.4' : '0.123';
      const read = readPack(withParameter(pack, parameter, typed));
      if (!read.ok) throw new Error(`${parameter.path}: ${JSON.stringify(read.faults)}`);
      const before = parametersOf(pack);
      const after = parametersOf(read.value);
      expect(after.map(({ path }) => path)).toEqual(before.map(({ path }) => path));
      expect(
        after.filter((each, index) => each.value !== before[index]?.value).map(({ path }) => path),
      ).toEqual(parameter.value === typed ? [] : [parameter.path]);
      const broken = readPack(withParameter(pack, parameter, 'x'));
      expect(broken.ok ? [] : broken.faults.map(({ path }) => path)).toEqual([parameter.path]);
    }
  });

  test('each of its cases becomes a round that can be read, and so do invented bids by settings', () => {
    for (const each of [...cases.slice(0, 2), { recipe: recipeWith(pack, settings) }]) {
      const read = readRound(roundOfCase(pack, each));
      expect(read.ok ? [] : read.faults.slice(0, 3)).toEqual([]);
    }
  });

  test('every reason of an invented award is said in words, with the place of its rule', () => {
    for (const recipe of [recipeFor(pack, 1), recipeFor(pack, 2), recipeWith(pack, settings)]) {
      for (const reason of award(inventRound(pack, recipe)).bids.flatMap(({ reasons }) => reasons)) {
        expect(Object.keys(reasonCodes)).toContain(reason.code);
        const { zh, en } = reasonWords(reason);
        expect([zh, en].join(' ')).not.toMatch(/undefined|null|NaN|—|\.unit|\.lot/);
        expect(zh).toMatch(han);
        expect(reasonPlace(pack, reason).zh).toMatch(han);
      }
    }
    for (const finding of checkPack(pack)) expect(findingWords(finding).zh).toMatch(han);
  });
});

test('no code of the engine is left without words', () => {
  const texts = readdirSync(engine)
    .filter((name) => name.endsWith('.ts') && !/\.test\.ts$|words/.test(name))
    .map((name) => [name, readFileSync(new URL(name, engine), 'utf8')] as const);
  const inFiles = (wanted: RegExp, pattern: RegExp): string[] => [
    ...new Set(
      texts
        .filter(([name]) => wanted.test(name))
        .flatMap(([, text]) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')),
    ),
  ];
  const dotted =
    /'((?:price|anchor|parts|component|place|offer|winners|shortlist|rank|tier|regions|volume|unit)\.[a-zA-Z]+)'/g;
  const steps = /^(anchors|conditions|validity|ranking|select|tiers|allocate|regions|award)\.ts$/;
  expect(inFiles(steps, dotted).filter((code) => reasonCodes[code] === undefined)).toEqual([]);
  expect(
    inFiles(/^shortlist\.ts$/, /'(shortlist\.\w+)'/g).filter((code) => reasonCodes[code] === undefined),
  ).toEqual([]);
  const found = inFiles(/^check/, /(?:error|warning)\('([^']+)'/g);
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((code) => findingCodes[code] === undefined)).toEqual([]);
  const faults = inFiles(
    /shape\.ts$|^bundle\.ts$/,
    /(?:code: |, )'((?:shape|round|demand|bundle)\.[a-zA-Z]+)'/g,
  );
  expect(faults.length).toBeGreaterThan(15);
  expect(faults.filter((code) => !faultCodes.includes(code))).toEqual([]);
  expect(faultWords({ path: 'x', code: 'shape.oneOf a b', found: 'c' })).toEqual({
    zh: '应为 a、b 之一，现为 c',
    en: 'should be one of a, b, found c',
  });
});

test('anchors of anchors and percentages are said exactly', () => {
  expect(anchorInWords('largest(0.65×average.valid.unit, 1×lowest.valid.unit)').zh).toBe(
    '较高者（0.65 × 本单元平均有效报价、1 × 本单元最低有效报价）',
  );
  expect(['0.85', '0.005', '1', '2/3', '0.123456', '0'].map(percentText)).toEqual([
    '85%',
    '0.5%',
    '100%',
    '2/3',
    '12.3456%',
    '0%',
  ]);
});

test('a reason of the price gap is told apart from the rule it was kept with', () => {
  const file = files.find(({ name }) => name === 'joints-2024.json');
  if (file === undefined) throw new Error('joints-2024.json does not ship');
  const { pack } = file.file;
  const { bids } = award(inventRound(pack, recipeWith(pack, { ...settings, firms: 8 })));
  const places = new Set(
    bids.flatMap(({ reasons }) =>
      reasons.filter(({ step }) => step === 'rule').map((each) => reasonPlace(pack, each).zh),
    ),
  );
  expect([...places].toSorted()).toEqual([
    '规则1 · 同组最高差价',
    '规则1 不高于最低价1.2倍',
    '规则2 · 同组最高差价',
    '规则2 不高于指定价格线即中选',
  ]);
});
