import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visit, desktop, open, openBrowser, phone, shoot, visit } from './browser.ts';
import { type DemoServer, openDemoServer } from './demo-server.ts';
import { decide } from './story.ts';

/** JS-2, JS-11, JS-35, JS-36, SX-5.5a: one purchase from search to payment, by the people who do it, in a real browser. */
let server: DemoServer;
let browser: Browser;
const visits: Visit[] = [];
let order: { id: string; number: string; distributor: string };
let shipmentId: string;
let invoiceId: string;

async function enter(
  login: string,
  size: { readonly width: number; readonly height: number } = desktop,
): Promise<Page> {
  const entered = await visit(browser, { address: server.address, login, size });
  visits.push(entered);
  return entered.page;
}

/** The demo login of a position at an organisation. */
async function loginOf(organisation: string, role: string): Promise<string> {
  const row = await server.world.database.db
    .selectFrom('account as a')
    .innerJoin('organisation as o', 'o.id', 'a.organisationId')
    .select('a.login')
    .where('o.name', '=', organisation)
    .where((eb) => eb(eb.val(role), '=', eb.fn.any('a.roles')))
    .executeTakeFirstOrThrow();
  return row.login;
}

async function ask<T>(page: Page, address: string): Promise<T> {
  const answer = await page.context().request.get(address);
  expect(answer.ok(), await answer.text()).toBe(true);
  return (await answer.json()) as T;
}

/** Fills what the last delivery could not prefill. */
async function fillEmpty(page: Page, label: RegExp, value: string): Promise<void> {
  for (const box of await page.getByRole('dialog').getByLabel(label).all()) {
    if ((await box.inputValue()) === '') await box.fill(value);
  }
}

const saved = (page: Page) => page.locator('.ant-message-success');

beforeAll(async () => {
  [server, browser] = await Promise.all([openDemoServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test('a buyer finds a product by two characters, sees its price, and orders it in a few clicks', async () => {
  const page = await enter('buyer');
  await open(page, '/');
  await shoot(page, 'home');
  // What others of the house left in the cart is theirs to order.
  await open(page, '/cart');
  await decide(page, /^清\s?空$/);
  await page.getByText('采购单是空的').waitFor();
  await open(page, '/listings?agreed=true');
  await page.getByRole('button', { name: '加入采购单' }).first().click();
  await page.locator('.ant-popover').getByRole('button', { name: '加入采购单' }).click();
  await saved(page).waitFor();
  await open(page, '/cart');
  await shoot(page, 'cart');
  await page.getByRole('button', { name: '核对并下单' }).click();
  await page.getByRole('dialog').getByText('对方确认期限').first().waitFor();
  await page.getByRole('button', { name: /^确认下单/ }).click();
  const told = (await saved(page).textContent()) ?? '';
  const number = /DD\d+/.exec(told)?.[0] ?? '';
  interface Found {
    readonly items: readonly { id: string; number: string; distributor: { name: string } }[];
  }
  const found = await ask<Found>(page, `/api/orders?text=${number}`);
  const [first] = found.items;
  expect(first?.number).toBe(number);
  order = { id: first?.id ?? '', number, distributor: first?.distributor.name ?? '' };
});

test('the distributor confirms with one click and ships with lot and expiry', async () => {
  const page = await enter(await loginOf(order.distributor, 'dispatcher'));
  await open(page, `/orders/${order.id}`);
  await page.getByRole('button', { name: '全部确认' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '全部确认' }).click();
  await page.getByRole('button', { name: '发货', exact: true }).first().click();
  await page.getByRole('button', { name: '确认发货' }).waitFor();
  await fillEmpty(page, /批号$/, 'L260901');
  await fillEmpty(page, /生产日期$/, '2026-09-01');
  await fillEmpty(page, /失效日期$/, '2029-08-31');
  await shoot(page, 'ship');
  await page.getByRole('button', { name: '确认发货' }).click();
  await page.getByText(/已发货，配送单/).waitFor();
  const shipments = await ask<{ items: { id: string }[] }>(page, `/api/shipments?orderId=${order.id}`);
  shipmentId = shipments.items[0]?.id ?? '';
  expect(shipmentId).not.toBe('');
});

test('the storekeeper receives on a phone and stocks in', async () => {
  const page = await enter('keeper', phone);
  await open(page, '/receiving');
  await shoot(page, 'receiving-phone');
  await open(page, `/receiving/${shipmentId}`);
  await shoot(page, 'receive-phone');
  await page.getByRole('button', { name: '全部合格' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '全部合格' }).click();
  await page.getByRole('button', { name: '办理入库' }).click();
  await page.getByRole('dialog').getByLabel('仓库').fill('一号库');
  await page.getByRole('dialog').getByRole('button', { name: '办理入库' }).click();
  await page.getByText('已入库').first().waitFor();
  const shipment = await ask<{ state: string }>(page, `/api/shipments/${shipmentId}`);
  expect(shipment.state).toBe('stocked');
});

test('the distributor invoices what was accepted, prefilled', async () => {
  const page = await enter(await loginOf(order.distributor, 'accountant'));
  await open(page, '/to-invoice');
  await shoot(page, 'to-invoice');
  const row = page.getByRole('row').filter({ hasText: order.number });
  await row.getByRole('button', { name: '开票' }).click();
  await page.getByLabel('发票号码').fill('26322000000012345678');
  await page.getByRole('button', { name: '登记', exact: true }).click();
  await page.getByText(/^已登记/).waitFor();
  const invoices = await ask<{ items: { id: string; taxNumber?: string }[] }>(
    page,
    '/api/invoices?show=all&limit=1',
  );
  invoiceId = invoices.items[0]?.id ?? '';
});

test('the accountant verifies the invoice beside its delivery and pays it before it is due', async () => {
  const page = await enter('accountant');
  await open(page, '/invoices');
  await shoot(page, 'settlement');
  await open(page, `/invoices/${invoiceId}`);
  await page.getByRole('button', { name: '核对通过' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '核对通过' }).click();
  await page.getByRole('button', { name: '付款' }).first().waitFor();
  await page.getByRole('button', { name: '付款' }).first().click();
  await page.getByLabel('银行流水号').fill('BROWSER-0001');
  await page.getByRole('button', { name: '登记付款' }).last().click();
  await page.getByText(/等待配送企业确认收款/).waitFor();
  const invoice = await ask<{ state: string }>(page, `/api/invoices/${invoiceId}`);
  expect(invoice.state).toBe('paid');
});

test('JS-6: the bureau follows the purchase in the journal, and anyone looks up the price without signing in', async () => {
  const auditor = await enter('auditor');
  await open(auditor, `/journal?subjectId=${order.id}`);
  await auditor.getByText('发货', { exact: true }).first().waitFor();
  await shoot(auditor, 'journal');
  const visitor = await visit(browser, { address: server.address, login: null });
  visits.push(visitor);
  await open(visitor.page, '/open?search=导管');
  await visitor.page.getByRole('row').nth(1).waitFor();
});

test('no page complained on the way', () => {
  expect(visits.flatMap((each) => each.complaints)).toEqual([]);
});
