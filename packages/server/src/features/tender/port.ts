/** What other features may ask of rounds. */
export {
  type TenderFacts,
  type TenderInstitution,
  type TenderItem,
  type TenderProduct,
  lockTender,
  readTender,
  setChoiceDue,
  tenderInstitutions,
  tenderItems,
  tenderProducts,
} from './store.ts';
export { type TenderMove, isOrganiser, moveTender } from './move.ts';
export { type Following, type FollowingRefusal, beginFollowing } from './following.ts';
export { freezePack } from './freeze.ts';
export { setBidWindow } from './quoting.ts';
export { recomputeTenders } from './recompute.ts';
export { type UndertakingWish, keepUndertaking } from './undertakings.ts';
export { tenderTodos } from './todos.ts';
