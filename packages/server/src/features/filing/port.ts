/** What other features may ask of filings. */
export { type FiledRecord, filedRecords } from './records.ts';
