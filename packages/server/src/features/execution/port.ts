/** What other features may ask of the execution of rounds. */
export { type Opening, type OpeningLine, type Stopping, openAccounts, stopAccounts } from './accounts.ts';
export { type Barred, barredFromBargain } from './barred.ts';
export { type VolumeMove, moveVolume } from './move.ts';
export { usedVolumes } from './used.ts';
export { type RoundAnswer, type RoundAsk, roundsOfOrder } from './order-check.ts';
export { type AccountProgress, progressOf } from './progress.ts';
export { recomputeExecution } from './recompute.ts';
export { executionTodos } from './todos.ts';
