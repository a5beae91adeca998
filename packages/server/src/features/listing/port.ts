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
export { matching } from './words.ts';
