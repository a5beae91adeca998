import type { EvidenceFile } from '@daylight/api/evidence.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** What files are attached to, and who may read them there besides the organisation that handed them in. */
export interface Attachment {
  readonly subject: Subject;
  /** Ids of organisations. */
  readonly readers: readonly string[];
  /** Its bureau may read. */
  readonly jurisdiction: string;
  readonly isPublic?: boolean;
}

export interface Subject {
  readonly kind: string;
  readonly id: string;
}

export type AttachRefusal = 'evidence.unknown' | 'evidence.notReady' | 'evidence.tooMany';

/**
 * Ties files of the acting organisation to what they prove; they are kept from then on. Within a command: nothing is
 * attached when it is refused afterwards. A file may prove several things.
 */
export function attach(
  context: Context,
  unit: Unit,
  ids: readonly string[],
  to: Attachment,
): Promise<Result<readonly EvidenceFile[], AttachRefusal>> {
  return tie(context, unit, ids, { ...to, own: true });
}

/**
 * Ties files that somebody else handed in to a further thing, for further readers: an application's evidence goes with it
 * to the panel. The acting organisation must be able to read them.
 */
export function passOn(
  context: Context,
  unit: Unit,
  ids: readonly string[],
  to: Attachment,
): Promise<Result<readonly EvidenceFile[], AttachRefusal>> {
  return tie(context, unit, ids, { ...to, own: false });
}

const columns = ['id', 'fileName', 'mediaType', 'bytes', 'hash'] as const;

async function tie(
  context: Context,
  { tx }: Unit,
  ids: readonly string[],
  to: Attachment & { readonly own: boolean },
): Promise<Result<readonly EvidenceFile[], AttachRefusal>> {
  const wanted = [...new Set(ids)];
  const max = resolve(context.book, 'evidence.filesMax', to.jurisdiction, context.today);
  if (wanted.length > max.value)
    return refuse('evidence.tooMany', {
      basis: basisOf(max),
      field: 'evidence',
      facts: { max: max.value },
    });
  if (wanted.length === 0) return ok([]);
  const { province, organisationId } = context.scope;
  const rows = await tx
    .selectFrom('evidenceFile')
    .select([...columns, 'state'])
    .where('province', '=', province)
    .where('id', 'in', wanted)
    .where('state', '!=', 'gone')
    .$if(to.own, (query) => query.where('organisationId', '=', organisationId ?? ''))
    .orderBy('id')
    .forUpdate()
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of wanted) {
    const row = byId.get(id);
    if (row === undefined) return refuse('evidence.unknown', { field: 'evidence' });
    if (row.state !== 'ready')
      return refuse('evidence.notReady', { field: 'evidence', facts: { fileName: row.fileName } });
  }
  await tx
    .updateTable('evidenceFile')
    .set({
      attached: true,
      dueAt: null,
      readers: sql`(select array(select distinct unnest(readers || ${[...to.readers]}::uuid[])))`,
      ...(to.isPublic === true ? { isPublic: true } : {}),
    })
    .where('province', '=', province)
    .where('id', 'in', wanted)
    .execute();
  const owners = organisationId ?? to.readers[0];
  await sql`
    insert into evidence_link (province, evidence_id, subject_kind, subject_id, organisation_id, readers, jurisdiction,
      is_public, attached_at)
    select ${province}::smallint, file.id, ${to.subject.kind}, ${to.subject.id}, file.organisation_id,
      ${[...to.readers, ...(owners === undefined ? [] : [owners])]}::uuid[], ${to.jurisdiction}, ${to.isPublic === true},
      ${context.now}::timestamptz
    from evidence_file file
    where file.province = ${province} and file.id = any(${wanted}::uuid[])
    on conflict (province, evidence_id, subject_kind, subject_id) do nothing`.execute(tx);
  return ok(wanted.flatMap((id) => shown(byId.get(id))));
}

type Row = Pick<EvidenceFile, 'id' | 'fileName' | 'bytes'> & {
  readonly mediaType: string | null;
  readonly hash: string | null;
};

function shown(row: Row | undefined): readonly EvidenceFile[] {
  if (row === undefined || row.mediaType === null || row.hash === null) return [];
  const { id, fileName, mediaType, bytes, hash } = row;
  return [{ id, fileName, mediaType, bytes, hash }];
}

/** The files of several things, by `${kind}:${id}`; only those that the scope of the transaction may see. */
export async function filesOf(
  tx: Tx,
  province: number,
  subjects: readonly Subject[],
): Promise<Map<string, readonly EvidenceFile[]>> {
  if (subjects.length === 0) return new Map();
  const asked = JSON.stringify(subjects.map(({ kind, id }) => ({ kind, id })));
  const { rows } = await sql<Row & { subject: string }>`
    select link.subject_kind || ':' || link.subject_id as subject, file.id, file.file_name, file.media_type, file.bytes,
      file.hash
    from jsonb_to_recordset(${asked}::jsonb) as asked (kind text, id text)
    join evidence_link link
      on link.province = ${province} and link.subject_kind = asked.kind and link.subject_id = asked.id
    join evidence_file file on file.province = link.province and file.id = link.evidence_id
    order by link.attached_at, file.id`.execute(tx);
  return new Map(
    [...Map.groupBy(rows, (row) => row.subject)].map(([subject, own]) => [subject, own.flatMap(shown)]),
  );
}
