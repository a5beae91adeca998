/** What other features may ask about prices of the country. */
export type { PriceRecord } from '@daylight/rules/linkage/record.ts';
export type { LowestPrice, LowestUse } from '@daylight/rules/linkage/lowest.ts';
export { type LowestQuestion, lowestPolicy, lowestPrices, recordsOf } from './records.ts';
export { type AddedRecord, type NewRecord, addRecords } from './add.ts';
export { type DecideRefusal, type Verifying, broughtRecords, verifyRecord } from './entry.ts';
export { lowestReply } from './reply.ts';
export { linkageTodos } from './todos.ts';
export { recomputeDuties } from './due.ts';
