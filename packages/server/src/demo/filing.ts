import { Readable } from 'node:stream';
import { isoDate } from '@daylight/rules/time.ts';
import { type Money, portion, quantity, smallest } from '@daylight/rules/money.ts';
import type { ActorContext } from '../context.ts';
import { beginEvidence, sendEvidenceChunk } from '../features/evidence/commands.ts';
import { finishEvidence } from '../features/evidence/finish.ts';
import { decide, examine, report } from '../features/filing/bureau.ts';
import { apply } from '../features/filing/commands.ts';
import { request } from '../features/filing/outside.ts';
import { consent } from '../features/filing/outside-steps.ts';
import { lowestFor } from '../features/filing/product.ts';
import { agree, offer } from '../features/filing/steps.ts';
import { type Life, firstOf } from './life.ts';
import { type Placed, actingAs, done, look, organisationOf, provinceNumber } from './province.ts';

/** A product that another city lists and the first institution cannot buy nor filed before: a reason to file it. */
interface Filable {
  readonly itemCode: string;
  readonly manufacturerId: string;
  readonly price: Money;
  readonly purchaseUnit: string;
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number;
  readonly productName: string;
  readonly manufacturer: string;
}

async function filable({ demo }: Life, city: string, count: number): Promise<readonly Filable[]> {
  return look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
      .select(['listing.itemCode', 'listing.manufacturerId', 'listing.price', 'listing.purchaseUnit'])
      .select(['listing.smallestUnit', 'listing.unitsPerPurchaseUnit'])
      .select(['item.productName', 'item.manufacturer'])
      .where('listing.province', '=', provinceNumber)
      .where('listing.managedBy', '=', 'city')
      .where('listing.jurisdiction', '<>', city)
      .where('listing.state', '=', 'listed')
      .where('listing.form', '=', 'sunshine')
      .where('item.state', '=', 'active')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('listing as other')
              .select('other.id')
              .where('other.province', '=', provinceNumber)
              .whereRef('other.itemCode', '=', 'listing.itemCode')
              .where('other.state', '<>', 'withdrawn')
              .where((each) =>
                each.or([each('other.jurisdiction', '=', city), each('other.managedBy', '=', 'province')]),
              ),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('filing')
              .select('filing.id')
              .where('filing.province', '=', provinceNumber)
              .whereRef('filing.itemCode', '=', 'listing.itemCode'),
          ),
        ),
      )
      // Not by id: directories are entered side by side.
      .distinctOn('listing.itemCode')
      .orderBy('listing.itemCode')
      .orderBy('listing.jurisdiction')
      .limit(count)
      .execute(),
  );
}

interface Filed {
  readonly id: string;
  readonly version: number;
  readonly item: Filable;
}

async function applyFor(life: Life, item: Filable): Promise<Filed> {
  const { buyer } = firstOf(life);
  const context = actingAs(life.demo, buyer.institution, 'buyer');
  const year = Number(context.today.slice(0, 4));
  const body = {
    itemCode: item.itemCode,
    class: 'ordinary' as const,
    scope: 'clinicalNeed',
    manufacturerId: item.manufacturerId,
    purchaseUnit: item.purchaseUnit,
    smallestUnit: item.smallestUnit,
    unitsPerPurchaseUnit: item.unitsPerPurchaseUnit,
    quantity: quantity(20),
    department: '重症医学科',
    usedFrom: context.today,
    usedUntil: isoDate(`${year + 1}-12-31`),
    reason: '目录内无可替代产品，年用量少，临床必需。',
    outsideId: null,
    evidenceIds: [],
  };
  const { id, version } = done(await apply(context, { params: {}, query: {}, body }), 'filing');
  return { id, version, item };
}

async function makerOf(life: Life, manufacturerId: string): Promise<Placed> {
  const found = [...life.demo.organisations.values()].find(({ id }) => id === manufacturerId);
  if (found === undefined) throw new Error(`no manufacturer ${manufacturerId} in the demo`);
  return found;
}

/** What the page shows to the enterprise: it asks for its price elsewhere, or less where a lower one counts (JS-16, JS-17). */
async function priceOf({ demo }: Life, maker: ActorContext, city: string, item: Filable): Promise<Money> {
  const { itemCode, price, unitsPerPurchaseUnit: units } = item;
  const ask = { itemCode, class: 'ordinary' as const, jurisdiction: city };
  const lowest = await look(demo, (tx) => lowestFor(tx, maker, ask));
  if (lowest.price === null) return price;
  const share = { over: BigInt(units), under: BigInt(lowest.unitsPerPurchaseUnit) };
  return smallest(price, portion(lowest.price, share, 'downToMicro'));
}

async function offered(life: Life, { id, version, item }: Filed): Promise<Filed> {
  const maker = actingAs(life.demo, await makerOf(life, item.manufacturerId), 'sales');
  const price = await priceOf(life, maker, cityBureau(life).jurisdiction, item);
  const body = { version, price, note: '', evidenceIds: [] };
  const next = done(await offer(maker, { params: { filingId: id }, query: {}, body }), 'offer of a filing');
  return { id, item, version: next.version };
}

async function agreed(life: Life, { id, version, item }: Filed): Promise<Filed> {
  const { buyer } = firstOf(life);
  const context = actingAs(life.demo, buyer.institution, 'buyer');
  const body = { version, quantity: quantity(20), note: '' };
  const next = done(await agree(context, { params: { filingId: id }, query: {}, body }), 'agreement');
  return { id, item, version: next.version };
}

function cityBureau({ demo, market }: Pick<Life, 'demo' | 'market'>): Placed {
  const { buyer } = firstOf({ demo, market });
  return organisationOf(demo, `bureau-${buyer.institution.jurisdiction.slice(0, 4)}00`);
}

async function passed(life: Life, { id, version }: Filed): Promise<void> {
  const officer = actingAs(life.demo, cityBureau(life), 'officer');
  const body = { version, outcome: 'pass' as const, note: '材料齐全', specialty: null };
  done(await examine(officer, { params: { filingId: id }, query: {}, body }), 'review of a filing');
}

/** Some days before the end: filings that go through publicity while the days pass. */
export async function beginFilings(life: Life): Promise<void> {
  const { buyer } = firstOf(life);
  const city = `${buyer.institution.jurisdiction.slice(0, 4)}00`;
  for (const item of await filable(life, city, 2))
    await passed(life, await agreed(life, await offered(life, await applyFor(life, item))));
}

/** On the last day: one filing confirmed, others at every desk, an emergency to consent to and one to file. */
export async function leaveFilings(life: Life): Promise<void> {
  const { buyer } = firstOf(life);
  const { demo } = life;
  await confirmFirst(life);
  const city = `${buyer.institution.jurisdiction.slice(0, 4)}00`;
  const [first, second, third, fourth, fifth] = await filable(life, city, 5);
  if (first !== undefined) await applyFor(life, first);
  if (second !== undefined) await offered(life, await applyFor(life, second));
  if (third !== undefined) await agreed(life, await offered(life, await applyFor(life, third)));
  const approver = actingAs(demo, buyer.institution, 'approver');
  if (fourth !== undefined) await emergency(life, fourth);
  if (fifth === undefined) return;
  const { id, version } = await emergency(life, fifth);
  const body = { version, consents: true, note: '情况属实' };
  done(await consent(approver, { params: { purchaseId: id }, query: {}, body }), 'consent');
}

/** What the public saw without an objection: reported by one, confirmed by another. */
async function confirmFirst(life: Life): Promise<void> {
  const bureau = cityBureau(life);
  const row = await look(life.demo, (tx) =>
    tx
      .selectFrom('filing')
      .select(['id', 'version'])
      .where('province', '=', provinceNumber)
      .where('state', '=', 'reporting')
      .orderBy('number')
      .executeTakeFirst(),
  );
  if (row === undefined) return;
  const params = { filingId: row.id };
  const officer = actingAs(life.demo, bureau, 'officer');
  const { version } = done(
    await report(officer, { params, query: {}, body: { version: row.version, note: '' } }),
    'report of a filing',
  );
  const supervisor = actingAs(life.demo, bureau, 'supervisor');
  const body = { version, outcome: 'confirm' as const, reason: null, note: '' };
  done(await decide(supervisor, { params, query: {}, body }), 'decision on a filing');
}

/** One white pixel: what a scanned consent is in the demo. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

async function handIn(context: ActorContext, fileName: string): Promise<string> {
  const body = { fileName, bytes: picture.length, hash: null };
  const { id } = done(await beginEvidence(context, { params: {}, query: {}, body }), 'file');
  const params = { evidenceId: id };
  const file = { fileName, stream: Readable.from([picture]), tooLarge: () => false };
  done(
    await sendEvidenceChunk(context, { params, query: { offset: 0 }, body: undefined as never, file }),
    'chunk',
  );
  done(await finishEvidence(context, { params, query: {}, body: undefined as never }), 'whole file');
  return id;
}

async function emergency(life: Life, item: Filable): Promise<{ id: string; version: number }> {
  const { buyer } = firstOf(life);
  const context = actingAs(life.demo, buyer.institution, 'buyer');
  const body = {
    kind: 'emergency' as const,
    reason: 'rescue',
    reasonNote: '急抢救使用，目录内无该产品',
    supplierName: `${item.manufacturer}`,
    supplierCreditCode: '',
    consentBy: '李明远',
    lines: [
      {
        itemCode: item.itemCode,
        productName: item.productName,
        specification: '',
        manufacturerName: item.manufacturer,
        purchaseUnit: item.purchaseUnit,
        price: item.price,
        quantity: quantity(2),
        lot: '',
      },
    ],
    delivered: null,
    evidenceIds: [await handIn(context, '法定代表人同意书.png')],
  };
  return done(await request(context, { params: {}, query: {}, body }), 'emergency purchase');
}
