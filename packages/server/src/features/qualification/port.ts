/** What other features may ask of qualifications. */
export { type QualificationAsk, type QualificationFinding, qualifiedFor } from './standing.ts';
export { qualificationTodos } from './todos.ts';
export { recomputeProvisional } from './due.ts';
