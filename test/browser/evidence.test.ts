import { reading } from '@daylight/server/db.ts';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { open, openBrowser, visit } from './browser.ts';
import { type DemoServer, openDemoServer } from './demo-server.ts';

let server: DemoServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([openDemoServer(), openBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const mimeType = 'application/pdf';
const large = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(5_000_000, 32), Buffer.from('%%EOF\n')]);

test('a file goes on by itself after a lost connection; one of the wrong kind is refused beside its name (JS-34)', async () => {
  const { page, context } = await visit(browser, { address: server.address, login: 'maker' });
  await open(page, '/qualifications/new');
  const files = page.locator('.dl-evidence-items');
  await page.getByText('50 MB').waitFor();
  let chunks = 0;
  await page.route('**/chunk?*', (route) => {
    chunks += 1;
    return chunks === 2 ? route.abort() : route.continue();
  });
  await page.setInputFiles('input[type=file]', [
    { name: '生产许可证.pdf', mimeType, buffer: large },
    { name: '假冒.pdf', mimeType, buffer: Buffer.from('hello') },
  ]);
  await files.getByText('未接受').waitFor();
  await files.getByText('已上传').waitFor({ timeout: 30_000 });
  const [row] = await kept();
  expect(row).toEqual({ received: large.length, state: 'ready' });
  await context.close();
});

function kept() {
  const scope = { province: 32, organisationId: null, reach: 'system' } as const;
  return reading(server.world.database.db, scope, (tx) =>
    tx
      .selectFrom('evidenceFile')
      .select(['received', 'state'])
      .where('province', '=', 32)
      .where('fileName', '=', '生产许可证.pdf')
      .execute(),
  );
}
