import { randomUUID } from 'node:crypto';
import { openMarket, put } from './market.ts';
import { type Person, type TestWorld, openTestWorld } from './world.ts';

/** A round whose award gave two members their volumes of two winners; contracts wait for signatures. */
export interface SignedRound {
  readonly world: TestWorld;
  readonly tenderId: string;
  readonly officer: Person;
  readonly hospital: { readonly id: string; readonly approver: Person };
  readonly clinic: { readonly id: string; readonly approver: Person };
  readonly maker: { readonly id: string; readonly sales: Person };
  /** Of an enterprise that has nothing to do with it. */
  readonly stranger: Person;
}

const province = 32;

/** Arranged by statements: how a round comes to its award is told by the journeys of bidding. */
export async function openSignedRound(): Promise<SignedRound> {
  const world = await openTestWorld();
  const market = await openMarket(world);
  const bureau = await world.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '320000' });
  const clinicId = await world.organisation({ kind: 'institution', name: '第二医院' });
  const secondId = await world.organisation({ kind: 'manufacturer', name: '第二家中选企业' });
  const strangerId = await world.organisation({ kind: 'manufacturer', name: '未中选企业' });
  const tenderId = randomUUID();
  const round = { province, tender_id: tenderId, organiser_id: bureau };
  await put(world, 'tender', {
    province,
    id: tenderId,
    number: 'JC20260801000001',
    title: '五市联盟人工晶体集中带量采购',
    level: 'interCity',
    mode: 'tender',
    jurisdiction: '320000',
    organiser_id: bureau,
    origin: 'run',
    state: 'signing',
    is_public: true,
    term_months: 12,
    entered_at: world.now(),
    entered_by: randomUUID(),
  });
  await put(world, 'tender_item', {
    ...round,
    item: 'lens',
    is_public: true,
    name: '非球面单焦点人工晶体',
    unit: '片',
  });
  for (const institutionId of [market.institutionId, clinicId])
    await put(world, 'tender_institution', {
      ...round,
      institution_id: institutionId,
      area: '320100',
      via: 'region',
      joined_on: '2026-08-01',
    });
  const runId = randomUUID();
  await put(world, 'award_run', {
    ...round,
    id: runId,
    purpose: 'allocation',
    state: 'valid',
    engine: 'test',
    hash: 'c'.repeat(64),
    bundle: Buffer.from(''),
    made_at: world.now(),
  });
  const won = { world, round, runId };
  const listing = await market.listing({ price: '1280.5', form: 'alliance' });
  await winner(won, {
    makerId: market.manufacturerId,
    price: '1280.5',
    listings: [listing],
    given: new Map([
      [market.institutionId, ['30', '8']],
      [clinicId, ['12', '0']],
    ]),
  });
  await winner(won, {
    makerId: secondId,
    price: '990',
    listings: [],
    given: new Map([[market.institutionId, ['5', '0']]]),
  });
  const stage: SignedRound = {
    world,
    tenderId,
    officer: await world.person(bureau, ['officer']),
    hospital: { id: market.institutionId, approver: await world.person(market.institutionId, ['approver']) },
    clinic: { id: clinicId, approver: await world.person(clinicId, ['approver']) },
    maker: { id: market.manufacturerId, sales: market.sales },
    stranger: await world.person(strangerId, ['sales']),
  };
  // The clock makes the contracts.
  await world.moveBy(1_000);
  return stage;
}

interface Winning {
  readonly makerId: string;
  readonly price: string;
  readonly listings: readonly string[];
  /** Volume of the own demand and of the leftover, by institution. */
  readonly given: ReadonlyMap<string, readonly [string, string]>;
}

async function winner(
  {
    world,
    round,
    runId,
  }: { readonly world: TestWorld; readonly round: Readonly<Record<string, unknown>>; readonly runId: string },
  { makerId, price, listings, given }: Winning,
): Promise<void> {
  const productId = randomUUID();
  await put(world, 'tender_product', {
    ...round,
    id: productId,
    item: 'lens',
    manufacturer_id: makerId,
    name: '疏水性丙烯酸酯人工晶体',
    specification: '6.0mm',
    class: 'highValueSix',
    codes: '[]',
  });
  await put(world, 'award_result', {
    ...round,
    run_id: runId,
    product_id: productId,
    manufacturer_id: makerId,
    item: 'lens',
    unit: 'lens',
    bid_price: price,
    valid: true,
    place: 1,
    selected: true,
    final_price: price,
    listing_ids: listings,
  });
  for (const [institutionId, [own, more]] of given)
    await put(world, 'award_allocation', {
      ...round,
      run_id: runId,
      product_id: productId,
      manufacturer_id: makerId,
      institution_id: institutionId,
      own,
      more,
    });
}
