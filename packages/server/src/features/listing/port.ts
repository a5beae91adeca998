/** What other features may ask of listings. */
export {
  type ListingAsk,
  type ListingFacts,
  type ListingForBuyer,
  type ListingState,
  type SelectedListing,
  holdListings,
  insteadOf,
  listingsForOrder,
  listingsOfSource,
  lockListing,
  notListed,
  readListing,
  visibleListings,
} from './facts.ts';
export { type Widening, narrowAudience, widenAudience } from './audience.ts';
export { listingTodos } from './todos.ts';
export { type ListingOrder, type PageAsk, listingPage } from './places.ts';
export { matching } from './words.ts';
export {
  type Because,
  type ListRefusal,
  type ListWish,
  type RepriceRefusal,
  type RepriceWish,
  type StateRefusal,
  type StateWish,
  listProduct,
  repriceListing,
  resumeListing,
  suspendListing,
  withdrawListing,
} from './act.ts';
export { type DirectoryEntry, type DirectoryKind, addHistory } from './history.ts';
export { countFrom, noteTraded } from './life.ts';
export { type MoveWish, moveListing } from './move.ts';
