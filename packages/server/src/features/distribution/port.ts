/** What other features may ask of distribution. Who delivers a listing is the rule candidateFor: orders ask it with their offers. */
export { recomputeProvisional } from './due.ts';
export { distributionTodos } from './todos.ts';
export { moveRelations } from './move.ts';
