import { addMs } from '@daylight/rules/time.ts';
import { buildApp } from '@daylight/server/main.ts';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SignedRound, openSignedRound } from '../support/signed-round.ts';
import type { Person } from '../support/world.ts';
import { axeFaults, open, openBrowser, overflow, phone, shoot, visit } from './browser.ts';

let round: SignedRound;
let app: FastifyInstance;
let browser: Browser;
let address: string;
const complaints: string[][] = [];

beforeAll(async () => {
  round = await openSignedRound();
  app = await buildApp(round.world.world);
  address = await app.listen({ host: '127.0.0.1', port: 0 });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await app.close();
  await round.world.close();
});

async function enter(person: Person, size?: typeof phone): Promise<Page> {
  const visited = await visit(browser, { address, login: null, ...(size === undefined ? {} : { size }) });
  const { hostname } = new URL(address);
  await visited.context.addCookies([
    { name: 'daylight_session', value: person.token, domain: hostname, path: '/', httpOnly: true },
  ]);
  complaints.push(visited.complaints);
  return visited.page;
}

test('GY-4.3a a hospital signs its contracts in one step from its list, a supplier signs one after reading it', async () => {
  const { hospital, maker, world } = round;
  const buyer = await enter(hospital.approver);
  await open(buyer, '/agreements?mine=true');
  await buyer
    .getByRole('checkbox', { name: /Select all|全选/ })
    .first()
    .check();
  await shoot(buyer, 'agreements-selected');
  await buyer.getByRole('button', { name: '签署所选 2 份' }).click();
  const dialog = buyer.getByRole('dialog');
  await dialog.getByText('您将以本单位名义签署 2 份文本').waitFor();
  await shoot(buyer, 'agreements-sign');
  await dialog.getByRole('button', { name: '签署' }).click();
  await buyer.getByText('已签署 2 份').waitFor();

  const sales = await enter(maker.sales);
  await open(sales, '/agreements');
  await sales.getByRole('link', { name: /^HT/ }).first().waitFor();
  await shoot(sales, 'agreements-maker');
  await sales.getByRole('row').filter({ hasText: '明州市第一人民医院' }).getByRole('link').first().click();
  await sales.getByText('货物验收合格后').waitFor();
  await shoot(sales, 'agreement');
  await sales
    .getByRole('button', { name: '签 署' })
    .or(sales.getByRole('button', { name: '签署', exact: true }))
    .first()
    .click();
  await sales
    .getByRole('dialog')
    .getByRole('button', { name: /签\s?署/ })
    .click();
  await sales.getByText('已签署 1 份').waitFor();
  await world.moveTo(addMs(world.now(), 60_000));
  await open(sales, sales.url());
  await sales.getByText('执行中').first().waitFor();
  await shoot(sales, 'agreement-in-force');
  expect(await axeFaults(sales)).toEqual([]);
});

test('GY-4.3a a supplement is proposed by the hospital and waits for the supplier', async () => {
  const buyer = await enter(round.hospital.approver);
  await open(buyer, '/agreements?state=inForce');
  await buyer.getByRole('link', { name: /^HT/ }).first().click();
  await buyer.getByRole('button', { name: '提出补充协议' }).click();
  const form = buyer.getByRole('dialog');
  await form.getByRole('textbox').first().fill('45');
  await form.getByLabel('事由').fill('新设日间手术中心，用量增加');
  await shoot(buyer, 'agreement-amend');
  await form.getByRole('button', { name: /签\s?署/ }).click();
  await buyer.getByText('待对方签署').waitFor();
  const sales = await enter(round.maker.sales, phone);
  await open(sales, '/agreements?mine=true');
  await sales.getByText('明州市第一人民医院').first().waitFor();
  expect(await overflow(sales)).toBe(0);
  await shoot(sales, 'agreements-phone');
});

test('no page complained on the way', () => {
  expect(complaints.flat()).toEqual([]);
});
