import { createHash } from 'node:crypto';
import { uuidAt } from '@daylight/server/ids.ts';
import type { Person, TestWorld } from './world.ts';

/** A file that a person has handed in already, whole and checked, for tests whose matter is what comes after. */
export async function fileOf(at: TestWorld, person: Person, fileName = '证明材料.pdf'): Promise<string> {
  const id = uuidAt(at.now());
  const hash = createHash('sha256').update(id).digest('hex');
  await at.sql(
    `insert into evidence_file (province, id, organisation_id, account_id, file_name, bytes, chunk_bytes, received, hash,
       media_type, state, scan, begun_at, ready_at)
     select coalesce(nullif(left(session.jurisdiction, 2)::smallint, 0), organisation.province), $1, organisation.id, $2, $3,
       1000, 1000, 1000, $4, 'application/pdf', 'ready', 'notScanned', $5, $5
     from organisation join session on session.account_id = $2
     where organisation.id = $6 limit 1`,
    [id, person.accountId, fileName, hash, at.now(), person.organisationId],
  );
  return id;
}
