/** What other features may ask of listings. */
export {
  type ListingAsk,
  type ListingFacts,
  type ListingForBuyer,
  type ListingState,
  listingsForOrder,
  lockListing,
  visibleListings,
} from './facts.ts';
export { listingTodos } from './todos.ts';
export { type ListingOrder, type PageAsk, listingPage } from './places.ts';
export { matching } from './words.ts';
