export { type NewReview, openReview } from './open.ts';
export {
  type ClosedReview,
  type PanelOutcome,
  type ReviewShown,
  closedReviews,
  reviewOf,
  takeReview,
  withdrawReview,
} from './take.ts';
export { recomputeProvisional } from './sign-due.ts';
export { panelTodos } from './todos.ts';
