import { sql } from 'kysely';
import { type Db, type Scope, type Tx, reading } from '../../db.ts';
import { type SealedContent, contentColumns, genesis, link } from './chain.ts';

export type Fault =
  | { readonly kind: 'changed'; readonly position: number; readonly journalId: string }
  | { readonly kind: 'missing'; readonly position: number; readonly journalId: string }
  | { readonly kind: 'gap'; readonly position: number }
  | { readonly kind: 'inserted'; readonly journalId: string }
  | { readonly kind: 'checkpoint'; readonly position: number };

export interface Verification {
  readonly province: number;
  readonly records: number;
  readonly unsealed: number;
  readonly chainHash: string;
  readonly faults: readonly Fault[];
}

/** A checkpoint kept elsewhere (printed, published): shows even a chain that was rewritten from end to end. */
export interface KeptCheckpoint {
  readonly position: number;
  readonly chainHash: string;
}

interface SealRow extends SealedContent {
  readonly position: number;
  readonly journalId: string;
  readonly chainHash: Buffer;
}

const batchSize = 5000;
const faultsMax = 100;

async function readSeals(tx: Tx, province: number, after: number): Promise<SealRow[]> {
  const { rows } = await sql<SealRow>`
    select s.position, s.journal_id as "journalId", s.chain_hash as "chainHash", ${sql.raw(contentColumns)}
    from journal_seal s left join journal j on j.province = s.province and j.id = s.journal_id
    where s.province = ${province} and s.position > ${after} order by s.position limit ${batchSize}`.execute(
    tx,
  );
  return rows;
}

/**
 * Computes the chain again from the first record. A changed record, a missing one, one slipped in behind the seal, a gap or
 * another order of seals, and a chain that does not meet its checkpoints are each found and named.
 */
export async function verifyJournal(
  db: Db,
  scope: Scope,
  kept: readonly KeptCheckpoint[] = [],
): Promise<Verification> {
  const { province } = scope;
  return reading(db, scope, async (tx) => {
    const faults: Fault[] = [];
    const checkpoints = new Map(
      (await checkpointsOf(tx, province)).map((each) => [each.position, each.chainHash]),
    );
    for (const each of kept) checkpoints.set(each.position, each.chainHash);
    let previous = genesis(province);
    let position = 0;
    for (
      let rows = await readSeals(tx, province, 0);
      rows.length > 0;
      rows = await readSeals(tx, province, position)
    ) {
      for (const row of rows) {
        if (row.position !== position + 1) faults.push({ kind: 'gap', position: position + 1 });
        if (row.id === null)
          faults.push({ kind: 'missing', position: row.position, journalId: row.journalId });
        else if (!link(previous, row).equals(row.chainHash)) {
          faults.push({ kind: 'changed', position: row.position, journalId: row.journalId });
        }
        const expected = checkpoints.get(row.position);
        if (expected !== undefined && expected !== row.chainHash.toString('hex')) {
          faults.push({ kind: 'checkpoint', position: row.position });
        }
        previous = row.chainHash;
        ({ position } = row);
      }
      if (faults.length >= faultsMax) break;
    }
    for (const beyond of [...checkpoints.keys()].filter((each) => each > position)) {
      faults.push({ kind: 'checkpoint', position: beyond });
    }
    const { inserted, waiting } = await outsideTheChain(tx, province);
    faults.push(...inserted.map((journalId): Fault => ({ kind: 'inserted', journalId })));
    return {
      province,
      records: position,
      unsealed: waiting,
      chainHash: previous.toString('hex'),
      faults: faults.slice(0, faultsMax),
    };
  });
}

async function checkpointsOf(tx: Tx, province: number): Promise<KeptCheckpoint[]> {
  const rows = await tx
    .selectFrom('journalCheckpoint')
    .select(['position', 'chainHash'])
    .where('province', '=', province)
    .execute();
  return rows.map((row) => ({ position: row.position, chainHash: row.chainHash.toString('hex') }));
}

/** Records without a seal: those older than the horizon were slipped in, the others wait for the job. */
async function outsideTheChain(tx: Tx, province: number): Promise<{ inserted: string[]; waiting: number }> {
  const { rows } = await sql<{ id: string; late: boolean }>`
    select j.id, j.tx < h.horizon as late
    from journal j left join journal_head h on h.province = j.province
    where j.province = ${province}
      and not exists (select from journal_seal s where s.province = j.province and s.journal_id = j.id)`.execute(
    tx,
  );
  return {
    inserted: rows.filter((row) => row.late).map((row) => row.id),
    waiting: rows.filter((row) => !row.late).length,
  };
}
