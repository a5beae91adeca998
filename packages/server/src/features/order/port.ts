export {
  type DeliveredLine,
  type LineKey,
  type OrderSums,
  type Seen,
  addInvoiced,
  deliveredLines,
  orderSums,
  shipmentsToInvoice,
  shipmentsToTakeBack,
} from './delivered.ts';
export { orderCounts, orderTodos } from './todos.ts';
export { recomputeProvisional } from './recompute.ts';
export { type OpenOfListing, openOrdersOf, openReturnsOf } from './open-of-listing.ts';
export { type BoughtAsk, type BuyersAsk, boughtOf, buyersOf } from './bought.ts';
