import { readdirSync } from 'node:fs';
import { checkRoundPack, listRoundPacks, showRoundPack } from '@daylight/api/tender.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let officer: Person;
let buyer: Person;
beforeAll(async () => {
  world = await openTestWorld();
  officer = await world.person(await world.organisation({ kind: 'bureau' }), ['officer']);
  buyer = await world.person(await world.organisation({ kind: 'institution' }), ['buyer']);
});
afterAll(() => world.close());

const shipped = readdirSync(new URL('../../policy/cases/rounds/', import.meta.url));
const packOf = async (id: string) =>
  (await callAs(world.app, null, showRoundPack, { params: { id } })).value.pack;

test('anyone reads every shipped round pack: its data, its words, its sources and its bids', async () => {
  const { packs } = (await callAs(world.app, null, listRoundPacks)).value;
  expect(packs.map(({ id }) => `${id}.json`).toSorted()).toEqual(shipped.toSorted());
  for (const { id, title, cases } of packs) {
    const one = (await callAs(world.app, null, showRoundPack, { params: { id } })).value;
    expect([one.title, readPack(one.pack).ok]).toEqual([title, true]);
    expect(one.words.length).toBeGreaterThan(6);
    expect(one.words.flatMap(({ lines }) => lines).some(({ sources }) => sources.length > 0)).toBe(true);
    expect(one.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(one.cases.map(({ name }) => name)).toEqual(cases.map(({ name }) => name));
    expect(one.cases.filter(({ rows, recipe }) => rows === null && recipe === null)).toEqual([]);
  }
});

test('a pack that does not ship is unknown, also one named like a path', async () => {
  for (const id of ['no-such-round', '../jurisdictions', '__proto__']) {
    const answer = await callAs(world.app, null, showRoundPack, { params: { id } });
    expect([id, answer.status, answer.problem.code]).toEqual([id, 404, 'tender.unknownPack']);
  }
});

test('an officer has a pack checked: what is wrong is named in words, and nothing is kept', async () => {
  const pack = await packOf('example-city');
  const good = (await officer.call(checkRoundPack, { body: { pack } })).value;
  expect([good.faults, good.findings]).toEqual([[], []]);

  const rules = pack['rules'] as { id: string }[];
  const swapped = { ...pack, rules: rules.toReversed() };
  const { findings } = (await officer.call(checkRoundPack, { body: { pack: swapped } })).value;
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(errors.map(({ code, path }) => [code, path])).toContainEqual(['rule.unreachable', 'rules.0']);
  expect(errors[0]?.text.zh).toContain('规则2选不出任何人');

  const { faults } = (await officer.call(checkRoundPack, { body: { pack: { ...pack, ranking: ['luck'] } } }))
    .value;
  expect(faults.map(({ path }) => path)).toEqual(['ranking.0']);
  expect((await packOf('example-city'))['ranking']).toEqual(pack['ranking']);
});

test('conditions nested without end are refused before they are read', async () => {
  let when: object = { kind: 'always' };
  for (let depth = 0; depth < 200; depth += 1) when = { kind: 'any', of: [when] };
  const answer = await officer.call(checkRoundPack, { body: { pack: { rules: [{ when }] } } });
  expect([answer.status, answer.problem.code]).toEqual([400, 'request.malformed']);
});

test('a buyer and nobody do not try rules', async () => {
  const body = { pack: {} };
  expect((await buyer.call(checkRoundPack, { body })).status).toBe(403);
  expect((await callAs(world.app, null, checkRoundPack, { body })).status).toBe(401);
});
