import type { RoundPack } from '../award/pack.ts';
import type { Bid, Choice, DemandLines, Firm, Part, Product, Round } from '../award/round.ts';
import type { Money, Quantity } from '../money.ts';
import type { Instant } from '../time.ts';
import type { BidLine } from './content.ts';

/** A product of the round as the tables hold it. */
export interface OfferedProduct {
  readonly id: string;
  readonly item: string;
  readonly manufacturerId: string;
  readonly name: string;
  readonly features: readonly string[];
  readonly comparisonUnits: number;
  readonly prices: Readonly<Record<string, Money>>;
  readonly parts: readonly Part[];
}
export interface EnrolledFirm {
  readonly manufacturerId: string;
  readonly name: string;
  /** As the firm declared it; firms of one name have one controller. */
  readonly controller: string | null;
  /** Firms it says it is related to. */
  readonly relatedIds: readonly string[];
  readonly suppliesAllRegions: boolean;
}
export interface EnrolledProduct {
  readonly productId: string;
  readonly capacity: Quantity | null;
  readonly grade: string | null;
}
export interface OpenedLines {
  readonly manufacturerId: string;
  readonly receivedAt: Instant;
  readonly lines: readonly BidLine[];
  readonly regions: readonly string[];
}

export interface RoundFacts {
  readonly pack: RoundPack;
  readonly institutions: readonly { readonly id: string; readonly region: string }[];
  readonly products: readonly OfferedProduct[];
  readonly firms: readonly EnrolledFirm[];
  readonly capacities: readonly EnrolledProduct[];
  /** Columns point into `institutions` and `products` as they stand here. */
  readonly demand: DemandLines;
  readonly opened: readonly OpenedLines[];
  /** Products that do not count any more: an objection was upheld. */
  readonly excluded: ReadonlySet<string>;
  readonly lots: ReadonlyMap<string, number>;
  readonly choices: readonly Choice[];
}

/**
 * Firms that count as one: of one controller by name, or related as either of them says. Each firm of such a group carries
 * the smallest id of the group; who stands alone carries null.
 */
export function controllersOf(firms: readonly EnrolledFirm[]): ReadonlyMap<string, string | null> {
  const root = new Map(firms.map(({ manufacturerId }) => [manufacturerId, manufacturerId]));
  const rootOf = (id: string): string => {
    const above = root.get(id) ?? id;
    return above === id ? id : rootOf(above);
  };
  const join = (a: string, b: string): void => {
    const [first, second] = [rootOf(a), rootOf(b)];
    if (first < second) root.set(second, first);
    else root.set(first, second);
  };
  const byController = new Map<string, string>();
  for (const { manufacturerId, controller, relatedIds } of firms) {
    for (const other of relatedIds) if (root.has(other)) join(manufacturerId, other);
    if (controller === null) continue;
    const first = byController.get(controller);
    if (first === undefined) byController.set(controller, manufacturerId);
    else join(manufacturerId, first);
  }
  const sizes = Map.groupBy(firms, ({ manufacturerId }) => rootOf(manufacturerId));
  return new Map(
    firms.map(({ manufacturerId }) => {
      const group = rootOf(manufacturerId);
      return [manufacturerId, (sizes.get(group)?.length ?? 0) > 1 ? group : null];
    }),
  );
}

function bidsOf({ opened, excluded, lots }: RoundFacts, regions: ReadonlySet<string>): Bid[] {
  return opened.flatMap(({ lines, receivedAt, regions: wanted }) =>
    lines
      .filter(({ product }) => !excluded.has(product))
      .map((line) => ({
        product: line.product,
        price: line.price,
        at: receivedAt,
        lot: lots.get(line.product) ?? null,
        parts: line.parts,
        accepts: line.accepts,
        rebids: line.rebids,
        regions: wanted.filter((region) => regions.has(region)),
      })),
  );
}

/** The engine's round out of what the platform holds (SX-3.2b). */
export function roundOf(facts: RoundFacts): Round {
  const { pack, institutions, products, demand, choices } = facts;
  const controllers = controllersOf(facts.firms);
  const enrolled = new Map(facts.firms.map((firm) => [firm.manufacturerId, firm]));
  const offered = new Map(facts.capacities.map((each) => [each.productId, each]));
  const regions = [...new Set(institutions.map(({ region }) => region))].toSorted();
  const firmIds = [...new Set(products.map(({ manufacturerId }) => manufacturerId))].toSorted();
  return {
    pack,
    regions,
    firms: firmIds.map((id): Firm => ({
      id,
      name: enrolled.get(id)?.name ?? id,
      controller: controllers.get(id) ?? null,
      suppliesAllRegions: enrolled.get(id)?.suppliesAllRegions ?? false,
    })),
    products: products.map((each): Product => {
      const { id, name, manufacturerId, item, comparisonUnits, features, prices, parts } = each;
      const { capacity = null, grade = null } = offered.get(id) ?? {};
      return {
        id,
        name,
        firm: manufacturerId,
        category: item,
        comparisonUnits,
        features,
        prices,
        capacity,
        grade,
        parts,
      };
    }),
    institutions,
    demand,
    bids: bidsOf(facts, new Set(regions)),
    choices,
  };
}
