import { portion } from '@daylight/rules/money.ts';
import { addDays, shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { decideOne, enterOne } from '../features/listing/changes.ts';
import { enter, publish } from '../features/portal/commands.ts';
import { handleOne } from '../features/supervision/commands.ts';
import { closeListing, listingNow } from './directory.ts';
import type { Life } from './life.ts';
import type { Product } from './market.ts';
import { cities, province } from './organisations.ts';
import {
  type Placed,
  type Province,
  actingAs,
  chanceFor,
  done,
  inParallel,
  look,
  organisationOf,
  provinceNumber,
} from './province.ts';

const handlings: Readonly<Record<string, readonly string[]>> = {
  'price.red': [
    '已约谈医疗机构采购部门，要求三日内重新议价',
    '核实为临床指定规格，已登记备查',
    '已提醒医疗机构选用同类低价产品',
  ],
  'payment.overdue': ['已督促医疗机构于本周内结清', '已发函提醒，医疗机构承诺五日内付款'],
};

/** Officers of the cities look at yesterday's warnings: most are handled within days, some wait. */
export async function handleWarnings({ demo }: Life): Promise<void> {
  const before = shanghaiMoment(addDays(shanghaiDate(demo.clock.now()), -1), '00:00');
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('warning')
      .innerJoin('organisation', 'organisation.id', 'warning.institutionId')
      .select(['warning.id', 'warning.version', 'warning.kind', 'warning.jurisdiction', 'warning.raisedAt'])
      .select(['organisation.shortName', 'warning.facts'])
      .where('warning.province', '=', provinceNumber)
      .where('warning.state', '=', 'new')
      .where('warning.raisedAt', '>=', addedDays(before, -4))
      .where('warning.raisedAt', '<', before)
      .orderBy('warning.raisedAt')
      .orderBy('organisation.shortName')
      .orderBy('warning.kind')
      .orderBy(sql`warning.facts::text`)
      .execute(),
  );
  const today = shanghaiDate(demo.clock.now());
  const isFirst = rows.length > 0 && !(await wasAnyHandled(demo));
  const chosen = rows.filter(({ kind, shortName, raisedAt, facts }, at) => {
    if (isFirst && at === 0) return true;
    const { price, open, product } = facts as Readonly<Record<string, unknown>>;
    const about = [kind, shortName, raisedAt, String(price), String(open), String(product)];
    return chanceFor(demo, 'warning', today, ...about).happens(0.3);
  });
  await inParallel(chosen, 2, async ({ id, version, kind, jurisdiction, shortName }) => {
    const bureau = organisationOf(demo, `bureau-${jurisdiction.slice(0, 4)}00`);
    const handling = chanceFor(demo, 'handling', today, kind, shortName).pick(handlings[kind] ?? ['已核实']);
    const call = { params: { warningId: id }, query: {}, body: { version, handling } };
    done(await handleOne(actingAs(demo, bureau, 'officer'), call), 'handling of a warning');
  });
}

/** Somebody looks at the first warning there is, however few there are. */
async function wasAnyHandled(demo: Province): Promise<boolean> {
  const row = await look(demo, (tx) =>
    tx
      .selectFrom('warning')
      .select('id')
      .where('province', '=', provinceNumber)
      .where('state', '=', 'handled')
      .executeTakeFirst(),
  );
  return row !== undefined;
}

function addedDays(at: ReturnType<typeof shanghaiMoment>, days: number) {
  return shanghaiMoment(addDays(shanghaiDate(at), days), '00:00');
}

const notices = [
  { kind: 'policy', title: '关于进一步规范医用耗材阳光采购议价工作的通知' },
  { kind: 'directory', title: '关于公布新增挂网医用耗材目录的公告' },
  { kind: 'price', title: '关于调整部分医用耗材挂网价格的公示' },
  { kind: 'procurement', title: '关于开展血管介入类耗材带量采购报量工作的通知' },
  { kind: 'supervision', title: '关于价格红区采购情况的通报' },
  { kind: 'other', title: '平台系统维护公告' },
] as const;

async function writeNotice(life: Life, bureau: Placed, nth: number, release: boolean): Promise<void> {
  const { demo } = life;
  const { kind, title } = notices[nth % notices.length] ?? notices[0];
  const body = {
    jurisdiction: bureau.jurisdiction,
    kind,
    title: `${title}（演示）`,
    body: `各有关单位：\n\n本公告为演示数据，不代表任何真实机构的意见，文中事项均为虚构。\n\n${bureau.name}`,
  };
  const { id } = done(
    await enter(actingAs(demo, bureau, 'officer'), { params: {}, query: {}, body }),
    'notice',
  );
  if (!release) return;
  const call = { params: { id }, query: {}, body: undefined };
  done(await publish(actingAs(demo, bureau, 'supervisor'), call), 'publication');
}

/** A notice of the province every week, of a city every other; the last ones wait to be released. */
export async function publishNotices(life: Life, daysLeft: number): Promise<void> {
  const day = life.agenda.day();
  const release = daysLeft > 1;
  if (day % 5 === 2 || daysLeft === 0)
    await writeNotice(life, organisationOf(life.demo, 'bureau'), Math.floor(day / 5), release);
  if (day % 10 === 6 || daysLeft === 1) {
    const city = cities[Math.floor(day / 10) % cities.length] ?? cities[0];
    await writeNotice(life, organisationOf(life.demo, `bureau-${city.code}`), day, release);
  }
}

/** Listings that nobody in the demo buys are corrected, suspended and resumed; each change needs a second person. */
export async function changeListings(life: Life, daysLeft: number): Promise<void> {
  const { market, agenda } = life;
  const day = agenda.day();
  if (day % 4 !== 1 && daysLeft > 1) return;
  const product = market.unused[day * 2];
  if (product === undefined) return;
  if (day % 8 === 1) await changePrice(life, product, daysLeft > 1);
  else await closeListing(life.demo, product, daysLeft > 1);
}

async function changePrice({ demo }: Life, product: Product, decide: boolean): Promise<void> {
  const isProvincial = product.jurisdiction === province;
  const bureau = organisationOf(demo, isProvincial ? 'bureau' : `bureau-${product.jurisdiction}`);
  const price = portion(product.price, { over: 94n, under: 100n }, 'halfUpToFen');
  const { version } = await listingNow(demo, product.listingId);
  const body = {
    kind: 'price',
    reason: 'declared',
    note: '企业申报全国新低价',
    evidence: '企业申报函（演示）',
    price,
    deviationConfirmed: true,
    version,
  } as const;
  const params = { listingId: product.listingId };
  const entered = done(
    await enterOne(actingAs(demo, bureau, 'officer'), { params, query: {}, body }),
    `change of listing ${product.itemCode}`,
  );
  if (!decide) return;
  const approved = { approve: true, note: '' };
  const call = { params: { changeId: entered.id }, query: {}, body: approved };
  done(await decideOne(actingAs(demo, bureau, 'supervisor'), call), 'approval of a change');
}
