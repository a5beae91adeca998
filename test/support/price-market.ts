import { type Instant, instant } from '@daylight/rules/time.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import type { Person, TestWorld } from './world.ts';

/** A manufacturer with a salesperson, products on offer, and real trades on record: what bargains and zones need. */
export interface PriceMarket {
  readonly manufacturerId: string;
  readonly sales: Person;
  listing(options?: PriceListing): Promise<{ id: string; itemCode: string }>;
  trade(options: PriceTrade): Promise<string>;
}

export interface PriceListing {
  readonly price?: string;
  readonly units?: number;
  readonly managedBy?: 'province' | 'city';
  readonly jurisdiction?: string;
  readonly form?: 'sunshine' | 'filing' | 'alliance';
  readonly termUntil?: string;
  readonly audienceInstitutions?: readonly string[];
}

export interface PriceTrade {
  readonly listingId: string;
  readonly institutionId: string;
  readonly price: string;
  readonly units?: number;
  readonly at: string;
  readonly quantity?: string;
}

let serial = 0;

/** Written as the owner of the tables: how listings and trades come about is tested elsewhere. */
export async function openPriceMarket(world: TestWorld): Promise<PriceMarket> {
  const manufacturerId = await world.organisation({ kind: 'manufacturer', jurisdiction: '320000' });
  return {
    manufacturerId,
    sales: await world.person(manufacturerId, ['sales']),
    listing: (options = {}) => insertListing(world, manufacturerId, options),
    trade: (options) => insertTrade(world, options),
  };
}

async function insertListing(world: TestWorld, manufacturerId: string, options: PriceListing) {
  serial += 1;
  const id = uuidAt(world.now());
  const itemCode = `C0901010101000006626${String(serial).padStart(7, '0')}`;
  await insertRow(world, 'catalogue_item', {
    item_code: itemCode,
    product_code: itemCode.slice(0, 20),
    class_code: 'C090101',
    class_name_1: '体外循环材料',
    class_name_2: '插管',
    class_name_3: '动脉灌注管',
    generic_name: '动脉灌注管',
    certificate: '国械注准20153100011',
    product_name: `动脉插管${serial}`,
    manufacturer: '测试企业',
    registrant: '测试企业',
    specification: '10Fr',
    model: 'A-1',
    release_id: id,
    synthetic: true,
  });
  await insertRow(world, 'listing', {
    province: 32,
    id,
    number: `PM${serial}`,
    item_code: itemCode,
    code_release: id,
    jurisdiction: options.jurisdiction ?? '320000',
    platform: '320000',
    managed_by: options.managedBy ?? 'province',
    class: 'highValueSix',
    form: options.form ?? 'sunshine',
    manufacturer_id: manufacturerId,
    price: options.price ?? '100',
    purchase_unit: '盒',
    smallest_unit: '支',
    units_per_purchase_unit: options.units ?? 10,
    audience_institutions: options.audienceInstitutions ?? [],
    term_until: options.termUntil ?? null,
    state: 'listed',
    listed_on: '2026-01-01',
    source: 'test',
  });
  return { id, itemCode };
}

/** What other features keep in these tables for their own ends, and no bargain looks at. */
const empty: Readonly<Record<string, unknown>> = {
  text: '',
  int2: 0,
  int4: 0,
  int8: 0,
  numeric: 0,
  _int4: [],
  _text: [],
  jsonb: '{}',
};

async function insertRow(world: TestWorld, table: string, values: Record<string, unknown>): Promise<void> {
  const needed = await world.sql<{ name: string; type: string }>(
    `select column_name as name, udt_name as type from information_schema.columns
     where table_schema = 'public' and table_name = $1 and is_nullable = 'NO' and column_default is null
       and is_generated = 'NEVER'`,
    [table],
  );
  const row = { ...Object.fromEntries(needed.map(({ name, type }) => [name, empty[type]])), ...values };
  const names = Object.keys(row);
  const slots = names.map((_, index) => `$${index + 1}`);
  await world.sql(
    `insert into ${table} (${names.join(', ')}) values (${slots.join(', ')})`,
    Object.values(row),
  );
}

async function insertTrade(world: TestWorld, options: PriceTrade): Promise<string> {
  const at: Instant = instant(options.at);
  const id = uuidAt(at);
  await world.sql(
    `insert into trade (province, id, listing_id, item_code, institution_id, jurisdiction, level, manufacturer_id, distributor_id,
       order_id, order_line, price, units_per_purchase_unit, quantity, traded_at)
     select 32, $1, l.id, l.item_code, o.id, o.jurisdiction, o.level, l.manufacturer_id, l.manufacturer_id, $1, 1, $4, $5, $6, $7
     from listing l, organisation o where l.id = $2 and o.id = $3`,
    [
      id,
      options.listingId,
      options.institutionId,
      options.price,
      options.units ?? 10,
      options.quantity ?? '5',
      at,
    ],
  );
  return id;
}
