import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Endpoint } from '@daylight/api/endpoint.ts';
import type { CallOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import { type Instant, addMs, instant } from '@daylight/rules/time.ts';
import { openSession } from '@daylight/server/features/account/sessions.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import { sweeps } from '@daylight/server/features.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { buildApp, openWorld } from '@daylight/server/main.ts';
import type { World } from '@daylight/server/context.ts';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { type Template, freshDatabase } from './database.ts';

/** A server without a port on a database of its own, a clock moved by hand, and people who call endpoints. */
export interface TestWorld {
  readonly world: World;
  readonly app: FastifyInstance;
  readonly url: string;
  now(): Instant;
  /** Moves the clock to a moment and lets everything that is due happen. */
  moveTo(at: string): Promise<void>;
  moveBy(ms: number): Promise<void>;
  /** Statements as the owner of the tables, for arranging and for looking behind the scenes. */
  sql<T extends object = Record<string, unknown>>(text: string, values?: unknown[]): Promise<T[]>;
  organisation(options: OrganisationOptions): Promise<string>;
  person(organisationId: string, roles: readonly string[], jurisdiction?: string): Promise<Person>;
  close(): Promise<void>;
}

export interface OrganisationOptions {
  readonly kind: OrganisationKind;
  readonly name?: string;
  readonly jurisdiction?: string;
  readonly level?: 'tertiary' | 'secondary' | 'primary';
  readonly ownership?: 'public' | 'military' | 'private';
  readonly parentId?: string;
}

export interface Answer<T> {
  readonly status: number;
  readonly ok: boolean;
  /** The reply; reading it after a refusal fails the test with the problem's text. */
  readonly value: T;
  readonly problem: Problem;
}

export interface Person {
  readonly accountId: string;
  readonly organisationId: string;
  readonly token: string;
  call<E extends Endpoint>(endpoint: E, call?: CallOf<E>, key?: string): Promise<Answer<ReplyOf<E>>>;
}

let keys = 0;

function addressOf(endpoint: Endpoint, call: CallOf<Endpoint>): string {
  const params = (call.params ?? {}) as Record<string, string>;
  const url = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const query = Object.entries((call.query ?? {}) as Record<string, unknown>).filter(
    ([, value]) => value !== undefined,
  );
  return query.length === 0 ? url : `${url}?${new URLSearchParams(query.map(([k, v]) => [k, String(v)]))}`;
}

/** One call over HTTP as the browser would make it; nobody when the token is null. */
export async function callAs<E extends Endpoint>(
  app: FastifyInstance,
  token: string | null,
  endpoint: E,
  call: CallOf<E> & { readonly key?: string; readonly from?: string } = {},
): Promise<Answer<ReplyOf<E>>> {
  keys += 1;
  const response = await app.inject({
    method: endpoint.method,
    url: addressOf(endpoint, call),
    headers: {
      ...(token === null ? {} : { cookie: `daylight_session=${token}` }),
      ...(endpoint.creates ? { 'idempotency-key': call.key ?? `test-key-${keys}` } : {}),
    },
    ...(call.body === undefined ? {} : { payload: call.body as object }),
    ...(call.from === undefined ? {} : { remoteAddress: call.from }),
  });
  const isJson = String(response.headers['content-type']).includes('json');
  const body: unknown = isJson ? response.json() : response.body;
  const ok = response.statusCode < 400;
  return {
    status: response.statusCode,
    ok,
    get value() {
      if (!ok) throw new Error(`${endpoint.id} was refused: ${JSON.stringify(body)}`);
      return body as ReplyOf<E>;
    },
    get problem() {
      if (ok) throw new Error(`${endpoint.id} was not refused: ${JSON.stringify(body)}`);
      return body as Problem;
    },
  };
}

async function insertOrganisation(
  client: pg.Pool,
  now: Instant,
  options: OrganisationOptions,
): Promise<string> {
  const id = uuidAt(now);
  const { kind, jurisdiction = '320100' } = options;
  const name = options.name ?? `${kind}-${id.slice(-6)}`;
  const isInstitution = kind === 'institution';
  await client.query(
    `insert into organisation (id, kind, name, short_name, jurisdiction, province, ownership, level, parent_id, created_at)
     values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      kind,
      name,
      jurisdiction,
      Number(jurisdiction.slice(0, 2)),
      isInstitution ? (options.ownership ?? 'public') : null,
      isInstitution ? (options.level ?? 'tertiary') : null,
      options.parentId ?? null,
      now,
    ],
  );
  return id;
}

/** Starts at 2026-09-01 10:00 in Shanghai unless told otherwise. */
export async function openTestWorld(
  start = '2026-09-01T02:00:00.000Z',
  template?: Template,
): Promise<TestWorld> {
  const database = await freshDatabase(template);
  let now = instant(start);
  const owner = new pg.Pool({ connectionString: database.url, max: 2 });
  // A connection on its way out may still hear that its database is dropped.
  owner.on('connect', (client) => client.on('error', () => undefined));
  owner.on('error', () => undefined);
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-test-'));
  const world = await openWorld({
    url: database.url,
    dataDir,
    demo: false,
    clock: () => now,
    connections: 6,
  });
  const app = await buildApp(world, true);
  await app.ready();
  const sweepAll = async () => void (await runSweeps(world, sweeps));
  return {
    world,
    app,
    url: database.url,
    now: () => now,
    moveTo: async (at) => {
      now = instant(at);
      await sweepAll();
    },
    moveBy: async (ms) => {
      now = addMs(now, ms);
      await sweepAll();
    },
    sql: async <T extends object>(text: string, values: unknown[] = []) =>
      (await owner.query<T>(text, values)).rows,
    organisation: (options) => insertOrganisation(owner, now, options),
    person: async (organisationId, roles, jurisdiction) => {
      const accountId = uuidAt(now);
      await owner.query(
        `insert into account (id, organisation_id, login, name, roles, second_factor_required, created_at)
         values ($1, $2, $3, $3, $4, false, $5)`,
        [accountId, organisationId, `u-${accountId.slice(-12)}`, roles, now],
      );
      const rows = await owner.query<{ jurisdiction: string }>(
        'select jurisdiction from organisation where id = $1',
        [organisationId],
      );
      const token = await openSession(world.database.db, {
        accountId,
        jurisdiction: jurisdiction ?? rows.rows[0]?.jurisdiction ?? '320000',
        // Tests move the clock by months; how long sessions live is tested where sessions are.
        now: instant('2040-01-01T00:00:00.000Z'),
        hours: 24,
        factor: 'password',
      });
      return {
        accountId,
        organisationId,
        token,
        call: (endpoint, call, key) =>
          callAs(app, token, endpoint, { ...call, ...(key === undefined ? {} : { key }) }),
      };
    },
    close: async () => {
      await app.close();
      await world.database.close();
      await owner.end();
      await database.drop();
    },
  };
}
