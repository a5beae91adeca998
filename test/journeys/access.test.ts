import { randomUUID } from 'node:crypto';
import type { Endpoint } from '@daylight/api/endpoint.ts';
import { type Actor, may } from '@daylight/rules/access/may.ts';
import {
  type OrganisationKind,
  type Permission,
  organisationKinds,
  permissions,
  rolesOf,
} from '@daylight/rules/access/permissions.ts';
import { routes } from '@daylight/server/features.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plausible } from '../support/plausible.ts';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

/** Every endpoint as every position, as nobody, and with the ids of another organisation's business. */
let world: TestWorld;
/** Stands in every text of the other organisations' business: whoever reads it has seen too much. */
const secret = 'ONLY-FOR-ITS-OWNERS';
const foreign: Record<string, string> = {};
const endpoints = routes.map((route) => route.endpoint);
const uploads = new Set(routes.filter((route) => route.kind === 'upload').map((route) => route.endpoint.id));

const positions = organisationKinds.flatMap((kind) =>
  rolesOf[kind].map((role) => ({ kind, role, name: `${kind}.${role}` })),
);
const traders: ReadonlySet<OrganisationKind> = new Set(['institution', 'manufacturer', 'distributor']);

/** One row of each kind of business between organisations that nobody of the walk belongs to. */
async function seedForeignBusiness(): Promise<void> {
  const [hospital, maker, carrier] = await Promise.all(
    (['institution', 'manufacturer', 'distributor'] as const).map((kind) => world.organisation({ kind })),
  );
  const now = world.now();
  const id = () => uuidAt(now);
  const owner = await world.person(hospital!, ['admin']);
  await world.sql(`update account set name = $2 where id = $1`, [owner.accountId, secret]);
  Object.assign(foreign, {
    accountId: owner.accountId,
    orderId: id(),
    shipmentId: id(),
    bargainId: id(),
    invoiceId: id(),
    paymentId: id(),
    returnId: id(),
  });
  // Rows without their catalogue and listing: the walk asks who sees them, not what they lead to.
  const insert = async (text: string, values: unknown[]) => {
    await world.sql(
      `do $do$ begin set local session_replication_role = replica; ${text}; end $do$`.replaceAll(
        /\$(\d+)/g,
        (_, n: string) => literal(values[Number(n) - 1]),
      ),
    );
  };
  await insert(
    `insert into purchase_order (province, id, number, institution_id, site_id, distributor_id, jurisdiction, urgency, state, amount, line_count, placed_at, placed_by, note, manufacturer_ids)
     values (32, $1, $2, $3, $3, $4, '320100', 'ordinary', 'placed', 1, 1, $5, $3, $2, array[$6]::uuid[])`,
    [foreign['orderId'], secret, hospital, carrier, now, maker],
  );
  await insert(
    `insert into order_line (province, order_id, line, listing_id, item_code, code_release, manufacturer_id, product_name, specification, purchase_unit, units_per_purchase_unit, price, listing_price, price_kind, quantity, amount, state, institution_id, distributor_id)
     values (32, $1, 1, $2, 'C', $2, $3, $4, $4, '盒', 1, 1, 1, 'listed', 1, 1, 'waiting', $5, $6)`,
    [foreign['orderId'], id(), maker, secret, hospital, carrier],
  );
  await insert(
    `insert into shipment (province, id, number, order_id, institution_id, distributor_id, state, carrier, shipped_at, site_id, note)
     values (32, $1, $2, $3, $4, $5, 'sent', $2, $6, $3, $2)`,
    [foreign['shipmentId'], secret, foreign['orderId'], hospital, carrier, now],
  );
  await insert(
    `insert into shipment_line (province, shipment_id, line, order_id, order_line, item_code, quantity, lot, institution_id, distributor_id, manufacturer_id)
     values (32, $1, 1, $2, 1, 'C', 1, $3, $4, $5, $6)`,
    [foreign['shipmentId'], foreign['orderId'], secret, hospital, carrier, maker],
  );
  await insert(
    `insert into bargain (province, id, number, listing_id, item_code, manufacturer_id, institution_id, jurisdiction, kind, pooled, state, listing_price, units_per_purchase_unit, price, quantity, round, turn, note, opened_at, opened_by, clock_started_at, offered_at)
     values (32, $1, $2, $3, 'C', $4, $5, '320100', 'other', false, 'open', 2, 1, 1, 1, 1, 'manufacturer', $2, $6, $5, $6, $6)`,
    [foreign['bargainId'], secret, id(), maker, hospital, now],
  );
  await insert(
    `insert into cart_line (province, institution_id, listing_id, quantity, note, added_at, added_by) values (32, $1, $2, 1, $3, $4, $1)`,
    [hospital, id(), secret, now],
  );
  await insert(
    `insert into notice (province, id, organisation_id, at, kind, subject_kind, subject_id, facts) values (32, $1, $2, $3, 'account.requestWaiting', 'account', 'x', jsonb_build_object('name', $4::text))`,
    [id(), hospital, now, secret],
  );
  await insert(
    `insert into journal (province, id, at, event, actor_organisation, subject_kind, subject_id, basis, after, readers) values (32, $1, $2, 'order.placed', $3, 'order', $4, '[]', jsonb_build_object('note', $5::text), array[$3]::uuid[])`,
    [id(), now, hospital, foreign['orderId'], secret],
  );
}
function literal(value: unknown): string {
  return `'${String(value).replaceAll("'", "''")}'`;
}

beforeAll(async () => {
  world = await openTestWorld();
  await seedForeignBusiness();
});
afterAll(() => world.close());

function callOf(endpoint: Endpoint, ids: (name: string) => string) {
  const body = uploads.has(endpoint.id) ? undefined : plausible(endpoint.body, ids);
  const takesBody = endpoint.method !== 'GET' && !endpoint.body.safeParse(undefined).success;
  return {
    params: plausible(endpoint.params, ids) as Record<string, string>,
    query: plausible(endpoint.query, ids) as Record<string, string>,
    ...(takesBody ? { body } : {}),
  };
}
type Callable = ReturnType<typeof callOf>;
const made = new Map<string, Callable>();

/** With ids that nobody has, or with those of the other organisations' business. */
async function ask(endpoint: Endpoint, person: Person | null, withForeign = false) {
  const key = `${endpoint.id} ${withForeign}`;
  const call =
    made.get(key) ?? callOf(endpoint, (name) => (withForeign ? foreign[name] : undefined) ?? randomUUID());
  made.set(key, call);
  return callAs(world.app, person?.token ?? null, endpoint, call as never);
}
function actorOf(kind: OrganisationKind, role: string): Actor {
  return { accountId: '', organisationId: '', kind, jurisdiction: '320100', province: 32, roles: [role] };
}

test('each endpoint is named once and stands at one place', () => {
  const ids = endpoints.map((endpoint) => endpoint.id);
  const places = endpoints.map((endpoint) => `${endpoint.method} ${endpoint.path}`);
  expect([new Set(ids).size, new Set(places).size]).toEqual([ids.length, places.length]);
});

test('every position has work beyond the own account, and no two administrators of the platform the same', () => {
  const doors = (kind: OrganisationKind, role: string) =>
    endpoints
      .filter(
        ({ permission }) =>
          permission !== 'public' &&
          (permissions[permission] as unknown) !== 'signedIn' &&
          may(actorOf(kind, role), permission),
      )
      .map((endpoint) => endpoint.id);
  for (const { kind, role, name } of positions)
    expect([name, doors(kind, role).length > 0]).toEqual([name, true]);
  const [system, security, audit] = rolesOf.platform.map((role) => doors('platform', role).toSorted().join());
  expect(new Set([system, security, audit]).size).toBe(3);
});

test('every permission opens some door, and what changes something is never open to the public but sign-in and a report of a breach', () => {
  const used = new Set(endpoints.map((endpoint) => endpoint.permission));
  const idle = (Object.keys(permissions) as Permission[]).filter((permission) => !used.has(permission));
  expect(idle).toEqual([]);
  const open = endpoints
    .filter((endpoint) => endpoint.permission === 'public' && endpoint.method !== 'GET')
    .map((endpoint) => endpoint.path);
  // Whoever knows of a breach may say so without a name (GY-5.4).
  expect(open.filter((path) => !path.startsWith('/api/session'))).toEqual([
    '/api/open/rounds/:tenderId/breaches',
  ]);
});

test('nobody is sent to sign in everywhere but on public pages, and never meets a failure', async () => {
  for (const endpoint of endpoints) {
    const { status } = await ask(endpoint, null);
    if (endpoint.permission === 'public') expect([endpoint.id, status < 500]).toEqual([endpoint.id, true]);
    else expect([endpoint.id, status]).toEqual([endpoint.id, 401]);
  }
});

test('a token that was never given out is nobody', async () => {
  const endpoint = endpoints.find((each) => each.permission === 'notice.read')!;
  for (const token of ['A'.repeat(43), 'x', "' or 1=1 --"])
    expect((await callAs(world.app, token, endpoint)).status).toBe(401);
});

describe.each(positions)('$name', ({ kind, role }) => {
  test('passes the doors that its permissions open and no other, fails nowhere, and sees nothing of other organisations', async () => {
    const organisation = await world.organisation({ kind });
    const jurisdiction = traders.has(kind) && kind !== 'institution' ? '320000' : undefined;
    let person = await world.person(organisation, [role], jurisdiction);
    const isTrader = traders.has(kind);
    for (const endpoint of endpoints) {
      const { permission } = endpoint;
      const answer = await ask(endpoint, person, isTrader);
      const told = answer.ok ? '' : answer.problem.code;
      const at = [endpoint.id, told];
      if (permission !== 'public' && !may(actorOf(kind, role), permission)) {
        expect([...at, answer.status]).toEqual([endpoint.id, 'access.notPermitted', 403]);
        continue;
      }
      expect([...at, answer.status >= 500]).toEqual([...at, false]);
      if (permission !== 'public') expect([...at, answer.status === 401]).toEqual([...at, false]);
      if (isTrader) {
        const seen = JSON.stringify(answer.ok ? answer.value : answer.problem).includes(secret);
        expect([...at, seen]).toEqual([...at, false]);
        const named = Object.keys(endpoint.params.shape).some((name) => foreign[name] !== undefined);
        if (named) expect([...at, answer.ok]).toEqual([...at, false]);
      }
      // Signing out is one of the doors.
      if (endpoint.path.startsWith('/api/session') && endpoint.method !== 'GET')
        person = await world.person(organisation, [role], jurisdiction);
    }
  });
});
