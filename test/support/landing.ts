import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AwardBundle, bundleOf, bundleText } from '@daylight/rules/award/bundle.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { money } from '@daylight/rules/money.ts';
import { sha256HexOf } from '@daylight/rules/sha256.ts';

const file = new URL('../../policy/cases/rounds/example-city.json', import.meta.url);
const { pack } = JSON.parse(readFileSync(file, 'utf8')) as { pack: RoundPack };

/** A product that another platform's round decided about: its national code and what was bid, in yuan per piece. */
export interface Elsewhere {
  readonly firm: string;
  readonly itemCode: string;
  readonly price: string;
}

/** A result as a platform would publish it: two hospitals, one item, the bids given. */
export function bundleElsewhere(products: readonly Elsewhere[]): AwardBundle {
  const ids = products.map(() => randomUUID());
  const bundle = bundleOf({
    pack,
    regions: ['330100'],
    firms: products.map(({ firm }) => ({ id: firm, name: firm, controller: null, suppliesAllRegions: true })),
    products: products.map(({ firm }, index) => ({
      id: ids[index] ?? '',
      name: `取石网篮（${firm}）`,
      firm,
      category: 'basket',
      comparisonUnits: 1,
      features: [],
      prices: {},
      capacity: null,
      grade: null,
      parts: [],
    })),
    institutions: [
      { id: randomUUID(), region: '330100' },
      { id: randomUUID(), region: '330100' },
    ],
    demand: {
      institution: products.flatMap(() => [0, 1]),
      product: products.flatMap((_, index) => [index, index]),
      reported: products.flatMap(() => [1_000_000, 2_000_000]),
      lastYear: null,
    },
    bids: products.map(({ price }, index) => ({
      product: ids[index] ?? '',
      price: money(price),
      at: '2026-08-01T01:00:00.000Z' as never,
      lot: index + 1,
      parts: [],
      accepts: [],
      rebids: {},
      regions: [],
    })),
    choices: [],
  });
  // As a file is read: columns are lists in it.
  return JSON.parse(bundleText(bundle)) as AwardBundle;
}

export function entryOf(bundle: AwardBundle, products: readonly Elsewhere[], more: object = {}) {
  const text = bundleText(bundle);
  const byFirm = new Map(bundle.round.products.map(({ id, firm }) => [firm, id]));
  return {
    id: randomUUID(),
    number: 'GJ-2026-7',
    title: '取石网篮国家集中带量采购',
    organiser: '国家组织高值医用耗材联合采购办公室',
    level: 'national',
    jurisdiction: '330000',
    awardedAt: '2026-08-30T02:00:00.000Z',
    termMonths: 24,
    hash: sha256HexOf((write) => {
      write(text);
    }),
    items: [
      {
        item: 'basket',
        name: '取石网篮',
        unit: '支',
        codePrefixes: products.map(({ itemCode }) => itemCode.slice(0, 10)),
      },
    ],
    codes: products.map(({ firm, itemCode }) => ({
      product: byFirm.get(firm) ?? '',
      codes: [{ itemCode, purchaseUnit: '盒', unitsPerPurchaseUnit: 10 }],
    })),
    ...more,
  };
}

export interface Platform {
  readonly url: string;
  /** Results in the order in which they are told, each with what its bundle address answers. */
  readonly told: { entry: { readonly id: string }; bundle: unknown }[];
  readonly asked: string[];
  close(): void;
}

/** Another installation: its feed of results, one to a page as it is asked, and their bundles. */
export async function openPlatform(): Promise<Platform> {
  const told: Platform['told'] = [];
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x');
    asked.push(url.pathname);
    const id = /\/api\/portal\/awards\/([^/]+)\/bundle$/.exec(url.pathname)?.[1];
    const at = Number(url.searchParams.get('cursor') ?? '0');
    const items = told.slice(at, at + 1).map(({ entry }) => entry);
    const page = {
      format: 'daylight-awards/1',
      jurisdiction: url.searchParams.get('jurisdiction'),
      items,
      next: String(at + items.length),
      more: at + 1 < told.length,
    };
    const found = told.find(({ entry }) => entry.id === id);
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify(id === undefined ? page : found?.bundle));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['DAYLIGHT_FEED_HOSTS'] = host;
  return {
    url: `http://${host}/api/feeds/awards`,
    told,
    asked,
    close: () => {
      delete process.env['DAYLIGHT_FEED_HOSTS'];
      server.closeAllConnections();
      server.close();
    },
  };
}
