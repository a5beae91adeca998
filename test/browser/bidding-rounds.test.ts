import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { callQuoting, readQuoting, recordNegotiation } from '@daylight/api/bidding-quoting.ts';
import { readOpening } from '@daylight/api/bidding-opening.ts';
import { addMs } from '@daylight/rules/time.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BiddingRound,
  bid,
  ceremony,
  day,
  enrolled,
  openBidding,
  release,
  settle,
} from '../support/bidding.ts';
import type { Person } from '../support/world.ts';
import { type Visit, axeFaults, open, openBrowser, overflow, shoot, visit } from './browser.ts';

/** A competitive negotiation through the screens: first quotes, minutes of each talk, one final quote of all. */
let round: BiddingRound;
let browser: Browser;
let address = '';
const file = path.join(mkdtempSync(path.join(tmpdir(), 'daylight-keys-')), 'bidder.json');
const passphrase = '六只黄梨在雪地里';

beforeAll(async () => {
  [round, browser] = await Promise.all([openBidding({ mode: 'negotiation' }), openBrowser()]);
  address = await round.at.app.listen({ host: '127.0.0.1', port: 0 });
  await ceremony(round);
  for (const [index, firm] of round.firms.entries()) {
    await enrolled(round, firm);
    await bid(round, firm, String(600 + 10 * index));
  }
  await opened();
});
afterAll(async () => {
  await browser?.close();
  await round?.at.close();
});

const params = () => ({ tenderId: round.tenderId });
async function opened(): Promise<void> {
  const { bidDueAt } = (await round.officer.call(readOpening, { params: params() })).value;
  await round.at.moveTo(addMs(bidDueAt!, 1000));
  for (const holder of round.holders.slice(0, 3)) void (await release(round, holder)).value;
  await settle(round);
}
async function as(person: Person): Promise<Visit> {
  const own = await visit(browser, { address, login: null });
  await own.context.addCookies([{ name: 'daylight_session', value: person.token, url: address }]);
  return own;
}
async function looked(of: Visit, name: string): Promise<void> {
  await shoot(of.page, name);
  expect(await axeFaults(of.page)).toEqual([]);
  expect(await overflow(of.page)).toBe(0);
  expect(of.complaints).toEqual([]);
}

test('SX-3.2b the organiser enters the minutes of each talk and then asks all for a final quote', async () => {
  const own = await as(round.officer);
  const { page } = own;
  await open(page, `/openings/${round.tenderId}`);
  await page.getByText('已谈判 0 / 3 家').waitFor();
  await looked(own, 'rounds-talks');
  const [first, ...others] = round.firms;
  await page.getByRole('button', { name: `登记谈判记录：${first!.name}` }).click();
  await page.getByText('不得透露其他企业的名称、报价和方案').waitFor();
  const today = new Date(Date.parse(round.at.now()) + 8 * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel('谈判日期').fill(today);
  await page.getByLabel('采购方参加人员').fill('谈判小组张三、李四、王五');
  await page.getByLabel('企业参加人员').fill('销售经理赵六');
  await page.getByLabel('谈判内容与结果').fill('确认供货承诺与伴随服务，请作最后报价');
  await looked(own, 'rounds-minutes');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText('已谈判 1 / 3 家').waitFor();
  await page.getByRole('button', { name: '请全部企业作最后报价' }).click();
  await page.getByText('还有 2 家企业没有谈判记录', { exact: false }).waitFor();
  for (const { id } of others) {
    const words = { ours: '谈判小组', theirs: '企业代表', points: '请作最后报价', evidenceIds: [] };
    const body = { manufacturerId: id, heldOn: today as never, ...words };
    void (await round.officer.call(recordNegotiation, { params: params(), body })).value;
  }
  const { leastDueAt } = (await round.officer.call(readQuoting, { params: params() })).value;
  expect(leastDueAt > round.at.now()).toBe(true);
  const { version } = (await round.officer.call(readOpening, { params: params() })).value;
  const dueAt = addMs(round.at.now(), 5 * day);
  void (await round.officer.call(callQuoting, { params: params(), body: { version, dueAt } })).value;
  await own.context.close();
});

test('SX-3.2b a bidder reads its own quote and minutes, is warned of a higher price, and seals its final quote', async () => {
  const [firm, second] = round.firms;
  const own = await as(firm!.sales);
  const { page } = own;
  await open(page, `/bids/${round.tenderId}`);
  await page.getByText('请提交本轮密封报价', { exact: false }).waitFor();
  await page.getByText('确认供货承诺与伴随服务', { exact: false }).waitFor();
  await page.getByLabel('密钥文件口令').first().fill(passphrase);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '生成密钥文件' }).click();
  await (await saved).saveAs(file);
  await page.getByText('密钥文件已下载').waitFor();
  await page.getByLabel('选择密钥文件', { exact: true }).setInputFiles(file);
  await page.getByLabel('密钥文件口令').last().fill(passphrase);
  await page.getByRole('button', { name: '选择密钥文件' }).last().click();
  await page.getByText('密钥文件已确认可用').waitFor();
  await page.getByLabel('报价（元/个）').fill('601');
  await page.getByText('高于本企业现报价', { exact: false }).waitFor();
  await page.getByLabel('报价（元/个）').fill('505.05');
  await page.getByRole('button', { name: '加密并提交' }).click();
  await page.getByText('密封报价已收到').waitFor();
  await looked(own, 'rounds-bid');
  const shown = await page.locator('body').innerText();
  expect(shown).not.toContain(second!.name);
  expect(shown).not.toContain('610.00');
  await own.context.close();
});

test('SX-3.2b GD-1b the plan of a reverse auction asks for rounds, step and what bidders see', async () => {
  const own = await as(round.officer);
  const { page } = own;
  await open(page, '/rounds/new');
  await page.getByLabel('实施方式').click();
  await page.getByTitle('招标（逆向竞价）').click();
  await page.getByLabel('报价轮数').waitFor();
  await page.getByText('只展示本企业名次').waitFor();
  await looked(own, 'rounds-plan-auction');
  await own.context.close();
});
