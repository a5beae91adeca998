import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readPack, readRound } from '@daylight/rules/award/round-shape.ts';
import type { Choice, DemandLines, Part, Round } from '@daylight/rules/award/round.ts';
import { type Quotes, standingQuotes } from '@daylight/rules/award/standing.ts';
import { type EnrolledFirm, type OfferedProduct, roundOf } from '@daylight/rules/bidding/round-of.ts';
import { type Money, quantity } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Tx } from '../../db.ts';
import { demandColumns } from '../demand/port.ts';
import {
  type TenderFacts,
  type TenderProduct,
  tenderInstitutions,
  tenderItems,
  tenderProducts,
} from '../tender/port.ts';
import { openedQuotes } from './quotes-store.ts';
import { quotingTerms } from './round-rows.ts';

export function offered(row: TenderProduct): OfferedProduct {
  return {
    id: row.id,
    item: row.item,
    manufacturerId: row.manufacturerId,
    name: row.name,
    features: row.features,
    comparisonUnits: row.comparisonUnits,
    prices: row.prices as unknown as Readonly<Record<string, Money>>,
    parts: row.parts as unknown as readonly Part[],
  };
}

/** Firms of the round with the names people know, and what they declared when they enrolled. */
async function firmsOf(tx: Tx, province: number, tenderId: string): Promise<EnrolledFirm[]> {
  const rows = await tx
    .selectFrom('bidEnrolment as e')
    .innerJoin('organisation as o', 'o.id', 'e.manufacturerId')
    .select(['e.manufacturerId', 'o.name', 'e.controller', 'e.relatedIds', 'e.suppliesAllRegions'])
    .where('e.province', '=', province)
    .where('e.tenderId', '=', tenderId)
    .where('e.state', '=', 'accepted')
    .orderBy('e.manufacturerId')
    .execute();
  return rows;
}

export interface Ground {
  readonly pack: RoundPack;
  readonly products: readonly TenderProduct[];
  readonly institutions: readonly { readonly id: string; readonly region: string }[];
  readonly demand: DemandLines;
}

export type GroundRefusal = 'bidding.packUnreadable';

/**
 * Pack, products, institutions and demand in one order. Items that a wider round took over (GY-2.4) are left out with their
 * products and reports; an institution that reported and left stays out with its reports.
 */
export async function groundFor(
  tx: Tx,
  province: number,
  tender: TenderFacts,
  pack: unknown = tender.pack,
): Promise<Result<Ground, GroundRefusal>> {
  const read = readPack(pack);
  if (!read.ok)
    return refuse('bidding.packUnreadable', {
      facts: { path: read.faults[0]?.path ?? '', code: read.faults[0]?.code ?? '' },
    });
  const items = await tenderItems(tx, province, tender.id);
  const running = new Set(items.filter((each) => each.state === 'running').map((each) => each.item));
  const known = new Set(read.value.categories.map(({ id }) => id));
  const all = await tenderProducts(tx, province, tender.id);
  const joined = await tenderInstitutions(tx, province, tender.id);
  const everyInstitution = joined.map(({ institutionId, area }) => ({ id: institutionId, region: area }));
  const demand = await demandColumns(tx, province, {
    tenderId: tender.id,
    places: { institutions: everyInstitution.map(({ id }) => id), products: all.map(({ id }) => id) },
  });
  const products = all.filter(({ item }) => running.has(item) && known.has(item));
  return ok({
    pack: read.value,
    products,
    institutions: everyInstitution,
    demand: onlyProducts(demand, all, products),
  });
}

/** The lines of the products that stay, pointing into their new places. */
function onlyProducts(
  demand: DemandLines,
  all: readonly TenderProduct[],
  stay: readonly TenderProduct[],
): DemandLines {
  if (all.length === stay.length) return demand;
  const places = new Map(stay.map(({ id }, place) => [id, place]));
  const kept: number[] = [];
  for (let line = 0; line < demand.product.length; line += 1)
    if (places.has(all[demand.product[line] ?? -1]?.id ?? '')) kept.push(line);
  const column = (from: ArrayLike<number>) => kept.map((line) => from[line] ?? 0);
  return {
    institution: Int32Array.from(column(demand.institution)),
    product: Int32Array.from(kept, (line) => places.get(all[demand.product[line] ?? -1]?.id ?? '') ?? 0),
    reported: Float64Array.from(column(demand.reported)),
    lastYear: demand.lastYear === null ? null : Float64Array.from(column(demand.lastYear)),
  };
}

export type RoundRefusal = GroundRefusal | 'bidding.roundUnreadable';

export interface AwardRound {
  readonly round: Round;
  /** All quotes where there was more than one quoting round, null else: the bids follow from them. */
  readonly quotes: Quotes | null;
}

/** The round as the engine takes it, with bids, lots and choices; refused with the first fault where something does not fit. */
export async function readAwardRound(
  tx: Tx,
  province: number,
  tender: TenderFacts,
  choices: readonly Choice[],
): Promise<Result<AwardRound, RoundRefusal>> {
  const ground = await groundFor(tx, province, tender);
  if (!ground.ok) return ground;
  const capacities = await tx
    .selectFrom('bidEnrolmentProduct as p')
    .innerJoin('bidEnrolment as e', (join) =>
      join.onRef('e.province', '=', 'p.province').onRef('e.id', '=', 'p.enrolmentId'),
    )
    .select(['p.productId', 'p.capacity', 'p.grade'])
    .where('p.province', '=', province)
    .where('p.tenderId', '=', tender.id)
    .where('e.state', '=', 'accepted')
    .execute();
  const excluded = await tx
    .selectFrom('awardExclusion')
    .select(['productId', 'reason'])
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .orderBy('productId')
    .execute();
  const row = await tx
    .selectFrom('bidRound')
    .select('lots')
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .executeTakeFirst();
  const inRound = new Set(ground.value.products.map(({ id }) => id));
  const { rounds, stepPermyriad } = quotingTerms(tender);
  const quotes = await openedQuotes(tx, tender);
  const { lines } = standingQuotes({ quotes, stepPermyriad });
  const round = roundOf({
    ...ground.value,
    products: ground.value.products.map(offered),
    firms: await firmsOf(tx, province, tender.id),
    capacities: capacities.map(({ capacity, ...each }) => ({
      ...each,
      capacity: capacity === null ? null : quantity(capacity),
    })),
    opened: lines
      .filter(({ product }) => inRound.has(product))
      .map(({ product, price, parts, accepts, rebids, bidder, at, regions }) => ({
        manufacturerId: bidder,
        receivedAt: at,
        lines: [{ product, price, parts, accepts, rebids }],
        regions,
      })),
    excluded: new Set(excluded.map((each) => each.productId)),
    lots: new Map(Object.entries((row?.lots ?? {}) as Record<string, number>)),
    choices,
  });
  const read = checked(round);
  if (!read.ok) return read;
  const leftOut = excluded.map(({ productId, reason }) => ({ product: productId, reason }));
  return ok({ round: read.value, quotes: rounds === 1 ? null : { stepPermyriad, quotes, leftOut } });
}

export function checked(round: Round): Result<Round, 'bidding.roundUnreadable'> {
  const read = readRound(round);
  if (read.ok) return ok(read.value);
  const [first] = read.faults;
  return refuse('bidding.roundUnreadable', { facts: { path: first?.path ?? '', code: first?.code ?? '' } });
}
