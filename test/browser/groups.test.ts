import { readBidding } from '@daylight/api/bidding.ts';
import { placeOrders } from '@daylight/api/order.ts';
import { approvePlan } from '@daylight/api/tender-plan.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { addMs } from '@daylight/rules/time.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accepted, present, reported, signAll } from '../support/alliance.ts';
import { type BiddingRound, day, proven, release, settle, stateOf } from '../support/bidding.ts';
import {
  type Groups,
  admitted,
  allianceListing,
  bidAll,
  deliveredBy,
  enrolled,
  itemNames,
  openGroups,
  provincialRound,
  sealedRound,
} from '../support/groups.ts';
import { type Person, openTestWorld } from '../support/world.ts';
import { open, openBrowser, shoot } from './browser.ts';
import { choose, confirm, decide, main, pathOf, pick, press, said } from './story.ts';
import { type Windows, openWindows } from './windows.ts';

/**
 * Two medical groups buy ten items together through the screens of their lead hospitals; then a provincial round takes one over
 * (GY-2.4 to GY-5.4). What every round has alike is clicked in round.test.ts and goes over HTTP here.
 */
let groups: Groups;
let browser: Browser;
let windows: Windows;
let tenderId = '';
let bidding: BiddingRound;

beforeAll(async () => {
  [groups, browser] = await Promise.all([openTestWorld().then(openGroups), openBrowser()]);
  windows = openWindows(browser, await groups.at.app.listen({ host: '127.0.0.1', port: 0 }));
});
afterAll(async () => {
  await browser?.close();
  await groups?.at.close();
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await windows.shootAll('groups-failed');
});

const params = () => ({ tenderId });
const round = async () => (await groups.first.call(readRound, { params: params() })).value;

/** The window of a person who follows a to-do of the front page to where it leads. */
async function duty(person: Person, title: string): Promise<Page> {
  const page = await windows.at(person, '/');
  await main(page).getByRole('listitem').filter({ hasText: title }).getByRole('link').first().click();
  await page.waitForURL((url) => url.pathname !== '/');
  await page.locator('.dl-details').first().waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

test('GY-3.2 GY-4.1 both lead hospitals choose ten items together from the scored purchases of every member', async () => {
  const { at, first, second } = groups;
  const page = await windows.at(first, '/round-screenings/new');
  await page.getByLabel('遴选名称').fill('首次联合采购品种遴选');
  await pick(page, '层级', '医疗集团联合采购');
  const field = page.getByLabel('医疗集团', { exact: true });
  for (const name of ['第一医疗集团', '第二医疗集团']) {
    await field.pressSequentially(name);
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option')
      .filter({ hasText: name })
      .click();
  }
  await page.keyboard.press('Escape');
  await shoot(page, 'groups-screening-new');
  await press(page, '开始汇总');
  await page.waitForURL(/round-screenings\/[0-9a-f-]{36}/);
  await at.moveBy(1000);
  await duty(first, '遴选集采品种');
  await said(page, '候选品种 (11)');
  for (const box of (await main(page).locator('tbody').getByRole('checkbox').all()).slice(0, 9))
    await box.check();
  await said(page, '已选 9 / 10 个');
  await press(page, '提出选择');
  await page.getByRole('dialog').locator('textarea').last().fill('金额大、竞争充分');
  await page.getByRole('dialog').getByRole('button', { name: '提出选择' }).click();
  await page.getByRole('dialog').getByText(/10/).first().waitFor();
  await shoot(page, 'groups-screening-nine');
  await page.keyboard.press('Escape');
  await main(page).locator('tbody').getByRole('checkbox').nth(9).check();
  await decide(page, '提出选择', '金额大、竞争充分');
  await said(page, '等待共同牵头医院确认');
  await shoot(page, 'groups-screening-proposed');

  const other = await windows.at(second, '/');
  await shoot(other, 'groups-partner-home');
  await duty(second, '共同确定集采品种');
  await shoot(other, 'groups-partner-screening');
  await main(other).getByRole('button', { name: itemNames[10] }).click();
  await other.getByRole('dialog').getByText('乙区医院').first().waitFor();
  await shoot(other, 'groups-partner-use');
  await other.keyboard.press('Escape');
  await decide(other, '同意');
  await said(other, '共同牵头医院均已同意');
  await at.moveBy(1000);
  await open(other, pathOf(other));
  await said(other, '品种已确定');

  await open(page, pathOf(page));
  await press(page, '据此建立项目');
  await page.waitForURL(/rounds\/new/);
  await page.getByLabel('项目名称').fill('两个医疗集团首次联合采购');
  await shoot(page, 'groups-round-new');
  await press(page, '建立项目');
  await page.waitForURL(/\/rounds\/[0-9a-f-]{36}/);
  tenderId = /rounds\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
  expect(await round()).toMatchObject({ items: 10, institutions: 4, partners: [{ name: '市二医' }] });
});

test('GY-4.2 GY-5.1 GY-5.2 one plan with one timetable, approved by both party committees, filed with the health commission, announced', async () => {
  const { at, first, hospitals, health, second } = groups;
  const page = await windows.at(first, `/rounds/${tenderId}/plan`);
  await press(page, '按最短期限填写');
  await page.getByLabel('采购范围').fill('两个医疗集团');
  await page.getByLabel('工作流程').fill('报量、投标、公示、签约');
  await page.getByLabel('各方责任').fill('按合同采购，三个月内付款');
  for (const [part, [name, organisation, post]] of [
    ['管理委员会', ['院长甲', '市一医', '主任']],
    ['采购工作组', ['采购科长', '市二医', '组长']],
  ] as const) {
    const people = page.getByRole('group', { name: part });
    await people.getByRole('button', { name: '添加' }).click();
    await people.getByLabel('姓名').fill(name);
    await people.getByLabel('单位').fill(organisation);
    await people.getByLabel('职务').fill(post);
  }
  await shoot(page, 'groups-plan');
  await page
    .getByRole('button', { name: /^保\s?存$/ })
    .first()
    .click();
  await page.waitForURL((url) => !url.pathname.endsWith('/plan'));
  await open(page, `/rounds/${tenderId}/plan`);
  for (const cap of await page.getByLabel('最高有效申报价').all()) await cap.fill('10');
  await page
    .getByRole('button', { name: /^保\s?存$/ })
    .last()
    .click();
  await page.locator('.ant-message-success').first().waitFor();
  await shoot(page, 'groups-items');
  await open(page, `/rounds/${tenderId}/products`);
  await press(page, '从挂网目录提取产品');
  await said(page, '甲公司');
  await shoot(page, 'groups-products');
  await open(page, `/rounds/${tenderId}/rules`);
  await choose(page, '选用规则包', '五市联盟取石网篮');
  await press(page, '选用并填写');
  await said(page, '检查结果');
  await shoot(page, 'groups-rules');
  await open(page, `/rounds/${tenderId}`);
  await decide(page, '提交审定');
  await shoot(page, 'groups-submitted');

  const committee = await duty(hospitals[0].approver, '审定集采方案');
  await press(committee, '审定通过');
  await committee.getByLabel('党委会会议').fill('2026 年 9 月 2 日党委会');
  await shoot(committee, 'groups-approve');
  await confirm(committee, '审定通过');
  const body = { approved: true, meeting: '市二医党委会 2026-09-02' };
  void (await hospitals[1].approver.call(approvePlan, { params: params(), body })).value;
  await at.moveBy(1000);
  await duty(first, '报送方案、发布集采公告');
  await shoot(page, 'groups-planned');
  await decide(page, '报送方案');
  const commission = await windows.at(health, '/');
  await shoot(commission, 'groups-health-home');
  await duty(health, '收悉报送的集采方案');
  await shoot(commission, 'groups-health-round');
  await decide(commission, '收悉');
  await open(page, `/rounds/${tenderId}`);
  await press(page, '发布公告');
  await page.getByRole('dialog').getByLabel('正文').fill('两个医疗集团首次联合采购公告。');
  await page.getByRole('dialog').getByRole('button', { name: '发布公告' }).click();
  await said(page, '报量');
  await at.moveBy(1000);
  await shoot(await windows.at(second, `/rounds/${tenderId}`), 'groups-announced-partner');
  expect((await round()).state).toBe('reporting');
});

test('GY-4.1 GY-5.1 members report; each lead hospital takes the reports of its own group, the first publishes the volumes', async () => {
  const { at, first, second, hospitals } = groups;
  const { timetable } = await round();
  await at.moveTo(timetable.demandFromAt!);
  for (const each of hospitals) await reported(tenderId, each);
  const partner = await duty(second, '审核医疗机构报量');
  await shoot(partner, 'groups-reports-partner');
  await said(partner, '乙区医院');
  for (const name of ['市二医', '乙区医院'])
    await partner.getByRole('row').filter({ hasText: name }).last().getByRole('checkbox').check();
  await press(partner, '采纳 2 家');
  await confirm(partner, /^采\s?纳$/);
  await accepted(first, tenderId, [hospitals[0], hospitals[2]]);
  await at.moveTo(timetable.demandDueAt!);
  const page = await duty(first, '公布约定采购量');
  await decide(page, '公布约定采购量');
  await said(page, '已公布');
  await main(page).getByRole('columnheader', { name: '约定采购比例' }).waitFor();
  await shoot(page, 'groups-volumes');
  expect((await round()).state).toBe('measured');
});

test('GY-4.2 SX-3.2b a hospital as organiser names five keepers in five houses, opens the box, admits bidders and publishes the result', async () => {
  const { at, first, hospitals, makers } = groups;
  const { timetable } = await round();
  await at.moveTo(timetable.bidFromAt!);
  bidding = await sealedRound(groups, tenderId, timetable.bidDueAt!);
  const { holders } = bidding;
  const page = await duty(first, '设置密钥保管人，开始接收报价');
  await press(page, '设置保管人');
  const choice = page.getByRole('dialog').getByLabel('选择保管人');
  for (const name of [
    '医疗机构 · 市一医',
    '医疗机构 · 市二医',
    '公证机构 · 贵阳公证处',
    '行业协会 · 省医疗器械行业协会',
    '平台运维方 · 平台运维方',
  ]) {
    await choice.fill(name.split(' ').at(-1) ?? '');
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option')
      .filter({ hasText: name })
      .first()
      .click();
  }
  await shoot(page, 'groups-trustees');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^保\s?存$/ })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  for (const holder of holders) await proven(bidding, holder);
  await open(page, pathOf(page));
  await decide(page, '开始接收报价');
  for (const each of makers) await enrolled(groups, tenderId, each);
  await duty(first, '审核企业报名');
  await said(page, '甲公司');
  await shoot(page, 'groups-enrolments');
  await page
    .getByRole('row')
    .filter({ hasText: '甲公司' })
    .getByRole('button', { name: /^通\s?过$/ })
    .click();
  await confirm(page, /^通\s?过$/);
  await admitted(groups, tenderId, makers[1]!);
  for (const [place, each] of makers.entries()) await bidAll(groups, tenderId, each, place);
  const { receipts } = (await makers[0]!.sales.call(readBidding, { params: params() })).value;
  expect(receipts).toMatchObject([{ state: 'standing' }]);

  await at.moveTo(addMs(timetable.bidDueAt!, 1000));
  await shoot(await duty(hospitals[0].approver, '释放密钥份额'), 'groups-release');
  for (const holder of holders.slice(0, 3)) void (await release(bidding, holder)).value;
  await settle(bidding);
  await duty(first, '提请公示拟中选结果');
  await said(page, '评审结果');
  await shoot(page, 'groups-result');
  await decide(page, '提请公示');
  await at.moveBy(1000);
  // Beyond the days of publicity, also where the holidays of October lie in between.
  await at.moveBy(21 * day);
  const committee = await duty(hospitals[0].approver, '确认中选结果');
  await shoot(committee, 'groups-decide');
  await decide(committee, '确认中选结果');
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('choosing');
});

test('GY-4.3a the result becomes contracts, signed by every member, and orders at the selected price', async () => {
  const { at, hospitals, makers } = groups;
  await at.moveTo((await round()).timetable.choiceDueAt!);
  await at.moveBy(1000);
  const people = [...hospitals.map((each) => each.approver), ...makers.map((each) => each.sales)];
  await present(at, people);
  await shoot(await windows.at(hospitals[2].approver, '/agreements?mine=true'), 'groups-to-sign');
  for (const person of people) await signAll(person);
  await at.moveBy(1000);
  await at.moveBy(1000);
  expect(await stateOf(bidding)).toBe('executing');
  const [{ day: from } = { day: '' }] = await at.sql<{ day: string }>(
    'select min(from_on)::text as day from volume_account',
  );
  await at.moveTo(`${from}T02:00:00.000Z`);
  await deliveredBy(groups, makers[0]!, hospitals[2]);
  const listing = await allianceListing(groups, makers[0]!, 5);
  const body = { lines: [{ listingId: listing.id, quantity: '1' }] };
  void (await hospitals[2].buyer.call(placeOrders, { body })).value;
  const page = await windows.at(hospitals[2].buyer, '/volumes?tab=accounts');
  await said(page, itemNames[4]);
  await shoot(page, 'groups-volumes-running');
});

test('GY-2.4 a provincial round takes an item over: everybody concerned sees it stopped, why, and what becomes of open orders', async () => {
  const { first, second, hospitals, makers } = groups;
  await provincialRound(groups, 5);
  const page = await windows.at(first, `/rounds/${tenderId}`);
  await said(page, '纳入省级带量采购');
  const stopped = main(page).getByRole('table', { name: '转由上级集采的品种' });
  await stopped.getByRole('link', { name: '省级带量采购' }).waitFor();
  await stopped.scrollIntoViewIfNeeded();
  await shoot(page, 'groups-stop-round');
  const everybody: readonly (readonly [string, Person])[] = [
    ['partner', second],
    ['buyer', hospitals[2].buyer],
    ['maker', makers[0]!.sales],
  ];
  for (const [who, person] of everybody) {
    const inbox = await windows.at(person, '/notices');
    await said(inbox, '品种转由上级集采，停止采购');
    expect(await main(inbox).innerText()).not.toMatch(/\dT\d\d:/);
    await shoot(inbox, `groups-stop-notice-${who}`);
  }
  const buyer = await windows.at(hospitals[2].buyer, '/volumes?tab=accounts');
  await shoot(buyer, 'groups-stop-accounts');
  await open(buyer, '/agreements');
  await main(buyer).getByRole('row').nth(1).getByRole('link').first().click();
  await said(buyer, itemNames[4]);
  await shoot(buyer, 'groups-stop-agreement');
  await open(buyer, `/rounds/${tenderId}`);
  await said(buyer, '您可查看的未完成订单 (1)');
  await main(buyer)
    .getByRole('link', { name: /^DD\d+/ })
    .click();
  await buyer.waitForURL(/orders\/[0-9a-f-]{36}/);
  await said(buyer, itemNames[4]);
  await shoot(buyer, 'groups-stop-order');
  await open(buyer, '/listings?form=alliance');
  await said(buyer, itemNames[5]);
  await shoot(buyer, 'groups-stop-listings');
  const stranger = await windows.at(null, `/open/rounds/${tenderId}?jurisdiction=520000`);
  await said(stranger, '停止采购品种');
  await shoot(stranger, 'groups-stop-portal');
  expect(windows.complaints()).toEqual([]);
});
