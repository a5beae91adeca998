import {
  agreeFiling,
  applyFiling,
  decideFiling,
  examineFiling,
  offerFiling,
  readFiling,
  reportFiling,
} from '@daylight/api/filing.ts';
import { decidePriceRecord, enterPriceRecord } from '@daylight/api/linkage.ts';
import { answerInvitation, listAssignments, signMinutes, submitScore } from '@daylight/api/panel-member.ts';
import { freezePool, readReview } from '@daylight/api/panel.ts';
import { instant } from '@daylight/rules/time.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, shoot } from './browser.ts';
import { type DemoServer, openDemoServer } from './demo-server.ts';
import { type Story, confirm, decide, main, openStory, paste, pathOf, pick, press, said } from './story.ts';

/** JS-8, JS-9, JS-10: the ways into the directory that need records and experts, in a real browser; JS-7 is told with the prices. */
let server: DemoServer;
let browser: Browser;
let story: Story;
beforeAll(async () => {
  [server, browser] = await Promise.all([openDemoServer(), openBrowser()]);
  story = openStory(server, browser);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

interface Item {
  readonly code: string;
  readonly name: string;
  readonly specification: string;
  readonly makerId: string;
}

const taken: string[] = [];

/** A product of the manufacturer who signs in that nobody lists and nobody has priced; of a certificate that is confirmed. */
async function newItem(): Promise<Item> {
  const [item] = await story.look(sql<Item>`
    select i.item_code as code, i.product_name as name, i.specification, o.id as "makerId"
    from catalogue_item i join organisation o on o.name = i.manufacturer
    join account a on a.organisation_id = o.id and a.login = 'maker'
    where i.state = 'active' and i.item_code <> all(${taken})
      and not exists (select 1 from listing l where l.province = 32 and l.item_code = i.item_code)
      and not exists (select 1 from price_record r where r.province = 32 and r.item_code = i.item_code)
      and not exists (select 1 from admission_line n where n.province = 32 and n.item_code = i.item_code)
      and i.certificate in (select c.certificate from listing l join catalogue_item c on c.item_code = l.item_code
        where l.province = 32 and l.jurisdiction = '320000' and l.manufacturer_id = o.id)
    order by i.item_code limit 1`);
  if (item === undefined) throw new Error('the demo has no such product');
  taken.push(item.code);
  return item;
}

const cell = (page: Page, name: string) => page.getByLabel(`${name} 1`, { exact: true });
const submit = (page: Page) => page.getByRole('button', { name: '提交申请' });

/** The wizard with a product, its class and way chosen. */
async function apply(item: Item, words: { readonly class: string; readonly city?: string }): Promise<Page> {
  const page = await story.at('maker', '/admissions/new');
  // What was typed for another product is still there.
  const startOver = page.getByRole('button', { name: '清空重填' });
  if (await startOver.isVisible()) await startOver.click();
  await page.getByLabel(/按名称、企业/).fill(item.code);
  await page.getByRole('button', { name: /加\s?入/ }).click();
  await said(page, '适用');
  await pick(page, '产品类别', words.class);
  if (words.city !== undefined) await pick(page, '申请的设区市', words.city);
  return page;
}

async function handIn(page: Page): Promise<string> {
  await press(page, '提交申请');
  await confirm(page, '提交申请');
  await page.waitForURL(/admissions\/[0-9a-f-]{36}/);
  return pathOf(page);
}
const idOf = (path: string): string => path.split('/').at(-1) ?? '';

/** The review that an application on the screen waits for. */
async function reviewOf(page: Page): Promise<string> {
  const link = main(page).locator('a[href^="/reviews/"]').first();
  return idOf((await link.getAttribute('href')) ?? '');
}

interface Seat {
  readonly login: string;
  readonly version: number;
  readonly state: string;
}
const seatsOf = (reviewId: string) =>
  story.look(sql<Seat>`
    select a.login, c.version, c.state from panel_candidate c join account a on a.id = c.account_id
    where c.province = 32 and c.review_id = ${reviewId}::uuid and c.state in ('invited', 'accepted', 'scored') order by c.rank`);

let minute = Date.parse('2026-10-27T01:00:00.000Z');
async function later(minutes: number): Promise<void> {
  minute += minutes * 60_000;
  await story.moveTo(instant(new Date(minute).toISOString()));
}
const daysLater = (days: number): Promise<void> => later(days * 1440);
/** Until the announced moment, and the first seal of the journal after it. */
async function drawn(): Promise<void> {
  await later(11);
  await sealAll(server.world);
  await later(1);
}

const opinion = '资料齐全，临床确有需要，价格可接受。';
const accept = async (reviewId: string, { login, version }: Seat) =>
  story.call(login, answerInvitation, { params: { reviewId }, body: { version, answer: 'accept' } });
async function score(reviewId: string, { login, version }: Seat, points: number): Promise<void> {
  const { sheet } = await story.call('supervisor', readReview, { params: { reviewId } });
  const given = Object.fromEntries(sheet.criteria.map((each) => [each.code, points]));
  await story.call(login, submitScore, { params: { reviewId }, body: { version, points: given, opinion } });
}
async function sign(reviewId: string, login: string): Promise<void> {
  const { items } = await story.call(login, listAssignments, {});
  const version = items.find((each) => each.id === reviewId)?.version ?? 0;
  await story.call(login, signMinutes, { params: { reviewId }, body: { version } });
}

const places = '河北 山西 辽宁 吉林 黑龙江 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南'.split(' ');
const rowsFrom = (from: number, until: number) =>
  places
    .slice(from, until)
    .map((place, at) => ['1', place, String(500 + at), '', '', '2026-03-01', '', `${place}医保〔2026〕12号`]);

/** A confirmed filing purchase of the product, by the institution and the bureau of a city. */
async function file(item: Item, buyer: string): Promise<string> {
  const body = {
    itemCode: item.code,
    class: 'ordinary' as const,
    scope: 'clinicalNeed',
    manufacturerId: item.makerId,
    purchaseUnit: '盒',
    smallestUnit: '支',
    unitsPerPurchaseUnit: 10,
    quantity: '20',
    department: '重症医学科',
    usedFrom: '2026-12-01',
    usedUntil: '2027-11-30',
    reason: '目录内无可替代产品，临床必需',
  };
  const { id, version } = await story.call(buyer, applyFiling, { body });
  const params = { filingId: id };
  const offer = { version, price: '90', note: '' };
  const offered = await story.call('maker', offerFiling, { params, body: offer });
  await story.call(buyer, agreeFiling, {
    params,
    body: { version: offered.version, quantity: '20', note: '' },
  });
  return id;
}

let ordinary: Item;
const filed: { readonly city: string; readonly id: string }[] = [];
const versionOf = async (login: string, id: string) =>
  (await story.call(login, readFiling, { params: { filingId: id } })).version;

test('JS-10: without ten institutions an ordinary product is refused and told so; ten institutions begin to file it', async () => {
  ordinary = await newItem();
  const refused = await apply(ordinary, { class: '普通', city: '南京市' });
  await said(refused, /原未入围普通医用耗材/);
  await cell(refused, '申报价（元/采购单位）').fill('88');
  await said(refused, '还差 10 家医疗机构');
  expect(await submit(refused).isDisabled()).toBe(true);
  const hospitals = await story.look(sql<{ login: string; city: string }>`
    select a.login, regexp_replace(c.login, '^officer-', '') as city from account a
    join organisation o on o.id = a.organisation_id and o.ownership = 'public' and o.level in ('tertiary', 'secondary')
    join organisation b on b.kind = 'bureau' and b.jurisdiction = left(o.jurisdiction, 4) || '00'
    join account c on c.organisation_id = b.id and c.login like 'officer-%'
    where a.login like 'buyer%' order by o.jurisdiction, a.login limit 10`);
  const record = {
    itemCode: ordinary.code,
    jurisdiction: '330000',
    kind: 'provincialListing' as const,
    price: '90',
  };
  const pack = { purchaseUnit: '盒', unitsPerPurchaseUnit: 10, effectiveFrom: '2026-03-01' };
  const entered = await story.call('officer', enterPriceRecord, {
    body: { ...record, ...pack, document: '浙江挂网目录', reason: '与公告核对一致', evidenceIds: [] },
  });
  await story.call('supervisor', decidePriceRecord, {
    params: { recordId: entered.id },
    body: { itemCode: ordinary.code, approve: true },
  });
  for (const { login, city } of hospitals) filed.push({ city, id: await file(ordinary, login) });
  for (const { city, id } of filed) {
    const login = `officer-${city}`;
    const body = { version: await versionOf(login, id), outcome: 'pass' as const, note: '材料齐全' };
    await story.call(login, examineFiling, { params: { filingId: id }, body });
  }
});

let shortlisted: Item;
let shortlistedAt = '';

test('JS-9: an ordinary product formerly shortlisted is handed in to a city, checked and made public', async () => {
  const item = await newItem();
  const page = await apply(item, { class: '普通', city: '南京市' });
  await page.getByText('已入围', { exact: true }).first().click();
  await said(page, /原已入围普通医用耗材/);
  await cell(page, '申报价（元/采购单位）').fill('88');
  // Refused for the missing record, and for what was not named.
  await said(page, '没有可采信的价格记录，无法确定最低价');
  await said(page, /第 1 行：原集中采购已入围/);
  expect(await submit(page).isDisabled()).toBe(true);
  await page.getByLabel('入围的集中采购项目和年份').fill('2019 年南京市普通医用耗材集中采购');
  await paste(page, '行号 1', [['1', '安徽', '90', '', '', '2026-03-01', '', '皖医保〔2026〕9号']]);
  const path = await handIn(page);
  const officer = await story.at('officer-nanjing', path);
  await officer.getByLabel('原集中采购已入围').check();
  await decide(officer, '核实通过');
  await officer.getByRole('button', { name: '核实通过' }).first().waitFor({ state: 'detached' });
  await press(officer, '提交审查意见');
  await said(officer, '公示期满且异议处理完毕后作出决定');
  shortlisted = item;
  shortlistedAt = path;
});

let highValue: Item;
let application = '';
let review = '';

test('JS-8: fourteen provinces are refused and the missing one is told; with fifteen it is handed in', async () => {
  highValue = await newItem();
  const page = await apply(highValue, { class: '高值“六大类”' });
  await said(page, '原未入围高值医用耗材');
  await cell(page, '申报价（元/采购单位）').fill('480');
  await paste(page, '行号 1', rowsFrom(0, 14));
  await said(page, '还差 1 省');
  // Beside the button, too, so that nobody has to look for it.
  await said(page, /第 1 行：挂网记录或备案采购记录 还差 1 省 \/ 还差 10 家医疗机构/);
  expect(await submit(page).isDisabled()).toBe(true);
  await shoot(page, 'new-high-value-14');
  await press(page, '加一行');
  await main(page).getByRole('button', { name: '加一行' }).last().click();
  await paste(page, '行号 15', rowsFrom(14, 15));
  await said(page, '数量已够，待核实后计入');
  application = await handIn(page);
});

test('JS-8, HN-15: the officer verifies all records at once and passes it on to the experts', async () => {
  const page = await story.at('officer', application);
  await press(page, '15 条全部核实通过');
  await confirm(page, '核实通过');
  await said(page, '15/15 省');
  await pick(page, '评审专业', '骨科');
  await press(page, '提交审查意见');
  await said(page, '专家评审中');
  await shoot(page, 'new-high-value-panel');
  review = await reviewOf(page);
});

test('HN-15: who declared an interest is kept out of the draw; the list is frozen before anybody knows the numbers', async () => {
  const interested = await story.at('expert', '/my-interests');
  await press(interested, '申报利益关系');
  const dialog = interested.getByRole('dialog');
  await dialog.getByLabel('相关单位').click();
  await dialog.getByLabel('相关单位').pressSequentially('南京明川');
  await interested.locator('.ant-select-dropdown:visible').getByText('南京明川').first().waitFor();
  await interested.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  await pick(interested, '关系', '持股');
  await confirm(interested, '申报利益关系');
  const page = await story.at('officer', application);
  await main(page).locator('a[href^="/reviews/"]').first().click();
  await page.waitForURL(/reviews\/[0-9a-f-]{36}/);
  await said(page, '持股');
  await shoot(page, 'panel-pool');
  await press(page, '封存名单');
  await confirm(page, '封存名单');
  await said(page, '已封存');
});

test('JS-8: one recuses and the reserve takes the seat; the members score blind, sign, and the minutes say what came of it', async () => {
  await drawn();
  const [first, ...others] = await seatsOf(review);
  if (first === undefined) throw new Error('nobody was drawn');
  expect(others).toHaveLength(4);
  expect([first, ...others].map((each) => each.login)).not.toContain('expert');
  const recusing = await story.at(first.login, '/');
  await main(recusing).locator('a[href^="/my-reviews/"]').first().click();
  await recusing.waitForURL(/my-reviews\/[0-9a-f-]{36}/);
  await decide(recusing, '申请回避', '曾为该企业提供咨询');
  await later(1);
  const seats = await seatsOf(review);
  expect(seats).toHaveLength(5);
  expect(seats.map((each) => each.login)).not.toContain(first.login);
  const [member, ...rest] = seats;
  for (const seat of rest) await accept(review, seat);
  const page = await story.at(member?.login ?? '', `/my-reviews/${review}`);
  await shoot(page, 'panel-invited');
  await decide(page, '接受邀请');
  await said(page, '评分表');
  // Nobody sees what others gave before all is closed.
  for (const [at, field] of (await page.getByRole('spinbutton').all()).entries())
    await field.fill(String(80 + at));
  await page.getByLabel('评审意见').fill(opinion);
  await shoot(page, 'panel-score');
  await press(page, '提交评分');
  await confirm(page, /确\s?定|提交评分/);
  await page.getByRole('spinbutton').first().waitFor({ state: 'detached' });
  const waiting = (await seatsOf(review)).filter((seat) => seat.state === 'accepted');
  expect(waiting).toHaveLength(4);
  for (const seat of waiting) await score(review, seat, 85);
  await later(1);
  const closed = await story.at(member?.login ?? '', `/my-reviews/${review}`);
  await said(closed, '纪要');
  await decide(closed, '签署纪要');
  for (const { login } of rest) await sign(review, login);
  await later(1);
  const officer = await story.at('officer', `/reviews/${review}`);
  await said(officer, '推荐');
  await shoot(officer, 'panel-minutes');
  const citizen = await story.at(null, '/open/panel-draws');
  await main(citizen).getByRole('row').filter({ hasText: highValue.name }).getByRole('link').first().click();
  await said(citizen, '核验一致');
});

test('JS-8: public for five working days, decided by another, found by buyers', async () => {
  await daysLater(8);
  const page = await story.at('supervisor', application);
  await press(page, '提交决定');
  await said(page, '已进入挂网目录');
  await shoot(page, 'new-high-value-listed');
  const buyer = await story.at('buyer', `/listings?q=${encodeURIComponent(highValue.code)}`);
  await main(buyer).getByRole('row').filter({ hasText: highValue.specification }).first().waitFor();
});

test('JS-9: the city lists it at the lowest price, and the public finds it where it looks for announcements', async () => {
  const supervisor = await story.at('supervisor-nanjing', shortlistedAt);
  await press(supervisor, '提交决定');
  await said(supervisor, '已进入挂网目录');
  const citizen = await story.at(null, '/open/notices?jurisdiction=320000');
  await main(citizen).getByText(shortlisted.specification).first().waitFor();
  await shoot(citizen, 'open-notices');
});

test('JS-10: with ten confirmed filings the experts of the province are asked, and it is listed', async () => {
  for (const { city, id } of filed) {
    const officer = `officer-${city}`;
    const supervisor = `supervisor-${city}`;
    const params = { filingId: id };
    await story.call(officer, reportFiling, {
      params,
      body: { version: await versionOf(officer, id), note: '' },
    });
    const decision = { outcome: 'confirm' as const, note: '' };
    await story.call(supervisor, decideFiling, {
      params,
      body: { version: await versionOf(supervisor, id), ...decision },
    });
  }
  const page = await apply(ordinary, { class: '普通', city: '南京市' });
  await said(page, '10/10 家医疗机构');
  await cell(page, '申报价（元/采购单位）').fill('88');
  await shoot(page, 'new-ordinary-10');
  const path = await handIn(page);
  const officer = await story.at('officer-nanjing', path);
  await pick(officer, '评审专业', '骨科');
  await press(officer, '提交审查意见');
  await said(officer, '专家评审中');
  const params = { reviewId: await reviewOf(officer) };
  // The experts of the city are too few: the list of the province is taken.
  const { version } = await story.call('officer-nanjing', readReview, { params });
  await story.call('officer-nanjing', freezePool, { params, body: { version, area: '320000' } });
  await drawn();
  for (const seat of await seatsOf(params.reviewId)) await accept(params.reviewId, seat);
  for (const seat of await seatsOf(params.reviewId)) await score(params.reviewId, seat, 82);
  await later(1);
  for (const { login } of await seatsOf(params.reviewId)) await sign(params.reviewId, login);
  // The minutes are whole, and the list becomes public.
  await later(1);
  await daysLater(9);
  const supervisor = await story.at('supervisor-nanjing', path);
  await press(supervisor, '提交决定');
  await said(supervisor, '已进入挂网目录');
}, 240_000);

test('no page complained on the way', () => {
  expect(story.complaints()).toEqual([]);
});
