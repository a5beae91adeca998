/** What other features may ask of credit: what is in force against an enterprise, and what it forbids (JS-38, HN-12). */
export { type Standing, refusalByStanding, risksOf, standingOf } from './standing.ts';
export { creditTodos } from './todos.ts';
export { type ProposalWish, proposeRecord } from './propose.ts';
export { type SupplyCaseWish, supplyCaseFor } from './supply-for.ts';
export { recomputeCredit } from './recompute.ts';
