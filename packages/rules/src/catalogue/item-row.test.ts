import { expect, test } from 'vitest';
import { assert } from '../result.ts';
import { itemReader, readDisabledRow, readTranscodedRow } from './item-row.ts';
import {
  disabledHeader,
  itemFields,
  itemHeader,
  readLayout,
  transcodedHeader,
  type ItemField,
} from './release-layout.ts';

const CODE = 'C09010101000000066260000001';
const good: Readonly<Partial<Record<ItemField, string>>> = {
  goodsId: '1',
  classificationCode: CODE.slice(0, 20),
  className1: '体外循环材料',
  genericName: '动脉插管',
  certificate: '国械注准20153100011',
  productName: '一次性使用动脉插管',
  manufacturer: '某公司',
  specification: '5F',
  model: 'A',
  udiDi: '06901234567892',
  itemCode: CODE,
};

function row(change: Partial<Record<ItemField, string>> = {}): string[] {
  const cells = { ...good, ...change };
  return itemFields.map((field) => cells[field] ?? '');
}

function reader() {
  const layout = readLayout(itemHeader);
  assert(layout.ok && layout.value.kind === 'items', 'the header of the release');
  return itemReader(layout.value.columns, 2026);
}

test('HN-2 a row of the release is taken as it is, codes as text', () => {
  expect(reader()(row())).toMatchObject({
    ok: true,
    value: {
      itemCode: CODE,
      product: {
        productCode: CODE.slice(0, 20),
        classCode: '090101',
        certificate: '国械注准20153100011',
        certificateFlag: null,
      },
      udiDi: '06901234567892',
      flags: [],
    },
  });
});

test.each<[string, Partial<Record<ItemField, string>>, string]>([
  ['no code', { itemCode: ' ' }, 'row.codeMissing'],
  ['a code of 26 characters', { itemCode: CODE.slice(0, 26) }, 'row.codeMalformed'],
  ['a product code only', { itemCode: CODE.slice(0, 20) }, 'row.codeMalformed'],
  ['no name at all', { productName: '', genericName: '' }, 'row.nameMissing'],
  ['nobody who makes it', { manufacturer: '', registrant: '' }, 'row.manufacturerMissing'],
  ['a cell of a thousand and one characters', { specification: 'x'.repeat(1001) }, 'row.tooLong'],
  ['a control character', { model: 'a\u0001' }, 'row.characters'],
  ['half a character', { model: '\ud800' }, 'row.characters'],
])('a row with %s is refused', (_, change, code) => {
  expect(reader()(row(change))).toMatchObject({ ok: false, code });
});

test.each<[string, Partial<Record<ItemField, string>>, string, string]>([
  ['a dirty certificate', { certificate: '国械注进307005' }, 'row.certificateDirty', 'wrongDigitCount'],
  ['no certificate', { certificate: '' }, 'row.certificateDirty', 'empty'],
  [
    'a certificate of the future',
    { certificate: '国械注准20273100011' },
    'row.certificateDirty',
    'yearOutOfRange',
  ],
  ['a UDI with a wrong check digit', { udiDi: '06901234567893' }, 'row.udiWrong', '06901234567893'],
  ['another class than its code', { classificationCode: 'C01' }, 'row.classDiffers', 'C01'],
  ['a malformed former code', { codeBefore: 'C1' }, 'row.beforeMalformed', 'C1'],
])('HN-2 a row with %s is flagged and kept', (_, change, code, detail) => {
  expect(reader()(row(change))).toMatchObject({ ok: true, value: { flags: [{ code, detail }] } });
});

test('full-width codes, spaces and our own apostrophes are taken as meant', () => {
  const read = reader()(
    row({
      itemCode: ` ${CODE.replace('C', 'Ｃ')} `,
      specification: "'-5°",
      certificate: '国械注准 20153100011号',
    }),
  );
  expect(read).toMatchObject({ ok: true, value: { itemCode: CODE, specification: '-5°', flags: [] } });
});

test('further identifiers of one item are kept beside the first, and a dash is none', () => {
  expect(reader()(row({ udiDi: '6901234567892；16901234567899' }))).toMatchObject({
    ok: true,
    value: { udiDi: '06901234567892', udiMore: ['16901234567899'] },
  });
  expect(reader()(row({ udiDi: '——' }))).toMatchObject({ ok: true, value: { udiDi: '', flags: [] } });
});

test('rows of one product share its part, and a change in it is noticed', () => {
  const read = reader();
  const [first, second, third] = [
    row(),
    row({ model: 'B' }),
    row({ certificate: '国械注准20163100011' }),
  ].map((cells) => read(cells));
  assert(first?.ok && second?.ok && third?.ok, 'good rows');
  expect(second.value.product).toBe(first.value.product);
  expect(third.value.product.certificate).toBe('国械注准20163100011');
});

test('a faulty row does not vouch for the same text in the next one', () => {
  const read = reader();
  const bad = row({ model: 'a\u0001' });
  expect(read(bad).ok).toBe(false);
  expect(read([...bad]).ok).toBe(false);
});

test('HN-8 rows of 停用表 and 转码表 give codes, and a transcode to itself is refused', () => {
  const disabled = readLayout(disabledHeader);
  const transcoded = readLayout(transcodedHeader);
  assert(disabled.ok && disabled.value.kind === 'disabled', '停用表');
  assert(transcoded.ok && transcoded.value.kind === 'transcoded', '转码表');
  const other = CODE.replace(/1$/, '2');
  expect(readDisabledRow(disabled.value.columns, [CODE, '停用'])).toEqual({ ok: true, value: CODE });
  expect(readTranscodedRow(transcoded.value.columns, [CODE, other, '变更', ''])).toEqual({
    ok: true,
    value: { from: CODE, to: other, kind: '变更' },
  });
  expect(readTranscodedRow(transcoded.value.columns, [CODE, CODE, '变更', ''])).toMatchObject({
    code: 'row.transcodeToItself',
  });
  expect(readTranscodedRow(transcoded.value.columns, ['', CODE, '变更', ''])).toMatchObject({
    field: '原27位码',
  });
});
