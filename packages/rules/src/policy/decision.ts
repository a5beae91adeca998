import type { IsoDate } from '../time.ts';
import type { PolicyBook } from './book.ts';
import type { Provision } from './provision.ts';
import type { PolicyKey } from './values.ts';

/** A value that a bureau set for its jurisdiction by a decision on this platform, approved by a second officer. */
export interface PolicyDecision {
  readonly key: PolicyKey;
  readonly value: unknown;
  readonly number: string;
  readonly name: string;
  readonly jurisdiction: string;
  /** First day in force; a decision never changes what held before it. */
  readonly from: IsoDate;
  /** The article under which the bureau may decide. */
  readonly document: string;
  readonly article: string;
  readonly clause: string | null;
}

function provisionOf(decision: PolicyDecision): Provision<unknown> {
  const { key: _, number, name, ...rest } = decision;
  return {
    ...rest,
    until: null,
    origin: 'decision',
    note: { zh: `医保部门决定 ${number}：${name}`, en: `Decision ${number} of the bureau: ${name}` },
  };
}

/**
 * The packs with what bureaus decided on top. Of one jurisdiction the newest decision in force comes first, then the pack;
 * a nearer jurisdiction still rules over a wider one. The order in which decisions are given does not matter.
 */
export function withDecisions(book: PolicyBook, decisions: readonly PolicyDecision[]): PolicyBook {
  const provisions: Record<string, readonly Provision<unknown>[]> = { ...book.provisions };
  for (const [key, own] of Map.groupBy(decisions, (each) => each.key)) {
    const newestFirst = own
      .map(provisionOf)
      .toSorted((a, b) => (a.from === b.from ? 0 : a.from > b.from ? -1 : 1));
    provisions[key] = [...newestFirst, ...(provisions[key] ?? [])];
  }
  return { provisions } as PolicyBook;
}
