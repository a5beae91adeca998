import { type Quantity, quantity } from '@daylight/rules/money.ts';
import { ok } from '@daylight/rules/result.ts';
import { addDays, addMonths } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../command.ts';
import { type Context, systemContext } from '../context.ts';
import { answerEvent, decideEvent, handleEvent, reportEvent } from '../features/execution/adverse-steps.ts';
import { reportFailure } from '../features/execution/failure-steps.ts';
import { openAccounts } from '../features/execution/port.ts';
import { placeOrdersOnce } from '../features/order/place.ts';
import type { Life } from './life.ts';
import {
  type Placed,
  type Province,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';

interface Chosen {
  readonly listingId: string;
  readonly itemCode: string;
  readonly manufacturerId: string;
  readonly productName: string;
  readonly specification: string;
  readonly smallestUnit: string;
}

const buyers = 3;

/** On the last day: a round of another alliance that was followed, in the middle of its term, and what happens in it. */
export async function leaveExecution({ demo }: Life): Promise<void> {
  const institutions = organisationsOf(demo, 'institution').slice(0, buyers);
  const [first] = institutions;
  const chosen = await choose(demo, first);
  const [product, other] = chosen;
  if (first === undefined || product === undefined || other === undefined) return;
  const products = await followRound(demo, chosen, institutions);
  const buyer = actingAs(demo, first, 'buyer');
  const order = { listingId: product.listingId, quantity: quantity('2'), reason: '', clientLine: '' };
  done(
    await placeOrdersOnce(buyer, {
      params: {},
      query: {},
      body: { urgency: 'ordinary', note: '', clientReference: '', fromCart: false, lines: [order] },
    }),
    'order within an agreed volume',
  );
  const productId = products[1];
  if (productId !== undefined) {
    const body = {
      productId,
      facts: '自上月起多次要货未供，配送企业答复厂家缺货（演示）',
      institutionIds: [],
      orderIds: [],
      evidenceIds: [],
    };
    done(await reportFailure(buyer, { params: {}, query: {}, body }), 'failure to supply');
  }
  await events(demo, first, product);
}

/** Listings that the institution can buy today, of several makers. */
async function choose(demo: Province, buyer: Placed | undefined): Promise<Chosen[]> {
  if (buyer === undefined) return [];
  return look(demo, async (tx) => {
    const { rows } = await sql<Chosen>`
      select * from (
        select distinct on (l.manufacturer_id) l.id as listing_id, l.item_code, l.manufacturer_id, i.product_name,
          i.specification, l.smallest_unit, l.number
        from order_line o
        join purchase_order p on p.province = o.province and p.id = o.order_id and p.institution_id = ${buyer.id}::uuid
        join listing l on l.province = o.province and l.id = o.listing_id and l.state = 'listed'
          and l.jurisdiction = '320000'
        join catalogue_item i on i.item_code = l.item_code and i.state = 'active'
        where o.province = ${provinceNumber}
          and not exists (select from bargain b where b.province = l.province and b.listing_id = l.id and b.closed_at is null)
          -- A wider round would take the item of a round that runs here away from it (GY-2.4).
          and not exists (select from tender_item t where t.province = l.province and t.state = 'running'
            and exists (select from unnest(t.code_prefixes) as p (code) where l.item_code like p.code || '%'))
        order by l.manufacturer_id, l.number
      ) one order by number limit 3`.execute(tx);
    return rows;
  });
}

/** What tender and bidding would have left of a round that was followed: its items, products and members. */
async function followRound(
  demo: Province,
  chosen: readonly Chosen[],
  institutions: readonly Placed[],
): Promise<string[]> {
  const context = systemContext(demo.world, provinceNumber, 'demo-round');
  const bureau = organisationOf(demo, 'bureau');
  const from = addDays(context.today, -70);
  const until = addDays(addMonths(from, 12), -1);
  const tenderId = context.newId();
  const products = chosen.map(() => context.newId());
  done(
    await command(context, async (unit) => {
      await insertRound(unit, context, { tenderId, organiserId: bureau.id, from, until });
      await insertParts(unit, { tenderId, organiserId: bureau.id, chosen, products, institutions, from });
      for (const institution of institutions)
        for (const [at, product] of chosen.entries())
          await openAccounts(context, unit, {
            tenderId,
            agreementId: null,
            institutionId: institution.id,
            manufacturerId: product.manufacturerId,
            from,
            until,
            lines: [
              {
                productId: products[at] ?? '',
                item: `P${at + 1}`,
                listingIds: [product.listingId],
                agreed: String((at + 1) * 120) as Quantity,
              },
            ],
          });
      return ok(tenderId);
    }),
    'round that was followed',
  );
  return products;
}

interface Round {
  readonly tenderId: string;
  readonly organiserId: string;
  readonly from: string;
  readonly until: string;
}

async function insertRound(
  unit: Unit,
  context: Context,
  { tenderId, organiserId, from, until }: Round,
): Promise<void> {
  await sql`
    insert into tender (province, id, number, title, level, mode, jurisdiction, organiser_id, origin, state, is_public,
      term_months, term_from, term_until, entered_at, entered_by)
    values (${provinceNumber}, ${tenderId}, 'DC-2026-001', '跟标采购：省际联盟中选结果（演示）', 'interProvincial', 'tender', '320000',
      ${organiserId}, 'followed', 'executing', true, 12, ${from}, ${until}, ${context.now}, ${organiserId})`.execute(
    unit.tx,
  );
}

interface Parts extends Pick<Round, 'tenderId' | 'organiserId' | 'from'> {
  readonly chosen: readonly Chosen[];
  readonly products: readonly string[];
  readonly institutions: readonly Placed[];
}

async function insertParts(unit: Unit, parts: Parts): Promise<void> {
  const { tenderId, organiserId, chosen, products, institutions, from } = parts;
  for (const [at, product] of chosen.entries()) {
    await sql`
      insert into tender_item (province, tender_id, item, organiser_id, is_public, name, unit, code_prefixes)
      values (${provinceNumber}, ${tenderId}, ${`P${at + 1}`}, ${organiserId}, true, ${product.productName},
        ${product.smallestUnit}, ${[product.itemCode]})`.execute(unit.tx);
    await sql`
      insert into tender_product (province, id, tender_id, item, organiser_id, is_public, manufacturer_id, name, specification,
        class, codes)
      values (${provinceNumber}, ${products[at]}, ${tenderId}, ${`P${at + 1}`}, ${organiserId}, true,
        ${product.manufacturerId}, ${product.productName}, ${product.specification}, 'ordinary', '[]')`.execute(
      unit.tx,
    );
  }
  for (const { id, jurisdiction } of institutions)
    await sql`
      insert into tender_institution (province, tender_id, institution_id, organiser_id, is_public, area, via, joined_on)
      values (${provinceNumber}, ${tenderId}, ${id}, ${organiserId}, true, ${`${jurisdiction.slice(0, 4)}00`}, 'region',
        ${from})`.execute(unit.tx);
}

/** One report that waits for its manufacturer, and one that was decided and made known. */
async function events(demo: Province, institution: Placed, product: Chosen): Promise<void> {
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
