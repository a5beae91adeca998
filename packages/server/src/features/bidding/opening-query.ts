import type * as api from '@daylight/api/bidding-opening.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { ReadBid } from '@daylight/rules/bidding/content.ts';
import type { TrusteeCapacity } from '@daylight/rules/bidding/trustees.ts';
import { type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { SealedBid } from '@daylight/seal/sealed-bid.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type TenderFacts, isOrganiser, readTender } from '../tender/port.ts';
import { headOf } from './bidder-queries.ts';
import { recordsOf } from './records.ts';
import { type BidRound, type Trustee, quotingTerms, roundAt, termsOf, trusteesOf } from './round-rows.ts';

type Read = typeof api.readOpening;
type Reply = ReplyOf<Read>;

/** Keys, bids and opening as everybody who may read the round sees them: before the deadline number and commitments only. */
export async function readOpening(
  context: ActorContext,
  { params }: Call<Read>,
): Promise<Result<Reply, 'tender.unknown' | 'bidding.notSetUp'>> {
  const head = await reading(context.database.db, context.scope, async (tx) => {
    const tender = await readTender(tx, context.scope.province, params.tenderId);
    if (tender === null) return null;
    return {
      tender,
      round: await roundAt(tx, context.scope.province, tender.id),
      trustees: await shownTrustees(tx, context, tender.id),
      records: await recordsOf(tx, context.scope.province, tender.id),
      keys: await trusteesOf(tx, context.scope.province, tender.id),
    };
  });
  if (head === null) return refuse('tender.unknown');
  const { tender, round, trustees, keys, records } = head;
  const isMine = isOrganiser(context, tender);
  // Counting and commitments are of rows that nobody but their bidders may read: the question is asked for the platform.
  const counted = await reading(context.database.db, { ...context.scope, reach: 'system' }, (tx) =>
    countsOf(tx, context.scope.province, tender.id, round?.quoting ?? 1),
  );
  const openings =
    (round?.closedAt ?? null) === null && records.length === 0
      ? []
      : await reading(context.database.db, context.scope, (tx) => openingsOf(tx, context, tender.id));
  return ok({
    ...headOf(tender),
    mode: tender.mode,
    quoting: {
      now: round?.quoting ?? 1,
      terms: { ...quotingTerms(tender) },
      endedAt: round?.quotingEndedAt ?? null,
      records,
    },
    isOrganiser: isMine && may(context.actor, 'bidding.manage'),
    mayDecide: isMine && may(context.actor, 'bidding.decide'),
    trustees,
    ...counted,
    openings,
    ...roundShown(round, keys),
  });
}

function roundShown(round: BidRound | null, keys: readonly Trustee[]) {
  const terms = round === null ? null : termsOf(round, keys);
  return {
    terms:
      terms === null ? null : { ...terms, trustees: [...terms.trustees], hash: round?.termsHash ?? null },
    closedAt: round?.closedAt ?? null,
    closedHash: round?.closedHash ?? null,
    ownKeysFromAt: round?.ownKeysFromAt ?? null,
    ownKeysDueAt: round?.ownKeysDueAt ?? null,
    openedAt: round?.openedAt ?? null,
    lots:
      round === null
        ? null
        : {
            seedHash: round.lotSeedHash,
            seed: round.lotSeed,
            beaconPosition: round.lotBeaconPosition,
            beaconHash: round.lotBeaconHash,
            lots: round.lots as Record<string, number> | null,
          },
    publishAskedAt: round?.publishAskedAt ?? null,
    publicityId: round?.publicityId ?? null,
    settledAt: round?.settledAt ?? null,
    decision: (round?.decision ?? null) as Reply['decision'],
    decidedAt: round?.decidedAt ?? null,
    trouble: (round?.trouble ?? null) as Reply['trouble'],
    version: round?.version ?? 1,
  };
}

async function shownTrustees(tx: Tx, context: ActorContext, tenderId: string): Promise<Reply['trustees']> {
  const rows = await tx
    .selectFrom('bidTrustee as t')
    .innerJoin('organisation as o', 'o.id', 't.organisationId')
    .innerJoin('account as a', 'a.id', 't.accountId')
    .select(['t.id', 't.capacity', 'a.name', 't.organisationId', 'o.name as organisation', 't.recipient'])
    .select(['t.provenAt', 't.releasedAt', 't.lostAt', 't.lostNote', 't.accountId'])
    .where('t.province', '=', context.scope.province)
    .where('t.tenderId', '=', tenderId)
    .orderBy('t.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    capacity: row.capacity as TrusteeCapacity,
    name: row.name,
    organisation: { id: row.organisationId, name: row.organisation },
    recipient: row.recipient,
    proven: row.provenAt !== null,
    releasedAt: row.releasedAt,
    lostAt: row.lostAt,
    lostNote: row.lostNote,
    mine: row.accountId === context.actor.accountId,
  }));
}

async function countsOf(tx: Tx, province: number, tenderId: string, quoting: number) {
  const enrolments = await sql<{ state: string; count: number }>`
    select state, count(*)::int as count from bid_enrolment
    where province = ${province} and tender_id = ${tenderId}::uuid group by state`.execute(tx);
  const countOf = (state: string): number => enrolments.rows.find((row) => row.state === state)?.count ?? 0;
  const commitments = await tx
    .selectFrom('sealedBid')
    .select(['commitment', 'digest', 'receivedAt'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('quoting', '=', quoting)
    .where('state', '=', 'standing')
    .orderBy('commitment')
    .execute();
  return { enrolments: { entered: countOf('entered'), accepted: countOf('accepted') }, commitments };
}

interface OpeningRow {
  bidId: string;
  quoting: number;
  bidderId: string;
  bidder: string;
  commitment: string;
  digest: string;
  receivedAt: Reply['openings'][number]['receivedAt'];
  shares: { trusteeId: string; finding: Reply['openings'][number]['shares'][number]['finding'] }[];
  ownKeyGiven: boolean;
  outcome: 'opened' | 'stopped' | null;
  path: 'shares' | 'own' | null;
  reason: string | null;
  facts: Facts | null;
  lines: ReadBid | null;
}

async function openingsOf(tx: Tx, context: Context, tenderId: string): Promise<Reply['openings']> {
  const { rows } = await sql<OpeningRow>`
    select b.id as bid_id, b.quoting, b.manufacturer_id as bidder_id, g.name as bidder, b.commitment, b.digest, b.received_at,
      coalesce((select jsonb_agg(jsonb_build_object('trusteeId', s.trustee_id, 'finding', s.finding) order by s.trustee_id)
        from bid_share s where s.province = b.province and s.bid_id = b.id), '[]') as shares,
      exists (select from bid_own_key k where k.province = b.province and k.bid_id = b.id) as own_key_given,
      o.outcome, o.path, o.reason, o.facts, o.lines
    from sealed_bid b
    join organisation g on g.id = b.manufacturer_id
    left join bid_opening o on o.province = b.province and o.bid_id = b.id
    where b.province = ${context.scope.province} and b.tender_id = ${tenderId}::uuid and b.state = 'standing'
      and (b.is_public or cardinality(b.readers) > 0)
    order by b.quoting desc, b.commitment`.execute(tx);
  return rows.map(({ bidderId, bidder, lines, ...row }) => ({
    ...row,
    bidder: { id: bidderId, name: bidder },
    lines: lines?.lines.length ?? null,
    stoppedLines: lines?.stopped.length ?? null,
  }));
}

type Sealed = typeof api.readSealedBids;

/** Open to anyone after the deadline; before it there is nothing, whoever asks. */
export async function readSealedBids(
  context: Context,
  { params, query }: Call<Sealed>,
): Promise<Result<ReplyOf<Sealed>, 'tender.unknown'>> {
  const { province } = query;
  const scope = { ...context.scope, province };
  return reading(context.database.db, scope, async (tx) => {
    const tender: TenderFacts | null = await readTender(tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    let rows = tx
      .selectFrom('sealedBid as b')
      .innerJoin('organisation as g', 'g.id', 'b.manufacturerId')
      .leftJoin('bidOpening as o', (join) =>
        join.onRef('o.province', '=', 'b.province').onRef('o.bidId', '=', 'b.id'),
      )
      .leftJoin('bidOwnKey as k', (join) =>
        join.onRef('k.province', '=', 'b.province').onRef('k.bidId', '=', 'b.id'),
      )
      .select([
        'b.id',
        'b.manufacturerId',
        'g.name',
        'b.quoting',
        'b.sealed',
        'o.content',
        'o.salt',
        'o.reason',
        'k.key',
      ])
      .where('b.province', '=', province)
      .where('b.tenderId', '=', tender.id)
      .where('b.state', '=', 'standing')
      .where('b.isPublic', '=', true)
      .orderBy('b.id')
      .limit(query.limit + 1);
    if (query.after !== undefined) rows = rows.where('b.id', '>', query.after);
    const found = await rows.execute();
    const page = found.slice(0, query.limit);
    const shares = await sharesOf(
      tx,
      province,
      page.map(({ id }) => id),
    );
    return ok({
      items: page.map((row) => ({
        bidId: row.id,
        bidder: { id: row.manufacturerId, name: row.name },
        quoting: row.quoting,
        sealed: row.sealed as unknown as ReplyOf<Sealed>['items'][number]['sealed'] & SealedBid,
        shares: shares.get(row.id) ?? [],
        ownKey: row.key,
        opened: row.content === null || row.salt === null ? null : { bid: row.content, salt: row.salt },
        reason: row.reason,
      })),
      next: found.length > query.limit ? (page.at(-1)?.id ?? null) : null,
    });
  });
}

async function sharesOf(
  tx: Tx,
  province: number,
  bidIds: readonly string[],
): Promise<Map<string, { trustee: string; share: string }[]>> {
  if (bidIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('bidShare')
    .select(['bidId', 'trusteeId', 'share'])
    .where('province', '=', province)
    .where('bidId', 'in', [...bidIds])
    .where('share', 'is not', null)
    .orderBy('trusteeId')
    .execute();
  const grouped = Map.groupBy(rows, (row) => row.bidId);
  return new Map(
    [...grouped].map(([id, own]) => [
      id,
      own.map(({ trusteeId, share }) => ({ trustee: trusteeId, share: share ?? '' })),
    ]),
  );
}
