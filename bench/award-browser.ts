import { type Server, createServer } from 'node:http';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { bundleOf, bundleText } from '@daylight/rules/award/bundle.ts';
import { openBrowser } from '../test/browser/browser.ts';
import { nationalRound } from './award.ts';
import { report } from './figure.ts';

const dist = path.resolve(import.meta.dirname, '../packages/web/dist');
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The built web app alone: verifying asks nothing of a server, and nobody is signed in. */
function serveApp(): Promise<Server> {
  const server = createServer((request, reply) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = path.join(dist, path.normalize(pathname));
    if (pathname.startsWith('/api/')) reply.writeHead(401, { 'content-type': 'application/json' }).end('{}');
    else if (path.extname(file) !== '' && existsSync(file))
      reply
        .writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' })
        .end(readFileSync(file));
    else
      reply.writeHead(200, { 'content-type': 'text/html' }).end(readFileSync(path.join(dist, 'index.html')));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

/** The bundle of a national round verified in a tab of Chromium: from dropping the file to the verdict on the page. */
export async function benchAwardBrowser(): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'daylight-award-'));
  const file = path.join(folder, 'national.json');
  const bundle = bundleText(bundleOf(nationalRound()));
  writeFileSync(file, bundle);
  const [server, browser] = await Promise.all([serveApp(), openBrowser()]);
  try {
    const where = server.address();
    if (where === null || typeof where === 'string') throw new Error('the app is served on a port');
    const page = await browser.newPage({ locale: 'zh-CN' });
    await page.goto(`http://127.0.0.1:${where.port}/open/awards/verify`);
    const drop = page.locator('input[type=file]');
    await drop.waitFor({ state: 'attached' });
    for (const run of ['first', 'second']) {
      const before = performance.now();
      await drop.setInputFiles([]);
      await drop.setInputFiles(file);
      // The old verdict goes as soon as a job begins.
      await page.locator('.dl-tender-run').waitFor();
      await page.getByText('核验一致', { exact: true }).waitFor({ timeout: 120_000 });
      const value = performance.now() - before;
      const said = (await page.getByText('行报量').textContent()) ?? '';
      report({
        figure: `award of a national round verified in a browser tab, ${run} time`,
        value,
        unit: 'ms',
        target: '< 10000 ms',
        note: `${said}; bundle of ${Math.round(bundle.length / 1e6)} MB; load of the machine ${os.loadavg()[0]?.toFixed(1)} on ${os.cpus().length} cores`,
      });
    }
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
  }
}
