/** What other features may ask of contracts and of what comes before them. */
export { type LeftoverChoice, choicesOf } from './choice-store.ts';
