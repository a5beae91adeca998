import { instant } from '@daylight/rules/time.ts';
import { advanceRuns } from '@daylight/server/features/linkage/run-settle.ts';
import { reading } from '@daylight/server/db.ts';
import { type RawBuilder, sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoNow } from '../support/demo.ts';
import { type Visit, open, openBrowser, shoot, visit } from './browser.ts';
import { type DemoServer, openDemoServer } from './demo-server.ts';

/** JS-7, JS-13a to JS-13c, JS-15 to JS-19, HN-3b: products enter the directory, their prices move, in a real browser. */
let server: DemoServer;
let browser: Browser;
const visits: Visit[] = [];

async function enter(login: string | null): Promise<Page> {
  const entered = await visit(browser, { address: server.address, login });
  visits.push(entered);
  return entered.page;
}

/** Reads what no screen of this test shows, with the rights of the platform. */
const look = <T>(ask: RawBuilder<T>): Promise<readonly T[]> =>
  reading(server.world.database.db, { province: 32, organisationId: null, reach: 'system' }, async (tx) => {
    const { rows } = await ask.execute(tx);
    return rows;
  });

interface Item {
  readonly code: string;
  readonly name: string;
  readonly specification: string;
  readonly price: string;
}

/** A product of the manufacturer who signs in: one that the province lists and one of the same certificate that nobody lists. */
async function ownItem(isListed: boolean): Promise<Item> {
  const listed = sql`exists (select 1 from listing l where l.province = 32 and l.item_code = i.item_code
    and l.jurisdiction = '320000' and l.state = 'listed')`;
  const unknown = sql`not exists (select 1 from listing l where l.province = 32 and l.item_code = i.item_code)`;
  const [item] = await look(sql<Item>`
    select i.item_code as code, i.product_name as name, i.specification,
      coalesce((select trim_scale(max(l.price))::text from listing l where l.province = 32 and l.item_code = i.item_code), '0') as price
    from catalogue_item i join organisation o on o.name = i.manufacturer
    join account a on a.organisation_id = o.id and a.login = 'maker'
    where i.state = 'active' and ${isListed ? listed : unknown}
      and not exists (select 1 from price_record r where r.province = 32 and r.item_code = i.item_code)
      and not exists (select 1 from admission_line n where n.province = 32 and n.item_code = i.item_code)
      and i.certificate in (select c.certificate from listing l join catalogue_item c on c.item_code = l.item_code
        where l.province = 32 and l.jurisdiction = '320000' and l.manufacturer_id = o.id)
    order by i.item_code limit 1`);
  if (item === undefined) throw new Error('the demo has no such product');
  return item;
}

const main = (page: Page) => page.locator('main');
const said = (page: Page, text: string | RegExp) => main(page).getByText(text).first().waitFor();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();

async function confirm(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Chooses from a list that is searched by typing. */
async function choose(page: Page, label: string, typed: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.click();
  await field.pressSequentially(typed);
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
  await options.filter({ hasText: typed }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Verifies, as another person, the only record of a product that waits. */
async function verifyRecord(item: Item): Promise<void> {
  const page = await enter('supervisor');
  await open(page, `/price-records?state=entered&code=${item.code}`);
  await main(page).getByRole('row').nth(1).getByRole('checkbox').check();
  await press(page, '核实通过 1 条');
  await confirm(page, '核实通过');
}

const paper = { name: '法定代表人同意书.pdf', mimeType: 'application/pdf' };
const buffer = Buffer.from(
  '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
);

beforeAll(async () => {
  [server, browser] = await Promise.all([openDemoServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('JS-15, JS-16: an institution files a product, with all that it will meet checked beside the form', async () => {
  const item = await ownItem(false);
  const page = await enter('buyer');
  await open(page, '/filings/new');
  await choose(page, '产品', item.code);
  await said(page, '目录内没有该产品');
  await said(page, '无挂网记录，须专家评审');
  // The manufacturer is known from the code.
  await main(page).getByText('南京明川医疗器械有限公司（演示）', { exact: true }).first().waitFor();
  await page.getByLabel('备案范围').click();
  await page.keyboard.press('Enter');
  for (const [label, value] of [
    ['采购单位', '套'],
    ['最小单位', '套'],
    ['采购量', '20'],
    ['使用起日', '2026-11-01'],
    ['使用止日', '2027-10-31'],
    ['使用科室', '心内科'],
    ['申请理由', '目录内无可替代产品，临床必需'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value);
  await shoot(page, 'filing-new');
  await press(page, '提交申请');
  await page.waitForURL(/filings\/[0-9a-f-]{36}/);
  await said(page, /BA2026\d+/);
});

test('JS-18: an emergency purchase waits for the consent of the legal representative, given by another person', async () => {
  const page = await enter('buyer');
  await open(page, '/outside-purchases/new');
  await press(page, '提交申请');
  await said(page, '请填写');
  const { code } = await ownItem(false);
  await choose(page, '医保耗材代码', code);
  await page.getByLabel('采购情形').click();
  await page.keyboard.press('Enter');
  for (const [label, value] of [
    ['情形说明', '急抢救使用，目录内无该产品'],
    ['供应企业', '南京康达医药配送有限公司（演示）'],
    ['法定代表人姓名', '李明远'],
    ['采购单位', '套'],
    ['单价', '36000'],
    ['采购量', '1'],
  ] as const)
    await page.getByLabel(label, { exact: true }).fill(value);
  await page.setInputFiles('input[type=file]', { ...paper, buffer });
  await page.getByText('已上传').waitFor();
  await press(page, '提交申请');
  await page.waitForURL(/outside-purchases\/[0-9a-f-]{36}/);
  const approver = await enter('approver');
  await open(approver, new URL(page.url()).pathname);
  await press(approver, '同意采购');
  await confirm(approver, '同意采购');
  // The duty to file begins with the consent, with its deadline.
  await said(approver, /还剩 \d+ 个工作日/);
  await shoot(approver, 'emergency-consented');
});

let run = '';
let publicity = '';

test('JS-13b: the bureau sees before it decides what the yearly linkage would do, for each product and in money', async () => {
  const page = await enter('supervisor');
  await open(page, '/linkage-runs');
  await main(page).getByRole('row').nth(1).getByRole('link').first().click();
  await said(page, '按上年度采购量影响金额');
  const effect = (await page.locator('.dl-linkage-effect').first().textContent()) ?? '';
  expect(effect).toMatch(/[1-9][\d,]*\.\d{2}/);
  const rows = main(page).getByRole('row').filter({ hasText: '拟调整' });
  await rows.first().waitFor();
  await shoot(page, 'linkage-run');
  await press(page, '批准并公示');
  await confirm(page, '批准并公示');
  await said(page, '公示中');
  run = new URL(page.url()).pathname;
  publicity = (await main(page).locator('a[href^="/open/publicities/"]').first().getAttribute('href')) ?? '';
});

test('HN-16: an enterprise objects to one item of the public list; its answer is drafted by one person and approved by another', async () => {
  const maker = await enter('maker');
  await open(maker, publicity);
  await maker.getByRole('button', { name: '提出异议', exact: true }).first().click();
  const dialog = maker.getByRole('dialog');
  await dialog.getByLabel('事由').click();
  await maker.keyboard.press('Enter');
  await dialog.getByLabel('具体理由').fill('外省价格为另一包装，换算后并不低于现挂网价。');
  await confirm(maker, '提交异议');
  const [made] = await look(
    sql<{
      id: string;
    }>`select id from publicity_objection where province = 32 order by made_at desc, id desc limit 1`,
  );
  const objection = `/objections/${made?.id ?? ''}`;
  const officer = await enter('officer');
  await open(officer, objection);
  await press(officer, /^受\s?理$/);
  await officer.getByRole('dialog').getByLabel('异议要点').fill('包装换算是否一致');
  await confirm(officer, /^受\s?理$/);
  await main(officer).getByText('成立', { exact: true }).first().click();
  await main(officer).locator('textarea').fill('经查，外省价格对应的包装不同，换算后不低于现挂网价。');
  await press(officer, '提交审定');
  await said(officer, '待另一位负责人审定');
  const supervisor = await enter('supervisor');
  await open(supervisor, objection);
  await press(supervisor, '审定通过');
  await confirm(supervisor, '审定通过');
  await said(supervisor, '不予生效');
});

let application = '';
let admitted: Item;

test('JS-7, JS-8: the wizard refuses what lacks a record and names it; with the record it is handed in', async () => {
  admitted = await ownItem(false);
  const page = await enter('maker');
  await open(page, '/admissions/new');
  await page.getByLabel(/按名称、企业/).fill(admitted.code);
  await page.getByRole('button', { name: /加\s?入/ }).click();
  const submit = page.getByRole('button', { name: '提交申请' });
  await said(page, '还差 15 省');
  await said(page, '还差 10 家医疗机构');
  expect(await submit.isDisabled()).toBe(true);
  await page.getByText('已入围', { exact: true }).first().click();
  await page.getByLabel('入围的集中采购项目和年份').fill('2019 年全省高值医用耗材集中采购');
  const cell = (name: string) => page.getByLabel(`${name} 1`, { exact: true });
  await cell('申报价（元/采购单位）').fill('480');
  await said(page, '没有可采信的价格记录，无法确定最低价');
  await cell('地区（名称或 6 位代码）').fill('安徽');
  await cell('挂网价（元）').fill('500');
  await cell('执行日期').fill('去年五月');
  await said(page, /有 1 行.*填写有误/);
  expect(await submit.isDisabled()).toBe(true);
  await cell('执行日期').fill('2026-05-01');
  await cell('依据文件').fill('皖医保秘〔2026〕12号');
  await shoot(page, 'wizard');
  await submit.click();
  await confirm(page, '提交申请');
  await page.waitForURL(/admissions\/[0-9a-f-]{36}/);
  application = new URL(page.url()).pathname;
});

test('HN-15: the record is verified, the check made and the decision taken by other persons; then buyers and the public find it', async () => {
  const officer = await enter('officer');
  await open(officer, application);
  await officer.getByLabel('原集中采购已入围').check();
  await press(officer, '提交审查意见');
  await said(officer, '最低价依据的价格记录尚未核实（500.00 元）');
  await verifyRecord(admitted);
  await open(officer, application);
  await officer.getByLabel('原集中采购已入围').check();
  await press(officer, '提交审查意见');
  await said(officer, '公示期满且异议处理完毕后作出决定');
  const citizen = await enter(null);
  await open(citizen, `/open/publicities?search=${encodeURIComponent(admitted.specification)}`);
  await said(citizen, /公示中/);
  await server.moveTo(instant('2026-11-05T01:00:00.000Z'));
  const supervisor = await enter('supervisor');
  await open(supervisor, application);
  await press(supervisor, '提交决定');
  await said(supervisor, '已进入挂网目录');
  const buyer = await enter('buyer');
  await open(buyer, '/');
  await buyer
    .getByRole('textbox', { name: '搜索' })
    .first()
    .fill(`${admitted.name} ${admitted.specification}`);
  await buyer.keyboard.press('Enter');
  await buyer.waitForURL(/\/listings\?/);
  await main(buyer).getByRole('row').filter({ hasText: admitted.specification }).first().waitFor();
  await shoot(buyer, 'listing-found');
  await open(citizen, `/open?search=${encodeURIComponent(admitted.specification)}`);
  await said(citizen, '480.00');
});

let duty = '';
let listed: Item;

test('JS-13a: a cheaper price elsewhere, recorded by one and verified by another, is a duty on the first page', async () => {
  listed = await ownItem(true);
  const officer = await enter('officer');
  await open(officer, '/price-records/new');
  await choose(officer, '医保代码', listed.code);
  await choose(officer, '地区', '浙江省');
  for (const [label, value] of [
    ['价格', String(Math.floor(Number(listed.price) * 0.9))],
    ['采购单位', '套'],
    ['转换比', '1'],
    ['执行日期', '2026-11-03'],
    ['来源文件', '浙医保发〔2026〕31号'],
  ] as const)
    await officer.getByLabel(label, { exact: true }).fill(value);
  await press(officer, '提交核实');
  await officer.waitForURL(/price-records\?state=entered/);
  await verifyRecord(listed);
  await server.moveTo(instant('2026-11-05T02:00:00.000Z'));
  const maker = await enter('maker');
  await open(maker, '/');
  // Listed by each of the cities, a product is still one thing to do.
  await said(maker, /个挂网目录/);
  const todo = maker.getByRole('listitem').filter({ hasText: `${listed.name} ${listed.specification}` });
  await todo.getByText(/还剩 \d+ 个工作日/).waitFor();
  await shoot(maker, 'duty-home');
  await todo.getByRole('link', { name: '申报新的全国最低价' }).click();
  await maker.waitForURL(/price-duties\/[0-9a-f-]{36}/);
  duty = new URL(maker.url()).pathname;
  await said(maker, '浙江省');
  await main(maker).getByRole('button', { name: '依据' }).last().click();
  await maker.getByRole('dialog').getByText('20个工作日').first().waitFor();
  await shoot(maker, 'duty-article');
});

test('JS-13c: reminded before, suspended when found late, and everybody reads it', async () => {
  const rows = await look(sql<{ due: string }>`
    select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due from price_duty
    where province = 32 and id = ${duty.split('/').at(-1)}::uuid`);
  const due = Date.parse(rows[0]?.due ?? '');
  expect(due).toBeGreaterThan(Date.parse(demoNow));
  const before = (hours: number) => instant(new Date(due - hours * 3_600_000).toISOString());
  await server.moveTo(before(30));
  const reminded = await enter('maker');
  // The bell shows the newest of many.
  await open(reminded, '/notices');
  await shoot(reminded, 'inbox');
  const told = await reminded.context().request.get('/api/notices?limit=100');
  expect(await told.text()).toContain('新最低价申报即将到期');
  await server.moveTo(before(-10));
  const supervisor = await enter('supervisor');
  await open(supervisor, duty);
  await press(supervisor, '逾期属实，暂停挂网');
  await supervisor.getByRole('dialog').locator('textarea').fill('经查实，逾期未申报浙江省挂网价');
  await confirm(supervisor, '逾期属实，暂停挂网');
  await said(supervisor, '已暂停挂网');
  const citizen = await enter(null);
  // Who looks at the announcements is led to the changes of the directory.
  await open(citizen, '/open/notices');
  await main(citizen).getByText('未及时或不实申报最低价').first().waitFor();
  await main(citizen).getByRole('link', { name: '目录变动公开' }).click();
  await citizen.waitForURL(/\/open\/directory/);
  const row = main(citizen).getByRole('row').filter({ hasText: listed.specification }).first();
  await row.getByText('未及时或不实申报最低价').waitFor();
  await row.getByText('暂停').first().waitFor();
  await shoot(citizen, 'suspension-open');
  const maker = await enter('maker');
  await open(maker, '/');
  await said(maker, '补申报最低价，恢复挂网');
});

test('JS-13b: on its date the linkage is executed, all but what was objected to; the report and the public say so', async () => {
  await server.moveTo(instant('2026-12-10T01:00:00.000Z'));
  await advanceRuns(server.world);
  await server.moveTo(instant('2026-12-10T02:00:00.000Z'));
  const page = await enter('supervisor');
  await open(page, run);
  await said(page, '已执行');
  const figure = async (name: string): Promise<number> => {
    const cell = page.locator('.dl-linkage-figures > div').filter({ hasText: name });
    return Number(await cell.locator('dd').textContent());
  };
  expect(await figure('异议成立不调整')).toBe(1);
  expect(await figure('已调整')).toBeGreaterThan(0);
  await shoot(page, 'linkage-executed');
  const report = page.waitForEvent('download');
  await press(page, '下载报告');
  expect((await report).suggestedFilename()).toMatch(/^2026-LD\d+\.xlsx$/);
  const citizen = await enter(null);
  await open(citizen, '/open/price-adjustments?reason=linkage');
  await main(citizen).getByRole('row').filter({ hasText: '2026-12-10' }).first().waitFor();
  await shoot(citizen, 'adjustments-open');
});

test('no page complained on the way', () => {
  expect(visits.flatMap((each) => each.complaints)).toEqual([]);
});
