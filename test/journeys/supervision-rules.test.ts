import { acceptCounter, counterOffer } from '@daylight/api/bargain-answer.ts';
import { openBargain } from '@daylight/api/bargain.ts';
import { readHome } from '@daylight/api/home.ts';
import { readParameters } from '@daylight/api/policy.ts';
import {
  decideDecision,
  enterDecision,
  listDecisions,
  listZoneRules,
  withdrawDecision,
} from '@daylight/api/supervision-zones.ts';
import { readZone } from '@daylight/api/supervision.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type PriceMarket, openPriceMarket } from '../support/price-market.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let market: PriceMarket;
let buyer: Person;
let officer: Person;
let supervisor: Person;
let listingId: string;

beforeAll(async () => {
  world = await openTestWorld('2026-09-01T02:00:00.000Z');
  market = await openPriceMarket(world);
  buyer = await world.person(await world.organisation({ kind: 'institution', jurisdiction: '320100' }), [
    'buyer',
  ]);
  const bureau = await world.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await world.person(bureau, ['officer', 'supervisor']);
  supervisor = await world.person(bureau, ['supervisor']);
  listingId = (await market.listing({ price: '200' })).id;
  const peers: string[] = [];
  for (let n = 0; n < 3; n += 1)
    peers.push(await world.organisation({ kind: 'institution', jurisdiction: '320100' }));
  for (let n = 1; n <= 10; n += 1)
    await market.trade({
      listingId,
      institutionId: peers[n % 3] ?? '',
      price: String(90 + n),
      at: '2026-08-15T02:00:00.000Z',
    });
});
afterAll(() => world.close());

async function shanghai() {
  const { choices } = (await officer.call(listZoneRules)).value;
  const choice = choices.find(({ code }) => code === 'shanghai');
  if (choice === undefined) throw new Error('the pack holds the Shanghai rule');
  return { key: 'supervision.zoneRule' as const, value: choice.rule };
}
const entry = async (from = '2026-09-03') => ({
  body: { draft: await shanghai(), name: '三线规则', from, reason: '试行三线规则三个月' },
});

test('JS-12 the pack holds several named rules, and says which one is in force and why', async () => {
  const rules = (await officer.call(listZoneRules)).value;
  expect(rules.choices.map(({ code }) => code)).toEqual([
    'percentiles',
    'percentilesOfProduct',
    'percentilesOfClass',
    'shanghai',
  ]);
  expect(rules.inForce).toMatchObject({
    origin: 'default',
    basis: { document: 'js-2020-22', article: '12' },
  });
  expect(rules.next).toBeNull();
});

test('a decision has to begin tomorrow or later, well formed, and is not everybody’s', async () => {
  expect((await officer.call(enterDecision, await entry('2026-09-01'))).problem).toMatchObject({
    code: 'supervision.fromNotAhead',
    facts: { earliest: '2026-09-02' },
  });
  const flawed = await entry();
  const value = { ...flawed.body.draft.value, red: [{ statistic: 'percentile', percentile: null }] };
  const body = { ...flawed.body, draft: { ...flawed.body.draft, value } };
  expect((await officer.call(enterDecision, { body } as never)).status).toBe(400);
  expect((await buyer.call(enterDecision, await entry())).status).toBe(403);
});

test('HN-15 JS-12 one officer enters a switch of the rule, another approves it, and it blocks from its day on', async () => {
  const entered = (await officer.call(enterDecision, await entry())).value;
  const params = { decisionId: entered.id };
  const approve = { params, body: { approve: true, version: 1 } };
  expect((await officer.call(decideDecision, approve)).problem).toMatchObject({
    code: 'supervision.ownDecision',
    basis: { clause: 'HN-15' },
  });
  const todo = (await supervisor.call(readHome)).value.todos.find(
    (each) => each.kind === 'supervision.decide',
  );
  expect(todo).toMatchObject({ href: '/zone-rules' });
  expect(
    (await supervisor.call(decideDecision, { params, body: { approve: false, version: 1 } })).problem.code,
  ).toBe('supervision.noteMissing');
  expect((await supervisor.call(decideDecision, approve)).value).toMatchObject({
    state: 'approved',
    version: 2,
  });
  expect((await supervisor.call(decideDecision, approve)).problem.code).toBe('supervision.decisionDecided');
  expect((await officer.call(listZoneRules)).value.next).toMatchObject({ from: '2026-09-03' });
  // The day before, red prompts and warns; on the day it blocks.
  const red = { query: { listingId, price: '150' } };
  expect((await buyer.call(readZone, red)).value.actions).toEqual(['promptInstitution', 'warnBureau']);
  await world.moveTo('2026-09-03T02:00:00.000Z');
  expect((await buyer.call(readZone, red)).value).toMatchObject({
    zone: 'red',
    actions: ['promptInstitution', 'block'],
    origin: 'decision',
    isDefaultRule: false,
  });
  expect(
    (await buyer.call(openBargain, { body: { listingId, price: '150', quantity: '1' } })).problem.code,
  ).toBe('bargain.priceBlocked');
  const opened = (await buyer.call(openBargain, { body: { listingId, price: '95', quantity: '1' } })).value;
  const at = { params: { bargainId: opened.id } };
  await market.sales.call(counterOffer, { ...at, body: { version: 1, price: '150', note: '' } });
  expect((await buyer.call(acceptCounter, { ...at, body: { version: 2 } })).problem.code).toBe(
    'bargain.priceBlocked',
  );
});

test('the policy page shows the decision with its provenance, above what the pack says', async () => {
  const on = { query: { jurisdiction: '320600', on: '2026-09-03' } };
  const { parameters } = (await buyer.call(readParameters, on)).value;
  const zone = parameters.find(({ key }) => key === 'supervision.zoneRule');
  expect(zone).toMatchObject({ origin: 'decision', from: '2026-09-03', jurisdiction: '320000' });
  expect(zone?.note?.zh).toContain('医保部门决定');
  expect(zone?.passedOver[0]).toMatchObject({ origin: 'default' });
});

test('of two decisions that begin on the same day the second is not approved; one may be withdrawn before', async () => {
  const first = (await officer.call(enterDecision, await entry('2026-10-01'))).value;
  const second = (await officer.call(enterDecision, await entry('2026-10-01'))).value;
  const approving = (id: string) => ({ params: { decisionId: id }, body: { approve: true, version: 1 } });
  expect((await supervisor.call(decideDecision, approving(first.id))).value.state).toBe('approved');
  expect((await supervisor.call(decideDecision, approving(second.id))).problem.code).toBe(
    'supervision.sameDayDecided',
  );
  const gone = { params: { decisionId: second.id }, body: { version: 1 } };
  expect((await officer.call(withdrawDecision, gone)).value.state).toBe('withdrawn');
  const states = (await supervisor.call(listDecisions)).value.items.map(({ state }) => state);
  expect(states.toSorted()).toEqual(['approved', 'approved', 'withdrawn']);
});
