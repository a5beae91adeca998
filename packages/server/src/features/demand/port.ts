/** What other features may ask of volume reporting. */
export {
  type AgreedVolume,
  type DemandLine,
  agreedVolumes,
  demandColumns,
  demandLines,
} from './volumes-store.ts';
