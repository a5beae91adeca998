import { createHash } from 'node:crypto';

/** A journal record as the chain sees it: jsonb as PostgreSQL's own text, which is the same for the same content. */
export interface SealedContent {
  readonly province: number;
  readonly id: string;
  readonly at: string;
  readonly event: string;
  readonly actorAccount: string | null;
  readonly actorOrganisation: string | null;
  readonly onBehalfOf: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly basis: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly readers: readonly string[];
  readonly requestId: string | null;
}

/** What stands before the first record of a province. */
export function genesis(province: number): Buffer {
  return createHash('sha256').update(`daylight journal of province ${province}`).digest();
}

/** Each link covers the one before and every field of its record. */
export function link(previous: Buffer, record: SealedContent): Buffer {
  const content = JSON.stringify([
    record.province,
    record.id,
    record.at,
    record.event,
    record.actorAccount,
    record.actorOrganisation,
    record.onBehalfOf,
    record.subjectKind,
    record.subjectId,
    record.basis,
    record.before,
    record.after,
    record.readers,
    record.requestId,
  ]);
  return createHash('sha256').update(previous).update(content).digest();
}

/** The columns of `link`, for a select from journal j. */
export const contentColumns = `j.province, j.id, j.at, j.event, j.actor_account as "actorAccount",
  j.actor_organisation as "actorOrganisation", j.on_behalf_of as "onBehalfOf", j.subject_kind as "subjectKind",
  j.subject_id as "subjectId", j.basis::text as basis, j.before::text as before, j.after::text as after,
  j.readers::text[] as readers, j.request_id as "requestId"`;
