import { listNotices, readHome } from '@daylight/api/home.ts';
import * as api from '@daylight/api/qualification.ts';
import { systemContext } from '@daylight/server/context.ts';
import { reading } from '@daylight/server/db.ts';
import { qualifiedFor } from '@daylight/server/features/qualification/port.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { creditCodeOf, declaring } from '../support/declaring.ts';
import { fileOf } from '../support/evidence.ts';
import { type Market, openMarket } from '../support/market.ts';
import { qualify } from '../support/qualified.ts';
import { type Answer, type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let at: TestWorld;
let market: Market;
let officer: Person;
let supervisor: Person;
let cityOfficer: Person;
let sales: Person;

beforeAll(async () => {
  at = await openTestWorld();
  market = await openMarket(at);
  ({ sales } = market);
  const bureau = await at.organisation({ kind: 'bureau', jurisdiction: '320000', name: '示例省医保局' });
  officer = await at.person(bureau, ['officer']);
  supervisor = await at.person(bureau, ['supervisor']);
  cityOfficer = await at.person(await at.organisation({ kind: 'bureau', jurisdiction: '320600' }), [
    'officer',
  ]);
  await at.sql('update organisation set credit_code = $1 where id = $2', [
    creditCodeOf(0),
    market.manufacturerId,
  ]);
  await qualify(at, market.manufacturerId, { certificates: ['国械注准20153100011'] });
});
afterAll(() => at.close());

const { declare, check, confirm, confirmed } = declaring(() => ({ at, officer, supervisor }));
const read = async (who: Person, qualificationId: string) =>
  (await who.call(api.readQualification, { params: { qualificationId } })).value;
const codeOf = (answer: Answer<unknown>): string => answer.problem.code;
const finding = async (organisationId: string, certificate?: string) => {
  const context = systemContext(at.world, 32, 'test');
  const ask = { organisationId, ...(certificate === undefined ? {} : { certificate }) };
  const found = await reading(at.world.database.db, context.scope, (tx) => qualifiedFor(tx, context, [ask]));
  return found[0];
};

test('HN-6a an expiring certificate is announced twice; on the day after its last it is expired and its listings are suspended, and a renewal brings them back', async () => {
  const certificate = '国械注准20163100022';
  const id = await confirmed(sales, {
    kind: 'registrationCertificate',
    number: certificate,
    validUntil: '2026-12-10',
  });
  const under = await market.listing({ certificate });
  const beside = await market.listing({ certificate: '国械注准20153100011' });
  const others = await market.listing({ certificate, manufacturerId: market.otherManufacturerId });
  const stateOf = async (listingId: string) =>
    (await at.sql<{ state: string }>('select state from listing where id = $1', [listingId]))[0]?.state;
  const reminders = async () =>
    (await sales.call(listNotices)).value.items.filter((each) => each.title.zh === '资质即将到期').length;
  await at.moveTo('2026-09-10T15:59:59.000Z');
  expect(await reminders()).toBe(0);
  await at.moveTo('2026-09-10T16:00:00.000Z');
  expect(await reminders()).toBe(1);
  const duty = (await sales.call(readHome)).value.todos.find((each) => each.kind === 'qualification.renew');
  expect(duty).toMatchObject({ dueAt: '2026-12-10T16:00:00.000Z', tone: 'warning' });
  await at.moveTo('2026-11-10T02:00:00.000Z');
  expect(await reminders()).toBe(2);
  await at.moveTo('2026-12-10T15:59:59.000Z');
  expect(await stateOf(under)).toBe('listed');
  expect((await finding(market.manufacturerId, certificate))?.ok).toBe(true);
  await at.moveTo('2026-12-10T16:00:00.000Z');
  expect(await stateOf(under)).toBe('suspended');
  expect([await stateOf(beside), await stateOf(others)]).toEqual(['listed', 'listed']);
  expect((await finding(market.manufacturerId, certificate))?.lacking).toMatchObject([{ reason: 'expired' }]);
  const [listing] = await at.sql('select state_reason, state_basis from listing where id = $1', [under]);
  expect(listing).toMatchObject({ state_reason: 'certificate', state_basis: { clause: 'HN-6a' } });
  expect(await reminders()).toBe(2);

  const row = await read(sales, id);
  const change = await sales.call(api.changeQualification, {
    params: { qualificationId: id },
    body: {
      issuer: '国家药品监督管理局',
      validFrom: '2026-12-11',
      validUntil: '2031-12-10',
      reason: '延续注册',
      truthful: true,
      evidence: [await fileOf(at, sales)],
      version: row.version,
    },
  });
  await check(officer, change.value.id);
  await confirm(supervisor, change.value.id);
  expect(await stateOf(under)).toBe('listed');
  expect((await read(sales, id)).state).toBe('inForce');
});

test('HN-6a hundreds of listings under one certificate are suspended some at a time until none is left, and come back the same way', async () => {
  const certificate = '国械注准20193100055';
  const products = 230;
  const id = await confirmed(sales, {
    kind: 'registrationCertificate',
    number: certificate,
    validUntil: '2027-03-10',
  });
  const listings: string[] = [];
  for (let n = 0; n < products; n += 1) listings.push(await market.listing({ certificate }));
  const states = async () =>
    Object.fromEntries(
      (
        await at.sql<{ state: string; n: string }>(
          'select state, count(*)::text as n from listing where id = any($1::uuid[]) group by state',
          [listings],
        )
      ).map(({ state, n }) => [state, Number(n)]),
    );
  // Records of one transaction: none writes about more than a bounded number of listings.
  const perCommand = async (since: string) =>
    (
      await at.sql<{ n: string }>(
        `select count(*)::text as n from journal where event = 'listing.changed' and at >= $1
           and subject_id = any($2::text[]) group by xmin::text`,
        [since, listings],
      )
    ).map(({ n }) => Number(n));
  await at.moveTo('2027-03-10T15:59:59.000Z');
  expect(await states()).toEqual({ listed: products });
  await at.moveTo('2027-03-10T16:00:00.000Z');
  expect(await states()).toEqual({ suspended: products });
  const suspended = await perCommand('2027-03-10T16:00:00.000Z');
  expect(suspended.reduce((sum, n) => sum + n, 0)).toBe(products);
  expect(Math.max(...suspended)).toBeLessThanOrEqual(50);
  expect(await at.sql('select state, due_at from qualification where id = $1', [id])).toEqual([
    { state: 'expired', due_at: null },
  ]);

  const { version } = await read(sales, id);
  const change = await sales.call(api.changeQualification, {
    params: { qualificationId: id },
    body: {
      issuer: '国家药品监督管理局',
      validFrom: '2027-03-11',
      validUntil: '2032-03-10',
      reason: '延续注册',
      truthful: true,
      evidence: [await fileOf(at, sales)],
      version,
    },
  });
  await check(officer, change.value.id);
  await at.moveBy(1000);
  const renewedAt = at.now();
  await confirm(supervisor, change.value.id);
  await at.moveBy(60_000);
  expect(await states()).toEqual({ listed: products });
  const resumed = await perCommand(renewedAt);
  expect([resumed.reduce((sum, n) => sum + n, 0), Math.max(...resumed) <= 50]).toEqual([products, true]);
  const renewed = await read(sales, id);
  expect([renewed.state, renewed.validUntil]).toEqual(['inForce', '2032-03-10']);
});

test('the bureau suspends a certificate by two persons, its listings with it, and resumes both; an ended one stays ended', async () => {
  const certificate = '国械注准20173100033';
  const id = await confirmed(sales, { kind: 'registrationCertificate', number: certificate });
  const under = await market.listing({ certificate });
  const stateOf = async () => (await at.sql('select state from listing where id = $1', [under]))[0];
  const restrict = async (who: Person, act: 'suspend' | 'resume') => {
    const { version } = await read(officer, id);
    const body = { act, reason: '药监部门通报', version };
    return who.call(api.restrictQualification, { params: { qualificationId: id }, body });
  };
  expect(codeOf(await restrict(sales, 'suspend'))).toBe('access.notPermitted');
  expect(codeOf(await restrict(cityOfficer, 'suspend'))).toBe('qualification.otherJurisdiction');
  expect(codeOf(await restrict(officer, 'resume'))).toBe('qualification.wrongState');
  const asked = (await restrict(officer, 'suspend')).value;
  expect(asked.state).toBe('checked');
  expect((await read(sales, id)).state).toBe('inForce');
  await confirm(supervisor, asked.id, { version: 1 });
  expect([(await read(sales, id)).state, await stateOf()]).toEqual(['suspended', { state: 'suspended' }]);
  expect((await finding(market.manufacturerId, certificate))?.lacking[0]?.reason).toBe('suspended');
  const back = (await restrict(officer, 'resume')).value;
  await confirm(supervisor, back.id, { version: 1 });
  expect([(await read(sales, id)).state, await stateOf()]).toEqual(['inForce', { state: 'listed' }]);
  const { version } = await read(sales, id);
  const end = { params: { qualificationId: id }, body: { reason: '产品退市', version } };
  const ending = (await sales.call(api.endQualification, end)).value;
  await check(officer, ending.id);
  await confirm(supervisor, ending.id);
  expect([(await read(sales, id)).state, await stateOf()]).toEqual(['ended', { state: 'suspended' }]);
  const anew = await declare(sales, { kind: 'registrationCertificate', number: certificate });
  expect(anew.value.qualificationId).not.toBe(id);
});
