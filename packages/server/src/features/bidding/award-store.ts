import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { roomToChoose } from '@daylight/rules/award/award.ts';
import { type AwardBundle, bundleOf, bundleText } from '@daylight/rules/award/bundle.ts';
import type { AllocationLines, BidOutcome } from '@daylight/rules/award/outcome.ts';
import type { Round } from '@daylight/rules/award/round.ts';
import type { Quotes } from '@daylight/rules/award/standing.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { quantityOfThousandths } from '@daylight/rules/money.ts';
import { sha256HexOf } from '@daylight/rules/sha256.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { TenderFacts } from '../tender/port.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

export type Purpose = 'selection' | 'allocation';

export interface StoredRun {
  readonly runId: string;
  readonly hash: string;
  readonly bundle: AwardBundle;
}

/** SHA-256 of the bundle's canonical text: what stands in the journal and on the portal. */
export function bundleHash(text: string): string {
  return sha256HexOf((write) => {
    write(text);
  });
}

export async function packed(text: string): Promise<Buffer> {
  return pack(Buffer.from(text), { level: 6 });
}
export async function unpacked(bytes: Buffer): Promise<Buffer> {
  return unpack(bytes);
}

interface Computed {
  readonly round: Round;
  readonly quotes?: Quotes | null;
  readonly purpose: Purpose;
}

/** Computes the award, keeps its bundle and rows, and supersedes the run before of the same purpose. */
export async function storeRun(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { round, quotes = null, purpose }: Computed,
): Promise<StoredRun> {
  const { province } = context.scope;
  const bundle = bundleOf(round, quotes);
  const text = bundleText(bundle);
  const hash = bundleHash(text);
  const runId = context.newId();
  await unit.tx
    .updateTable('awardRun')
    .set({ state: 'superseded' })
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .where('purpose', '=', purpose)
    .where('state', '=', 'valid')
    .execute();
  await unit.tx
    .insertInto('awardRun')
    .values({
      province,
      id: runId,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      isPublic: purpose === 'allocation',
      purpose,
      state: 'valid',
      engine: bundle.engine,
      hash,
      hashes: JSON.stringify(bundle.hashes),
      bundle: await packed(text),
      bundleBytes: Buffer.byteLength(text),
      units: JSON.stringify(bundle.result.units),
      permitted: JSON.stringify(bundle.result.permitted),
      madeAt: context.now,
    })
    .execute();
  await insertResults(context, unit, tender, { runId, bundle, isPublic: purpose === 'allocation' });
  if (purpose === 'selection') await insertLeftover(context, unit, tender, { runId, round });
  else await insertAllocation(context, unit, tender, { runId, bundle });
  unit.record({
    event: 'bidding.awardRun',
    subject: { kind: 'tender', id: tender.id },
    basis: [biddingBasis.bids],
    after: { run: runId, purpose, engine: bundle.engine, hash, hashes: bundle.hashes },
    readers: [tender.organiserId],
  });
  return { runId, hash, bundle };
}

interface Run {
  readonly runId: string;
  readonly bundle: AwardBundle;
}

async function insertResults(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { runId, bundle, isPublic }: Run & { readonly isPublic: boolean },
): Promise<void> {
  const items = new Map(bundle.round.products.map((each) => [each.id, each.category]));
  const row = (bid: BidOutcome) => ({
    product_id: bid.product,
    manufacturer_id: bid.firm,
    item: items.get(bid.product) ?? '',
    unit: bid.unit,
    bid_price: bid.price,
    valid: bid.valid,
    place: bid.place,
    selected: bid.selected,
    selected_by: bid.selectedBy,
    final_price: bid.finalPrice,
    tier: bid.tier,
    substitute_id: bid.substitute,
    reasons: bid.reasons,
  });
  const { province } = context.scope;
  await sql`
    insert into award_result (province, run_id, product_id, tender_id, organiser_id, is_public, manufacturer_id, item, unit,
      bid_price, valid, place, selected, selected_by, final_price, tier, substitute_id, reasons, listing_ids)
    select ${province}::smallint, ${runId}::uuid, b.product_id, ${tender.id}::uuid, ${tender.organiserId}::uuid,
      ${isPublic}, b.manufacturer_id, b.item, b.unit, b.bid_price, b.valid, b.place, b.selected, b.selected_by,
      case when b.selected then b.final_price end, b.tier, b.substitute_id, b.reasons,
      coalesce((select r.listing_ids from award_result r join award_run a on a.province = r.province and a.id = r.run_id
        where r.province = ${province} and r.tender_id = ${tender.id}::uuid and r.product_id = b.product_id
          and a.purpose = 'selection' and a.state = 'valid' and a.id <> ${runId}::uuid), '{}')
    from jsonb_to_recordset(${JSON.stringify(bundle.result.bids.map(row))}::jsonb) as b (product_id uuid, manufacturer_id uuid,
      item text, unit text, bid_price numeric, valid boolean, place integer, selected boolean, selected_by text,
      final_price numeric, tier text, substitute_id uuid, reasons jsonb)`.execute(unit.tx);
}

async function insertLeftover(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { runId, round }: { readonly runId: string; readonly round: Round },
): Promise<void> {
  const rooms = roomToChoose(round).map(({ scope, institution, quantity, products }) => ({
    scope,
    institution,
    quantity,
    products,
  }));
  if (rooms.length === 0) return;
  await sql`
    insert into award_leftover (province, run_id, scope, institution_id, tender_id, organiser_id, quantity, product_ids)
    select ${context.scope.province}::smallint, ${runId}::uuid, l.scope, l.institution, ${tender.id}::uuid,
      ${tender.organiserId}::uuid, l.quantity,
      (select coalesce(array_agg(p.id::uuid order by p.n), '{}') from jsonb_array_elements_text(l.products) with ordinality as p (id, n))
    from jsonb_to_recordset(${JSON.stringify(rooms)}::jsonb)
      as l (scope text, institution uuid, quantity numeric, products jsonb)`.execute(unit.tx);
}

const linesAtOnce = 50_000;

/** A national round has hundreds of thousands of lines: as columns, a block at a time. */
async function insertAllocation(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { runId, bundle }: Run,
): Promise<void> {
  const { allocation, bids } = bundle.result;
  const firms = new Map(bids.map((bid) => [bid.product, bid.firm]));
  const count = allocation.institution.length;
  for (let from = 0; from < count; from += linesAtOnce) {
    const block = blockOf(allocation, firms, { from, until: Math.min(count, from + linesAtOnce) });
    await sql`
      insert into award_allocation (province, run_id, institution_id, product_id, tender_id, organiser_id, manufacturer_id, own, more)
      select ${context.scope.province}::smallint, ${runId}::uuid, l.institution, l.product, ${tender.id}::uuid,
        ${tender.organiserId}::uuid, l.firm, l.own, l.more
      from unnest(${block.institutions}::uuid[], ${block.products}::uuid[], ${block.firms}::uuid[], ${block.own}::numeric[],
        ${block.more}::numeric[]) as l (institution, product, firm, own, more)`.execute(unit.tx);
  }
}

function blockOf(
  lines: AllocationLines,
  firms: ReadonlyMap<string, string>,
  { from, until }: { readonly from: number; readonly until: number },
) {
  const block = {
    institutions: [] as string[],
    products: [] as string[],
    firms: [] as string[],
    own: [] as string[],
    more: [] as string[],
  };
  for (let line = from; line < until; line += 1) {
    const product = lines.products[lines.product[line] ?? -1] ?? '';
    block.institutions.push(lines.institutions[lines.institution[line] ?? -1] ?? '');
    block.products.push(product);
    block.firms.push(firms.get(product) ?? '');
    block.own.push(quantityOfThousandths(lines.own[line] ?? 0));
    block.more.push(quantityOfThousandths(lines.more[line] ?? 0));
  }
  return block;
}
