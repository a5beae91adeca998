import type { Browser, Page } from 'playwright-core';
import type { Person } from '../support/world.ts';
import { type Visit, open, shoot, visit } from './browser.ts';

/** Each person of a test world with a window of its own, signed in by the session that the world gave. */
export interface Windows {
  /** The window of a person, at a screen; null looks without signing in. */
  at(person: Person | null, path: string): Promise<Page>;
  /** What everybody saw: for when something went wrong. */
  shootAll(name: string): Promise<void>;
  complaints(): readonly string[];
}

export function openWindows(browser: Browser, address: string): Windows {
  const visits = new Map<string, Visit>();
  return {
    at: async (person, path) => {
      const key = person?.token ?? '';
      const known = visits.get(key);
      if (known !== undefined) {
        await open(known.page, path);
        return known.page;
      }
      const entered = await visit(browser, { address, login: null });
      entered.page.setDefaultTimeout(40_000);
      visits.set(key, entered);
      if (person !== null)
        await entered.context.addCookies([{ name: 'daylight_session', value: person.token, url: address }]);
      await open(entered.page, path);
      return entered.page;
    },
    shootAll: async (name) => {
      for (const [n, { page }] of [...visits.values()].entries()) await shoot(page, `${name}-${n}`);
    },
    complaints: () => [...visits.values()].flatMap((each) => each.complaints),
  };
}
