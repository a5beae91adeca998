import type { Todo } from '@daylight/api/home.ts';
import type { Calendar } from '@daylight/rules/calendar/calendar.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { deadlineWords } from '../../ui/format.ts';

export const todoGroups = ['late', 'soon', 'later', 'open'] as const;
export type TodoGroup = (typeof todoGroups)[number];

/** Duties by how near their deadline is, each group by deadline; what has none comes last in the order it was sent. */
export function groupTodos(
  todos: readonly Todo[],
  at: Instant,
  calendar: Calendar | null,
): readonly { readonly group: TodoGroup; readonly todos: readonly Todo[] }[] {
  const groupOf = ({ dueAt }: Todo): TodoGroup => {
    if (dueAt === null) return 'open';
    const { tone } = deadlineWords(at, dueAt, calendar, 'zh');
    return tone === 'calm' ? 'later' : tone;
  };
  const byDeadline = (a: Todo, b: Todo): number =>
    (a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : a.dueAt === b.dueAt ? 0 : 1;
  return todoGroups
    .map((group) => ({ group, todos: todos.filter((todo) => groupOf(todo) === group).toSorted(byDeadline) }))
    .filter((entry) => entry.todos.length > 0);
}
