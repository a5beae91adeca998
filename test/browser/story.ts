import { randomUUID } from 'node:crypto';
import type { CallOf, Endpoint, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { reading } from '@daylight/server/db.ts';
import type { RawBuilder } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { type Visit, open, visit } from './browser.ts';
import type { DemoServer } from './demo-server.ts';

/** One world in which persons come and go while the clock moves. */
export interface Story {
  /** The window of a person, signed in; the same one until the clock moves. Null looks without signing in. */
  enter(login: string | null): Promise<Page>;
  /** Enters and opens a screen. */
  at(login: string | null, address: string): Promise<Page>;
  /** One call as the person's browser would make it, for what the story repeats often and has shown once. */
  call<E extends Endpoint>(login: string, endpoint: E, what?: CallOf<E>): Promise<ReplyOf<E>>;
  moveTo(at: Instant): Promise<void>;
  /** Reads what no screen of the story shows, with the rights of the platform. */
  look<T>(ask: RawBuilder<T>): Promise<readonly T[]>;
  /** What any page complained about on the way. */
  complaints(): readonly string[];
}

export function openStory(server: DemoServer, browser: Browser): Story {
  const visits: Visit[] = [];
  const windows = new Map<string | null, Visit>();
  const sessions = new Map<string, string>();
  async function come(login: string | null): Promise<Visit> {
    const known = windows.get(login);
    if (known !== undefined) return known;
    const entered = await visit(browser, { address: server.address, login });
    entered.page.setDefaultTimeout(25_000);
    visits.push(entered);
    windows.set(login, entered);
    return entered;
  }
  return {
    enter: async (login) => (await come(login)).page,
    at: async (login, address) => {
      const { page } = await come(login);
      await open(page, address);
      return page;
    },
    call: async (login, endpoint, what = {}) => {
      const cookie = sessions.get(login) ?? (await signIn(server.address, login));
      sessions.set(login, cookie);
      const answer = await fetch(`${server.address}${addressOf(endpoint, what)}`, {
        method: endpoint.method,
        headers: {
          cookie,
          ...(what.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(endpoint.creates ? { 'idempotency-key': randomUUID() } : {}),
        },
        ...(what.body === undefined ? {} : { body: JSON.stringify(what.body) }),
      });
      if (!answer.ok) throw new Error(`${login}: ${endpoint.id} was refused: ${await answer.text()}`);
      return (await answer.json()) as ReplyOf<typeof endpoint>;
    },
    moveTo: async (at) => {
      // Sessions end in the meantime.
      for (const { context } of windows.values()) await context.close();
      windows.clear();
      sessions.clear();
      await server.moveTo(at);
    },
    look: (ask) =>
      reading(
        server.world.database.db,
        { province: 32, organisationId: null, reach: 'system' },
        async (tx) => {
          const { rows } = await ask.execute(tx);
          return rows;
        },
      ),
    complaints: () => visits.flatMap((each) => each.complaints),
  };
}

async function signIn(address: string, login: string): Promise<string> {
  const answer = await fetch(`${address}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password: 'daylight' }),
  });
  if (!answer.ok) throw new Error(`${login} could not sign in: ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((each) => each.split(';')[0] ?? '')
    .join('; ');
}

function addressOf(endpoint: Endpoint, { params, query }: CallOf<Endpoint>): string {
  const given = (params ?? {}) as Readonly<Record<string, string>>;
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(given[name] ?? ''),
  );
  const search = new URLSearchParams(
    Object.entries(query ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

export const main = (page: Page) => page.locator('main');
/** Waits until the page says so. */
export const said = (page: Page, text: string | RegExp) => main(page).getByText(text).first().waitFor();
export const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).first().click();

/** The button at the end of an open dialog; waits until the dialog is gone. */
export async function confirm(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name }).last().click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}

/** Presses a button that shows its effect first, and goes through with it. */
export async function decide(page: Page, name: string | RegExp, reason?: string): Promise<void> {
  await press(page, name);
  if (reason !== undefined) await page.getByRole('dialog').locator('textarea').last().fill(reason);
  await confirm(page, name);
}

/** Chooses from a list that is searched by typing. */
export async function choose(page: Page, label: string, typed: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await field.click();
  await field.pressSequentially(typed);
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
  await options.filter({ hasText: typed }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Chooses from a short list by its words. */
export async function pick(page: Page, label: string, words: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).click();
  const options = page.locator('.ant-select-dropdown:visible .ant-select-item-option');
  await options.filter({ hasText: words }).first().click();
}

export async function fillAll(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(values))
    await page.getByLabel(label, { exact: true }).fill(value);
}

/** Lays a block of cells where the cursor stands, as from Excel. */
export async function paste(page: Page, label: string, rows: readonly (readonly string[])[]): Promise<void> {
  const text = rows.map((row) => row.join('\t')).join('\n');
  await page.getByLabel(label, { exact: true }).evaluate((cell, given) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', given);
    cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

export const pathOf = (page: Page): string => new URL(page.url()).pathname;
