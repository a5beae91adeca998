import { readAward } from '@daylight/api/bidding-award.ts';
import { readBidding } from '@daylight/api/bidding.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { addMs } from '@daylight/rules/time.ts';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  type Alliance,
  accepted,
  asBidding,
  delivering,
  filledPlan,
  openAlliance,
  present,
  reported,
  signAll,
} from '../support/alliance.ts';
import {
  type BiddingRound,
  bid,
  day,
  enrolled,
  proven,
  release,
  settle,
  stateOf,
} from '../support/bidding.ts';
import { openTestWorld } from '../support/world.ts';
import { axeFaults, desktop, open, openBrowser, overflow, phone, shoot } from './browser.ts';
import { confirm, decide, main, pathOf, pick, press, said } from './story.ts';
import { type Windows, openWindows } from './windows.ts';

/**
 * The five-city alliance through the screens, by twelve hospitals and eight bidders: what each kind of person does is clicked
 * once, what the others repeat goes over HTTP (JS-20 to JS-25a, SX-2.1 to SX-5.4a). A stranger verifies the award.
 */
let alliance: Alliance;
let bidding: BiddingRound;
let browser: Browser;
let windows: Windows;
let tenderId = '';

beforeAll(async () => {
  [alliance, browser] = await Promise.all([openTestWorld().then(openAlliance), openBrowser()]);
  windows = openWindows(browser, await alliance.at.app.listen({ host: '127.0.0.1', port: 0 }));
});
afterAll(async () => {
  await browser?.close();
  await alliance?.at.close();
});

// What everybody saw when something went wrong.
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await windows.shootAll('round-failed');
});

const round = async () => (await alliance.officer.call(readRound, { params: { tenderId } })).value;
const params = () => ({ tenderId });

/** A screen of this story as people need it: accessible, and within its window on a desk and on a phone. */
async function looked(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await shoot(page, name);
  expect(await axeFaults(page)).toEqual([]);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(phone);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  await shoot(page, `${name}-phone`);
  await page.setViewportSize(desktop);
}

/** A key file as its owner keeps it: made in the browser, saved, and chosen again. */
async function newKey(page: Page, button: string): Promise<string> {
  const saved = page.waitForEvent('download');
  await page.getByLabel('密钥文件口令').first().fill('桂花开在十月的南京');
  await press(page, button);
  return (await saved).path();
}
async function giveKey(page: Page, file: string, button: string): Promise<void> {
  await page
    .getByLabel('选择密钥文件')
    .setInputFiles({ name: 'key.json', mimeType: 'application/json', buffer: await readFile(file) });
  await page.getByLabel('密钥文件口令').last().fill('桂花开在十月的南京');
  // A file input is a button too, by its label.
  await page.getByRole('button', { name: button }).last().click();
}

test('SX-2.1 the lead city screens last year’s purchases, chooses the items and begins the project', async () => {
  const page = await windows.at(alliance.officer, '/round-screenings/new');
  await page.getByLabel('遴选名称').fill('五市联盟品种遴选');
  await pick(page, '层级', '市际联盟');
  const cities = page.getByLabel('设区市', { exact: true });
  await cities.click();
  for (const city of ['南京', '无锡', '徐州', '常州', '苏州']) {
    await cities.pressSequentially(city);
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option')
      .filter({ hasText: city })
      .first()
      .click();
  }
  await page.keyboard.press('Escape');
  await press(page, '开始汇总');
  await page.waitForURL(/round-screenings\/[0-9a-f-]{36}/);
  const path = pathOf(page);
  await alliance.at.moveBy(1000);
  await open(page, path);
  await said(page, '一次性注射器');
  for (const box of await main(page).getByRole('row').getByRole('checkbox').all()) await box.check();
  await shoot(page, 'round-screening');
  await decide(page, '提出选择', '用量大、竞争充分');
  await alliance.at.moveBy(1000);
  await open(page, path);
  await press(page, '据此建立项目');
  await page.waitForURL(/rounds\/new/);
  await page.getByLabel('项目名称').fill('五市联盟注射穿刺类医用耗材集中带量采购');
  await shoot(page, 'round-new');
  await press(page, '建立项目');
  await page.waitForURL(/\/rounds\/[0-9a-f-]{36}/);
  tenderId = /rounds\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
  expect(await round()).toMatchObject({ state: 'draft', items: 2, institutions: 12 });
});

test('JS-22 the plan is submitted by one, approved by another, filed with the province, noted there and announced', async () => {
  const { officer, supervisor, province } = alliance;
  await filledPlan(alliance, tenderId);
  const page = await windows.at(officer, `/rounds/${tenderId}`);
  await decide(page, '提交审定');
  const other = await windows.at(supervisor, `/rounds/${tenderId}`);
  await shoot(other, 'round-plan');
  await decide(other, '审定通过');
  await open(page, `/rounds/${tenderId}`);
  await decide(page, '报送方案');
  await decide(await windows.at(province, `/rounds/${tenderId}`), '收悉');
  const { plan } = await round();
  await alliance.at.moveTo(plan!.filing!.announceFrom!.dueAt);
  await open(page, `/rounds/${tenderId}`);
  await press(page, '发布公告');
  await page.getByRole('dialog').getByLabel('正文').fill('五市联盟集中带量采购公告。');
  await page.getByRole('dialog').getByRole('button', { name: '发布公告' }).click();
  await said(page, '报量');
  await alliance.at.moveBy(1000);
  expect((await round()).state).toBe('reporting');
});

test('SX-3.1a a buyer reports beside last year’s use, the approver confirms, the lead city takes it, and the volumes are published', async () => {
  const { hospitals, officer } = alliance;
  const [hospital, ...others] = hospitals;
  const { timetable } = await round();
  await alliance.at.moveTo(timetable.demandFromAt!);
  const buyer = await windows.at(hospital!.buyer, '/');
  await buyer.getByRole('listitem').filter({ hasText: '填报采购需求量' }).getByRole('link').first().click();
  await buyer.waitForURL(/volume-reports/);
  await said(buyer, /还有 \d+ 个空格未填/);
  for (const button of await buyer.getByRole('button', { name: '需求量同上年' }).all()) await button.click();
  await buyer.getByLabel('一次性注射器 规格1 本年需求量').fill('500');
  await press(buyer, /^核\s?对$/);
  await said(buyer, /偏差超过规定/);
  await looked(buyer, 'volume-report');
  await buyer.getByLabel('一次性注射器 规格1 偏差说明').fill('新增日间手术中心');
  await press(buyer, /^核\s?对$/);
  await said(buyer, '核对通过，可以报送');
  await decide(buyer, /^报\s?送$/);
  await said(buyer, '待本单位确认');
  const approver = await windows.at(hospital!.approver, pathOf(buyer));
  await decide(approver, '确认报量');
  await said(approver, '待审核');
  for (const each of others) await reported(tenderId, each);
  const page = await windows.at(officer, `/volume-reports/rounds/${tenderId}`);
  await looked(page, 'volume-round');
  await page.getByRole('row').filter({ hasText: hospital!.name }).first().getByRole('checkbox').check();
  await press(page, '采纳 1 家');
  await confirm(page, /^采\s?纳$/);
  await accepted(officer, tenderId, others);
  await alliance.at.moveTo(timetable.demandDueAt!);
  await open(page, `/volume-reports/rounds/${tenderId}`);
  await said(page, '以下为按现有采纳报量的试算');
  await decide(page, '公布约定采购量');
  await said(page, '已公布');
  expect((await round()).state).toBe('measured');
  const stranger = await windows.at(null, `/open/agreed-volumes/${tenderId}`);
  await said(stranger, '80%');
  await looked(stranger, 'agreed-volumes');
});

let trusteeKey = '';
test('SX-3.2b a trustee makes a key and proves it; a bidder enrols and seals a price in the browser', async () => {
  const { officer, trustees } = alliance;
  const { timetable } = await round();
  await alliance.at.moveTo(timetable.bidFromAt!);
  bidding = await asBidding(alliance, tenderId);
  const [notary, ...others] = [bidding.holders[2]!, ...bidding.holders.filter((_, n) => n !== 2)];
  const { setTrustees } = await import('@daylight/api/bidding-opening.ts');
  const body = {
    threshold: 3,
    trustees: trustees.map(({ person, capacity }) => ({ accountId: person.accountId, capacity })),
  };
  void (await officer.call(setTrustees, { params: params(), body })).value;
  const desk = await windows.at(notary.person, `/openings/${tenderId}`);
  trusteeKey = await newKey(desk, '生成并下载密钥文件');
  await giveKey(desk, trusteeKey, '验证密钥文件');
  await said(desk, '密钥已验证');
  await shoot(desk, 'trustee-key');
  for (const holder of others) await proven(bidding, holder);
  const page = await windows.at(officer, `/openings/${tenderId}`);
  await decide(page, '开始接收报价');
  await said(page, '投标');

  const [firm, ...rivals] = bidding.firms;
  const bidder = await windows.at(firm!.sales, `/bids/${tenderId}`);
  await press(bidder, '报名参加');
  await said(bidder, '待审核');
  await open(page, `/openings/${tenderId}`);
  await decide(page, /^通\s?过$/);
  await open(bidder, `/bids/${tenderId}`);
  const key = await newKey(bidder, '生成密钥文件');
  await giveKey(bidder, key, '选择密钥文件');
  await said(bidder, '密钥文件已确认可用');
  await bidder.getByLabel(/^报价（/).fill('40');
  await shoot(bidder, 'seal-bid');
  await press(bidder, '加密并提交');
  await said(bidder, '密封报价已收到');
  const prices = ['50', '58', '61', '95', '30', '44', '80'];
  for (const [n, each] of rivals.entries()) {
    await enrolled(bidding, each);
    await bid(bidding, each, prices[n]!);
  }
  const seen = (await firm!.sales.call(readBidding, { params: params() })).value;
  expect(seen.receipts).toMatchObject([{ state: 'standing', version: 1 }]);
});

test('SX-3.2b after the deadline the notary releases the third share on screen, and the bids open before everybody’s eyes', async () => {
  await alliance.at.moveTo(addMs(bidding.dueAt as never, 1000));
  for (const holder of bidding.holders.slice(0, 2)) void (await release(bidding, holder)).value;
  const notary = await windows.at(bidding.holders[2]!.person, `/openings/${tenderId}`);
  await giveKey(notary, trusteeKey, '释放全部份额');
  await notary.locator('.ant-message-success').waitFor();
  await settle(bidding);
  const page = await windows.at(alliance.officer, `/openings/${tenderId}`);
  await said(page, /已打开，1 项/);
  await said(page, '评审结果');
  await shoot(page, 'opening');
  expect(await stateOf(bidding)).toBe('evaluated');
});

test('JS-20 the result is published and confirmed by a second person; a stranger recomputes it in the browser', async () => {
  const { officer, deputy } = alliance;
  const page = await windows.at(officer, `/openings/${tenderId}`);
  await decide(page, '提请公示');
  await alliance.at.moveBy(1000);
  await alliance.at.moveBy(9 * day);
  const other = await windows.at(deputy, `/openings/${tenderId}`);
  await decide(other, '确认中选结果');
  await alliance.at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('choosing');
  const stranger = await windows.at(null, '/open/awards');
  await main(stranger)
    .getByRole('link', { name: /五市联盟/ })
    .first()
    .click();
  await stranger.waitForURL(/open\/awards\/[0-9a-f-]{36}/);
  await press(stranger, '在我的浏览器中核验');
  await stranger.waitForURL(/verify/);
  await said(stranger, '核验一致');
  await shoot(stranger, 'award-verified');
  const award = (await officer.call(readAward, { params: params() })).value;
  expect(award.lines.filter((line) => line.selected)).toHaveLength(8);
});

test('SX-4.1 a hospital gives its leftover to a product of its choice in three steps; the others leave it to the rule', async () => {
  const [hospital] = alliance.hospitals;
  const page = await windows.at(hospital!.buyer, '/');
  await page.getByRole('listitem').filter({ hasText: '选择剩余量分配' }).getByRole('link').first().click();
  await page.waitForURL(/leftover-choices/);
  await press(page, /^下一步$/);
  await press(page, '全部给价格最低的');
  await page
    .getByRole('button', { name: /^全部给它 留置针/ })
    .first()
    .click();
  await looked(page, 'leftover-choice');
  await press(page, /^下一步$/);
  await decide(page, '确认选择');
  await said(page, '已选择');
  await alliance.at.moveTo((await round()).timetable.choiceDueAt!);
  await alliance.at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('signing');
});

test('GY-4.3a a hospital signs its contracts in one go, a winner too; with both signatures they are in force', async () => {
  const { hospitals, bidders, at: world } = alliance;
  const people = [...hospitals.map((each) => each.approver), ...bidders.map((each) => each.sales)];
  await present(world, people);
  const [hospital] = hospitals;
  const [winner] = bidders;
  for (const person of [hospital!.approver, winner!.sales]) {
    const page = await windows.at(person, '/agreements?mine=true');
    await said(page, /份文本待您签署/);
    await page.getByRole('table').getByRole('checkbox').first().check();
    await press(page, /^签署所选/);
    await confirm(page, /^签\s?署$/);
    await said(page, '没有待您签署的文本');
    await shoot(page, `signed-${person === hospital!.approver ? 'hospital' : 'winner'}`);
  }
  for (const person of people) await signAll(person);
  await world.moveBy(1000);
  await world.moveBy(1000);
  expect(await stateOf(bidding)).toBe('executing');
});

test('SX-5.4a JS-25a the first order at the selected price draws from the agreed volume', async () => {
  const { hospitals, bidders, at: world } = alliance;
  const [hospital] = hospitals;
  const [{ day: from } = { day: '' }] = await world.sql<{ day: string }>(
    'select min(from_on)::text as day from volume_account',
  );
  await world.moveTo(`${from}T02:00:00.000Z`);
  await delivering(alliance, bidders[0]!.sales, hospital!);
  const page = await windows.at(hospital!.buyer, '/listings?form=alliance');
  const row = main(page).getByRole('row').filter({ hasText: bidders[0]!.name });
  await row.getByRole('button', { name: '加入采购单' }).first().click();
  await page.locator('.ant-popover').getByRole('button', { name: '加入采购单' }).click();
  await page.locator('.ant-message-success').waitFor();
  await open(page, '/cart');
  await press(page, '核对并下单');
  await shoot(page, 'first-order');
  await page.getByRole('button', { name: /^确认下单/ }).click();
  await page.locator('.ant-message-success').filter({ hasText: /DD\d+/ }).waitFor();
  const [account] = await world.sql<{ reserved: number }>(
    'select reserved::float from volume_account where institution_id = $1 and manufacturer_id = $2',
    [hospital!.id, bidders[0]!.id],
  );
  expect(account?.reserved).toBe(10);
  expect(windows.complaints()).toEqual([]);
});
