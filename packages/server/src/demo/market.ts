import { gtin14 } from '@daylight/rules/codes/gtin.ts';
import type { Money } from '@daylight/rules/money.ts';
import { province } from './organisations.ts';
import type { Deliveries } from './relations.ts';
import { cityOf } from './relations.ts';
import { type Placed, type Province, chanceFor, look, organisationsOf, provinceNumber } from './province.ts';

/** A listed product as the people of the demo know it. */
export interface Product {
  readonly listingId: string;
  readonly itemCode: string;
  readonly maker: Placed;
  readonly jurisdiction: string;
  readonly price: Money;
  readonly unitsPerPurchaseUnit: number;
  /** Bought by most institutions, so that its prices can be compared. */
  readonly popular: boolean;
  /** GTIN-14, '' where the code database has none or a wrong one. */
  readonly udiDi: string;
}

export interface Buyer {
  readonly institution: Placed;
  readonly level: 'tertiary' | 'secondary' | 'primary';
  /** What it buys again and again, by the distributor that delivers it. */
  readonly basket: ReadonlyMap<string, readonly Product[]>;
}

export interface Market {
  readonly buyers: readonly Buyer[];
  readonly products: readonly Product[];
  /** Listings that nobody's basket holds: what happens to them disturbs no order. */
  readonly unused: readonly Product[];
}

async function sunshineProducts(demo: Province): Promise<Product[]> {
  const makers = new Map(organisationsOf(demo, 'manufacturer').map((each) => [each.id, each]));
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
      .select([
        'listing.id as listingId',
        'listing.itemCode',
        'listing.manufacturerId',
        'listing.jurisdiction',
      ])
      .select(['listing.price', 'listing.unitsPerPurchaseUnit', 'item.udiDi'])
      .where('listing.province', '=', provinceNumber)
      .where('listing.form', '=', 'sunshine')
      .where('listing.state', '=', 'listed')
      .orderBy('listing.itemCode')
      .orderBy('listing.jurisdiction')
      .execute(),
  );
  return rows.flatMap(({ manufacturerId, udiDi, ...row }) => {
    const maker = makers.get(manufacturerId);
    const share = popularShare[row.jurisdiction === province ? 'province' : 'city'];
    const popular = chanceFor(demo, 'popular', row.itemCode).happens(share);
    // The code database also has identifiers whose check digit is wrong: no label carries those.
    const identifier = gtin14(udiDi ?? '') ?? '';
    return maker === undefined ? [] : [{ ...row, maker, popular, udiDi: identifier }];
  });
}

/** The share of products that most institutions buy, so that their prices can be compared (by who manages them). */
const popularShare = { province: 0.1, city: 0.35 } as const;
const basketSize = { tertiary: 90, secondary: 45, primary: 16 } as const;
const firstInstitution = 'hospital-320100-tertiary';
const firstMaker = 'manufacturer-1';
const levels = ['tertiary', 'secondary', 'primary'] as const;

export async function openMarket(
  demo: Province,
  deliveries: Deliveries,
  selectedFor: (hospital: string) => readonly string[],
): Promise<Market> {
  const products = await sunshineProducts(demo);
  const buyers = organisationsOf(demo, 'institution').map((institution): Buyer => {
    const served = deliveries.get(institution.key) ?? new Map<string, string>();
    const level = levels.find((each) => each === institution.level) ?? 'primary';
    const selected = selectedFor(institution.key);
    const visible = products.filter(
      ({ itemCode, jurisdiction, maker }) =>
        served.has(maker.key) &&
        (jurisdiction === cityOf(institution) || jurisdiction === province) &&
        !selected.some((prefix) => itemCode.startsWith(prefix)),
    );
    const chosen = chooseBasket(demo, institution, { visible, size: basketSize[level] });
    const basket = Map.groupBy(chosen, ({ maker }) => served.get(maker.key) ?? '');
    return { institution, level, basket };
  });
  const used = new Set(
    buyers.flatMap(({ basket }) => [...basket.values()].flat().map(({ listingId }) => listingId)),
  );
  return { buyers, products, unused: products.filter(({ listingId }) => !used.has(listingId)) };
}

interface Shelf {
  readonly visible: readonly Product[];
  readonly size: number;
}

/** Two thirds of a basket are popular products; a primary institution implants nothing. */
function chooseBasket(demo: Province, { key, level }: Placed, { visible, size }: Shelf): Product[] {
  const chance = chanceFor(demo, 'basket', key);
  const fitting =
    level === 'primary' ? visible.filter(({ jurisdiction }) => jurisdiction !== province) : visible;
  const common = fitting.filter(({ popular }) => popular);
  const wanted = Math.min(Math.round((size * 2) / 3), common.length);
  const chosen = new Set<Product>();
  while (chosen.size < wanted) chosen.add(chance.pick(common));
  // The people who sign in first do business with one another.
  const first = key === firstInstitution ? fitting.filter(({ maker }) => maker.key === firstMaker) : [];
  for (const product of first.slice(0, 8)) chosen.add(product);
  const all = Math.min(Math.max(size, chosen.size), fitting.length);
  while (chosen.size < all) chosen.add(chance.pick(fitting));
  return [...chosen];
}
