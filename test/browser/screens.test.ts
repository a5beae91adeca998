import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFaults, desktop, goTo, open, openBrowser, overflow, phone, shoot, visit } from './browser.ts';
import { type DemoServer, openDemoServer } from './demo-server.ts';
import { screens } from './screens.ts';

/** Every list and desk of every position: it opens, is accessible, fits its window, and no page complains. */
let server: DemoServer;
let browser: Browser;

/** Used standing up, with one hand. */
const onPhones: Readonly<Record<string, readonly string[]>> = {
  nobody: ['/open', '/open/awards/verify'],
  buyer: ['/', '/listings', '/orders', '/volumes?tab=accounts', '/volume-usage', '/adverse-events/new'],
  keeper: ['/receiving'],
  expert: ['/my-reviews', '/my-interests'],
};

const nameOf = (login: string, path: string): string => `${login}${path.replaceAll('/', '-')}`;

async function look(
  login: string,
  paths: readonly string[],
  size: typeof desktop | typeof phone,
): Promise<unknown[]> {
  const entered = await visit(browser, {
    address: server.address,
    login: login === 'nobody' ? null : login,
    size,
  });
  const found: unknown[] = [];
  const suffix = size === phone ? '-phone' : '';
  for (const [nth, path] of paths.entries()) {
    // By its address the first, from screen to screen the others.
    await (nth === 0 ? open : goTo)(entered.page, path);
    await shoot(entered.page, `${nameOf(login, path)}${suffix}`);
    const faults = await axeFaults(entered.page);
    const wide = await overflow(entered.page);
    if (faults.length > 0 || wide > 0) found.push({ path, faults, wide });
  }
  found.push(...entered.complaints.map((complaint) => ({ complaint })));
  await entered.context.close();
  return found;
}

beforeAll(async () => {
  [server, browser] = await Promise.all([openDemoServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** A desk with many screens is looked at in parts, so that each has its time on a busy machine. */
const PART = 10;
const parts = Object.entries(screens).flatMap(([login, paths]) =>
  Array.from(
    { length: Math.ceil(paths.length / PART) },
    (_, nth) => [login, nth + 1, paths.slice(nth * PART, (nth + 1) * PART)] as const,
  ),
);

test.for(parts)(
  'screens of %s are accessible and fit an office computer, part %i',
  async ([login, , paths]) => {
    expect(await look(login, paths, desktop)).toEqual([]);
  },
);

test.for(Object.entries(onPhones))('screens of %s are accessible and fit a phone', async ([login, paths]) => {
  expect(await look(login, paths, phone)).toEqual([]);
});

test('who is not signed in and follows a link to a desk is asked to sign in', async () => {
  const { page, context } = await visit(browser, { address: server.address, login: null });
  await open(page, '/open');
  await page.locator('.dl-brand').click();
  await page.getByLabel('登录名').waitFor();
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await context.close();
});

test('every screen speaks English too: no Chinese is left where the words are ours', async () => {
  const { page, context } = await visit(browser, {
    address: server.address,
    login: 'buyer',
    language: 'en-US',
  });
  await page.addInitScript(() => localStorage.setItem('daylight.language', 'en'));
  await open(page, '/orders');
  await shoot(page, 'english-orders');
  const heading = (await page.locator('h1').first().textContent()) ?? '';
  const menu = (await page.getByRole('navigation').first().textContent()) ?? '';
  expect(`${heading} ${menu}`).not.toMatch(/[\u4e00-\u9fff]/);
  await context.close();
});

test('a page that refuses keeps its heading and says why', async () => {
  const { page, context } = await visit(browser, { address: server.address, login: 'buyer' });
  const address = '/orders/00000000-0000-7000-8000-000000000000';
  await open(page, address);
  expect(await page.locator('h1').allTextContents()).toEqual(['订单详情']);
  await page.locator('.dl-problem').waitFor();
  await shoot(page, 'refused-order');
  await context.close();
});

test.for([desktop, phone])('a bell with more than 99 unread covers nothing that is pressed', async (size) => {
  const { page, context } = await visit(browser, { address: server.address, login: 'maker', size });
  await page.route('**/api/notices?*', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, json: { ...(await answer.json()), unread: 1234 } });
  });
  await open(page, '/');
  await page.locator('.ant-badge-count').getByText('99+').waitFor();
  await shoot(page, `bell-99-${size.width}`);
  expect(await axeFaults(page)).toEqual([]);
  const badge = await page.locator('.ant-badge-count').boundingBox();
  const next = await page.locator('.dl-account').boundingBox();
  expect((badge?.x ?? 0) + (badge?.width ?? 0)).toBeLessThanOrEqual(next?.x ?? 0);
  expect(badge?.y).toBeGreaterThanOrEqual(0);
  await context.close();
});
