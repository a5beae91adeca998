import type { receipt } from '@daylight/api/bidding-shapes.ts';
import { canonicalText } from '@daylight/rules/award/canonical.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { z } from 'zod';
import { signed } from './signing.ts';

export type Receipt = z.output<typeof receipt>;

/**
 * The receipts of a bidder, newest first. The place in the journal is signed too, once the journal is sealed beyond it: with
 * the chain hash the receipt can be held against any checkpoint kept elsewhere.
 */
export async function receiptsOf(
  tx: Tx,
  context: Context,
  of: { readonly tenderId: string; readonly manufacturerId: string },
): Promise<Receipt[]> {
  const { province } = context.scope;
  const rows = await tx
    .selectFrom('sealedBid as b')
    .leftJoin('journal as j', (join) =>
      join
        .onRef('j.province', '=', 'b.province')
        .onRef('j.subjectId', '=', (eb) => eb.cast<string>('b.id', 'text'))
        .on('j.subjectKind', '=', 'sealedBid')
        .on('j.event', '=', 'bidding.sealedBid'),
    )
    .leftJoin('journalSeal as s', (join) =>
      join.onRef('s.province', '=', 'j.province').onRef('s.journalId', '=', 'j.id'),
    )
    .select([
      'b.id',
      'b.version',
      'b.quoting',
      'b.state',
      'b.receivedAt',
      'b.commitment',
      'b.digest',
      'b.receipt',
    ])
    .select(['b.signature', 's.position', 's.chainHash', 's.journalId'])
    .where('b.province', '=', province)
    .where('b.tenderId', '=', of.tenderId)
    .where('b.manufacturerId', '=', of.manufacturerId)
    .orderBy('b.version', 'desc')
    .execute();
  return rows.map((row) => ({
    bidId: row.id,
    version: row.version,
    quoting: row.quoting,
    state: row.state as Receipt['state'],
    receivedAt: row.receivedAt,
    commitment: row.commitment,
    digest: row.digest,
    text: row.receipt,
    signature: row.signature,
    place: placeOf(context, row),
  }));
}

interface Placed {
  readonly id: string;
  readonly digest: string;
  readonly position: number | null;
  readonly chainHash: Buffer | null;
  readonly journalId: string | null;
}

function placeOf(context: Context, row: Placed): Receipt['place'] {
  const { position, chainHash, journalId } = row;
  if (position === null || chainHash === null || journalId === null) return null;
  const hash = chainHash.toString('hex');
  const text = canonicalText({
    format: 'daylight-bid-place/1',
    province: context.scope.province,
    bid: row.id,
    digest: row.digest,
    record: journalId,
    position,
    chainHash: hash,
  });
  return { position, chainHash: hash, text, signature: signed(context.dataDir, text) };
}
