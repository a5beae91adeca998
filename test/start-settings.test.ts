import { describe, expect, test } from 'vitest';
import { isLoopback, readSettings } from '../scripts/settings.ts';
import { table } from '../scripts/terminal.ts';

describe('the settings of npm start', () => {
  test('without any, it listens on loopback with the demo on the embedded database', () => {
    const settings = readSettings({}, []);
    expect(settings).toMatchObject({ host: '127.0.0.1', port: 8080, databaseUrl: null, empty: false });
    expect(settings.demoBeyondLoopback).toBe(false);
    expect(settings.dataDir).toMatch(/[/\\]\.data$/);
  });

  test('an empty variable is one that is not set', () => {
    expect(readSettings({ PORT: '', HOST: '', DATABASE_URL: '' }, [])).toEqual(readSettings({}, []));
  });

  test.each(['80a', '-1', '65536', '1.5'])('the port %s is refused by its name', (port) => {
    expect(() => readSettings({ PORT: port }, [])).toThrow(`PORT is no port: ${port}`);
  });

  test('a word that nobody knows is refused with the usage', () => {
    expect(() => readSettings({}, ['--emty'])).toThrow(/unknown: --emty[^]*npm start -- --empty/);
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['192.168.1.4', false],
  ['127.0.0.1.example.cn', false],
])('%s is loopback: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

test('columns stay aligned beside Chinese names, which take two columns a sign', () => {
  expect(
    table([
      ['医院', 'x'],
      ['abcd', 'y'],
      ['a', 'z'],
    ]),
  ).toBe('  医院   x\n  abcd   y\n  a      z');
});
