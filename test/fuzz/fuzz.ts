import type { Endpoint } from '@daylight/api/endpoint.ts';
import { type Actor, may } from '@daylight/rules/access/may.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { instant } from '@daylight/rules/time.ts';
import type { World } from '@daylight/server/context.ts';
import { type Chance, chanceOf } from '@daylight/server/features/catalogue/generator/chance.ts';
import { openSession } from '@daylight/server/features/account/sessions.ts';
import { routes } from '@daylight/server/features.ts';
import type { Route } from '@daylight/server/route.ts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import pg from 'pg';
import { brokenInvariants } from '../simulation/invariants.ts';
import { tablesOf } from '../support/real-ids.ts';
import { anyValue, broken, hostile } from './values.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly requests: number;
  /** No answer may take longer; a machine that does much else is given more. */
  readonly slowMs: number;
  readonly log: (line: string) => void;
}

export interface Fuzzing {
  readonly world: World;
  readonly app: FastifyInstance;
  /** Connection as the owner of the tables. */
  readonly url: string;
}

export interface FuzzReport {
  readonly requests: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Endpoints of which at least one request was done. */
  readonly done: number;
  readonly faults: readonly string[];
}

interface Somebody {
  readonly actor: Actor;
  readonly token: string;
}

interface Account {
  readonly id: string;
  readonly organisation_id: string;
  readonly kind: OrganisationKind;
  readonly jurisdiction: string;
  readonly roles: string[];
}

async function signedIn(world: World, row: Account): Promise<Somebody> {
  const { id: accountId, organisation_id: organisationId, kind, jurisdiction, roles } = row;
  const opening = { accountId, jurisdiction, hours: 24, factor: 'password' };
  const token = await openSession(world.database.db, {
    ...opening,
    now: instant('2040-01-01T00:00:00.000Z'),
  });
  return { token, actor: { accountId, organisationId, kind, jurisdiction, province: 32, roles } };
}

/** Everybody who signs in first, and one colleague elsewhere for each role. */
async function accountsOf(owner: pg.Client): Promise<Account[]> {
  const { rows } = await owner.query<Account>(
    `select a.id, a.organisation_id, o.kind, coalesce(a.platform, o.jurisdiction) as jurisdiction, a.roles
     from (select a.*, row_number() over (partition by o.kind, a.roles order by a.login) as nth
       from account a join organisation o on o.id = a.organisation_id where a.state = 'active') a
     join organisation o on o.id = a.organisation_id where a.nth <= 2 order by a.login`,
  );
  return rows;
}

/** Ids of what is there, by table; read anew now and then, for the requests make new things. */
async function poolOf(owner: pg.Client): Promise<Map<string, string[]>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname = 'id' and not a.attisdropped and a.atttypid = 'uuid'::regtype order by 1`,
  );
  const pool = new Map<string, string[]>();
  for (const { name } of tables) {
    const { rows } = await owner.query<{ id: string }>(`select id from "${name}" order by id desc limit 12`);
    if (rows.length > 0)
      pool.set(
        name,
        rows.map(({ id }) => id),
      );
  }
  return pool;
}

interface Turn {
  readonly who: Somebody | null;
  readonly pool: ReadonlyMap<string, string[]>;
  readonly nth: number;
  readonly chance: Chance;
}

interface Asked {
  readonly endpoint: Endpoint;
  readonly request: InjectOptions;
}

const nobodysId = '019a0000-0000-7000-8000-000000000000';

function idsFor(pool: ReadonlyMap<string, string[]>, endpoint: Endpoint, chance: Chance) {
  return (name: string): string => {
    if (chance.happens(0.08)) return nobodysId;
    for (const table of tablesOf(endpoint.id, name)) {
      const ids = pool.get(table);
      if (ids !== undefined) return chance.pick(ids);
    }
    return nobodysId;
  };
}

const boundary = 'daylightfuzz';

function multipart(chance: Chance): { payload: Buffer; headers: Record<string, string> } {
  const content = chance.pick([
    '',
    'PK\u0003\u0004 no archive',
    'a,b\n1,2',
    '%PDF-1.7 /JavaScript',
    '\u0000'.repeat(5000),
  ]);
  const name = chance
    .pick(['a.xlsx', '../../a.xlsx', 'a.pdf\u0000.xlsx', 'x'.repeat(300)])
    .replaceAll('\u0000', '%00');
  const text = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n${content}\r\n--${boundary}--\r\n`;
  return {
    payload: Buffer.from(text),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}

/** Bodies that are no JSON, or more of it than anybody means. */
const rawBodies: readonly string[] = [
  '{',
  '[]',
  '"',
  '\u0000',
  '{"a":1}{"b":2}',
  `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
  `{"lines":"${'x'.repeat(2_100_000)}"}`,
  '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}',
];

function headersOf(
  { endpoint }: Route,
  who: Somebody | null,
  nth: number,
  chance: Chance,
): Record<string, string> {
  const key = chance.happens(0.05) ? 'fuzz-repeated' : `fuzz-key-${nth}`;
  return {
    ...(who === null ? {} : { cookie: `daylight_session=${who.token}` }),
    ...(endpoint.creates && !chance.happens(0.02) ? { 'idempotency-key': key } : {}),
    ...(chance.happens(0.01) ? { origin: 'https://evil.example' } : {}),
  };
}

function requestOf(route: Route, { who, pool, nth, chance }: Turn): Asked {
  const { endpoint } = route;
  const making = { chance, idOf: idsFor(pool, endpoint, chance) };
  const isBroken = chance.happens(0.5);
  const which = chance.below(3);
  const worse = (value: unknown, at: number) => (isBroken && which === at ? broken(value, making) : value);
  const params = worse(anyValue(endpoint.params, making), 0) as Record<string, unknown> | null;
  const query = worse(anyValue(endpoint.query, making), 1);
  const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params ?? {})[name] ?? chance.pick(hostile)).toWellFormed()),
  );
  const pairs = Object.entries((query ?? {}) as object).map(([key, value]): [string, string] => [
    key,
    String(value).toWellFormed(),
  ]);
  const url = pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`;
  const headers = headersOf(route, who, nth, chance);
  const base = { method: endpoint.method, url, headers } as InjectOptions;
  if (endpoint.method === 'GET') return { endpoint, request: base };
  if (route.kind === 'upload') {
    const { payload, headers: more } = multipart(chance);
    return { endpoint, request: { ...base, payload, headers: { ...headers, ...more } } };
  }
  if (isBroken && chance.happens(0.06))
    return {
      endpoint,
      request: {
        ...base,
        payload: chance.pick(rawBodies),
        headers: { ...headers, 'content-type': 'application/json' },
      },
    };
  const body = worse(anyValue(endpoint.body, making), 2);
  return {
    endpoint,
    request:
      body === undefined
        ? base
        : {
            ...base,
            payload: JSON.stringify(body),
            headers: { ...headers, 'content-type': 'application/json' },
          },
  };
}

/** What a request may show of itself in a report. */
function told({ endpoint, request }: Asked): string {
  const payload = typeof request.payload === 'string' ? request.payload.slice(0, 600) : '';
  return `${endpoint.id} ${String(request.url).slice(0, 300)} ${payload}`;
}

/** Valid and broken requests in any order by everybody: none may fail, hang, or leave what a rule forbids. */
export async function fuzz({ world, app, url }: Fuzzing, options: FuzzOptions): Promise<FuzzReport> {
  const chance = chanceOf(`fuzz ${options.seed}`);
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const byStatus: Record<string, number> = {};
  const done = new Set<string>();
  const faults: string[] = [];
  const check = async (): Promise<void> => {
    const wrong = await brokenInvariants({ owner, world });
    faults.push(
      ...wrong.map(({ name, found }) => `not true: ${name} ${JSON.stringify(found).slice(0, 400)}`),
    );
  };
  try {
    const accounts = await accountsOf(owner);
    const people: Somebody[] = [];
    for (const row of accounts) people.push(await signedIn(world, row));
    let pool = await poolOf(owner);
    await check();
    for (let nth = 1; nth <= options.requests && faults.length < 20; nth += 1) {
      if (nth % 500 === 0) pool = await poolOf(owner);
      const route = chance.pick(routes);
      const { permission } = route.endpoint;
      const able = people.filter(({ actor }) => permission === 'public' || may(actor, permission));
      const who =
        chance.happens(0.03) || able.length === 0 ? null : chance.pick(chance.happens(0.92) ? able : people);
      const asked = requestOf(route, { who, pool, nth, chance });
      const begun = performance.now();
      const { statusCode, payload } = await app.inject(asked.request);
      const ms = performance.now() - begun;
      byStatus[statusCode] = (byStatus[statusCode] ?? 0) + 1;
      if (statusCode < 300) done.add(route.endpoint.id);
      if (statusCode >= 500)
        faults.push(`request ${nth} answered ${statusCode}: ${told(asked)} → ${payload.slice(0, 200)}`);
      if (ms > options.slowMs) faults.push(`request ${nth} took ${Math.round(ms)} ms: ${told(asked)}`);
      if (statusCode === 401 && who !== null) {
        // Signed out, or changed the password: sign in again.
        const at = people.indexOf(who);
        const row = accounts[at];
        if (row !== undefined) people[at] = await signedIn(world, row);
      }
      if (nth % 5000 === 0) {
        await check();
        options.log(`${nth} requests, ${done.size} endpoints did something, ${faults.length} faults`);
      }
    }
    await check();
    if ('isAdmin' in {} || 'admin' in {}) faults.push('the prototype of all objects was changed');
    return { requests: options.requests, byStatus, done: done.size, faults };
  } finally {
    await owner.end();
  }
}
