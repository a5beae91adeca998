import type { AgreementContent } from '@daylight/rules/agreement/content.ts';
import { money, quantity } from '@daylight/rules/money.ts';
import { instant, isoDate } from '@daylight/rules/time.ts';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { chineseFont } from './font.ts';
import { type Printed, documentOf } from './pdf.ts';

const content: AgreementContent = {
  format: 'daylight-agreement/1',
  number: 'HT20261122000001',
  round: { number: 'JC20261001000001', title: '五市联盟人工晶体集中带量采购' },
  institution: { id: 'i', name: '示范市第一人民医院', creditCode: '12320000000000000X' },
  manufacturer: { id: 'm', name: '示范眼科器械有限公司', creditCode: null },
  from: isoDate('2027-01-01'),
  until: isoDate('2027-12-31'),
  lines: Array.from({ length: 40 }, (_, index) => ({
    productId: `p${index}`,
    item: 'lens',
    itemName: '非球面单焦点人工晶体',
    name: '疏水性丙烯酸酯人工晶体',
    specification: `+${index}.5D 6.0mm`,
    unit: '片',
    price: money('1280.5'),
    agreed: quantity(30 + index),
  })),
  clauses: [{ code: 'payment', text: { zh: '货物验收合格后，甲方在3个月内结清货款。', en: '' } }],
  basis: [],
};
const printed: Printed = {
  content,
  hash: 'a'.repeat(64),
  madeAt: instant('2026-11-22T02:00:00.000Z'),
  amendments: [
    {
      amendment: 1,
      contentHash: 'b'.repeat(64),
      content: {
        format: 'daylight-agreement-amendment/1',
        agreement: content.number,
        agreementHash: 'a'.repeat(64),
        amendment: 1,
        reason: '新设白内障日间手术中心，用量增加',
        text: '',
        lines: content.lines.slice(0, 1),
      },
    },
  ],
  signatures: [
    {
      amendment: 0,
      side: 'institution',
      person: '采购审批',
      signedAt: instant('2026-11-23T02:00:00.000Z'),
      contentHash: 'a'.repeat(64),
    },
  ],
};

test('GY-4.3a: the printed contract is a PDF of the same bytes each time', async () => {
  const [first, second] = await Promise.all([buffer(documentOf(printed)), buffer(documentOf(printed))]);
  expect(first.subarray(0, 5).toString()).toBe('%PDF-');
  expect(first.equals(second)).toBe(true);
  // Forty lines do not fit one page.
  expect(first.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
});

test('another figure prints another file', async () => {
  const [line, ...others] = content.lines;
  if (line === undefined) throw new Error('the contract has lines');
  const cheaper = { ...content, lines: [{ ...line, price: money('1280.49') }, ...others] };
  const [one, other] = await Promise.all([
    buffer(documentOf(printed)),
    buffer(documentOf({ ...printed, content: cheaper })),
  ]);
  expect(one.equals(other)).toBe(false);
});

test('the unpacked font is a font file with as many tables as it says', () => {
  const font = chineseFont('400');
  const count = font.readUInt16BE(4);
  const ends = Array.from({ length: count }, (_, index) => {
    const entry = 12 + 16 * index;
    return font.readUInt32BE(entry + 8) + font.readUInt32BE(entry + 12);
  });
  expect(count).toBeGreaterThan(8);
  expect(Math.max(...ends)).toBeLessThanOrEqual(font.length);
});
