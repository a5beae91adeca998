import type { EventName } from '@daylight/api/events.ts';
import type { Basis, Facts } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';

/** What a command did, for the journal: one record per command, in its transaction. */
export interface JournalEntry {
  /** 'bargain.opened': feature word and what happened, past tense. */
  readonly event: EventName;
  readonly subject: { readonly kind: string; readonly id: string };
  /** The articles the decision rests on. */
  readonly basis: readonly Basis[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** Organisations besides the actor's that may read the record (the other side of the business). */
  readonly readers?: readonly string[];
  readonly onBehalfOf?: string;
}

/** A line in an organisation's inbox. */
export interface NoticeEntry {
  readonly organisationId: string;
  readonly kind: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly facts: Facts;
  readonly dueAt?: Instant | null;
}
