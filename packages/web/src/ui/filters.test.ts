import { expect, test } from 'vitest';
import { type Filter, changesFor, changesForView, choice, valuesIn } from './filters.ts';

const filters: readonly Filter[] = [
  { kind: 'search', name: 'q', label: '' },
  { kind: 'days', name: 'from', until: 'to', label: '' },
];

test('only the list’s own filters are read from the address, without empty ones', () => {
  expect(valuesIn({ q: '支架', from: '', tab: 'x', cursor: 'c' }, filters)).toEqual({ q: '支架' });
});

test('a second list on the page keeps to its own names', () => {
  const search = { q: '导管', 'b.q': '支架', 'b.to': '2026-11-21' };
  expect(valuesIn(search, filters, 'b.')).toEqual({ q: '支架', to: '2026-11-21' });
  expect(changesFor({ q: '' }, 'b.')).toEqual({ 'b.q': '', 'b.cursor': '', 'b.page': '' });
});

test('a changed filter leads back to the first page', () => {
  expect(changesFor({ q: '支架' })).toEqual({ q: '支架', cursor: '', page: '' });
});

test('a saved view removes the filters that it does not have', () => {
  expect(changesForView({ to: '2026-11-21' }, filters)).toEqual({
    q: '',
    from: '',
    to: '2026-11-21',
    cursor: '',
    page: '',
  });
});

test('a choice offers the words of all values, or of those named in their order', () => {
  const words = { open: '进行中', ended: '已结束' };
  expect(choice('state', '状态', words)).toMatchObject({
    kind: 'choice',
    options: [
      { value: 'open', label: '进行中' },
      { value: 'ended', label: '已结束' },
    ],
  });
  expect(choice('state', '状态', words, ['ended'])).toMatchObject({
    options: [{ value: 'ended', label: '已结束' }],
  });
});
