import type { Endpoint } from '@daylight/api/endpoint.ts';
import type { CallOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { hashPassword } from '@daylight/server/features/account/passwords.ts';
import type { TestWorld } from './world.ts';

/** A browser as the server sees one: keeps the session cookie, has an address, and may come over https. */
export interface Browser {
  cookie: string | null;
  /** Set-Cookie of the last answer. */
  lastCookie: string;
  ask<E extends Endpoint>(endpoint: E, call?: CallOf<E>): Promise<BrowserAnswer<ReplyOf<E>>>;
}
export interface BrowserAnswer<T> {
  readonly status: number;
  readonly body: (T extends null ? unknown : T) & Partial<Problem>;
}

export interface BrowserOptions {
  readonly address?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function browser(
  { app }: TestWorld,
  { address = '10.0.0.1', headers = {} }: BrowserOptions = {},
): Browser {
  let asked = 0;
  const self: Browser = {
    cookie: null,
    lastCookie: '',
    ask: async (endpoint, call = {}) => {
      asked += 1;
      const params = (call.params ?? {}) as Record<string, string>;
      const query = new URLSearchParams((call.query ?? {}) as Record<string, string>).toString();
      const response = await app.inject({
        method: endpoint.method,
        url:
          endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => String(params[name])) +
          (query === '' ? '' : `?${query}`),
        remoteAddress: address,
        headers: {
          host: 'localhost:3000',
          ...headers,
          ...(self.cookie === null ? {} : { cookie: `daylight_session=${self.cookie}` }),
          ...(endpoint.creates ? { 'idempotency-key': `browser-${address}-${asked}-${Math.random()}` } : {}),
        },
        ...(call.body === undefined ? {} : { payload: call.body as object }),
      });
      const set = response.headers['set-cookie'];
      if (set !== undefined) {
        self.lastCookie = String(set);
        const value = /daylight_session=([^;]*)/.exec(self.lastCookie)?.[1] ?? '';
        self.cookie = value === '' ? null : value;
      }
      return { status: response.statusCode, body: response.json() as never };
    },
  };
  return self;
}

export interface AccountOptions {
  readonly organisationId: string;
  readonly roles: readonly string[];
  readonly login: string;
  readonly password?: string;
  readonly name?: string;
  readonly secondFactorRequired?: boolean;
  readonly mustChangePassword?: boolean;
  readonly demo?: boolean;
  readonly state?: 'active' | 'pending' | 'disabled';
}

export const goodPassword = 'correct horse battery';
let goodHash: Promise<string> | null = null;

/** An account with a password, as it would stand after a first sign-in. */
export async function account(world: TestWorld, options: AccountOptions): Promise<string> {
  goodHash ??= hashPassword(goodPassword);
  const hash = options.password === undefined ? await goodHash : await hashPassword(options.password);
  const rows = await world.sql<{ id: string }>(
    `insert into account (id, organisation_id, login, name, password_hash, roles, second_factor_required, must_change_password, demo, state, created_at)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
    [
      options.organisationId,
      options.login,
      options.name ?? '张三',
      hash,
      options.roles,
      options.secondFactorRequired ?? false,
      options.mustChangePassword ?? false,
      options.demo ?? false,
      options.state ?? 'active',
      world.now(),
    ],
  );
  return rows[0]!.id;
}
