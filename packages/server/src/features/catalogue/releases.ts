import { type CodeRelease, releaseRefusals } from '@daylight/api/catalogue.ts';
import type { Facts } from '@daylight/rules/result.ts';
import type { Instant, IsoDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

interface Row extends Omit<CodeRelease, 'rows' | 'problem' | 'hasProblems'> {
  readonly importedAt: Instant;
  readonly releasedOn: IsoDate | null;
  readonly read: number;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
  readonly duplicate: number;
  readonly flagged: number;
  readonly refused: number;
  readonly unknown: number;
  readonly problem: { readonly code: string; readonly facts: Facts } | null;
}

const shown = sql`
  r.id, r.kind, r.file_name as "fileName", r.file_bytes as "fileBytes", r.released_on as "releasedOn", r.imported_at as "importedAt",
  a.name as "importedBy", r.finished_at as "finishedAt", r.state, r.phase, r.share, r.problem, r.rows_read as read, r.rows_new as new,
  r.rows_changed as changed, r.rows_same as same, r.rows_duplicate as duplicate, r.rows_flagged as flagged,
  r.rows_refused as refused, r.rows_unknown as unknown`;

const failedText = {
  zh: '导入时系统出错，未写入任何数据，请重试；仍不成功请联系平台运维',
  en: 'Something failed during the import; nothing was stored. Try again',
};

function fill(text: string, facts: Facts): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

function problemOf(problem: Row['problem']): CodeRelease['problem'] {
  if (problem === null) return null;
  const texts: Readonly<Record<string, { zh: string; en: string }>> = releaseRefusals;
  const text = texts[problem.code] ?? failedText;
  return { ...problem, text: { zh: fill(text.zh, problem.facts), en: fill(text.en, problem.facts) } };
}

function releaseOf(row: Row): CodeRelease {
  const { read, new: added, changed, same, duplicate, flagged, refused, unknown, problem, ...rest } = row;
  const unique = added + changed + same;
  return {
    ...rest,
    rows: { read, new: added, changed, same, duplicate, flagged, refused, unknown, unique },
    problem: problemOf(problem),
    hasProblems: duplicate + flagged + refused + unknown > 0,
  };
}

export async function releaseById(tx: Tx, id: string): Promise<CodeRelease | null> {
  const { rows } = await sql<Row>`
    select ${shown} from code_release r left join account a on a.id = r.imported_by where r.id = ${id}`.execute(
    tx,
  );
  return rows[0] === undefined ? null : releaseOf(rows[0]);
}

/** The finished release of a file with this content. */
export async function releaseByHash(tx: Tx, fileHash: Buffer): Promise<CodeRelease | null> {
  const { rows } = await sql<Row>`
    select ${shown} from code_release r left join account a on a.id = r.imported_by
    where r.file_hash = ${fileHash} and r.state = 'done'`.execute(tx);
  return rows[0] === undefined ? null : releaseOf(rows[0]);
}

export interface ReleasePage {
  readonly state: string | null;
  readonly after: { readonly importedAt: string; readonly id: string } | null;
  readonly limit: number;
}

/** Newest first, one more than `limit` when there are more. */
export async function releasesBefore(tx: Tx, { state, after, limit }: ReleasePage): Promise<CodeRelease[]> {
  const place =
    after === null
      ? sql`true`
      : sql`(r.imported_at, r.id) < (${after.importedAt}::timestamptz, ${after.id}::uuid)`;
  const wanted = state === null ? sql`true` : sql`r.state = ${state}`;
  const { rows } = await sql<Row>`
    select ${shown} from code_release r left join account a on a.id = r.imported_by
    where ${wanted} and ${place} order by r.imported_at desc, r.id desc limit ${limit + 1}`.execute(tx);
  return rows.map(releaseOf);
}
