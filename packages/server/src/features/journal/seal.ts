import { ok } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type Context, type World, systemContext } from '../../context.ts';
import { type Tx, writing } from '../../db.ts';
import { provincesOf } from '../../sweep.ts';
import { type SealedContent, contentColumns, genesis, link } from './chain.ts';

const batchSize = 5000;

interface Head {
  readonly position: number;
  readonly chainHash: Buffer;
  readonly horizon: string;
}

async function lockHead(tx: Tx, province: number): Promise<Head | null> {
  await tx
    .insertInto('journalHead')
    .values({ province, position: 0, chainHash: genesis(province), horizon: '0' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const head = await tx
    .selectFrom('journalHead')
    .select(['position', 'chainHash', 'horizon'])
    .where('province', '=', province)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return head ?? null;
}

/**
 * Records whose transactions are over for certain. Transactions below the snapshot's xmin have ended, and none that starts
 * later can get a lower number, so the order by (tx, id) never changes behind the seal and writers never wait for it. After
 * a restore into another cluster the stored numbers mean nothing there: those beyond its xmax are over too.
 */
async function unsealed(
  tx: Tx,
  province: number,
  head: Head,
): Promise<{ records: SealedContent[]; horizon: string }> {
  const { rows } = await sql<{ xmin: string; xmax: string }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax`.execute(
    tx,
  );
  const { xmin, xmax } = rows[0] ?? { xmin: '0', xmax: '0' };
  const restored = BigInt(head.horizon) > BigInt(xmax);
  const from = restored ? '0' : head.horizon;
  const { rows: records } = await sql<SealedContent>`
    select ${sql.raw(contentColumns)} from journal j
    where j.province = ${province} and j.tx >= ${from}::xid8 and (j.tx < ${xmin}::xid8 or j.tx >= ${xmax}::xid8)
      and not exists (select from journal_seal s where s.province = j.province and s.journal_id = j.id)
    order by j.tx, j.id limit ${batchSize}`.execute(tx);
  // Only when the batch took all of them has the chain reached the horizon.
  return { records, horizon: records.length === batchSize ? from : xmin };
}

/** Seals one batch of a province; answers how many records it took, 0 when another server holds the head. */
export async function sealBatch(context: Context): Promise<number> {
  const { province } = context.scope;
  const sealed = await writing(context.database.db, context.scope, async (tx) => {
    const head = await lockHead(tx, province);
    if (head === null) return ok(0);
    const { records, horizon } = await unsealed(tx, province, head);
    let hash = head.chainHash;
    const links = records.map((record) => {
      hash = link(hash, record);
      return hash;
    });
    const position = head.position + records.length;
    if (records.length > 0) await saveLinks(tx, { province, head, records, links, context });
    await tx
      .updateTable('journalHead')
      .set({ position, chainHash: hash, horizon })
      .where('province', '=', province)
      .execute();
    return ok(records.length);
  });
  return sealed.ok ? sealed.value : 0;
}

interface Links {
  readonly province: number;
  readonly head: Head;
  readonly records: readonly SealedContent[];
  readonly links: readonly Buffer[];
  readonly context: Context;
}

async function saveLinks(tx: Tx, { province, head, records, links, context }: Links): Promise<void> {
  const ids = records.map((record) => record.id);
  await sql`
    insert into journal_seal (province, position, journal_id, chain_hash)
    select ${province}::smallint, ${head.position}::bigint + t.n, t.id, t.hash
    from unnest(${ids}::uuid[], ${links}::bytea[]) with ordinality as t (id, hash, n)`.execute(tx);
  await tx
    .insertInto('journalCheckpoint')
    .values({
      province,
      position: head.position + records.length,
      chainHash: links.at(-1) ?? head.chainHash,
      sealedAt: context.now,
    })
    .execute();
}

/** Seals everything that waits, in every province (0 holds what the platform itself did). */
export async function sealAll(world: World): Promise<number> {
  let total = 0;
  for (const province of [0, ...(await provincesOf(world))]) {
    let taken = 0;
    do {
      taken = await sealBatch(systemContext(world, province, 'seal'));
      total += taken;
    } while (taken === batchSize);
  }
  return total;
}
