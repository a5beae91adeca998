import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Money, type Quantity, money, quantity } from '../money.ts';
import { isoDate } from '../time.ts';
import { amend, linesInForce } from './amending.ts';
import {
  type AgreementContent,
  type AgreementLine,
  agreedAmount,
  clausesOf,
  contentHash,
} from './content.ts';
import { mayVoid, sign } from './signing.ts';
import { instant } from '../time.ts';

const line = (productId: string, price: string, agreed: string): AgreementLine => ({
  productId,
  item: 'lens',
  itemName: '人工晶体',
  name: '单焦点人工晶体',
  specification: 'A1',
  unit: '片',
  price: money(price),
  agreed: quantity(agreed),
});

const content: AgreementContent = {
  format: 'daylight-agreement/1',
  number: 'HT1',
  round: { number: 'DL1', title: '人工晶体集中带量采购' },
  institution: { id: 'i', name: '第一医院', creditCode: null },
  manufacturer: { id: 'm', name: '某某医疗', creditCode: '91320000000000000X' },
  from: isoDate('2026-01-01'),
  until: isoDate('2026-12-31'),
  lines: [line('p', '1280.5', '30'), line('q', '0.333333', '3')],
  clauses: [],
  basis: [],
};

test('GY-4.3a: the agreed amount is the sum of lines, each rounded to the fen', () => {
  expect(agreedAmount(content.lines)).toBe('38416');
});

test('GY-4.3a: a template’s blanks are filled in both languages, and one nothing fills is a fault', () => {
  const template = [{ code: 'payment', zh: '在【付款期限】内结清', en: 'within [time to pay]' }];
  const mark = { zh: '【付款期限】', en: '[time to pay]' };
  expect(clausesOf(template, [{ mark, value: { zh: '3个月', en: '3 months' } }])).toEqual([
    { code: 'payment', text: { zh: '在3个月内结清', en: 'within 3 months' } },
  ]);
  expect(() => clausesOf(template, [])).toThrow('付款期限');
});

test('GY-4.3a: any change of price, volume, party or clause gives another hash', () => {
  const other: AgreementContent[] = [
    { ...content, lines: [line('p', '1280.51', '30'), line('q', '0.333333', '3')] },
    { ...content, lines: [line('p', '1280.5', '31'), line('q', '0.333333', '3')] },
    { ...content, institution: { ...content.institution, name: '第二医院' } },
    { ...content, clauses: [{ code: 'x', text: { zh: 'x', en: 'x' } }] },
  ];
  const hashes = [content, ...other].map(contentHash);
  expect(new Set(hashes).size).toBe(5);
});

test('GY-4.3a: a text is signed once by each side, only as it was seen, and both signatures make it signed', () => {
  const open = { state: 'open', hash: 'h', signedBy: [] } as const;
  const first = sign(open, 'manufacturer', 'h');
  expect(first).toMatchObject({ ok: true, value: { state: 'open', signedBy: ['manufacturer'] } });
  expect(sign({ ...open, signedBy: ['manufacturer'] }, 'institution', 'h')).toMatchObject({
    ok: true,
    value: { state: 'signed' },
  });
  expect(sign({ ...open, signedBy: ['manufacturer'] }, 'manufacturer', 'h')).toMatchObject({
    ok: false,
    code: 'agreement.signedAlready',
  });
  expect(sign(open, 'institution', 'another')).toMatchObject({ ok: false, code: 'agreement.otherText' });
  expect(sign({ ...open, state: 'void' }, 'institution', 'h')).toMatchObject({
    ok: false,
    code: 'agreement.notOpen',
  });
});

test('an agreement is declared void only after the time to sign and only while a signature is missing', () => {
  const dueAt = instant('2026-02-01T16:00:00.000Z');
  const late = { dueAt, now: dueAt };
  expect(mayVoid({ state: 'open' }, late).ok).toBe(true);
  expect(mayVoid({ state: 'signed' }, late)).toMatchObject({ code: 'agreement.notOpen' });
  const early = { dueAt, now: instant('2026-02-01T15:59:59.999Z') };
  expect(mayVoid({ state: 'open' }, early)).toMatchObject({ code: 'agreement.notOverdue' });
});

const amending = {
  state: 'inForce',
  hasOpenAmendment: false,
  lines: content.lines,
  used: new Map(),
} as const;

test.each([
  [
    'an agreement that is not in force',
    { ...amending, state: 'open' as const },
    [{ productId: 'p', agreed: '31' }],
    'agreement.notInForce',
  ],
  [
    'a second supplement beside an open one',
    { ...amending, hasOpenAmendment: true },
    [{ productId: 'p', agreed: '31' }],
    'agreement.amendmentOpen',
  ],
  [
    'a product of another agreement',
    amending,
    [{ productId: 'x', agreed: '31' }],
    'agreement.productUnknown',
  ],
  [
    'one product twice',
    amending,
    [
      { productId: 'p', agreed: '31' },
      { productId: 'p', agreed: '32' },
    ],
    'agreement.productTwice',
  ],
  ['a volume of nothing', amending, [{ productId: 'p', agreed: '0' }], 'agreement.volumeNotPositive'],
  [
    'a supplement that changes nothing',
    amending,
    [{ productId: 'p', agreed: '30' }],
    'agreement.nothingChanges',
  ],
  [
    'less than was ordered',
    { ...amending, used: new Map([['p', quantity('29')]]) },
    [{ productId: 'p', agreed: '28' }],
    'agreement.belowUsed',
  ],
] as const)('JS-25a: refused: %s', (_, given, changes, code) => {
  const asked = changes.map(({ productId, agreed }) => ({ productId, agreed: quantity(agreed) }));
  expect(amend(given, asked)).toMatchObject({ ok: false, code });
});

test('JS-25a: whatever is amended, no price ever moves and no volume falls below what was used', () => {
  const volumes = fc.integer({ min: 1, max: 500 });
  fc.assert(
    fc.property(fc.array(fc.record({ p: volumes, q: volumes, used: volumes }), { maxLength: 6 }), (steps) => {
      let lines: readonly AgreementLine[] = content.lines;
      for (const { p, q, used } of steps) {
        const spent = new Map<string, Quantity>([['p', quantity(Math.min(used, Number(lines[0]?.agreed)))]]);
        const asked = [
          { productId: 'p', agreed: quantity(p) },
          { productId: 'q', agreed: quantity(q) },
        ];
        const decided = amend({ ...amending, lines, used: spent }, asked);
        if (decided.ok) lines = linesInForce(lines, [decided.value]);
        expect(Number(lines[0]?.agreed)).toBeGreaterThanOrEqual(Number(spent.get('p')));
      }
      const prices: Money[] = lines.map(({ price }) => price);
      expect(prices).toEqual(content.lines.map(({ price }) => price));
      expect(lines.map(({ productId }) => productId)).toEqual(['p', 'q']);
    }),
  );
});
