/** What other features may ask of filings. */
export { type FiledRecord, filedRecords } from './records.ts';
export { type Purchased, addPurchased } from './quota-store.ts';
export { quotaFor as quotaOf } from './quota.ts';
export { filingTodos } from './todos.ts';
export { recomputeFilings } from './due.ts';
export { recomputeOutside } from './outside-due.ts';
