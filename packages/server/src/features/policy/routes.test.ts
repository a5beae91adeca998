import { instant } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildHttp } from '../../http.ts';
import { loadPolicy } from '../../policy/load.ts';
import { policyRoutes } from './routes.ts';

const { book, calendar } = await loadPolicy();
let app: Awaited<ReturnType<typeof buildHttp>>;

beforeAll(async () => {
  app = await buildHttp({
    world: {
      // Nothing public here is in the database: a query that reached for it would fail the test.
      database: null as never,
      clock: () => instant('2026-11-21T02:00:00.000Z'),
      isClockMoved: true,
      book,
      calendar,
      dataDir: '',
      demo: false,
    },
    routes: policyRoutes,
    whoIs: () => Promise.resolve(null),
    logLevel: 'silent',
    hasRoom: () => Promise.resolve(true),
    log: () => undefined,
    checkReplies: true,
  });
});
afterAll(() => app.close());

interface Parameter {
  readonly key: string;
  readonly value: unknown;
  readonly origin: string;
  readonly article: string;
  readonly jurisdiction: string;
  readonly passedOver: readonly { readonly jurisdiction: string }[];
  readonly next: { readonly from: string } | null;
}
async function parameters(query: string): Promise<readonly Parameter[]> {
  const answer = await app.inject(`/api/policy/parameters?${query}`);
  expect(answer.statusCode).toBe(200);
  return answer.json<{ parameters: Parameter[] }>().parameters;
}

describe('anyone may read the policy, without signing in', () => {
  test('the jurisdictions with a pack are named in both languages', async () => {
    const { jurisdictions } = (await app.inject('/api/policy/jurisdictions')).json();
    expect(jurisdictions).toContainEqual({ code: '320000', zh: '江苏省', en: 'Jiangsu' });
  });

  test('JS-39: every document is published with its articles', async () => {
    const { documents } = (await app.inject('/api/policy/documents')).json();
    const jiangsu = documents.find((each: { id: string }) => each.id === 'js-2020-22');
    const article = jiangsu.articles.find((each: { number: string }) => each.number === '11.B');
    expect(article.clauses).toEqual(['JS-11B']);
    expect(article.quote).toContain('5个工作日没有确认的');
  });

  test('a parameter carries its value, article and what it overrules', async () => {
    const found = (await parameters('jurisdiction=320600')).find(
      (each) => each.key === 'distribution.perAreaMax',
    );
    expect(found).toMatchObject({ value: 3, jurisdiction: '320600', article: '配送企业数' });
    expect(found?.passedOver.map((each) => each.jurisdiction)).toEqual(['000000']);
  });

  test('HN-7a: the values of an earlier day can be asked for, and tell what was to follow', async () => {
    const onDay = async (on: string) =>
      (await parameters(`jurisdiction=440000&on=${on}`)).find((each) => each.key === 'settlement.paymentDue');
    expect(await onDay('2025-07-14')).toMatchObject({ origin: 'published', next: { from: '2025-07-15' } });
    expect(await onDay('2025-07-15')).toMatchObject({ origin: 'default', next: null });
    expect((await onDay('2020-07-14'))?.jurisdiction).toBe('000000');
  });

  test('each clause comes with its state and what carries it out', async () => {
    const { clauses } = (await app.inject('/api/policy/trace')).json();
    const published = clauses.find((each: { id: string }) => each.id === 'JS-39');
    expect(published.endpoint).toContain('policy.listDocuments');
    expect(published.test).toContain('packages/server/src/features/policy/routes.test.ts');
  });
});

test.each([
  ['no jurisdiction', ''],
  ['a word for a code', 'jurisdiction=jiangsu'],
  ['a day that does not exist', 'jurisdiction=320000&on=2026-02-29'],
  ['a field that is not known', 'jurisdiction=320000&year=2026'],
])('%s is malformed, not a failure', async (_, query) => {
  const answer = await app.inject(`/api/policy/parameters?${query}`);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().fields.length).toBeGreaterThan(0);
});
