import { expect, test } from 'vitest';
import { refuse } from '../result.ts';
import { disabledHeader, itemHeader, readLayout, transcodedHeader } from './release-layout.ts';

test('HN-8 the three kinds of release are told by their titles', () => {
  expect(readLayout(itemHeader)).toMatchObject({ ok: true, value: { kind: 'items' } });
  expect(readLayout(disabledHeader)).toMatchObject({ ok: true, value: { kind: 'disabled' } });
  expect(readLayout(transcodedHeader)).toMatchObject({ ok: true, value: { kind: 'transcoded' } });
  expect(itemHeader).toHaveLength(21);
});

test('columns are found by title, whatever their order, width and further columns', () => {
  const shuffled = [
    '序号',
    ...itemHeader.toReversed().map((title) => ` ${title.replace('UDI-DI', 'ＵＤＩ－ＤＩ')} `),
  ];
  const layout = readLayout(shuffled);
  expect(layout).toMatchObject({ ok: true, value: { kind: 'items' } });
  if (layout.ok && layout.value.kind === 'items') {
    expect(layout.value.columns.get('itemCode')).toBe(shuffled.indexOf(' 27位码 '));
    expect(layout.value.columns.get('udiDi')).toBe(shuffled.findIndex((title) => title.includes('ＵＤＩ')));
    expect(layout.value.columns.get('goodsId')).toBe(21);
  }
});

test('a sheet that lacks a needed title is refused with the missing titles', () => {
  const header = itemHeader.filter((title) => title !== '27位码' && title !== '规格');
  expect(readLayout(header)).toEqual(
    refuse('release.unknownLayout', { field: 'file', facts: { missing: '27位码、规格' } }),
  );
  expect(readLayout(['姓名', '年龄']).ok).toBe(false);
});
