import type { RecordKind } from '@daylight/rules/linkage/record.ts';
import { type Money, portion } from '@daylight/rules/money.ts';
import { addDays } from '@daylight/rules/time.ts';
import { compareTouched } from '../features/linkage/compare.ts';
import { contest, declare } from '../features/linkage/duties.ts';
import { decideOne } from '../features/linkage/duty-decisions.ts';
import { decide, enter } from '../features/linkage/entry.ts';
import { previewPart } from '../features/linkage/run-preview.ts';
import { start, submit } from '../features/linkage/runs.ts';
import { enterSource } from '../features/linkage/sources.ts';
import type { Life } from './life.ts';
import type { Product } from './market.ts';
import { type Province, actingAs, done, look, organisationOf, provinceNumber } from './province.ts';
import { systemContext } from '../context.ts';

/** What other provinces charge, in per cents of the price here, for one product after the other. */
const elsewhere: readonly (readonly (readonly [place: string, percent: number])[])[] = [
  [
    ['330000', 92],
    ['340000', 104],
    ['370000', 108],
  ],
  [
    ['310000', 96],
    ['350000', 88],
  ],
  [
    ['420000', 90],
    ['440000', 112],
  ],
  [
    ['410000', 85],
    ['510000', 101],
  ],
  [
    ['330000', 100],
    ['430000', 106],
    ['610000', 115],
  ],
];

/** From here on listings are left to this; the last of them have had no trade for long. */
const spared = 40;

const call = <P, B>(params: P, body: B) => ({ params, query: {}, body });

/** On the last day: prices of the country, declarations in every state, a yearly linkage that waits for approval. */
export async function leaveLinkage({ demo, market }: Life): Promise<void> {
  const products = [
    ...new Map(market.unused.slice(-spared).map((each) => [each.itemCode, each])).values(),
  ].slice(0, elsewhere.length + 1);
  for (const [nth, product] of products.entries()) {
    for (const [place, percent] of elsewhere[nth] ?? []) await record(demo, product, { place, percent });
  }
  const doubtful = products.at(-1);
  if (doubtful !== undefined) await record(demo, doubtful, { place: '360000', percent: 30, waits: true });
  while ((await compareTouched(clock(demo))) > 0);
  await answerDuties(demo, products);
  await leaveRun(demo);
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const source = { name: '浙江省平台（演示）', url: 'https://prices.example.cn/api/feeds/prices' };
  const body = { ...source, jurisdiction: '330000', everyMinutes: 60 };
  done(await enterSource(officer, call({}, body)), 'price source');
}

const clock = (demo: Province) => systemContext(demo.world, provinceNumber, 'demo-linkage');

interface Elsewhere {
  readonly place: string;
  readonly percent: number;
  readonly waits?: boolean;
}

async function record(demo: Province, product: Product, { place, percent, waits }: Elsewhere): Promise<void> {
  const bureau = organisationOf(demo, 'bureau');
  const officer = actingAs(demo, bureau, 'officer');
  const price: Money = portion(product.price, { over: BigInt(percent), under: 100n }, 'halfUpToFen');
  const { itemCode } = product;
  const unit = await look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .select('purchaseUnit')
      .where('province', '=', provinceNumber)
      .where('id', '=', product.listingId)
      .executeTakeFirstOrThrow(),
  );
  const body = {
    itemCode,
    jurisdiction: place,
    kind: 'provincialListing' as RecordKind,
    price,
    purchaseUnit: unit.purchaseUnit,
    unitsPerPurchaseUnit: product.unitsPerPurchaseUnit,
    effectiveFrom: addDays(officer.today, -6),
    effectiveTo: null,
    contract: null,
    document: '外省挂网公告（演示）',
    replaces: null,
    reason: '已与外省平台公告核对',
    evidenceIds: [],
  };
  const entered = done(await enter(officer, call({}, body)), `price of ${itemCode}`);
  if (waits === true) return;
  const verified = call({ recordId: entered.id }, { itemCode, approve: true, note: '' });
  done(await decide(actingAs(demo, bureau, 'supervisor'), verified), `verification of ${itemCode}`);
}

async function answerDuties(demo: Province, products: readonly Product[]): Promise<void> {
  const duties = await look(demo, (tx) =>
    tx
      .selectFrom('priceDuty')
      .select(['id', 'listingId', 'version'])
      .where('province', '=', provinceNumber)
      .where('state', '=', 'open')
      .execute(),
  );
  const dutyOf = new Map(duties.map((each) => [each.listingId, each]));
  const [, toDeclare, toContest, toConfirm] = products;
  for (const product of [toDeclare, toConfirm]) {
    const duty = product === undefined ? undefined : dutyOf.get(product.listingId);
    if (product === undefined || duty === undefined) continue;
    const body = { version: duty.version, statement: '外省已按此价执行，同意调整', evidenceIds: [] };
    const declared = await declare(actingAs(demo, product.maker, 'sales'), call({ dutyId: duty.id }, body));
    const { version } = done(declared, `declaration of ${product.itemCode}`);
    if (product !== toConfirm) continue;
    const decided = { version, decision: 'confirm' as const, note: '', alike: false };
    const supervisor = actingAs(demo, organisationOf(demo, 'bureau'), 'supervisor');
    done(await decideOne(supervisor, call({ dutyId: duty.id }, decided)), 'decision on a declaration');
  }
  const contested = toContest === undefined ? undefined : dutyOf.get(toContest.listingId);
  if (toContest === undefined || contested === undefined) return;
  const body = { version: contested.version, statement: '该省价格对应的包装不同，附说明', evidenceIds: [] };
  const call2 = call({ dutyId: contested.id }, body);
  done(await contest(actingAs(demo, toContest.maker, 'sales'), call2), `objection of ${toContest.itemCode}`);
}

async function leaveRun(demo: Province): Promise<void> {
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const body = { priceDay: officer.today, executeOn: addDays(officer.today, 45) };
  const { id } = done(await start(officer, call({}, body)), 'yearly linkage');
  while (await previewPart(clock(demo), id));
  const run = await look(demo, (tx) =>
    tx
      .selectFrom('linkageRun')
      .select('version')
      .where('province', '=', provinceNumber)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  );
  done(await submit(officer, call({ runId: id }, { version: run.version })), 'linkage for approval');
}
