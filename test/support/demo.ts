import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Instant, instant } from '@daylight/rules/time.ts';
import { loadDemo } from '@daylight/server/demo/load.ts';
import type { DemoSize } from '@daylight/server/demo/province.ts';
import type { Template } from './database.ts';

/** All that the whole demo has, in a tenth of its size: enough for every screen, quick enough for a test run. */
export const smallDemo: DemoSize = {
  items: 1500,
  provinceListings: 120,
  cityListings: 40,
  days: 44,
  ordersPerDay: 4,
  bargainsPerDay: 3,
};

/** A Tuesday morning after the holidays of October: the demo's business has come to this moment. */
export const demoNow: Instant = instant('2026-10-27T01:00:00.000Z');
export const demoSeed = 7;

export async function loadSmallDemo(url: string, size: DemoSize = smallDemo): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-demo-'));
  try {
    await loadDemo({ url, seed: demoSeed, log: () => undefined, dataDir, size, now: demoNow });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** `freshDatabase(demoTemplate)`: a database with the small demo, loaded once per run. Let its world's clock begin at `demoNow`. */
export const demoTemplate: Template = { name: 'demo', prepare: (url) => loadSmallDemo(url) };
