import { decideEnrolment, enrol, listEnrolments, readBidding, submitBid } from '@daylight/api/bidding.ts';
import { bidFormat, bidText } from '@daylight/rules/bidding/content.ts';
import { money } from '@daylight/rules/money.ts';
import { newKeyPair } from '@daylight/seal/keys.ts';
import { sealBid } from '@daylight/seal/seal.ts';
import type { SealTerms } from '@daylight/seal/sealed-bid.ts';
import type { Hospital } from './alliance.ts';
import { type BiddingRound, type Holder, everywhere } from './bidding.ts';
import { put } from './market.ts';
import { qualify } from './qualified.ts';
import { type RoundGround, announcedRound, medicalGroup, openGround } from './tender.ts';
import type { Person, TestWorld } from './world.ts';

/** Two medical groups of Guiyang with their lead hospitals, members and makers, before anything has happened (GY-3.1). */
export const guiyang = '520100';

/** Product groups that every member bought last year; the later in the list, the more of it. */
export const itemNames = [
  '一次性使用输液器',
  '医用棉签',
  '一次性注射器',
  '引流袋',
  '静脉留置针',
  '医用胶带',
  '无菌手套',
  '导尿管',
  '缝合线',
  '止血纱布',
  '吻合器',
] as const;
export const prefixOf = (n: number): string => `C0101010${String(n).padStart(2, '0')}`;

export interface Maker {
  readonly id: string;
  readonly name: string;
  readonly sales: Person;
}

export interface Groups {
  readonly at: TestWorld;
  /** Both lead hospitals, then a member of each. */
  readonly hospitals: readonly [Hospital, Hospital, Hospital, Hospital];
  /** Organisers of the first and of the second lead hospital. */
  readonly first: Person;
  readonly second: Person;
  readonly health: Person;
  readonly groupIds: readonly string[];
  readonly makers: readonly Maker[];
}

async function hospital(at: TestWorld, name: string): Promise<Hospital> {
  const id = await at.organisation({ kind: 'institution', name, jurisdiction: guiyang });
  return {
    id,
    name,
    city: guiyang,
    buyer: await at.person(id, ['buyer'], guiyang),
    approver: await at.person(id, ['approver'], guiyang),
    storekeeper: await at.person(id, ['storekeeper'], guiyang),
  };
}

interface Making {
  readonly at: TestWorld;
  readonly ground: RoundGround;
  readonly hospitals: Groups['hospitals'];
}

async function maker({ at, ground, hospitals }: Making, name: string, place: number): Promise<Maker> {
  const id = await at.organisation({ kind: 'manufacturer', name, jurisdiction: '520000' });
  const certificate = `国械注准2016303${2000 + place}`;
  await qualify(at, id, { certificates: [certificate], jurisdiction: '520000' });
  for (const [index, product] of itemNames.entries()) {
    const group = prefixOf(index + 1);
    const listing = await ground.listing({
      group,
      manufacturerId: id,
      name: product,
      price: '100',
      certificate,
    });
    for (const each of hospitals)
      await ground.trade({
        listing,
        institutionId: each.id,
        manufacturerId: id,
        price: '100',
        quantity: String((index + 1) * 5),
        at: '2026-04-10T02:00:00.000Z',
      });
  }
  return { id, name, sales: await at.person(id, ['sales'], '520000') };
}

export async function openGroups(at: TestWorld): Promise<Groups> {
  const ground = openGround(at, 52);
  const hospitals: Groups['hospitals'] = [
    await hospital(at, '市一医'),
    await hospital(at, '市二医'),
    await hospital(at, '甲区医院'),
    await hospital(at, '乙区医院'),
  ];
  const [one, two, three, four] = hospitals;
  const commission = await at.organisation({ kind: 'health', name: '市卫生健康局', jurisdiction: guiyang });
  const group = (name: string, lead: Hospital, member: Hospital) =>
    medicalGroup(at, { name, jurisdiction: guiyang, lead: lead.id, members: [member.id] });
  const making = { at, ground, hospitals };
  return {
    at,
    hospitals,
    first: await at.person(one.id, ['organiser'], guiyang),
    second: await at.person(two.id, ['organiser'], guiyang),
    health: await at.person(commission, ['observer'], guiyang),
    groupIds: [await group('第一医疗集团', one, three), await group('第二医疗集团', two, four)],
    makers: [await maker(making, '甲公司', 0), await maker(making, '乙公司', 1)],
  };
}

/** People of five houses who can hold a share of the key: both lead hospitals and three others. */
async function witnesses({ at, hospitals }: Groups): Promise<readonly Pick<Holder, 'person' | 'capacity'>[]> {
  const of = async (kind: 'operator' | 'witness', name: string, role: string) =>
    at.person(await at.organisation({ kind, name, jurisdiction: '520000' }), [role], '520000');
  return [
    { capacity: 'hospital', person: hospitals[0].approver },
    { capacity: 'hospital', person: hospitals[1].approver },
    { capacity: 'notary', person: await of('witness', '贵阳公证处', 'trustee') },
    { capacity: 'industry', person: await of('witness', '省医疗器械行业协会', 'trustee') },
    { capacity: 'operator', person: await of('operator', '平台运维方', 'operations') },
  ];
}

/** A maker asks to take part with its product of every item. */
export async function enrolled({ at }: Groups, tenderId: string, each: Maker): Promise<void> {
  const products = await ownProducts(at, tenderId, each);
  const body = {
    products: products.map(({ id: productId }) => ({ productId, capacity: '1000000' })),
    ...everywhere,
  };
  void (await each.sales.call(enrol, { params: { tenderId }, body })).value;
}

const ownProducts = (at: TestWorld, tenderId: string, { id }: Maker) =>
  at.sql<{ id: string; item: string }>(
    'select id, item from tender_product where tender_id = $1 and manufacturer_id = $2 order by item',
    [tenderId, id],
  );

export async function admitted({ first }: Groups, tenderId: string, each: Maker): Promise<void> {
  const { items } = (await first.call(listEnrolments, { params: { tenderId } })).value;
  const mine = items.find((one) => one.bidder.id === each.id);
  void (
    await first.call(decideEnrolment, {
      params: { tenderId, enrolmentId: mine?.id ?? '' },
      body: { version: mine?.version ?? 0, accepts: true, note: '', grades: [] },
    })
  ).value;
}

/** Seals and hands in a price for every item; the cheaper maker differs from item to item. */
export async function bidAll({ at }: Groups, tenderId: string, each: Maker, place: number): Promise<void> {
  const products = await ownProducts(at, tenderId, each);
  const params = { tenderId };
  const desk = (await each.sales.call(readBidding, { params })).value;
  const keys = await newKeyPair();
  const lines = products.map(({ id }, n) => ({
    product: id,
    price: money(String((n + place) % 2 === 0 ? 5 : 6)),
    parts: [],
    accepts: [],
    rebids: {},
  }));
  const sealed = await sealBid({
    context: { round: tenderId, bidder: each.id, version: desk.nextVersion, quoting: desk.rounds.quoting },
    bid: bidText({ format: bidFormat, tender: tenderId, bidder: each.id, lines, regions: [] }),
    terms: desk.terms as SealTerms,
    ownRecipient: keys.recipient,
  });
  if (!sealed.ok) throw new Error(sealed.code);
  const wire = { ...sealed.value, envelopes: [...sealed.value.envelopes] };
  const body = { sealed: wire, ownRecipient: keys.recipient };
  void (await each.sales.call(submitBid, { params, body })).value;
}

/** The listing at the selected price of an item of the round. */
export async function allianceListing(
  { at }: Groups,
  { id }: Maker,
  n: number,
): Promise<{ readonly id: string; readonly number: string }> {
  const [found] = await at.sql<{ id: string; number: string }>(
    `select id, number from listing where form = 'alliance' and item_code like $1 and manufacturer_id = $2`,
    [`${prefixOf(n)}%`, id],
  );
  if (found === undefined) throw new Error(`no listing of item ${n}`);
  return found;
}

/** A distributor delivers a maker's goods to a hospital (SX-5.3b). */
export async function deliveredBy({ at }: Groups, { id }: Maker, to: Hospital): Promise<void> {
  const distributor = await at.organisation({ kind: 'distributor', jurisdiction: guiyang });
  const relation = crypto.randomUUID();
  await put(at, 'delivery_relation', {
    province: 52,
    manufacturer_id: id,
    distributor_id: distributor,
    id: relation,
    area: guiyang,
    state: 'confirmed',
    valid_from: '2026-01-01',
    answered_at: at.now(),
  });
  await put(at, 'delivery_choice', {
    province: 52,
    institution_id: to.id,
    manufacturer_id: id,
    relation_id: relation,
  });
}

/** The province announces a round of its own over one of the items (GY-2.4). */
export async function provincialRound({ at }: Groups, n: number): Promise<string> {
  const bureau = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '520000' });
  const id = await announcedRound(at, {
    officer: await at.person(bureau, ['officer'], '520000'),
    supervisor: await at.person(bureau, ['supervisor'], '520000'),
    level: 'provincial',
    modeCode: 'tender',
    regions: [guiyang],
    items: [{ item: 'w', name: itemNames[n - 1] ?? '', prefix: prefixOf(n) }],
    title: '省级带量采购',
  });
  await at.moveBy(1000);
  await at.moveBy(60_000);
  return id;
}

/** The groups' sealed tender, its five keys held in five houses. */
export async function sealedRound(groups: Groups, tenderId: string, dueAt: string): Promise<BiddingRound> {
  const { at, first, hospitals } = groups;
  const holders: Holder[] = [];
  for (const each of await witnesses(groups)) holders.push({ ...each, keys: await newKeyPair() });
  return {
    at,
    tenderId,
    dueAt,
    officer: first,
    supervisor: hospitals[0].approver,
    holders,
    firms: [],
    hospitals,
    province: 52,
  };
}
