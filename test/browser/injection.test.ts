import { buffer } from 'node:stream/consumers';
import { itemHeader } from '@daylight/rules/catalogue/release-layout.ts';
import { reportColumnKeys, reportColumns } from '@daylight/rules/demand/layout.ts';
import { priceColumnKeys, priceColumns } from '@daylight/rules/linkage/layout.ts';
import { columnKeys, listingColumns } from '@daylight/rules/listing/layout.ts';
import { workbookStream } from '@daylight/server/workbook/write-workbook.ts';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { markup, poison } from '../support/poison.ts';
import { openBrowser, settled, shoot } from './browser.ts';
import { type DemoServer, openDemoServer } from './demo-server.ts';
import { type Lane, kindOf, look, markedSearch, openLane, typeEverywhere } from './injection.ts';
import { screens } from './screens.ts';

/**
 * Every text of the demo that people or workbooks wrote carries markup, every address a script: on every screen of every position,
 * and on the first page of each kind that a screen leads to, the markup is shown as the text that it is and nothing of it runs. The
 * same for what is typed into the fields, for what stands in the address, and for the cells of a workbook.
 */
let server: DemoServer;
let browser: Browser;
let poisoned: readonly string[] = [];
/** Pages whose address and fields were tried: they are the same for everybody. */
const tried = new Set<string>();

/** Kinds of pages that a screen led somebody to. */
const followed = new Set<string>();

/** While one window waits for its page to rest, the others work. */
const LANES = 3;
let free: Lane[] = [];
let waiting: ((lane: Lane) => void)[] = [];

async function inLane<T>(login: string, work: (lane: Lane) => Promise<T>): Promise<T> {
  const lane = free.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)));
  try {
    await lane.enter(login);
    const result = await work(lane);
    expect({ login, complaints: [...lane.complaints] }).toEqual({ login, complaints: [] });
    return result;
  } finally {
    const next = waiting.shift();
    if (next === undefined) free.push(lane);
    else next(lane);
  }
}

async function arrange(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // The demo has one source of prices and none of results; a script may also come in a data address.
    await client.query(
      `insert into award_source (province, id, name, url, jurisdiction, every_minutes, state, organisation_id, entered_by, entered_at)
       select s.province, s.id, s.name, s.url, s.jurisdiction, s.every_minutes, 'entered', a.organisation_id, a.id, s.entered_at
       from price_source s join account a on a.id = s.entered_by`,
    );
    poisoned = await poison(client);
    await client.query('update award_source set url = $1', [
      'data:text/html,<script>opener.daylightInjected=6</script>',
    ]);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  [server, browser] = await Promise.all([openDemoServer(arrange), openBrowser()]);
  free = await Promise.all(Array.from({ length: LANES }, () => openLane(browser, server.address)));
  waiting = [];
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Looks at a page, at what its fields make of markup, and at what it makes of markup in its own address. */
async function visitPage({ page, go }: Lane, path: string) {
  const lookAt = async (what: object) => {
    const seen = await look(page);
    expect({ path, ...what, fault: seen.fault }).toEqual({ path, ...what, fault: null });
    return seen;
  };
  await go(path);
  const seen = await lookAt({ markup: 'stored' });
  const kind = kindOf(path);
  if (tried.has(kind)) return seen;
  tried.add(kind);
  // With another id there is nothing to type into; a list or a form stands there whatever its address says.
  if (kind !== path && (await typeEverywhere(page)) > 0) {
    await settled(page);
    await lookAt({ markup: 'typed' });
  }
  const marked = kindOf(path.split('?')[0] ?? '', encodeURIComponent(markup));
  await go(`${marked}${markedSearch}`, true);
  if ((await typeEverywhere(page)) > 0) await settled(page);
  await lookAt({ markup: 'in the address, and typed' });
  return seen;
}

/** Looks at screens, and at the first page of each kind that they are the first to lead to; answers where the markup could be read. */
async function walk(lane: Lane, login: string): Promise<string[]> {
  const paths = [...(screens[login] ?? [])];
  const known = new Set(paths.map((path) => kindOf(path.split('?')[0] ?? '')));
  const shown: string[] = [];
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    const { isShown, links } = await visitPage(lane, path);
    if (isShown) shown.push(path);
    for (const link of links) {
      const kind = kindOf(link);
      if (known.has(kind) || followed.has(kind) || link.startsWith('/api/')) continue;
      followed.add(kind);
      paths.push(link);
    }
  }
  await shoot(lane.page, `injection-${login}`);
  return shown;
}

test('markup stands in every column that holds words, and a script in every address', () => {
  expect(poisoned.length).toBeGreaterThan(230);
  expect(poisoned).toEqual(
    expect.arrayContaining([
      'listing_import_row.cells',
      'catalogue_item.product_name',
      'demand_line.explanation',
      'evidence_file.file_name',
      'organisation.name',
      'price_source.url',
      'award_source.url',
    ]),
  );
});

test.concurrent.for(Object.keys(screens))(
  'no text runs on a screen of %s, neither stored nor typed nor in the address',
  { timeout: 400_000 },
  async (login) => {
    const shown = await inLane(login, (lane) => walk(lane, login));
    expect(shown.length).toBeGreaterThan(0);
  },
);

/** In a cell another one, because names that are shown everywhere carry the first; a slash in a file's name would end it. */
const cell = markup.replaceAll('daylightInjected=1', 'daylightInjected=5');
const fileName = '<svg onload=window.daylightInjected=4>';

interface Import {
  readonly what: string;
  readonly login: string;
  readonly path: string;
  /** The link to where a file can be handed in, where it is not the list. */
  readonly to?: string;
  /** The button that asks for the file, where a page does not ask by itself. */
  readonly button?: string;
  readonly header: readonly string[];
  /** Cells that a row must have right to be read further, by their headings. */
  readonly sound?: Readonly<Record<string, string>>;
}

const imports: readonly Import[] = [
  {
    what: 'listings',
    login: 'officer',
    path: '/listing-imports',
    button: '导入工作簿',
    header: columnKeys.map((key) => listingColumns[key].zh),
  },
  {
    what: 'prices',
    login: 'officer',
    path: '/price-imports',
    button: '导入工作簿',
    header: priceColumnKeys.map((key) => priceColumns[key].zh),
  },
  { what: 'codes', login: 'officer', path: '/catalogue/releases', header: itemHeader },
  {
    what: 'a volume report',
    login: 'buyer',
    path: '/volume-reports',
    to: 'a[href^="/volume-reports/"]',
    button: '报量表',
    header: reportColumnKeys.map((key) => reportColumns[key].zh),
    sound: { [reportColumns.lastYear.zh]: '1', [reportColumns.reported.zh]: '1' },
  },
  { what: 'a cart', login: 'buyer', path: '/cart', header: ['国家代码', '数量'] },
];

test.concurrent.for(imports)(
  'no cell of a workbook of $what runs where its rows and problems are shown, nor its heading, nor its name',
  { timeout: 400_000 },
  async ({ login, path, to, button, header, sound = {} }) => {
    await inLane(login, async ({ page, go }) => {
      const send = async (name: string, first: readonly string[]): Promise<number> => {
        const rows = [header.map((title) => sound[title] ?? cell), header.map(() => cell)];
        const answer = page.waitForResponse((each) => each.request().method() === 'POST');
        await page
          .locator('input[type=file]')
          .last()
          .setInputFiles({
            name: `${name}.xlsx`,
            mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
            buffer: await buffer(workbookStream({ sheet: 'Sheet1', header: first, rows })),
          });
        const status = (await answer).status();
        await settled(page);
        return status;
      };
      await go(path);
      if (to !== undefined) await page.locator(to).first().click();
      if (button !== undefined) await page.getByRole('button', { name: button }).first().click();
      // Not every list insists on its headings.
      await send(
        'heading',
        header.map(() => cell),
      );
      expect((await look(page)).fault).toBe(null);
      expect(await send(fileName, header)).toBeLessThan(300);
      await page.getByText('daylightInjected=5').first().waitFor();
      expect((await look(page)).fault).toBe(null);
      await shoot(page, `injection-workbook-${path.slice(1).replaceAll('/', '-')}`);
    });
  },
);
