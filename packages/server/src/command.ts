import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Context } from './context.ts';
import { type Tx, brokenConstraint, reading, send, writing } from './db.ts';
import type { JournalEntry, NoticeEntry } from './journal.ts';
import { type Statement, statement } from './statement.ts';

/** What a command collects while it decides and saves; written in one statement that the commit follows at once. */
export interface Unit {
  readonly tx: Tx;
  record(entry: JournalEntry): void;
  notify(notice: NoticeEntry): void;
}

/** Refusals any creating command can answer with. */
export type RepeatRefusal = 'request.keyUsedForAnotherBody';

/**
 * One command: load → decide → save → journal → notify, in one transaction. A refusal rolls everything back. A repeat of
 * the same Idempotency-Key gives the first answer and changes nothing.
 */
export async function command<T, C extends string>(
  context: Context,
  work: (unit: Unit) => Promise<Result<T, C>>,
): Promise<Result<T, C | RepeatRefusal>> {
  try {
    const answer = await writing<T, C>(context.database.db, context.scope, async (tx) => {
      const entries: JournalEntry[] = [];
      const notices: NoticeEntry[] = [];
      const result = await work({
        tx,
        record: (entry) => entries.push(entry),
        notify: (notice) => notices.push(notice),
      });
      if (result.ok) {
        assert(entries.length > 0, 'a command without a journal record');
        send(tx, writingDown(context, { entries, notices, reply: result.value }));
      }
      return result;
    });
    if (answer.ok || context.idempotency === null) return answer;
    // The first try may have changed what a repeat now meets: its answer counts, not the new refusal.
    return (await firstAnswer<T>(context)) ?? answer;
  } catch (error) {
    // Whatever constraint the repeat of a done command breaks (its own key, or a row that the first try added).
    const first = brokenConstraint(error) === null ? null : await firstAnswer<T>(context);
    if (first === null) throw error;
    return first;
  }
}

async function firstAnswer<T>(context: Context): Promise<Result<T, RepeatRefusal> | null> {
  const { idempotency, scope } = context;
  if (idempotency === null) return null;
  const row = await reading(context.database.db, scope, (tx) =>
    tx
      .selectFrom('idempotency')
      .select(['endpoint', 'bodyHash', 'reply'])
      .where('province', '=', scope.province)
      .where('organisationId', '=', scope.organisationId ?? '')
      .where('key', '=', idempotency.key)
      .executeTakeFirst(),
  );
  if (row === undefined) return null;
  const same = row.endpoint === idempotency.endpoint && row.bodyHash.equals(idempotency.bodyHash);
  return same ? ok(row.reply as T) : refuse('request.keyUsedForAnotherBody', { field: 'Idempotency-Key' });
}

interface Collected {
  readonly entries: readonly JournalEntry[];
  readonly notices: readonly NoticeEntry[];
  readonly reply: unknown;
}

/** Journal, inbox and idempotency in one statement: the commit that follows makes all of it true at once. */
function writingDown(context: Context, { entries, notices, reply }: Collected): Statement {
  const { actor, scope, now, idempotency } = context;
  const journal = entries.map((entry) => ({
    id: context.newId(),
    event: entry.event,
    on_behalf_of: entry.onBehalfOf ?? null,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    basis: entry.basis,
    before: entry.before ?? null,
    after: entry.after ?? null,
    readers: [...new Set([...(actor === null ? [] : [actor.organisationId]), ...(entry.readers ?? [])])],
  }));
  const inbox = notices.map((notice) => ({
    id: context.newId(),
    organisation_id: notice.organisationId,
    kind: notice.kind,
    subject_kind: notice.subject.kind,
    subject_id: notice.subject.id,
    facts: notice.facts,
    due_at: notice.dueAt ?? null,
  }));
  const noticed =
    inbox.length === 0
      ? statement``
      : statement`, noticed as (
          insert into notice (province, id, organisation_id, at, kind, subject_kind, subject_id, facts, due_at)
          select ${scope.province}::smallint, n.id, n.organisation_id, ${now}::timestamptz, n.kind, n.subject_kind, n.subject_id,
            n.facts, n.due_at
          from jsonb_to_recordset(${JSON.stringify(inbox)}::jsonb)
            as n (id uuid, organisation_id uuid, kind text, subject_kind text, subject_id text, facts jsonb, due_at timestamptz))`;
  const remembered =
    idempotency === null
      ? statement``
      : statement`, remembered as (
          insert into idempotency (province, organisation_id, key, endpoint, body_hash, reply, created_at)
          values (${scope.province}, ${scope.organisationId}, ${idempotency.key}, ${idempotency.endpoint},
            ${idempotency.bodyHash}, ${JSON.stringify(reply)}::jsonb, ${now}))`;
  return statement`
    with journalled as (
      insert into journal (province, id, at, event, actor_account, actor_organisation, on_behalf_of, subject_kind, subject_id,
        basis, before, after, readers, request_id)
      select ${scope.province}::smallint, j.id, ${now}::timestamptz, j.event, ${actor?.accountId ?? null}::uuid,
        ${actor?.organisationId ?? null}::uuid, j.on_behalf_of, j.subject_kind, j.subject_id, j.basis, j.before, j.after,
        j.readers, ${context.requestId}
      from jsonb_to_recordset(${JSON.stringify(journal)}::jsonb)
        as j (id uuid, event text, on_behalf_of uuid, subject_kind text, subject_id text, basis jsonb, before jsonb, after jsonb,
          readers uuid[])
    )${noticed}${remembered}
    select 1`;
}
