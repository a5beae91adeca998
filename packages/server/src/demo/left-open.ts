import { compare, portion, quantity } from '@daylight/rules/money.ts';
import { addDays, addMonths } from '@daylight/rules/time.ts';
import { openOne } from '../features/bargain/commands.ts';
import { counterOne } from '../features/bargain/steps.ts';
import { answer as answerRelations, end as endRelations } from '../features/distribution/commands.ts';
import { propose } from '../features/distribution/propose.ts';
import { addLines } from '../features/order/cart.ts';
import { placeOrdersInBulk } from '../features/order/place.ts';
import { enterOrganisation } from '../features/organisation/commands.ts';
import { addUser } from '../features/account/users.ts';
import { enterImport, submitImport } from '../features/listing/import-commands.ts';
import type { Life } from './life.ts';
import { workbookOf } from './listings.ts';
import type { Buyer, Product } from './market.ts';
import {
  type Placed,
  actingAs,
  chanceFor,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';

/** The organisations whose people sign in first: their pages are to have something to do on them. */
interface First {
  readonly buyer: Buyer;
  readonly maker: Placed;
  readonly distributor: Placed;
  readonly bureau: Placed;
}

function firstOf({ demo, market }: Life): First {
  const buyer = market.buyers.find(({ institution }) => institution.suffix === '');
  if (buyer === undefined) throw new Error('the first institution buys nothing');
  return {
    buyer,
    maker: organisationOf(demo, 'manufacturer-1'),
    distributor: organisationOf(demo, 'distributor-320100-1'),
    bureau: organisationOf(demo, 'bureau'),
  };
}

/** Products of a basket that its institution never bargained for, those of one maker first. */
function freshProducts({ asked }: Life, { institution, basket }: Buyer, maker: Placed): Product[] {
  const free = [...basket.values()]
    .flat()
    .filter(({ listingId }) => !asked.has(`${institution.key}/${listingId}`));
  return [...free.filter((each) => each.maker === maker), ...free.filter((each) => each.maker !== maker)];
}

interface Offer {
  readonly percent: bigint;
  readonly claimsTraded?: boolean;
  readonly joiningDays?: number;
}

async function offer(life: Life, buyer: Buyer, product: Product, { percent, ...how }: Offer) {
  const { institution } = buyer;
  life.asked.add(`${institution.key}/${product.listingId}`);
  const context = actingAs(life.demo, institution, 'buyer');
  const price = portion(product.price, { over: percent, under: 100n }, 'halfUpToFen');
  const outcome = done(
    await openOne(context, {
      params: {},
      query: {},
      body: {
        listingId: product.listingId,
        price,
        quantity: quantity(20),
        note: '',
        claimsTraded: how.claimsTraded ?? false,
        joiningUntil: how.joiningDays === undefined ? null : addDays(context.today, how.joiningDays),
      },
    }),
    `offer of ${institution.key}`,
  );
  return { ...outcome, offered: price };
}

/** Some eight working days before the end: traded prices that nobody confirms, so that their records are asked for (JS-11B). */
export async function claimTrades(life: Life): Promise<void> {
  const { buyer, maker } = firstOf(life);
  const others = life.market.buyers.filter((each) => each !== buyer && each.level !== 'primary').slice(0, 4);
  for (const each of [buyer, ...others]) {
    const [product] = freshProducts(life, each, maker);
    if (product === undefined) continue;
    const { id, offered } = await offer(life, each, product, { percent: 89n, claimsTraded: true });
    const deal = {
      key: `record-${each.institution.key}`,
      id,
      institution: each.institution,
      product,
      price: offered,
    };
    // The record of one is given on the last day and waits for the officer; the first hospital's is still asked for.
    if (each !== buyer) life.agenda.plan('giveEvidence', 7, { who: each.institution.key, deal });
  }
}

/** On the last day: what everybody who signs in first finds waiting. */
export async function leaveOpen(life: Life): Promise<void> {
  await leaveBargains(life);
  await leaveOrders(life);
  await leaveCart(life);
  await leaveRelations(life);
  await leaveImports(life);
  await leaveNewcomers(life);
}

async function leaveBargains(life: Life): Promise<void> {
  const { buyer, maker } = firstOf(life);
  const [one, two, three] = freshProducts(life, buyer, maker);
  if (one === undefined || two === undefined || three === undefined) return;
  await offer(life, buyer, one, { percent: 91n });
  const back = await offer(life, buyer, two, { percent: 85n });
  const call = { params: { bargainId: back.id }, query: {} };
  const price = portion(two.price, { over: 96n, under: 100n }, 'halfUpToFen');
  const body = { version: back.version, price, note: '量大可再议' };
  done(await counterOne(actingAs(life.demo, two.maker, 'sales'), { ...call, body }), 'counter-offer');
  await offer(life, buyer, three, { percent: 84n, joiningDays: 7 });
  const other = life.market.buyers.find(({ institution }) => institution.key === 'hospital-320500-tertiary');
  const pooled = other === undefined ? [] : freshProducts(life, other, maker);
  const provincial = pooled.find(({ jurisdiction }) => jurisdiction.endsWith('0000'));
  if (other !== undefined && provincial !== undefined)
    await offer(life, other, provincial, { percent: 83n, joiningDays: 9 });
}

/** Orders that wait for the first distributor, one of them urgent, and one so large that it waits for the approver. */
async function leaveOrders(life: Life): Promise<void> {
  const { buyer, distributor } = firstOf(life);
  const own = buyer.basket.get(distributor.key) ?? [...buyer.basket.values()].flat();
  const dearest = own.toSorted((a, b) => compare(b.price, a.price))[0];
  const wish = (
    products: readonly Product[],
    urgency: 'ordinary' | 'urgent',
    count: number,
    nth: number,
  ) => ({
    urgency,
    note: urgency === 'urgent' ? '手术急用' : '',
    clientReference: `HIS-${nth}`,
    lines: products.map(({ listingId }, at) => ({
      listingId,
      quantity: quantity(count),
      reason: '临床指定规格，暂无替代',
      clientLine: `${at + 1}`,
    })),
  });
  const orders = [wish(own.slice(0, 4), 'ordinary', 3, 1), wish(own.slice(2, 5), 'urgent', 2, 2)];
  if (dearest !== undefined)
    orders.push(wish([dearest], 'ordinary', Math.ceil(200_000 / Number(dearest.price)), 3));
  const context = actingAs(life.demo, buyer.institution, 'buyer');
  const { refused, results } = done(
    await placeOrdersInBulk(context, { params: {}, query: {}, body: { orders } }),
    'orders left open',
  );
  if (refused > 0)
    throw new Error(`the demo's last orders: ${JSON.stringify(results.map((each) => each.problems))}`);
}

async function leaveCart(life: Life): Promise<void> {
  const { buyer } = firstOf(life);
  const chance = chanceFor(life.demo, 'cart');
  const all = [...buyer.basket.values()].flat();
  const products = new Set([1, 2, 3, 4, 5, 6].map(() => chance.pick(all)));
  const lines = [...products].map(({ listingId }) => ({
    listingId,
    quantity: quantity(1 + chance.below(9)),
    note: '',
  }));
  const context = actingAs(life.demo, buyer.institution, 'buyer');
  done(await addLines(context, { params: {}, query: {}, body: { lines } }), 'cart');
}

/** The first manufacturer that has nothing to do with a distributor in an area yet. */
async function stranger({ demo }: Life, distributor: Placed, area: string): Promise<Placed> {
  const related = await look(demo, (tx) =>
    tx
      .selectFrom('deliveryRelation')
      .select('manufacturerId')
      .where('province', '=', provinceNumber)
      .where('distributorId', '=', distributor.id)
      .where('area', '=', area)
      .execute(),
  );
  const known = new Set(related.map(({ manufacturerId }) => manufacturerId));
  const found = organisationsOf(demo, 'manufacturer').find(({ id }) => !known.has(id));
  if (found === undefined) throw new Error(`everybody works with ${distributor.key}`);
  return found;
}

interface Proposal {
  readonly maker: Placed;
  readonly distributor: Placed;
  readonly area: string;
  readonly listingIds: string[] | null;
}

async function proposeOne({ demo }: Life, { maker, distributor, area, listingIds }: Proposal) {
  const context = actingAs(demo, maker, 'sales');
  const { ids } = done(
    await propose(context, {
      params: {},
      query: {},
      body: {
        distributorId: distributor.id,
        areas: [area],
        listingIds,
        validFrom: context.today,
        validUntil: addMonths(context.today, 12),
        note: '',
      },
    }),
    `proposal of ${maker.key}`,
  );
  return ids;
}

async function answerProposal({ demo }: Life, by: Placed, ids: readonly string[], confirm: boolean) {
  const relations = ids.map((id) => ({ id, version: 1 }));
  const body = { relations, confirm, reason: confirm ? '' : '该地区暂无冷链运力' };
  const call = { params: {}, query: {}, body };
  done(await answerRelations(actingAs(demo, by, 'dispatcher'), call), `answer of ${by.key}`);
}

/** A proposal that waits, one that was refused, and a relation that is going to end. */
async function leaveRelations(life: Life): Promise<void> {
  const { demo, market } = life;
  const { maker, distributor } = firstOf(life);
  const area = '320100';
  const own = market.unused.find((each) => each.maker === maker && each.jurisdiction.endsWith('0000'));
  if (own !== undefined) await proposeOne(life, { maker, distributor, area, listingIds: [own.listingId] });
  const far = organisationOf(demo, 'distributor-321300-3');
  const refused = {
    maker: await stranger(life, far, '321300'),
    distributor: far,
    area: '321300',
    listingIds: null,
  };
  await answerProposal(life, far, await proposeOne(life, refused), false);
  const ending = { maker: await stranger(life, distributor, area), distributor, area, listingIds: null };
  const ids = await proposeOne(life, ending);
  await answerProposal(life, distributor, ids, true);
  const context = actingAs(demo, distributor, 'dispatcher');
  const relations = ids.map((id) => ({ id, version: 2 }));
  const body = { relations, lastDay: addDays(context.today, 14), reason: '配送能力调整' };
  done(await endRelations(context, { params: {}, query: {}, body }), 'end of a relation');
}

/** One directory waits for the supervisor, with lower prices; another still has rows to correct. */
async function leaveImports({ demo, market }: Life): Promise<void> {
  const bureau = organisationOf(demo, 'bureau');
  const officer = actingAs(demo, bureau, 'officer');
  const listed = market.unused.filter(({ jurisdiction }) => jurisdiction.endsWith('0000')).slice(-12);
  if (listed.length === 0) return;
  const known = await look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .select(['id', 'itemCode', 'purchaseUnit', 'smallestUnit', 'unitsPerPurchaseUnit', 'price'])
      .where('province', '=', provinceNumber)
      .where('state', '=', 'listed')
      .where(
        'id',
        'in',
        listed.map(({ listingId }) => listingId),
      )
      .orderBy('itemCode')
      .execute(),
  );
  const rows = known.map((each) => ({
    code: each.itemCode,
    price: portion(each.price, { over: 93n, under: 100n }, 'halfUpToFen') as string,
    purchaseUnit: each.purchaseUnit,
    smallestUnit: each.smallestUnit,
    units: String(each.unitsPerPurchaseUnit),
    form: '阳光挂网',
    class: '六大类',
    managedBy: '省级',
    manufacturer: listed.find(({ itemCode }) => itemCode === each.itemCode)?.maker.name ?? '',
    explanation: '企业主动降价',
  }));
  const enter = async (name: string, given: typeof rows) => {
    const file = workbookOf(given, `${name}（合成）.xlsx`);
    return done(await enterImport(officer, { params: {}, query: {}, body: undefined, file }), name);
  };
  const waiting = await enter('挂网价格调整', rows.slice(0, 8));
  done(
    await submitImport(officer, {
      params: { importId: waiting.id },
      query: {},
      body: { version: waiting.version, deviationReason: '企业主动降价' },
    }),
    'submission',
  );
  const flawed = rows.slice(8).map((row, at) => {
    if (at === 0) return { ...row, price: '面议' };
    return at === 1 ? { ...row, units: '0' } : { ...row, manufacturer: '未登记的企业（演示）' };
  });
  await enter('待更正的挂网目录', flawed);
}

/** Somebody new waits to be approved: an organisation, and a person whose position needs a second look. */
async function leaveNewcomers({ demo }: Life): Promise<void> {
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  done(
    await enterOrganisation(officer, {
      params: {},
      query: {},
      body: {
        kind: 'institution',
        name: '南京市江北新院（演示）',
        shortName: '南京江北新院',
        jurisdiction: '320100',
        creditCode: null,
        institutionCode: 'H32010098888',
        ownership: 'public',
        level: 'secondary',
        isNationalAgent: false,
        parentId: null,
        address: '演示路99号',
        contactName: '',
        contactPhone: '',
        administrator: { login: 'jiangbei-admin', name: '江北新院管理员' },
      },
    }),
    'new organisation',
  );
  const hospital = organisationOf(demo, 'hospital-320100-tertiary');
  done(
    await addUser(actingAs(demo, hospital, 'admin'), {
      params: {},
      query: {},
      body: { login: 'new-approver', name: '南京人民医院新审批人', roles: ['approver'] },
    }),
    'new user',
  );
}
