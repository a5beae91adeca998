/** What other features may ask of bidding: the result of a round, what institutions may choose, what they got. */
export {
  type AllocatedLine,
  type Award,
  type AwardedProduct,
  type PermittedScope,
  allocationOf,
  awardOf,
  permittedOf,
} from './award-of.ts';
export { type ChosenVolume, type FinalRunRefusal, runFinalAward } from './final-run.ts';
export { recomputeBidding } from './recompute.ts';
export { type AboveCoordination, aboveCoordination } from './coordination.ts';
export { biddingTodos } from './todos.ts';
