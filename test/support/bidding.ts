import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { decideEnrolment, enrol, listEnrolments, readBidding, submitBid } from '@daylight/api/bidding.ts';
import { readBoxes } from '@daylight/api/bidding-quoting.ts';
import { startBidding } from '@daylight/api/bidding-opening.ts';
import {
  giveKey,
  proveKey,
  readOpening,
  readSealedBids,
  releaseShares,
  setTrustees,
} from '@daylight/api/bidding-opening.ts';
import { type BidContent, bidFormat, bidText } from '@daylight/rules/bidding/content.ts';
import { money } from '@daylight/rules/money.ts';
import { type IsoDate, addMs } from '@daylight/rules/time.ts';
import { textOf } from '@daylight/seal/bytes.ts';
import { type KeyPair, newKeyPair, openBox } from '@daylight/seal/keys.ts';
import { releaseShare } from '@daylight/seal/open.ts';
import { sealBid } from '@daylight/seal/seal.ts';
import type { SealTerms, SealedBid } from '@daylight/seal/sealed-bid.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { nextItemCode, put } from './market.ts';
import { qualify } from './qualified.ts';
import { type Person, type TestWorld, openTestWorld } from './world.ts';

const file = new URL('../../policy/cases/rounds/example-city.json', import.meta.url);
const { pack: cityPack } = JSON.parse(readFileSync(file, 'utf8')) as { pack: Record<string, unknown> };
export const day = 86_400_000;
export const province = 32;

export interface Firm {
  readonly id: string;
  readonly name: string;
  readonly sales: Person;
  readonly productId: string;
  readonly itemCode: string;
  readonly own: KeyPair;
}
export interface Holder {
  readonly person: Person;
  readonly capacity: 'bureau' | 'discipline' | 'notary' | 'industry' | 'operator' | 'hospital';
  readonly keys: KeyPair;
}
export interface BiddingRound {
  readonly at: TestWorld;
  readonly tenderId: string;
  readonly dueAt: string;
  readonly officer: Person;
  readonly supervisor: Person;
  readonly holders: readonly Holder[];
  readonly firms: readonly Firm[];
  readonly hospitals: readonly { readonly id: string; readonly buyer: Person }[];
  /** Where it runs; 32 unless said otherwise. */
  readonly province?: number;
}

export interface Arranging {
  readonly state?: string;
  readonly origin?: 'run' | 'followed';
  readonly firms?: number;
  readonly pack?: object;
  readonly mode?: string;
  readonly quoting?: object;
}

/** A round whose volumes are published: three firms with a product each, two hospitals, and five people who may hold a share. */
export async function openBidding(options: Arranging = {}, at?: TestWorld): Promise<BiddingRound> {
  const world = at ?? (await openTestWorld());
  const bureau = await world.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '320000' });
  const officer = await world.person(bureau, ['officer'], '320000');
  const supervisor = await world.person(bureau, ['supervisor'], '320000');
  const holders = await holdersOf(world, supervisor, await world.person(bureau, ['auditor'], '320000'));
  const firms = await firmsOf(world, options.firms ?? 3);
  const hospitals = [];
  for (const name of ['第一医院', '第二医院']) {
    const id = await world.organisation({ kind: 'institution', name });
    hospitals.push({ id, buyer: await world.person(id, ['buyer']) });
  }
  const tenderId = randomUUID();
  const dueAt = addMs(world.now(), 10 * day);
  await arrange(world, {
    tenderId,
    organiser: bureau,
    dueAt,
    firms,
    hospitals: hospitals.map(({ id }) => id),
    options,
  });
  return { at: world, tenderId, dueAt, officer, supervisor, holders, firms, hospitals };
}

async function holdersOf(at: TestWorld, supervisor: Person, auditor: Person): Promise<Holder[]> {
  const of = async (kind: 'operator' | 'witness', name: string, role: string) =>
    at.person(await at.organisation({ kind, name, jurisdiction: '320000' }), [role], '320000');
  const people: [Holder['capacity'], Person][] = [
    ['bureau', supervisor],
    ['discipline', auditor],
    ['notary', await of('witness', '南京公证处', 'trustee')],
    ['industry', await of('witness', '省医疗器械行业协会', 'trustee')],
    ['operator', await of('operator', '平台运维方', 'operations')],
  ];
  return Promise.all(
    people.map(async ([capacity, person]) => ({ capacity, person, keys: await newKeyPair() })),
  );
}

async function firmsOf(at: TestWorld, count: number): Promise<Firm[]> {
  const firms: Firm[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `${['甲', '乙', '丙', '丁'][index] ?? index}医疗器械有限公司`;
    const id = await at.organisation({ kind: 'manufacturer', name });
    const certificate = `国械注准2020303${String(1000 + index)}`;
    await qualify(at, id, { certificates: [certificate] });
    const itemCode = nextItemCode();
    await put(at, 'catalogue_item', {
      item_code: itemCode,
      product_code: itemCode.slice(0, 20),
      class_code: itemCode.slice(1, 7),
      class_name_1: '泌尿介入材料',
      generic_name: '取石网篮',
      certificate,
      product_name: `取石网篮${index + 1}`,
      manufacturer: name,
      specification: '1.9F',
      model: `B${index + 1}`,
      state: 'active',
      release_id: randomUUID(),
      synthetic: true,
    });
    const sales = await at.person(id, ['sales']);
    firms.push({ id, name, sales, productId: randomUUID(), itemCode, own: await newKeyPair() });
  }
  return firms;
}

interface Arranged {
  readonly tenderId: string;
  readonly organiser: string;
  readonly dueAt: string;
  readonly firms: readonly Firm[];
  readonly hospitals: readonly string[];
  readonly options: Arranging;
}

let rounds = 0;

async function arrange(at: TestWorld, arranged: Arranged): Promise<void> {
  const { tenderId, organiser, dueAt, firms, hospitals, options } = arranged;
  rounds += 1;
  const round = { province, tender_id: tenderId, organiser_id: organiser };
  await put(at, 'tender', {
    province,
    id: tenderId,
    number: `JC2026${String(rounds).padStart(6, '0')}`,
    title: '五市联盟取石网篮带量采购',
    level: 'interCity',
    mode: options.mode ?? 'tender',
    quoting: options.quoting === undefined ? null : JSON.stringify(options.quoting),
    jurisdiction: '320000',
    organiser_id: organiser,
    origin: options.origin ?? 'run',
    state: options.state ?? 'measured',
    is_public: true,
    pack: JSON.stringify(options.pack ?? cityPack),
    bid_from_at: at.now(),
    bid_due_at: dueAt,
    term_months: 12,
    entered_by: randomUUID(),
  });
  await put(at, 'tender_item', {
    ...round,
    item: 'basket',
    is_public: true,
    name: '取石网篮',
    unit: '个',
    cap: '1000',
  });
  for (const [index, firm] of firms.entries())
    await put(at, 'tender_product', {
      ...round,
      id: firm.productId,
      item: 'basket',
      is_public: true,
      manufacturer_id: firm.id,
      name: `取石网篮${index + 1}`,
      specification: '1.9F',
      class: 'ordinary',
      codes: JSON.stringify([{ itemCode: firm.itemCode, purchaseUnit: '盒', unitsPerPurchaseUnit: 5 }]),
    });
  await put(at, 'demand_round', {
    ...round,
    use_from: '2025-09-01',
    use_until: '2026-08-31',
    locked_at: at.now(),
    confirm_due_at: at.now(),
  });
  for (const id of hospitals) await reportOf(at, { round, id, firms });
}

async function reportOf(
  at: TestWorld,
  { round, id, firms }: { readonly round: object; readonly id: string; readonly firms: readonly Firm[] },
): Promise<void> {
  const row = { ...round, institution_id: id };
  await put(at, 'tender_institution', {
    ...row,
    is_public: true,
    area: '320100',
    via: 'region',
    joined_on: '2026-08-01',
  });
  await put(at, 'demand_report', {
    ...row,
    area: '320100',
    state: 'accepted',
    submitted_at: at.now(),
    locked_at: at.now(),
  });
  for (const [index, firm] of firms.entries())
    await put(at, 'demand_line', {
      ...row,
      product_id: firm.productId,
      item: 'basket',
      reported: 1000 - 200 * index,
      last_year: 1000,
      is_last_year_stated: false,
      is_deviating: false,
    });
}

/** Trustees are named, each makes a key and proves it, and bids are taken: three of five open. */
export async function ceremony(round: BiddingRound, threshold = 3): Promise<void> {
  const { officer, holders, tenderId } = round;
  const params = { tenderId };
  const trustees = holders.map(({ person, capacity }) => ({ accountId: person.accountId, capacity }));
  void (await officer.call(setTrustees, { params, body: { threshold, trustees } })).value;
  for (const holder of holders) await proven(round, holder);
  void (await officer.call(startBidding, { params, body: {} })).value;
}

export async function proven({ tenderId }: BiddingRound, { person, keys }: Holder): Promise<void> {
  const params = { tenderId };
  const { testBox } = (
    await person.call(giveKey, { params, body: { recipient: keys.recipient, undertaking } })
  ).value;
  const answer = textOf((await openBox(keys.identity, testBox)) ?? new Uint8Array());
  void (await person.call(proveKey, { params, body: { answer } })).value;
}

export async function enrolled(round: BiddingRound, firm: Firm): Promise<void> {
  const { officer, tenderId } = round;
  await firm.sales.call(enrol, { params: { tenderId }, body: enrolment(firm) });
  const { items } = (await officer.call(listEnrolments, { params: { tenderId } })).value;
  const mine = items.find((each) => each.bidder.id === firm.id && each.state === 'entered');
  void (
    await officer.call(decideEnrolment, {
      params: { tenderId, enrolmentId: mine?.id ?? '' },
      body: { version: mine?.version ?? 0, accepts: true, note: '', grades: [] },
    })
  ).value;
}

/** The first day of the undertakings of integrity that are in force (GY-5.4). */
export const undertaking = '2020-01-01' as IsoDate;

/** An enrolment for all regions, but for its products. */
export const everywhere = {
  controller: null,
  relatedIds: [],
  suppliesAllRegions: true,
  regions: [],
  undertaking,
};

export function enrolment(firm: Firm) {
  return { ...everywhere, products: [{ productId: firm.productId, capacity: '100000' }] };
}

export function contentOf(round: BiddingRound, firm: Firm, price: string): BidContent {
  const line = { product: firm.productId, price: money(price), parts: [], accepts: ['2'], rebids: {} };
  return { format: bidFormat, tender: round.tenderId, bidder: firm.id, lines: [line], regions: [] };
}

export interface Sealing {
  readonly text?: string;
  readonly version?: number;
  readonly bidder?: string;
  readonly quoting?: number;
}

/** A bid as the bidder's browser makes it. */
export async function sealedFor(
  round: BiddingRound,
  firm: Firm,
  price: string,
  sealing: Sealing = {},
): Promise<SealedBid> {
  const desk = (await firm.sales.call(readBidding, { params: { tenderId: round.tenderId } })).value;
  const sealed = await sealBid({
    context: {
      round: round.tenderId,
      bidder: sealing.bidder ?? firm.id,
      version: sealing.version ?? desk.nextVersion,
      quoting: sealing.quoting ?? desk.rounds.quoting,
    },
    bid: sealing.text ?? bidText(contentOf(round, firm, price)),
    terms: desk.terms as SealTerms,
    ownRecipient: firm.own.recipient,
  });
  if (!sealed.ok) throw new Error(sealed.code);
  return sealed.value;
}

export function submit(round: BiddingRound, firm: Firm, sealed: SealedBid) {
  const body = { sealed: { ...sealed, envelopes: [...sealed.envelopes] }, ownRecipient: firm.own.recipient };
  return firm.sales.call(submitBid, { params: { tenderId: round.tenderId }, body });
}

export async function bid(round: BiddingRound, firm: Firm, price: string): Promise<void> {
  void (await submit(round, firm, await sealedFor(round, firm, price))).value;
}

export async function sealedBids(round: BiddingRound) {
  const { callAs } = await import('./world.ts');
  return (
    await callAs(round.at.app, null, readSealedBids, {
      params: { tenderId: round.tenderId },
      query: { province: round.province ?? province },
    })
  ).value.items;
}

/** What a trustee's browser does at the opening, with the key that is chosen there. */
export async function release(round: BiddingRound, { person, keys }: Holder, key = keys) {
  const { trustees } = (await person.call(readOpening, { params: { tenderId: round.tenderId } })).value;
  const mine = trustees.find((each) => each.mine);
  const shares = [];
  const boxes = await person.call(readBoxes, { params: { tenderId: round.tenderId }, query: {} });
  for (const { bidId, sealed } of boxes.value.items) {
    const share = await releaseShare(sealed as SealedBid, mine?.id ?? '', key.identity);
    shares.push(
      share.ok
        ? { bidId, share: share.value.share, finding: 'released' as const }
        : {
            bidId,
            share: null,
            finding: share.code === 'seal.boxDiffers' ? ('boxDiffers' as const) : ('keyDoesNotOpen' as const),
          },
    );
  }
  return person.call(releaseShares, { params: { tenderId: round.tenderId }, body: { shares } });
}

/** Past the deadline: the box is shut by the clock. */
export async function pastDeadline(round: BiddingRound): Promise<void> {
  await round.at.moveTo(addMs(round.dueAt as never, 1000));
}

/** Lets the clock work, with the journal sealed in between as it is every minute. */
export async function settle({ at }: BiddingRound): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await at.moveBy(60_000);
    await sealAll(at.world);
  }
  await at.moveBy(1000);
}

export async function stateOf({ at, tenderId }: BiddingRound): Promise<string> {
  const [row] = await at.sql<{ state: string }>('select state from tender where id = $1', [tenderId]);
  return row?.state ?? '';
}

/** A round with bids of these prices, opened by the first three trustees and evaluated. */
export async function evaluated(prices: readonly string[], options: Arranging = {}): Promise<BiddingRound> {
  const round = await openBidding(options);
  await ceremony(round);
  for (const [index, price] of prices.entries()) {
    const firm = round.firms[index];
    if (firm === undefined) throw new Error('more prices than firms');
    await enrolled(round, firm);
    await bid(round, firm, price);
  }
  await pastDeadline(round);
  for (const holder of round.holders.slice(0, 3)) void (await release(round, holder)).value;
  await settle(round);
  return round;
}
