export { recomputeDue } from './due.ts';
export { settlementCounts, todosOf as settlementTodos } from './todos.ts';
