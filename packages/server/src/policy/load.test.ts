import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { find, national, resolve } from '@daylight/rules/policy/book.ts';
import { type PolicyKey, policyKeys } from '@daylight/rules/policy/values.ts';
import { isoDate } from '@daylight/rules/time.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadPolicy, policyDir } from './load.ts';
import { PolicyFaults } from './read.ts';

const policy = await loadPolicy();
const day = isoDate('2026-11-21');
const { book } = policy;

describe('the packs as published', () => {
  test('every parameter of the registry is set by some pack', () => {
    const unset = Object.keys(policyKeys).filter((key) => !(key in book.provisions));
    expect(unset).toEqual([]);
  });

  test('every clause hangs on at least one article', () => {
    const hung = new Set(policy.documents.flatMap((each) => each.articles.flatMap((one) => one.clauses)));
    expect(policy.clauses.filter((each) => !hung.has(each.id))).toEqual([]);
    expect(policy.clauses.length).toBeGreaterThan(100);
  });

  test("whatever a purchase needs is set everywhere, where no document does by this product's default", () => {
    const needed = [
      'bargain.listedPriceConfirm',
      'bargain.tradedPriceConfirm',
      'bargain.otherPriceConfirm',
      'bargain.tradedPriceWindowMonths',
      'bargain.poolMembersMax',
      'bargain.roundsMax',
      'bargain.alliedInTermAllowed',
      'catalogue.requireCode',
      'catalogue.requireCertificate',
      'distribution.perAreaMax',
      'distribution.areaLevel',
      'distribution.appointmentBy',
      'distribution.confirmWithin',
      'listing.managedBy',
      'listing.visibility',
      'listing.priceDeviationWarn',
      'order.confirmWithin',
      'order.confirmUrgentWithin',
      'order.deliverWithin',
      'order.expireUndeliveredAfter',
      'order.receiveAutomaticallyAfter',
      'order.refuseReasons',
      'order.rejectReasons',
      'settlement.paymentDue',
      'settlement.remindBefore',
      'settlement.twoInvoice',
      'supervision.zoneRule',
      'supervision.zonePublicLevelMin',
      'account.lockoutAttempts',
      'account.sessionHours',
      'journal.retainYears',
    ] as const satisfies readonly PolicyKey[];
    for (const key of needed) {
      const provision = find(book, key, national, day);
      expect(provision?.origin, key).toBe('default');
    }
  });

  test('JS-11B and JS-11C: Jiangsu gives 5 and 10 working days to confirm a bargain', () => {
    const traded = resolve(book, 'bargain.tradedPriceConfirm', '320685', day);
    expect(traded).toMatchObject({
      value: { amount: 5, unit: 'workday' },
      article: '11.B',
      clause: 'JS-11B',
    });
    expect(traded.origin).toBe('published');
    const other = resolve(book, 'bargain.otherPriceConfirm', '320685', day);
    expect(other).toMatchObject({
      value: { amount: 10, unit: 'workday' },
      article: '11.C',
      clause: 'JS-11C',
    });
  });

  test('JS-11A: a bargain at the listing price is confirmed by the system', () => {
    expect(resolve(book, 'bargain.listedPriceConfirm', '320100', day)).toMatchObject({
      value: 'automatic',
      clause: 'JS-11A',
    });
  });

  test('JS-5: the province manages the six classes, the cities everything else', () => {
    expect(resolve(book, 'listing.managedBy', '320600', day).value).toEqual({
      highValueSix: 'province',
      highValueFive: 'city',
      ordinary: 'city',
      reagent: 'city',
    });
  });

  test('SX-5.5a, GD-6b and GY-4.3b: payment is due by the end of next month, in 30 days, in three months', () => {
    const due = (place: string, on = day) => resolve(book, 'settlement.paymentDue', place, on);
    expect(due('610100')).toMatchObject({ value: { amount: 1, unit: 'endOfNextMonth' }, clause: 'SX-5.5a' });
    expect(due('440600')).toMatchObject({ value: { amount: 30, unit: 'naturalDay' }, clause: 'GD-6b' });
    expect(due('520103')).toMatchObject({ value: { amount: 3, unit: 'month' }, clause: 'GY-4.3b' });
    expect(due('320100').origin).toBe('default');
  });

  test('GD-6b: the value is kept as a default once the five years of the Guangdong opinion have ended', () => {
    const origin = (on: string) => resolve(book, 'settlement.paymentDue', '440000', isoDate(on)).origin;
    expect([origin('2025-07-14'), origin('2025-07-15')]).toEqual(['published', 'default']);
  });

  test('GD-7a: Guangzhou and Shenzhen have platforms of their own, the other cities the provincial one', () => {
    const served = ['440100', '440300', '440600'].map(
      (place) => resolve(book, 'platform.servedBy', place, day).value,
    );
    expect(served).toEqual(['440100', '440300', '440000']);
    expect(find(book, 'platform.list', '440600', day)?.value).toEqual(['440000', '440100', '440300']);
  });

  test('HN-12: the credit rating has four levels until mid-2025 and three after', () => {
    const levels = (on: string) => resolve(book, 'credit.scale', '430000', isoDate(on)).value.levels.length;
    expect([levels('2025-06-30'), levels('2025-07-01')]).toEqual([4, 3]);
  });

  test('JS-12: the bounds of the zones are said to be our default, not published', () => {
    const zones = resolve(book, 'supervision.zoneRule', '320100', day);
    expect(zones.origin).toBe('default');
    expect(zones.note?.zh).toContain('未公布');
  });
});

describe('a fault in a pack stops the start and is named', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'policy-'));
    await cp(policyDir, dir, { recursive: true });
  });
  afterEach(() => rm(dir, { recursive: true }));

  async function faultsAfter(file: string, change: (text: string) => string): Promise<readonly string[]> {
    const path = join(dir, file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    expect(after).not.toBe(before);
    await writeFile(path, after);
    const error = await loadPolicy(dir).catch((caught: unknown) => caught);
    return error instanceof PolicyFaults ? error.faults : [`loaded: ${String(error)}`];
  }
  const jiangsu = '320000-jiangsu/bargain.json';

  test('two values of one parameter that hold on one day', async () => {
    const faults = await faultsAfter(jiangsu, (text) => {
      const content = JSON.parse(text) as { otherPriceConfirm: { from: string }[] };
      content.otherPriceConfirm.push({ ...content.otherPriceConfirm[0]!, from: '2026-01-01' });
      return JSON.stringify(content);
    });
    expect(faults).toEqual([
      `${jiangsu}: otherPriceConfirm.1.from: overlaps the value from 2020-05-01 until further notice`,
    ]);
  });

  test('a day that does not exist', async () => {
    const faults = await faultsAfter(jiangsu, (text) => text.replace('2020-05-01', '2021-02-29'));
    expect(faults[0]).toBe(`${jiangsu}: listedPriceConfirm.0.from: not a date YYYY-MM-DD`);
  });

  test('a value of the wrong shape', async () => {
    const faults = await faultsAfter(jiangsu, (text) => text.replace('"amount": 5', '"amount": "5"'));
    expect(faults[0]).toMatch(/^320000-jiangsu\/bargain\.json: tradedPriceConfirm\.0\.value\.amount: /);
  });

  test('a parameter that the product does not know', async () => {
    const faults = await faultsAfter(jiangsu, (text) => text.replace('otherPriceConfirm', 'anyPriceConfirm'));
    expect(faults[0]).toContain('bargain.anyPriceConfirm is not a parameter');
  });

  test('an article that the document does not have', async () => {
    const faults = await faultsAfter(jiangsu, (text) => text.replace('"11.B"', '"11.Z"'));
    expect(faults).toEqual([`${jiangsu}: tradedPriceConfirm.0.article: js-2020-22 has no article 11.Z`]);
  });

  test('a document that is not listed', async () => {
    const faults = await faultsAfter(jiangsu, (text) => text.replace('js-2020-22', 'js-2020-23'));
    expect(faults).toEqual([
      `${jiangsu}: listedPriceConfirm.0.document: js-2020-23 is not in documents.json`,
    ]);
  });

  test('a published value that outlives its document', async () => {
    const file = '440000-guangdong/settlement.json';
    const faults = await faultsAfter(file, (text) => text.replace('2025-07-14', '2025-08-14'));
    expect(faults).toContain(`${file}: paymentDue.0.until: gd-2020-07 is in force until 2025-07-14`);
  });

  test('a value of our own that is passed off as published', async () => {
    const file = 'national/agreement.json';
    const faults = await faultsAfter(file, (text) => text.replace(', "origin": "default"', ''));
    expect(faults[0]).toContain('is a default and has to say so');
  });

  test('a file that is not JSON', async () => {
    const faults = await faultsAfter(jiangsu, (text) => text.slice(1));
    expect(faults[0]).toMatch(/^320000-jiangsu\/bargain\.json: .*JSON/);
  });
});
