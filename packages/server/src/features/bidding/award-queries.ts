import { Readable } from 'node:stream';
import type * as api from '@daylight/api/bidding-award.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { UnitOutcome } from '@daylight/rules/award/outcome.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { unitName } from '@daylight/rules/award/units.ts';
import type { ReadBid } from '@daylight/rules/bidding/content.ts';
import type { Wording } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { type TenderFacts, readTender, tenderItems } from '../tender/port.ts';
import { awardLines } from './award-lines.ts';
import { unpacked } from './award-store.ts';
import { headOf } from './bidder-queries.ts';
import { namesOf } from './enrolments.ts';
import { recordsOf } from './records.ts';
import { roundAt } from './round-rows.ts';

type Reply = ReplyOf<typeof api.readAward>;
type Code = 'tender.unknown' | 'bidding.noSelection';

/** Which runs are seen is decided by the wall: before publication the organiser's side alone. */
async function awardShown(tx: Tx, province: number, tenderId: string): Promise<Result<Reply, Code>> {
  const tender = await readTender(tx, province, tenderId);
  if (tender === null) return refuse('tender.unknown');
  const runs = await tx
    .selectFrom('awardRun')
    .select(['id', 'purpose', 'engine', 'hash', 'hashes', 'bundleBytes', 'madeAt', 'units'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('state', '=', 'valid')
    .orderBy('purpose')
    .execute();
  const [run] = runs;
  if (run === undefined) return refuse('bidding.noSelection');
  const round = await roundAt(tx, province, tenderId);
  const nameOf = await unitNames(tx, tender);
  return ok({
    ...headOf(tender),
    runs: runs.map(({ id, purpose, engine, hash, hashes, bundleBytes, madeAt }) => ({
      id,
      engine,
      hash,
      bundleBytes,
      madeAt,
      purpose: purpose as Reply['runs'][number]['purpose'],
      hashes: hashes as unknown as Reply['runs'][number]['hashes'],
    })),
    lines: await awardLines(tx, province, run.id),
    units: (run.units as unknown as readonly UnitOutcome[]).map((unit) => ({
      unit: unit.unit,
      name: nameOf(unit),
      winners: unit.winners,
      winningFirms: unit.winningFirms,
      eligibleFirms: unit.eligibleFirms,
      base: unit.base,
      agreed: unit.agreed,
      leftover: unit.leftover,
    })),
    mode: tender.mode,
    quotings: await recordsOf(tx, province, tenderId),
    stopped: await stoppedOf(tx, province, tender),
    isFinal: (round?.awardedAt ?? null) !== null,
    awardedAt: round?.awardedAt ?? null,
  });
}

/** What people call a competition unit: the pack says it; a result that is followed has none, and its units are the items. */
async function unitNames(tx: Tx, tender: TenderFacts): Promise<(unit: UnitOutcome) => Wording> {
  const pack = tender.pack === null ? null : readPack(tender.pack);
  const items = await tenderItems(tx, tender.province, tender.id);
  const categories = items.map(({ item, name }) => ({ id: item, name: { zh: name, en: name } }));
  const known =
    pack?.ok === true
      ? { units: pack.value.units, categories: [...pack.value.categories, ...categories] }
      : { units: { merge: [] }, categories };
  return (unit) => unitName(known, unit) ?? { zh: unit.unit, en: unit.unit };
}

/** Bids and lines that do not stand in the award, with why. */
async function stoppedOf(tx: Tx, province: number, { id }: TenderFacts): Promise<Reply['stopped']> {
  const rows = await tx
    .selectFrom('bidOpening')
    .select(['manufacturerId', 'outcome', 'reason', 'lines'])
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .orderBy('bidId')
    .execute();
  const excluded = await tx
    .selectFrom('awardExclusion as e')
    .innerJoin('tenderProduct as p', (join) =>
      join.onRef('p.province', '=', 'e.province').onRef('p.id', '=', 'e.productId'),
    )
    .select(['e.productId', 'e.reason', 'p.manufacturerId'])
    .where('e.province', '=', province)
    .where('e.tenderId', '=', id)
    .orderBy('e.productId')
    .execute();
  const names = await namesOf(tx, [...new Set([...rows, ...excluded].map((each) => each.manufacturerId))]);
  const bidder = (firm: string) => ({ id: firm, name: names.get(firm) ?? firm });
  const known = await knownProducts(tx, province, id);
  return [
    ...rows.flatMap((row): Reply['stopped'] => {
      const firm = bidder(row.manufacturerId);
      if (row.outcome === 'stopped')
        return [{ bidder: firm, reason: row.reason ?? '', product: null, productName: null }];
      return (row.lines as unknown as ReadBid).stopped.map(({ product, reason }) => ({
        bidder: firm,
        reason,
        product: known.has(product) ? product : null,
        productName: known.get(product) ?? null,
      }));
    }),
    ...excluded.map((each) => ({
      bidder: bidder(each.manufacturerId),
      reason: each.reason,
      product: each.productId,
      productName: known.get(each.productId) ?? null,
    })),
  ];
}

async function knownProducts(
  tx: Tx,
  province: number,
  tenderId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('tenderProduct')
    .select(['id', 'name'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export function readAward(
  context: ActorContext,
  { params }: Call<typeof api.readAward>,
): Promise<Result<Reply, Code>> {
  return reading(context.database.db, context.scope, (tx) =>
    awardShown(tx, context.scope.province, params.tenderId),
  );
}

export function readPublicAward(
  context: Context,
  { params, query }: Call<typeof api.readPublicAward>,
): Promise<Result<Reply, Code>> {
  const scope = { ...context.scope, province: query.province };
  return reading(context.database.db, scope, (tx) => awardShown(tx, query.province, params.tenderId));
}

type List = typeof api.listPublicAwards;
type Listed = ReplyOf<List>['items'][number];

export async function listPublicAwards(
  context: Context,
  { query }: Call<List>,
): Promise<Result<ReplyOf<List>, never>> {
  const scope = { ...context.scope, province: query.province };
  const { rows } = await reading(context.database.db, scope, (tx) =>
    sql<Listed & { id: string }>`
      select r.id, r.tender_id, t.number, t.title, o.name as organiser, r.made_at, r.hash,
        (select count(*)::int from award_result w where w.province = r.province and w.run_id = r.id and w.selected) as selected,
        exists (select from bid_round b where b.province = r.province and b.tender_id = r.tender_id
          and b.awarded_at is not null) as is_final
      from award_run r
      join tender t on t.province = r.province and t.id = r.tender_id
      join organisation o on o.id = t.organiser_id
      where r.province = ${query.province} and r.is_public and r.purpose = 'selection' and r.state = 'valid'
        and (${query.cursor ?? null}::uuid is null or r.id < ${query.cursor ?? null}::uuid)
      order by r.id desc limit ${query.limit + 1}`.execute(tx),
  );
  const page = rows.slice(0, query.limit);
  return ok({
    items: page.map(({ tenderId, number, title, organiser, selected, isFinal, madeAt, hash }) => ({
      tenderId,
      number,
      title,
      organiser,
      selected,
      isFinal,
      madeAt,
      hash,
    })),
    next: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null,
  });
}

type Bundle = typeof api.downloadBundle;

/** The canonical text as it was kept: its SHA-256 is the hash in the journal. */
export async function downloadBundle(
  context: Context,
  { params, query }: Call<Bundle>,
): Promise<Result<Download, Code>> {
  const { province, purpose } = query;
  const scope = { ...context.scope, province };
  const found = await reading(context.database.db, scope, async (tx) => {
    const tender = await readTender(tx, province, params.tenderId);
    if (tender === null) return null;
    const row =
      purpose === 'followed'
        ? await followed(tx, province, tender.id)
        : await ofRun(tx, province, tender.id, purpose);
    return { tender, row };
  });
  if (found === null) return refuse('tender.unknown');
  if (found.row === undefined) return refuse('bidding.noSelection');
  return ok({
    fileName: `${found.tender.number}-${purpose}.json`,
    type: 'application/json; charset=utf-8',
    stream: Readable.from([await unpacked(found.row.bundle)]),
  });
}

function ofRun(tx: Tx, province: number, tenderId: string, purpose: 'selection' | 'allocation') {
  return tx
    .selectFrom('awardRun')
    .select('bundle')
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('purpose', '=', purpose)
    .where('state', '=', 'valid')
    .where('isPublic', '=', true)
    .executeTakeFirst();
}

function followed(tx: Tx, province: number, tenderId: string) {
  return tx
    .selectFrom('awardFollow')
    .select('bundle')
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('isPublic', '=', true)
    .executeTakeFirst();
}
