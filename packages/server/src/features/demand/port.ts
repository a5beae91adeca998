/** What other features may ask of volume reporting. */
export {
  type AgreedVolume,
  type DemandLine,
  agreedVolumes,
  demandColumns,
  demandLines,
} from './volumes-store.ts';
export { demandTodos } from './todos.ts';
export { recomputeDemand } from './due.ts';
