import * as api from '@daylight/api/portal.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let officer: Person;
let supervisor: Person;
let cityOfficer: Person;
let buyer: Person;

const draft = {
  jurisdiction: '320000',
  kind: 'price',
  title: '关于调整部分产品挂网价的公告',
  body: '自即日起执行。',
} as const;

beforeAll(async () => {
  world = await openTestWorld();
  const bureau = await world.organisation({ kind: 'bureau', jurisdiction: '320000' });
  officer = await world.person(bureau, ['officer']);
  supervisor = await world.person(bureau, ['supervisor', 'officer']);
  cityOfficer = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '320600' }), [
    'officer',
  ]);
  buyer = await world.person(await world.organisation({ kind: 'institution' }), ['buyer']);
});
afterAll(() => world.close());

const readAll = () => callAs(world.app, null, api.listPublicNotices, { query: { jurisdiction: '320000' } });

describe('HN-16, JS-39: notices are public once two persons stand behind them', () => {
  test('a draft is not public; published by somebody else it is; withdrawn it is not any more', async () => {
    const { id } = (await officer.call(api.enterNotice, { body: draft })).value;
    expect((await readAll()).value.items).toEqual([]);
    await supervisor.call(api.publishNotice, { params: { id } });
    expect((await readAll()).value.items.map((notice) => notice.title)).toEqual([draft.title]);
    expect((await callAs(world.app, null, api.showPublicNotice, { params: { id } })).value.body).toBe(
      draft.body,
    );
    expect(
      (await supervisor.call(api.withdrawNotice, { params: { id }, body: { reason: '内容有误' } })).ok,
    ).toBe(true);
    expect((await readAll()).value.items).toEqual([]);
    expect((await callAs(world.app, null, api.showPublicNotice, { params: { id } })).status).toBe(404);
  });

  test('HN-15: whoever entered a notice does not publish it', async () => {
    const { id } = (await supervisor.call(api.enterNotice, { body: draft })).value;
    const refused = (await supervisor.call(api.publishNotice, { params: { id } })).problem;
    expect(refused).toMatchObject({ code: 'portal.ownNotice', basis: { clause: 'HN-15' } });
  });

  test('a city speaks for itself, not for the province; a hospital publishes nothing', async () => {
    expect((await cityOfficer.call(api.enterNotice, { body: draft })).problem.code).toBe(
      'portal.otherJurisdiction',
    );
    const own = await cityOfficer.call(api.enterNotice, { body: { ...draft, jurisdiction: '320600' } });
    expect(own.status).toBe(201);
    expect((await buyer.call(api.enterNotice, { body: draft })).status).toBe(403);
  });

  test('a repeat with the same key gives the first answer, another body under it is refused', async () => {
    const first = await officer.call(api.enterNotice, { body: draft }, 'same-key-1');
    const second = await officer.call(api.enterNotice, { body: draft }, 'same-key-1');
    expect(second.value.id).toBe(first.value.id);
    const other = await officer.call(
      api.enterNotice,
      { body: { ...draft, title: '另一份公告' } },
      'same-key-1',
    );
    expect(other.problem.code).toBe('request.keyUsedForAnotherBody');
  });

  test('malformed notices are refused field by field', async () => {
    const answer = await officer.call(api.enterNotice, {
      body: { ...draft, title: '', kind: 'gossip' as never },
    });
    expect(answer.problem.fields.map((field) => field.path).toSorted()).toEqual(['body.kind', 'body.title']);
  });

  test('an unknown listing is a 404 for anyone', async () => {
    const answer = await callAs(world.app, null, api.showPublicListing, {
      params: { id: '0190b0b0-0000-7000-8000-000000000000' },
    });
    expect(answer.problem.code).toBe('portal.unknownListing');
  });
});
