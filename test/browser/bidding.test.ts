import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTrustees, startBidding } from '@daylight/api/bidding-opening.ts';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type BiddingRound,
  bid,
  enrolled,
  openBidding,
  pastDeadline,
  proven,
  release,
  settle,
  stateOf,
} from '../support/bidding.ts';
import type { Person } from '../support/world.ts';
import { type Visit, axeFaults, open, openBrowser, overflow, phone, shoot, visit } from './browser.ts';

/** A bid in a real browser: keys are made there, kept as files, and nothing readable leaves the page. */
let round: BiddingRound;
let browser: Browser;
let address = '';
const folder = mkdtempSync(path.join(tmpdir(), 'daylight-keys-'));
const passphrase = '六只黄梨在雪地里';

beforeAll(async () => {
  [round, browser] = await Promise.all([openBidding(), openBrowser()]);
  address = await round.at.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await browser?.close();
  await round?.at.close();
});

async function as(person: Person, size?: typeof phone): Promise<Visit> {
  const own = await visit(browser, { address, login: null, ...(size === undefined ? {} : { size }) });
  await own.context.addCookies([{ name: 'daylight_session', value: person.token, url: address }]);
  return own;
}

/** Types a passphrase, takes the file that the page hands over, and chooses it again as its owner would. */
async function makeKey(page: Page, button: string, file: string): Promise<void> {
  await page.getByLabel('密钥文件口令').first().fill(passphrase);
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  await (await saved).saveAs(file);
  await page.getByText('密钥文件已下载').waitFor();
}
async function chooseKey(page: Page, button: string, file: string): Promise<void> {
  await page.getByLabel('选择密钥文件', { exact: true }).setInputFiles(file);
  await page.getByLabel('密钥文件口令').last().fill(passphrase);
  await page.getByRole('button', { name: button }).last().click();
}

async function looked(of: Visit, name: string): Promise<void> {
  await shoot(of.page, name);
  expect(await axeFaults(of.page)).toEqual([]);
  expect(await overflow(of.page)).toBe(0);
  expect(of.complaints).toEqual([]);
}

const trusteeFile = path.join(folder, 'trustee.json');
const bidderFile = path.join(folder, 'bidder.json');

test('a trustee makes a key in the browser, keeps it as a file, and proves it', async () => {
  const { officer, holders, tenderId } = round;
  const trustees = holders.map(({ person, capacity }) => ({ accountId: person.accountId, capacity }));
  const named = { params: { tenderId }, body: { threshold: 3, trustees } };
  expect((await officer.call(setTrustees, named)).ok).toBe(true);
  const own = await as(holders[2]!.person);
  await open(own.page, `/openings/${tenderId}`);
  await makeKey(own.page, '生成并下载密钥文件', trusteeFile);
  await chooseKey(own.page, '验证密钥文件', trusteeFile);
  await own.page.getByText('密钥已验证', { exact: false }).waitFor();
  await looked(own, 'bidding-trustee');
  await own.context.close();
  for (const [index, holder] of holders.entries()) if (index !== 2) await proven(round, holder);
  expect((await officer.call(startBidding, { params: { tenderId }, body: {} })).ok).toBe(true);
});

test('SX-3.2b a bidder enrols and seals; no request of the page holds the price', async () => {
  const [firm, second, third] = round.firms;
  const own = await as(firm!.sales);
  const sent: string[] = [];
  own.page.on('request', (request) => sent.push(request.postData() ?? ''));
  await open(own.page, '/bids');
  await looked(own, 'bidding-list');
  await open(own.page, `/bids/${round.tenderId}`);
  await looked(own, 'bidding-enrol');
  await own.page.getByRole('button', { name: '报名参加' }).click();
  await own.page.getByText('待审核').first().waitFor();
  await enrolled(round, second!);
  await enrolled(round, third!);
  await enrolled(round, firm!).catch(() => undefined);
  await open(own.page, `/bids/${round.tenderId}`);
  await makeKey(own.page, '生成密钥文件', bidderFile);
  await chooseKey(own.page, '选择密钥文件', bidderFile);
  await own.page.getByText('密钥文件已确认可用').waitFor();
  await own.page.getByLabel('报价（元/个）').fill('417.53');
  await own.page.getByRole('button', { name: '加密并提交' }).click();
  await own.page.getByText('密封报价已收到').waitFor();
  await looked(own, 'bidding-sealed');
  expect(sent.some((each) => each.includes('ciphertext'))).toBe(true);
  for (const each of sent) expect(each).not.toContain('417.53');
  await own.context.close();
  await bid(round, second!, '500');
  await bid(round, third!, '700');
});

test('the organiser sees the box, the trustee releases with the file, and the opening is followed live', async () => {
  const desk = await as(round.officer);
  await open(desk.page, `/openings/${round.tenderId}`);
  await desk.page.getByText('有效报价份数 3').waitFor();
  await looked(desk, 'bidding-box');
  await pastDeadline(round);
  const own = await as(round.holders[2]!.person);
  await open(own.page, `/openings/${round.tenderId}`);
  await chooseKey(own.page, '释放全部份额', trusteeFile);
  await own.page.getByText('已释放：3 份有效', { exact: false }).waitFor();
  await own.context.close();
  for (const holder of round.holders.slice(0, 2)) expect((await release(round, holder)).ok).toBe(true);
  await settle(round);
  expect(await stateOf(round)).toBe('evaluated');
  await desk.page.getByText('已打开，1 项').first().waitFor();
  await looked(desk, 'bidding-opened');
  await desk.page.getByRole('button', { name: '提请公示' }).click();
  await desk.page.getByRole('dialog').getByRole('button', { name: '提请公示' }).click();
  await desk.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await desk.context.close();
  await round.at.moveBy(1000);
});

test('a stranger reads the result on the portal and verifies its bundle with one click, on a phone too', async () => {
  const own = await visit(browser, { address, login: null });
  await open(own.page, '/open/awards');
  await looked(own, 'bidding-open-awards');
  await open(own.page, `/open/awards/${round.tenderId}?jurisdiction=320000`);
  await looked(own, 'bidding-open-award');
  await own.page.getByRole('button', { name: '在我的浏览器中核验' }).first().click();
  await own.page.getByText('核验一致', { exact: true }).waitFor();
  expect(own.complaints).toEqual([]);
  await own.context.close();
  const small = await visit(browser, { address, login: null, size: phone });
  await open(small.page, `/open/awards/${round.tenderId}?jurisdiction=320000`);
  await looked(small, 'bidding-open-award-phone');
  await small.context.close();
});
