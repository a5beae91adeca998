import type { Todo } from '@daylight/api/home.ts';
import { calendarOf } from '@daylight/rules/calendar/calendar.ts';
import { instant } from '@daylight/rules/time.ts';
import { expect, test } from 'vitest';
import { groupTodos } from './todo-order.ts';

const at = instant('2026-11-25T02:00:00.000Z');
function todo(id: string, dueAt: string | null): Todo {
  const words = { zh: '', en: '' };
  return {
    id,
    kind: 'x',
    title: words,
    detail: words,
    dueAt: dueAt === null ? null : instant(dueAt),
    provisional: false,
    basis: null,
    href: '/',
    tone: 'plain',
  };
}

test('overdue duties come first, then by deadline, and what has no deadline last', () => {
  const todos = [
    todo('open', null),
    todo('later', '2026-12-10T16:00:00.000Z'),
    todo('sooner', '2026-12-04T16:00:00.000Z'),
    todo('late', '2026-11-20T16:00:00.000Z'),
    todo('today', '2026-11-25T16:00:00.000Z'),
  ];
  const groups = groupTodos(todos, at, calendarOf([]));
  expect(groups.map(({ group, todos: entries }) => [group, entries.map(({ id }) => id)])).toEqual([
    ['late', ['late']],
    ['soon', ['today']],
    ['later', ['sooner', 'later']],
    ['open', ['open']],
  ]);
});
