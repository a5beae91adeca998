import { setTimeout as delay } from 'node:timers/promises';
import type { Endpoint } from '@daylight/api/endpoint.ts';
import { routes } from '@daylight/server/features.ts';
import type { Browser, Page } from 'playwright-core';
import { markup } from '../support/poison.ts';
import { type Visit, open, settled, shoot, visit } from './browser.ts';

export interface Lane extends Visit {
  /**
   * Goes to a screen as a click inside of the application does, and waits until it is at rest: one that refuses has no heading.
   * Where it is the same screen with another id, what it says may stay as it is.
   */
  go(path: string, isSame?: boolean): Promise<void>;
  enter(login: string): Promise<void>;
}

/** A window that notes what its policy refuses. One after the other may enter at it: the program is read once. */
export async function openLane(browser: Browser, address: string): Promise<Lane> {
  const entered = await visit(browser, { address, login: null });
  const { page, context, complaints } = entered;
  await page.addInitScript(() => {
    const violations: string[] = [];
    Object.assign(window, { daylightViolations: violations });
    addEventListener('securitypolicyviolation', (event) =>
      violations.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return {
    ...entered,
    enter: async (login) => {
      complaints.splice(0);
      await context.clearCookies();
      if (login !== 'nobody') {
        const answer = await context.request.post('/api/session', { data: { login, password: 'daylight' } });
        if (!answer.ok()) throw new Error(`${login} could not sign in: ${await answer.text()}`);
      }
      await open(page, login === 'nobody' ? '/open' : '/');
    },
    go: async (path, isSame = false) => {
      if (!isSame)
        await page.evaluate((to) => {
          if (new URL(to, location.href).pathname === location.pathname) return;
          for (const old of document.querySelectorAll('h1, [role=alert]'))
            if (old instanceof HTMLElement) old.dataset['left'] = '';
        }, path);
      await page.evaluate((to) => {
        history.pushState(null, '', to);
        window.dispatchEvent(new PopStateEvent('popstate'));
      }, path);
      await settled(page);
      await atRest(page);
    },
  };
}

const REST_MS_MAX = 30_000;

/** Waits until a page shows its heading, or the refusal that stands in its place, and nothing that is still to come. */
async function atRest(page: Page): Promise<void> {
  const begunMs = performance.now();
  for (;;) {
    const missing = await page.evaluate(() => {
      if (document.querySelector('[data-left]') !== null) return 'still shows the page before';
      if (document.querySelector('h1, [role=alert]') === null) return 'shows no heading and no refusal';
      return document.querySelector('.ant-skeleton, [aria-busy=true]') === null ? null : 'is still loading';
    });
    if (missing === null) return;
    if (performance.now() - begunMs > REST_MS_MAX) {
      await shoot(page, 'injection-no-rest');
      throw new Error(`${page.url()} ${missing}`);
    }
    await delay(20);
  }
}

export interface Seen {
  /** What ran or became part of the page that was only a text, or leads out of it; null when nothing. */
  readonly fault: object | null;
  /** Whether the markup can be read as a text. */
  readonly isShown: boolean;
  readonly links: readonly string[];
}

export function look(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const found = window as unknown as { daylightInjected?: number; daylightViolations: string[] };
    const leads = ['href', 'src', 'action', 'formaction', 'data', 'xlink:href'];
    const made = [
      ...document.querySelectorAll('img[src="x"], script:not([src]), iframe, object, embed, base'),
    ];
    for (const each of document.querySelectorAll('*'))
      for (const { name, value } of each.attributes)
        if (
          name.startsWith('on') ||
          (leads.includes(name) && /^\s*(javascript|vbscript|data:text)/i.test(value))
        )
          made.push(each);
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[href]')];
    made.push(...links.filter(({ origin }) => origin !== location.origin));
    const fault = {
      ran: found.daylightInjected ?? null,
      violations: found.daylightViolations,
      made: made.map((each) => each.outerHTML.slice(0, 200)),
      left: location.origin === new URL(document.baseURI).origin ? null : document.baseURI,
    };
    return {
      fault:
        fault.ran === null && fault.violations.length + fault.made.length === 0 && fault.left === null
          ? null
          : fault,
      isShown: (document.querySelector('main') ?? document.body).textContent.includes(
        '<img src=x onerror="window.daylightInjected=1">',
      ),
      links: links.filter((each) => each.closest('main') !== null).map(({ pathname }) => pathname),
    };
  });
}

/** Types the markup into every field that takes words, as the keyboard would. Answers how many there were. */
export function typeEverywhere(page: Page): Promise<number> {
  return page.evaluate((typed) => {
    const kinds = ['text', 'search', 'url', 'email', 'tel', 'password'];
    const fields = [
      ...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea'),
    ].filter((each) => !each.disabled && (each instanceof HTMLTextAreaElement || kinds.includes(each.type)));
    for (const field of fields) {
      const { prototype } = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
      Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, typed);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return fields.length;
  }, markup);
}

function namesOf({ query }: Endpoint): readonly string[] {
  return query === undefined || !('shape' in query) ? [] : Object.keys(query.shape as object);
}

/** Every name that any list takes in its address, and those that only the screens know, with the markup behind each. */
export const markedSearch = `?${new URLSearchParams(
  [...new Set([...routes.flatMap(({ endpoint }) => namesOf(endpoint)), 'tab', 'view', 'next', 'show'])].map(
    (name) => [name, markup],
  ),
).toString()}`;

/** '/orders/0198…' and '/orders/0199…' are pages of one kind; `id` stands where they differ. */
export function kindOf(path: string, id = '*'): string {
  const isId = (step: string): boolean => /^([0-9a-f-]{36}|[0-9A-Z]{6,})$/.test(step);
  return path
    .split('/')
    .map((step) => (isId(step) ? id : step))
    .join('/');
}
