export { recomputeDue } from './due.ts';
export { settlementCounts, todosOf as settlementTodos } from './todos.ts';
export { type OpenInvoice, openInvoicesOf } from './open-of-listing.ts';
