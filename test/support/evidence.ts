import { createHash } from 'node:crypto';
import { type Arrival, beginEvidence, finishEvidence } from '@daylight/api/evidence.ts';
import type { Problem } from '@daylight/api/wire.ts';
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

let uploads = 0;

/** One chunk as the browser sends it: a multipart field called file. */
export async function sendChunk(
  at: TestWorld,
  person: Person,
  { id, offset, bytes }: { readonly id: string; readonly offset: number; readonly bytes: Buffer },
): Promise<Sent> {
  uploads += 1;
  const boundary = `----evidence${uploads}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="chunk"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const response = await at.app.inject({
    method: 'PUT',
    url: `/api/evidence/${id}/chunk?offset=${offset}`,
    headers: {
      cookie: `daylight_session=${person.token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  return {
    status: response.statusCode,
    value: response.json() as Arrival,
    problem: response.json() as Problem,
  };
}

export interface Sent {
  readonly status: number;
  readonly value: Arrival;
  readonly problem: Problem;
}

/** Hands a file in from beginning to end, as a person does, and answers what came of it. */
export async function handIn(
  at: TestWorld,
  person: Person,
  { bytes, fileName = '证明材料.pdf' }: { readonly bytes: Buffer; readonly fileName?: string },
) {
  const begun = (await person.call(beginEvidence, { body: { fileName, bytes: bytes.length } })).value;
  for (let offset = 0; offset < bytes.length; offset += begun.chunkBytes) {
    const part = bytes.subarray(offset, offset + begun.chunkBytes);
    const sent = await sendChunk(at, person, { id: begun.id, offset, bytes: part });
    if (sent.status !== 200) throw new Error(`chunk refused: ${sent.problem.code}`);
  }
  return person.call(finishEvidence, { params: { evidenceId: begun.id } });
}

/** A small PDF; `more` stands among its objects. */
export function pdf(more = ''): Buffer {
  return Buffer.from(
    `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R ${more} >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`,
    'latin1',
  );
}
