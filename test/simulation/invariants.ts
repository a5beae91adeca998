import { sentences } from '../crash/compare.ts';
import { dueInvariants } from './invariants-due.ts';
import { flowInvariants } from './invariants-flow.ts';
import { journalInvariants } from './invariants-journal.ts';
import { moneyInvariants } from './invariants-money.ts';
import { roundInvariants } from './invariants-round.ts';
import { sightInvariants } from './invariants-sight.ts';
import { type Checking, type Invariant, never } from './invariant.ts';

/** What holds of the whole database at any time. A feature that brings a new law (a ledger, say) adds its entries here. */
export const invariants: readonly Invariant[] = [
  ...sentences.map(([name, text]) => never(name, `select * from (${text}) q`)),
  ...flowInvariants,
  ...moneyInvariants,
  ...journalInvariants,
  ...dueInvariants,
  ...roundInvariants,
  ...sightInvariants,
];

export interface BrokenInvariant {
  readonly name: string;
  readonly found: readonly unknown[];
}

/** Asks every sentence; answers those that do not hold. */
export async function brokenInvariants(
  at: Checking,
  list: readonly Invariant[] = invariants,
): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  for (const { name, check } of list) {
    const found = await check(at);
    if (found.length > 0) broken.push({ name, found: found.slice(0, 3) });
  }
  return broken;
}
