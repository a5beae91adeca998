import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, openTestWorld } from '../support/world.ts';
import { axeFaults, desktop, open, openBrowser, overflow, phone, shoot, visit } from './browser.ts';

/** A stranger verifies an award, and a bureau tries rules: the award engine in a real browser. */
let world: TestWorld;
let browser: Browser;
let address = '';
let officer = '';
const folder = mkdtempSync(path.join(tmpdir(), 'daylight-award-'));

beforeAll(async () => {
  [world, browser] = await Promise.all([openTestWorld(), openBrowser()]);
  address = await world.app.listen({ host: '127.0.0.1', port: 0 });
  const bureau = await world.organisation({ kind: 'bureau' });
  officer = (await world.person(bureau, ['officer'])).token;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

const example = '算例 1 · 合成报价 · 五市联盟取石网篮采购（算例，虚构）';
async function openExample(page: Page): Promise<void> {
  await open(page, '/open/awards/verify');
  await page.getByRole('button', { name: example }).click();
  await page.getByText('核验一致', { exact: true }).waitFor();
}

test('a published round opens with one click, is made and verified in the browser, and nothing is sent', async () => {
  const { page, context, complaints } = await visit(browser, { address, login: null });
  await open(page, '/open/awards/verify');
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET' || request.postData() !== null) sent.push(request.url());
  });
  await openExample(page);
  const ladder = page.getByRole('list', { name: '报价阶梯' });
  await expect.poll(() => ladder.locator('> li').count()).toBe(4);
  const rungs = await ladder.locator('> li').allTextContents();
  expect(rungs[0]).toContain('规则1中选');
  expect(rungs[0]).toContain('报价 400 元 ≤ 600 元（1.5 × 本单元最低有效报价 400 元）');
  expect(rungs[2]).toContain('报价 700 元，接受限价 500 元中选');
  expect(rungs[3]).toContain('没有接受限价 500 元');

  await ladder.getByRole('button', { name: '各机构分量' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('946').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('searchbox', { name: '搜索企业或产品' }).fill('丁');
  await page.getByText('找到 1 个报价').waitFor();
  expect([sent, complaints]).toEqual([[], []]);
  await context.close();
});

test('a bundle as downloaded is verified; with one figure changed it is not, and the figure is named', async () => {
  const { page, context } = await visit(browser, { address, login: null });
  await openExample(page);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: '下载公开包' }).click(),
  ]);
  const whole = path.join(folder, 'bundle.json');
  await download.saveAs(whole);
  const text = readFileSync(whole, 'utf8');

  await open(page, '/open/awards/verify');
  await page.locator('input[type=file]').setInputFiles(whole);
  await page.getByText('核验一致', { exact: true }).waitFor();

  const changed = path.join(folder, 'changed.json');
  const before = '"finalPrice":"500","firm":"乙"';
  expect(text.split(before).length).toBe(2);
  writeFileSync(changed, text.replace(before, '"finalPrice":"500.01","firm":"乙"'));
  await page.locator('input[type=file]').setInputFiles(changed);
  const alert = page.getByRole('alert').filter({ hasText: '核验不一致' });
  await alert.waitFor();
  const said = (await alert.textContent()) ?? '';
  for (const each of ['产品 · P2 · 中选价', '"500.01"', '"500"']) expect(said).toContain(each);
  await shoot(page, 'nobody-award-changed');

  const broken = path.join(folder, 'broken.json');
  writeFileSync(broken, text.slice(0, -5));
  await page.locator('input[type=file]').setInputFiles(broken);
  await page.getByText('文件不是 JSON').waitFor();
  writeFileSync(
    broken,
    text.replace('"price":"400","product":"P1","rebids"', '"price":"-1","product":"P1","rebids"'),
  );
  await page.locator('input[type=file]').setInputFiles(broken);
  await page.getByText('公开包的内容不合格式').waitFor();
  await context.close();
});

test.for([desktop, phone])('a verified award is accessible and fits a window of $width', async (size) => {
  const { page, context } = await visit(browser, { address, login: null, size });
  await openExample(page);
  await page.getByText('逐步理由').first().click();
  await shoot(page, `nobody-award-${size.width}`);
  expect([await axeFaults(page), await overflow(page)]).toEqual([[], 0]);
  await context.close();
});

test('an officer tries a pack, sees what a changed number does to the check and to the outcome', async () => {
  const { page, context, complaints } = await visit(browser, { address, login: null });
  await context.addCookies([{ name: 'daylight_session', value: officer, url: address }]);
  await open(page, '/round-trials?pack=example-city');
  await page.getByText('报价不高于本竞价单元有效报价的最低价的 1.5 倍').waitFor();
  await page.getByText('没有发现问题').waitFor();

  await page.getByRole('tab', { name: '改参数' }).click();
  const factor = page.getByLabel(/^规则1 · × 本竞价单元有效报价的最低价/);
  await factor.fill('0.9');
  await page.getByText('规则1选不出任何人：没有报价能符合其条件').waitFor();
  await factor.fill('x');
  await page.getByText('规则包不合格式').waitFor();
  expect(await page.getByRole('button', { name: '试算', exact: true }).isDisabled()).toBe(true);
  await factor.fill('1.2');
  await page.getByText('没有发现问题').waitFor();

  await page.getByRole('button', { name: '与原规则包对照' }).click();
  await page.getByRole('heading', { name: /^结果不同的报价（[1-9]/ }).waitFor();
  // The colours of a button under the pointer are not those that are read.
  await page.mouse.move(0, 0);
  await shoot(page, 'officer-round-trial');
  expect([await axeFaults(page), await overflow(page), complaints]).toEqual([[], 0, []]);
  await context.close();
});
