/** What other features may ask of contracts and of what comes before them. */
export { type LeftoverChoice, choicesOf } from './choice-store.ts';
export { makeAgreements } from './make.ts';
export { type Ending, endAgreements } from './effect.ts';
export { recomputeAgreements } from './due.ts';
export { agreementTodos } from './todos.ts';
export { choiceTodos } from './choice-todos.ts';
