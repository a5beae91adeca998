/** What other features may ask of listing applications. */
export { todosOf as admissionTodos } from './todos.ts';
export { recomputeProvisional as recomputeAdmissions } from './due.ts';
