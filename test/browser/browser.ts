import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import chromium from '@sparticuz/chromium';
import axe from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  type Page,
  type Request,
  chromium as playwright,
} from 'playwright-core';

/** Screens are looked at in these sizes: an office computer and a phone. */
export const desktop = { width: 1366, height: 768 } as const;
export const phone = { width: 390, height: 844 } as const;

const shots = path.join(import.meta.dirname, 'shots');

// The package's own arguments are left out: a browser of one process without web security would share the cookies of
// all persons, and would not hold the page to its policy.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? (await chromium.executablePath());
  return playwright.launch({ executablePath, args, headless: true });
}

export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page complained about: thrown errors and refused resources. */
  readonly complaints: string[];
}

export interface Visitor {
  readonly address: string;
  /** Demo login; null looks without signing in. */
  readonly login: string | null;
  readonly size?: { readonly width: number; readonly height: number };
  readonly language?: 'zh-CN' | 'en-US';
}

/** A person's own browser window, signed in as the sign-in page would do it. */
export async function visit(browser: Browser, visitor: Visitor): Promise<Visit> {
  const { address, login, size = desktop, language = 'zh-CN' } = visitor;
  const context = await browser.newContext({
    viewport: size,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    baseURL: address,
    hasTouch: size.width < 600,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  watchTraffic(page);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A refusal is an answer, not a fault of the page.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  if (login !== null) {
    const answer = await context.request.post('/api/session', { data: { login, password: 'daylight' } });
    if (!answer.ok()) throw new Error(`${login} could not sign in: ${await answer.text()}`);
  }
  return { context, page, complaints };
}

/** Opens a screen and waits until it shows its heading and nothing is loading. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await settled(page);
}

/** Requests that each page waits for, and when the last one began or ended. */
const traffic = new WeakMap<Page, { readonly open: Set<Request>; lastMs: number }>();
const QUIET_MS = 150;
const SETTLE_MS_MAX = 60_000;

function watchTraffic(page: Page): void {
  const seen = { open: new Set<Request>(), lastMs: performance.now() };
  traffic.set(page, seen);
  page.on('request', (request) => {
    seen.open.add(request);
    seen.lastMs = performance.now();
  });
  const over = (request: Request): void => {
    seen.open.delete(request);
    seen.lastMs = performance.now();
  };
  page.on('requestfinished', over);
  page.on('requestfailed', over);
}

/** Waits until the page has nothing under way any more. */
export async function settled(page: Page): Promise<void> {
  const seen = traffic.get(page);
  if (seen === undefined) throw new Error('only a page of visit() is watched');
  const begunMs = performance.now();
  seen.lastMs = begunMs;
  while (seen.open.size > 0 || performance.now() - seen.lastMs < QUIET_MS) {
    if (performance.now() - begunMs > SETTLE_MS_MAX)
      throw new Error(`${page.url()} still waits for ${[...seen.open].map((each) => each.url()).join(', ')}`);
    await delay(20);
  }
}

/**
 * Goes to another screen of the open page as a link does, which spares the browser to read the whole program again. What was
 * shown before is marked, so that nobody takes its heading for the new one.
 */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate((to) => {
    if (new URL(to, location.href).pathname !== location.pathname)
      for (const old of document.querySelectorAll('h1')) old.dataset['left'] = '';
    history.pushState(null, '', to);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, address);
  await page.locator('h1:not([data-left])').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[data-left]') === null);
  await settled(page);
}

export async function shoot(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: path.join(shots, `${name}.png`), animations: 'disabled' });
}

export interface AxeFault {
  readonly rule: string;
  readonly where: string;
}

/** Accessibility faults of WCAG 2.2 level A and AA, each with the first place where it stands. */
export async function axeFaults(page: Page): Promise<AxeFault[]> {
  // As an expression of the debugger: the page's own policy rightly refuses foreign scripts.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(`${axe.source}; undefined`);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const { violations } = await checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    });
    return violations.map((each) => ({ rule: each.id, where: each.nodes[0]?.html.slice(0, 200) ?? '' }));
  });
}

/** Pixels by which a page is wider than its window: nothing may have to be scrolled sideways. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
