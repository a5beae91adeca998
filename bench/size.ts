/**
 * `--short`: every group goes its whole way at the smallest size that still means something, and its figures are told but
 * not kept. So the tests see that each benchmark runs; its figures are then of no use.
 */
export const isShort = process.argv.includes('--short');

export const sized = <T>(usual: T, short: T): T => (isShort ? short : usual);
