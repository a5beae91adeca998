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
