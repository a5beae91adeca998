import { readReport, confirmReport, reviewReports, submitReport } from '@daylight/api/demand.ts';
import { listAgreements, signAgreements } from '@daylight/api/agreement.ts';
import { answerRelations, chooseRelation, proposeRelations } from '@daylight/api/distribution.ts';
import { choosePack } from '@daylight/api/tender-pack.ts';
import { drawProducts, saveItems, savePlan } from '@daylight/api/tender-plan.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { newKeyPair } from '@daylight/seal/keys.ts';
import type { BiddingRound, Firm, Holder } from './bidding.ts';
import { qualify } from './qualified.ts';
import { type RoundGround, openGround, timesFrom } from './tender.ts';
import type { Person, TestWorld } from './world.ts';

/** An alliance of five cities with 12 hospitals and 8 bidders, before anything has happened (JS-20, JS-22). */
export const allianceCities = ['320100', '320200', '320300', '320400', '320500'] as const;
export const groups = ['C010101001', 'C010202002'] as const;

export interface Hospital {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly buyer: Person;
  readonly approver: Person;
  readonly storekeeper: Person;
}
export interface Bidder {
  readonly id: string;
  readonly name: string;
  readonly sales: Person;
  readonly group: (typeof groups)[number];
  readonly itemCode: string;
  readonly listingId: string;
}
export interface Alliance {
  readonly at: TestWorld;
  readonly ground: RoundGround;
  readonly officer: Person;
  readonly supervisor: Person;
  readonly deputy: Person;
  readonly province: Person;
  readonly trustees: readonly { readonly person: Person; readonly capacity: Holder['capacity'] }[];
  readonly hospitals: readonly Hospital[];
  readonly bidders: readonly Bidder[];
  readonly dispatcher: Person;
}

/** Boxes of ten that a hospital bought of every product last year. */
export const packsOf = (hospital: number): number => 10 + hospital;

export async function openAlliance(at: TestWorld): Promise<Alliance> {
  const ground = openGround(at, 32);
  const lead = await at.organisation({ kind: 'bureau', name: '甲市医疗保障局', jurisdiction: '320100' });
  const above = await at.organisation({ kind: 'bureau', name: '省医疗保障局', jurisdiction: '320000' });
  const hospitals: Hospital[] = [];
  for (let n = 0; n < 12; n += 1) {
    const city = allianceCities[n % allianceCities.length] ?? allianceCities[0];
    const name = `第${n + 1}医院`;
    const id = await at.organisation({ kind: 'institution', name, jurisdiction: city });
    hospitals.push({
      id,
      name,
      city,
      buyer: await at.person(id, ['buyer'], city),
      approver: await at.person(id, ['approver'], city),
      storekeeper: await at.person(id, ['storekeeper'], city),
    });
  }
  const bidders = await biddersOf(at, ground, hospitals);
  const distributor = await at.organisation({
    kind: 'distributor',
    name: '丙医药配送有限公司',
    jurisdiction: '320100',
  });
  await qualify(at, distributor);
  const supervisor = await at.person(lead, ['supervisor']);
  return {
    at,
    ground,
    officer: await at.person(lead, ['officer']),
    supervisor,
    deputy: await at.person(lead, ['supervisor']),
    province: await at.person(above, ['supervisor'], '320000'),
    trustees: await trusteesOf(at, lead, supervisor),
    hospitals,
    bidders,
    dispatcher: await at.person(distributor, ['dispatcher']),
  };
}

async function trusteesOf(at: TestWorld, lead: string, supervisor: Person): Promise<Alliance['trustees']> {
  const of = async (kind: 'operator' | 'witness', name: string, role: string) =>
    at.person(await at.organisation({ kind, name, jurisdiction: '320000' }), [role], '320000');
  return [
    { capacity: 'bureau', person: supervisor },
    { capacity: 'discipline', person: await at.person(lead, ['auditor']) },
    { capacity: 'notary', person: await of('witness', '南京公证处', 'trustee') },
    { capacity: 'industry', person: await of('witness', '省医疗器械行业协会', 'trustee') },
    { capacity: 'operator', person: await of('operator', '平台运维方', 'operations') },
  ];
}

/** Five make syringes, three make needles; each has one listed product that every hospital used. */
async function biddersOf(
  at: TestWorld,
  ground: RoundGround,
  hospitals: readonly Hospital[],
): Promise<Bidder[]> {
  const bidders: Bidder[] = [];
  for (const [n, letter] of [...'甲乙丙丁戊己庚辛'].entries()) {
    const name = `${letter}医疗器械有限公司`;
    const id = await at.organisation({ kind: 'manufacturer', name, jurisdiction: '320000' });
    const certificate = `国械注准2018303${1000 + n}`;
    await qualify(at, id, { certificates: [certificate] });
    const group = n < 5 ? groups[0] : groups[1];
    const product = group === groups[0] ? '一次性注射器' : '留置针';
    const listing = await ground.listing({
      group,
      manufacturerId: id,
      price: '1000',
      name: product,
      certificate,
    });
    for (const [place, hospital] of hospitals.entries())
      await ground.trade({
        listing,
        institutionId: hospital.id,
        manufacturerId: id,
        price: '1000',
        quantity: String(packsOf(place)),
        at: '2026-05-10T02:00:00.000Z',
      });
    bidders.push({
      id,
      name,
      sales: await at.person(id, ['sales']),
      group,
      itemCode: listing.itemCode,
      listingId: listing.id,
    });
  }
  return bidders;
}

/** Fills a draft that came of the screening: words, timetable, caps, products, and rules of a ready pack. */
export async function filledPlan({ officer, at }: Alliance, tenderId: string): Promise<void> {
  const params = { tenderId };
  const draft = (await officer.call(readRound, { params })).value;
  const version = async () => (await officer.call(readRound, { params })).value.version;
  const words = { scope: '五市公立医疗机构', process: '报量、投标、公示、签约', duties: '按约定采购量采购' };
  const plan = { title: draft.title, modeCode: 'volume', mode: 'tender' as const, termMonths: 12, ...words };
  const body = { version: draft.version, ...plan, timetable: timesFrom(at.now()) };
  void (await officer.call(savePlan, { params, body })).value;
  const items = draft.itemList.map(({ item, name, unit, codePrefixes }) => ({
    item,
    name,
    unit,
    codePrefixes,
    cap: '100',
  }));
  void (await officer.call(saveItems, { params, body: { version: await version(), items } })).value;
  void (await officer.call(drawProducts, { params, body: { version: await version() } })).value;
  const from = { version: await version(), from: 'example-city' };
  const pack = (await officer.call(choosePack, { params, body: from })).value;
  const errors = pack.findings.filter((each) => each.severity === 'error');
  if (errors.length > 0) throw new Error(`the pack is wrong: ${JSON.stringify(errors)}`);
}

/** A hospital reports what it used, ten units more of each product than last year, its approver confirms. */
export async function reported(tenderId: string, hospital: Hospital): Promise<void> {
  const params = { tenderId };
  const at = { params: { tenderId, institutionId: hospital.id } };
  const { lines, head } = (await hospital.buyer.call(readReport, at)).value;
  const body = {
    version: head.version,
    lines: lines.map(({ productId, lastYear }) => ({
      productId,
      reported: String(Number(lastYear) + 10),
      lastYear: lastYear ?? '0',
    })),
  };
  const { version } = (await hospital.buyer.call(submitReport, { params, body })).value;
  void (await hospital.approver.call(confirmReport, { params, body: { version, confirm: true } })).value;
}

/** The lead city takes the reports of some hospitals. */
export async function accepted(
  officer: Person,
  tenderId: string,
  hospitals: readonly Hospital[],
): Promise<void> {
  const reports = [];
  for (const { id: institutionId } of hospitals) {
    const at = { params: { tenderId, institutionId } };
    reports.push({ institutionId, version: (await officer.call(readReport, at)).value.head.version });
  }
  const body = { reports, decision: 'accept' as const };
  void (await officer.call(reviewReports, { params: { tenderId }, body })).value;
}

/** The same people as the helpers of bidding know them: each bidder with its product of the round and a key of its own. */
export async function asBidding(alliance: Alliance, tenderId: string): Promise<BiddingRound> {
  const { at, officer, supervisor, hospitals, bidders, trustees } = alliance;
  const [times] = await at.sql<{ bid_due_at: string }>(
    `select to_char(bid_due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as bid_due_at from tender where id = $1`,
    [tenderId],
  );
  const products = await at.sql<{ id: string; manufacturer_id: string }>(
    'select id, manufacturer_id from tender_product where tender_id = $1',
    [tenderId],
  );
  const firms: Firm[] = [];
  for (const { id, name, sales, itemCode } of bidders) {
    const productId = products.find((each) => each.manufacturer_id === id)?.id ?? '';
    firms.push({ id, name, sales, productId, itemCode, own: await newKeyPair() });
  }
  const holders: Holder[] = [];
  for (const { person, capacity } of trustees) holders.push({ person, capacity, keys: await newKeyPair() });
  return { at, tenderId, dueAt: times?.bid_due_at ?? '', officer, supervisor, holders, firms, hospitals };
}

/** Proves by password to be there; what follows within minutes is signed. */
export async function present(at: TestWorld, people: readonly Person[]): Promise<void> {
  await at.sql(`update session set confirmed_at = $1 where account_id = any($2::uuid[])`, [
    at.now(),
    people.map(({ accountId }) => accountId),
  ]);
}

/** Signs every contract of one's side that waits; answers how many. */
export async function signAll(person: Person): Promise<number> {
  const { items } = (await person.call(listAgreements, { query: { limit: 100, mine: 'true' } })).value;
  const texts = items.map(({ id: agreementId, amendment, contentHash }) => ({
    agreementId,
    amendment,
    contentHash,
  }));
  if (texts.length === 0) return 0;
  const { results } = (await person.call(signAgreements, { body: { texts } })).value;
  const failed = results.find((each) => each.problem !== null);
  if (failed !== undefined) throw new Error(`not signed: ${JSON.stringify(failed)}`);
  return texts.length;
}

/** A winner names its distributor for the five cities, the distributor agrees, a hospital chooses it (SX-5.3b). */
export async function delivering(
  { at, dispatcher }: Alliance,
  winner: Person,
  hospital: Hospital,
): Promise<void> {
  const { ids } = (
    await winner.call(proposeRelations, {
      body: {
        distributorId: dispatcher.organisationId,
        areas: [...allianceCities],
        validFrom: at.now().slice(0, 10) as never,
      },
    })
  ).value;
  const relations = ids.map((id) => ({ id, version: 1 }));
  void (await dispatcher.call(answerRelations, { body: { relations, confirm: true } })).value;
  const [own] = await at.sql<{ id: string }>(
    'select id from delivery_relation where id = any($1::uuid[]) and area = $2',
    [ids, hospital.city],
  );
  void (await hospital.buyer.call(chooseRelation, { body: { relationIds: [own?.id ?? ''] } })).value;
}
