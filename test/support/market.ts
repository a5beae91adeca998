import { randomUUID } from 'node:crypto';
import type { Person, TestWorld } from './world.ts';

/** A little market: one institution, two manufacturers with a distributor each, and what they sell. */
export interface Market {
  readonly institutionId: string;
  readonly manufacturerId: string;
  readonly otherManufacturerId: string;
  readonly distributorId: string;
  readonly otherDistributorId: string;
  readonly buyer: Person;
  readonly approver: Person;
  readonly storekeeper: Person;
  readonly dispatcher: Person;
  readonly otherDispatcher: Person;
  readonly sales: Person;
  /** Adds a listing of the first manufacturer unless told otherwise, and answers its id. */
  listing(options?: ListingOptions): Promise<string>;
  /** Lets a distributor deliver a manufacturer's products in a city, chosen by an institution. */
  relation(options: RelationOptions): Promise<string>;
  agree(listingId: string, price: string): Promise<string>;
}

export interface ListingOptions {
  readonly price?: string;
  readonly unit?: string;
  readonly unitsPerPurchaseUnit?: number;
  readonly manufacturerId?: string;
  readonly state?: 'listed' | 'suspended' | 'withdrawn';
  readonly managedBy?: 'province' | 'city';
  readonly form?: 'sunshine' | 'filing' | 'alliance';
  readonly jurisdiction?: string;
  readonly audienceInstitutions?: readonly string[];
  readonly itemState?: 'active' | 'disabled' | 'transcoded';
  readonly replacedBy?: string;
  readonly certificate?: string;
  readonly certificateFlag?: string;
  readonly udiDi?: string;
  readonly productName?: string;
  /** The code of another listing, in another jurisdiction. */
  readonly itemCode?: string;
}

export interface RelationOptions {
  readonly manufacturerId: string;
  readonly distributorId: string;
  readonly area?: string;
  readonly institutionId?: string;
}

let items = 0;

/** A code of the national form that no other test item has. */
export function nextItemCode(): string {
  items += 1;
  return `C0901010100000006626${String(items).padStart(7, '0')}`;
}

const neutral: Readonly<Record<string, unknown>> = {
  text: '',
  bool: false,
  int4: 0,
  int8: 0,
  numeric: 0,
  _text: [],
  _int4: [],
  _uuid: [],
  jsonb: '{}',
};

/** A row with the values that matter to a test; every other required column gets a neutral one. */
export async function put(
  at: TestWorld,
  table: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const columns = await at.sql<{ name: string; type: string }>(
    `select a.attname as name, t.typname as type from pg_attribute a join pg_type t on t.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef
       and a.attgenerated = ''`,
    [table],
  );
  const filled: Record<string, unknown> = { ...values };
  for (const { name, type } of columns)
    filled[name] ??= type === 'timestamptz' ? at.now() : type === 'uuid' ? randomUUID() : neutral[type];
  const names = Object.keys(filled);
  const marks = names.map((_, index) => `$${index + 1}`);
  await at.sql(
    `insert into ${table} (${names.join(', ')}) values (${marks.join(', ')})`,
    Object.values(filled),
  );
}

async function addListing(at: TestWorld, manufacturerId: string, options: ListingOptions): Promise<string> {
  const itemCode = options.itemCode ?? nextItemCode();
  const release = randomUUID();
  if (options.itemCode !== undefined) items += 1;
  else
    await put(at, 'catalogue_item', {
      item_code: itemCode,
      product_code: itemCode.slice(0, 20),
      class_code: itemCode.slice(1, 7),
      class_name_1: '体外循环材料',
      generic_name: '灌注管',
      certificate: options.certificate ?? '国械注准20203030001',
      certificate_flag: options.certificateFlag ?? null,
      product_name: options.productName ?? `动脉灌注管${items}`,
      manufacturer: '测试企业',
      specification: '5F',
      model: 'A1',
      udi_di: options.udiDi ?? null,
      state: options.itemState ?? 'active',
      replaced_by: options.replacedBy ?? null,
      release_id: release,
      synthetic: true,
    });
  const id = randomUUID();
  const state = options.state ?? 'listed';
  await put(at, 'listing', {
    province: 32,
    id,
    number: `GW${String(items).padStart(8, '0')}`,
    item_code: itemCode,
    code_release: release,
    jurisdiction: options.jurisdiction ?? '320000',
    platform: '320000',
    managed_by: options.managedBy ?? 'province',
    class: 'highValueSix',
    form: options.form ?? 'sunshine',
    manufacturer_id: manufacturerId,
    price: options.price ?? '100',
    purchase_unit: options.unit ?? '盒',
    smallest_unit: '支',
    units_per_purchase_unit: options.unitsPerPurchaseUnit ?? 10,
    audience_institutions: options.audienceInstitutions ?? [],
    state,
    state_reason: state === 'listed' ? null : 'noSale',
    listed_on: '2026-01-01',
    source: 'test',
  });
  await put(at, 'listing_life', {
    province: 32,
    listing_id: id,
    jurisdiction: options.jurisdiction ?? '320000',
    manufacturer_id: manufacturerId,
    counted_from: '2026-01-01',
    stage: state === 'listed' ? 'running' : 'off',
  });
  return id;
}

async function addRelation(at: TestWorld, options: RelationOptions): Promise<string> {
  const id = randomUUID();
  const { manufacturerId, distributorId, area = '320100', institutionId } = options;
  await put(at, 'delivery_relation', {
    province: 32,
    id,
    manufacturer_id: manufacturerId,
    distributor_id: distributorId,
    area,
    state: 'confirmed',
    valid_from: '2026-01-01',
    answered_at: at.now(),
  });
  if (institutionId !== undefined) {
    await put(at, 'delivery_choice', {
      province: 32,
      institution_id: institutionId,
      manufacturer_id: manufacturerId,
      relation_id: id,
    });
  }
  return id;
}

async function addAgreed(
  at: TestWorld,
  { listingId, institutionId, manufacturerId, price }: Agreed,
): Promise<string> {
  const bargainId = randomUUID();
  const [listing] = await at.sql<{ item_code: string; price: string; units: number }>(
    'select item_code, price, units_per_purchase_unit as units from listing where id = $1',
    [listingId],
  );
  if (listing === undefined) throw new Error(`no listing ${listingId}`);
  const common = {
    province: 32,
    listing_id: listingId,
    item_code: listing.item_code,
    institution_id: institutionId,
    manufacturer_id: manufacturerId,
    units_per_purchase_unit: listing.units,
    quantity: 10,
    price,
  };
  await put(at, 'bargain', {
    ...common,
    id: bargainId,
    number: bargainId,
    jurisdiction: '320100',
    kind: 'other',
    state: 'agreed',
    listing_price: listing.price,
    round: 1,
    closed_at: at.now(),
    agreed_price: price,
  });
  await put(at, 'agreed_price', { ...common, id: randomUUID(), bargain_id: bargainId });
  return bargainId;
}

interface Agreed {
  readonly listingId: string;
  readonly institutionId: string;
  readonly manufacturerId: string;
  readonly price: string;
}

export async function openMarket(at: TestWorld): Promise<Market> {
  const institutionId = await at.organisation({ kind: 'institution', name: '明州市第一人民医院' });
  const manufacturerId = await at.organisation({ kind: 'manufacturer', name: '甲医疗器械有限公司' });
  const otherManufacturerId = await at.organisation({ kind: 'manufacturer', name: '乙医疗器械有限公司' });
  const distributorId = await at.organisation({ kind: 'distributor', name: '丙医药配送有限公司' });
  const otherDistributorId = await at.organisation({ kind: 'distributor', name: '丁医药配送有限公司' });
  await addRelation(at, { manufacturerId, distributorId, institutionId });
  await addRelation(at, {
    manufacturerId: otherManufacturerId,
    distributorId: otherDistributorId,
    institutionId,
  });
  return {
    institutionId,
    manufacturerId,
    otherManufacturerId,
    distributorId,
    otherDistributorId,
    buyer: await at.person(institutionId, ['buyer']),
    approver: await at.person(institutionId, ['approver']),
    storekeeper: await at.person(institutionId, ['storekeeper']),
    dispatcher: await at.person(distributorId, ['dispatcher']),
    otherDispatcher: await at.person(otherDistributorId, ['dispatcher']),
    sales: await at.person(manufacturerId, ['sales']),
    listing: (options = {}) => addListing(at, options.manufacturerId ?? manufacturerId, options),
    relation: (options) => addRelation(at, options),
    agree: (listingId, price) => addAgreed(at, { listingId, institutionId, manufacturerId, price }),
  };
}
