import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allowedHosts, checkUrl, fetchJson, isPrivateAddress } from './guarded-fetch.ts';

let address = '';
const server = createServer((request, response) => {
  if (request.url === '/big') response.end('x'.repeat(100_000));
  else if (request.url === '/away') response.writeHead(302, { location: 'http://10.0.0.1/' }).end();
  else if (request.url === '/text') response.end('no json');
  else if (request.url === '/slow') return;
  else response.end('{"here":true}');
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const none = allowedHosts('');
const means = (allowed = allowedHosts(address)) => ({ allowed, bytesMax: 10_000, timeoutMs: 2000 });

test('a feed is read from https addresses outside only', () => {
  for (const [url, code] of [
    ['http://prices.example.cn/feed', 'linkage.urlNotHttps'],
    ['file:///etc/passwd', 'linkage.urlNotHttps'],
    ['javascript:alert(1)//https://prices.example.cn', 'linkage.urlNotHttps'],
    ['data:text/html,<script>alert(1)</script>', 'linkage.urlNotHttps'],
    ['https://localhost/feed', 'linkage.hostPrivate'],
    ['https://db.internal/feed', 'linkage.hostPrivate'],
    ['https://platform/feed', 'linkage.hostPrivate'],
    ['https://127.0.0.1/feed', 'linkage.hostPrivate'],
    ['https://2130706433/feed', 'linkage.hostPrivate'],
    ['https://0x7f.1/feed', 'linkage.hostPrivate'],
    ['https://[::1]/feed', 'linkage.hostPrivate'],
    ['https://[::ffff:10.0.0.1]/feed', 'linkage.hostPrivate'],
    ['https://169.254.169.254/latest/meta-data', 'linkage.hostPrivate'],
    ['https://user:word@prices.example.cn/feed', 'linkage.urlForm'],
    ['prices.example.cn', 'linkage.urlForm'],
  ] as const)
    expect(checkUrl(url, none), url).toMatchObject({ ok: false, code });
  expect(checkUrl('https://prices.example.cn/api/feeds/prices', none).ok).toBe(true);
  expect(checkUrl('https://8.8.8.8/feed', none).ok).toBe(true);
});

test('every address of a private range is private, whatever its last digits', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  fc.assert(
    fc.property(byte, byte, byte, (b, c, d) => {
      expect(isPrivateAddress(`10.${b}.${c}.${d}`)).toBe(true);
      expect(isPrivateAddress(`127.${b}.${c}.${d}`)).toBe(true);
      expect(isPrivateAddress(`192.168.${c}.${d}`)).toBe(true);
      expect(isPrivateAddress(`172.${16 + (b % 16)}.${c}.${d}`)).toBe(true);
      expect(isPrivateAddress(`::ffff:10.${b}.${c}.${d}`)).toBe(true);
      expect(isPrivateAddress(`fd00::${b.toString(16)}:${c.toString(16)}`)).toBe(true);
    }),
  );
});

test('an allowed host is read; anything but plain JSON of a bounded size is refused in words', async () => {
  expect(await fetchJson(`http://${address}/`, means())).toEqual({ ok: true, value: { here: true } });
  expect(await fetchJson(`http://${address}/`, means(none))).toMatchObject({ code: 'linkage.urlNotHttps' });
  expect(await fetchJson(`http://${address}/big`, means())).toMatchObject({ code: 'linkage.answerTooLarge' });
  expect(await fetchJson(`http://${address}/text`, means())).toMatchObject({ code: 'linkage.notAFeed' });
  expect(await fetchJson(`http://${address}/away`, means())).toMatchObject({
    code: 'linkage.unreachable',
    facts: { detail: 'HTTP 302' },
  });
  const slow = { ...means(), timeoutMs: 50 };
  expect(await fetchJson(`http://${address}/slow`, slow)).toMatchObject({ facts: { detail: 'timeout' } });
  expect(await fetchJson('http://127.0.0.1:1/', means(allowedHosts('127.0.0.1')))).toMatchObject({
    code: 'linkage.unreachable',
  });
});
