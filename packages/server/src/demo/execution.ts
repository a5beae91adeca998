import { quantity } from '@daylight/rules/money.ts';
import { expectedOf } from '@daylight/rules/execution/report.ts';
import { addDays } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { answerEvent, decideEvent, handleEvent, reportEvent } from '../features/execution/adverse-steps.ts';
import { reportFailure } from '../features/execution/failure-steps.ts';
import { readSupply, submitSupply } from '../features/execution/supply.ts';
import { readUsage, submitUsage } from '../features/execution/usage.ts';
import { type Life, firstOf } from './life.ts';
import type { Product } from './market.ts';
import { sendOrders } from './ordering.ts';
import { orderMaxOf } from './prices.ts';
import {
  type Placed,
  type Province,
  actingAs,
  chanceFor,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';
import { cityOf } from './relations.ts';
import { type LiveRound, type Rounds, roundsFrom } from './rounds.ts';

/** A product whose agreed volume an institution is to buy, and the listing by which it does. */
interface Owed extends Omit<Product, 'maker' | 'popular'> {
  readonly manufacturerId: string;
  readonly productId: string;
  readonly productName: string;
}

/** The running accounts of an institution whose product somebody delivers in its city. */
async function owedTo({ demo }: Pick<Life, 'demo'>, institution: Placed): Promise<readonly Owed[]> {
  const { today } = actingAs(demo, institution, 'buyer');
  const { rows } = await look(demo, (tx) =>
    sql<Owed>`
      select l.id as listing_id, l.item_code, l.manufacturer_id, l.jurisdiction, l.price, l.units_per_purchase_unit,
        coalesce(i.udi_di, '') as udi_di, a.product_id, a.product_name
      from volume_account a
      join volume_listing v on v.province = a.province and v.account_id = a.id
      join listing l on l.province = v.province and l.id = v.listing_id and l.state = 'listed'
      join catalogue_item i on i.item_code = l.item_code and i.state = 'active'
      where a.province = ${provinceNumber} and a.institution_id = ${institution.id}::uuid and a.state = 'open'
        and a.from_on <= ${today}::date and a.until_on >= ${today}::date
        and exists (select from delivery_relation r where r.province = a.province and r.manufacturer_id = l.manufacturer_id
          and r.area = ${cityOf(institution)} and r.state = 'confirmed' and r.listing_id is null)
      order by l.item_code`.execute(tx),
  );
  return rows;
}

/** Once a week institutions order of the products that they agreed to buy, and the reports on last month are handed in. */
export async function orderSelected(life: Life, rounds: Rounds): Promise<void> {
  const { demo, market, agenda } = life;
  const makers = new Map(organisationsOf(demo, 'manufacturer').map((each) => [each.id, each]));
  for (const round of await roundsFrom(demo, rounds, 'executing')) {
    await reportUsage(demo, round);
    await reportSupply(demo, round);
    for (const hospital of round.hospitals) {
      const key = `${round.number}-${agenda.day()}-${hospital.institutionCode}`;
      const chance = chanceFor(demo, 'selected', key);
      const buyer = market.buyers.find(({ institution }) => institution === hospital);
      const products = (await owedTo(life, hospital)).flatMap((each): Product[] => {
        const maker = makers.get(each.manufacturerId);
        return maker === undefined || chance.happens(0.4) ? [] : [{ ...each, maker, popular: false }];
      });
      if (buyer === undefined || products.length === 0) continue;
      const lines = products.map((product, at) => ({
        listingId: product.listingId,
        quantity: quantity(1 + chance.below(orderMaxOf(product.itemCode, buyer.level))),
        reason: '',
        clientLine: `${at + 1}`,
      }));
      const body = { urgency: 'ordinary' as const, note: '', clientReference: key, lines };
      await sendOrders(life, [{ key, buyer, products, body }]);
    }
  }
}

/** On the last day: a product that does not come, and what went wrong with another. */
export async function leaveExecution(life: Life, rounds: Rounds): Promise<void> {
  const { demo } = life;
  const { institution } = firstOf(life).buyer;
  if ((await roundsFrom(demo, rounds, 'executing')).length > 0) {
    const owed = await owedTo(life, institution);
    const [product] = owed;
    if (product === undefined) return;
    const other = owed.find((each) => each.productId !== product.productId);
    const facts = '自上月起多次要货未供，配送企业答复厂家缺货（演示）';
    if (other !== undefined) {
      const body = {
        productId: other.productId,
        facts,
        institutionIds: [],
        orderIds: [],
        evidenceIds: [],
      };
      const buyer = actingAs(demo, institution, 'buyer');
      done(await reportFailure(buyer, { params: {}, query: {}, body }), 'failure to supply');
    }
    await events(demo, institution, product);
  }
}

/** Everybody but those whose people sign in first states what was bought and used in the month that is over. */
async function reportUsage(demo: Province, { tenderId, hospitals }: LiveRound): Promise<void> {
  const open = await look(demo, (tx) =>
    tx
      .selectFrom('volumeReport')
      .select(['id', 'institutionId'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .where('state', '=', 'open')
      .orderBy('month')
      .execute(),
  );
  for (const hospital of hospitals.filter(({ suffix }) => suffix !== ''))
    for (const { id: reportId } of open.filter((each) => each.institutionId === hospital.id)) {
      const buyer = actingAs(demo, hospital, 'buyer');
      const params = { reportId };
      const report = done(await readUsage(buyer, { params, query: {}, body: undefined }), 'report on use');
      const lines = report.items.map(({ accountId, bought }) => {
        const stated = expectedOf(bought);
        return { accountId, stated, used: stated, note: '' };
      });
      const body = { lines, note: '', version: report.version };
      done(await submitUsage(buyer, { params, query: {}, body }), 'report on use');
    }
}

async function reportSupply(demo: Province, { tenderId }: LiveRound): Promise<void> {
  const open = await look(demo, (tx) =>
    tx
      .selectFrom('supplyReport')
      .select(['id', 'manufacturerId'])
      .where('province', '=', provinceNumber)
      .where('tenderId', '=', tenderId)
      .where('state', '=', 'open')
      .orderBy('month')
      .execute(),
  );
  for (const maker of organisationsOf(demo, 'manufacturer').filter(({ suffix }) => suffix !== ''))
    for (const { id: reportId } of open.filter((each) => each.manufacturerId === maker.id)) {
      const sales = actingAs(demo, maker, 'sales');
      const params = { reportId };
      const report = done(
        await readSupply(sales, { params, query: {}, body: undefined }),
        'report on supply',
      );
      const lines = report.items.map(({ productId, accepted }) => ({
        productId,
        capacity: quantity(20_000),
        stock: quantity(3000),
        supplied: expectedOf(accepted),
        note: '',
      }));
      const body = { lines, note: '', version: report.version };
      done(await submitSupply(sales, { params, query: {}, body }), 'report on supply');
    }
}

/** One report that waits for its manufacturer, and one that was decided and made known. */
async function events(demo: Province, institution: Placed, product: Owed): Promise<void> {
  const buyer = actingAs(demo, institution, 'buyer');
  const body = {
    listingId: product.listingId,
    kind: 'quality' as const,
    severity: 'ordinary' as const,
    lot: 'DEMO2601',
    quantity: quantity('1'),
    foundOn: addDays(buyer.today, -1),
    facts: '包装密封不严，开封前发现（演示）',
    measures: '同批次已停用（演示）',
    evidenceIds: [],
  };
  const report = (more: object) => reportEvent(buyer, { params: {}, query: {}, body: { ...body, ...more } });
  done(await report({}), 'quality problem');
  const told = done(
    await report({ lot: 'DEMO2602', kind: 'event', facts: '使用中断裂，已更换（演示）' }),
    'adverse event',
  );
  const params = { eventId: told.id };
  const maker = [...demo.organisations.values()].find((each) => each.id === product.manufacturerId);
  if (maker === undefined) return;
  const answer = { answer: '已复检留样，排查工艺（演示）', evidenceIds: [], version: told.version };
  const answered = done(
    await answerEvent(actingAs(demo, maker, 'sales'), { params, query: {}, body: answer }),
    'answer',
  );
  const bureau = organisationOf(demo, 'bureau');
  const handling = {
    outcome: 'watch' as const,
    handling: '列入重点监测（演示）',
    publicNote: `${product.productName} DEMO2602 批列入重点监测（演示）`,
    version: answered.version,
  };
  const officer = actingAs(demo, bureau, 'officer');
  const handled = done(await handleEvent(officer, { params, query: {}, body: handling }), 'handling');
  const decision = { params, query: {}, body: { approve: true, note: '', version: handled.version } };
  done(await decideEvent(actingAs(demo, bureau, 'supervisor'), decision), 'decision on an event');
}
