import type { EventName } from '@daylight/api/events.ts';
import { listCheckpoints, listJournal, verifyJournalNow } from '@daylight/api/journal.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { command } from '@daylight/server/command.ts';
import { actorContext } from '@daylight/server/context.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { verifyJournal } from '@daylight/server/features/journal/verify.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Person, type TestWorld, callAs, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let hospital: string;
let buyer: Person;
let auditor: Person;
let stranger: Person;

const system = { province: 32, organisationId: null, reach: 'system' } as const;

/** A command that does nothing but leave its record. */
function act(person: Person, event: EventName, readers: readonly string[] = [], subjectId = 'thing-1') {
  const actor = {
    ...person,
    kind: 'institution',
    jurisdiction: '320100',
    province: 32,
    roles: ['buyer'],
  } as const;
  const context = actorContext(world.world, actor, { requestId: 'test' });
  return command(context, async (unit) => {
    unit.record({
      event,
      subject: { kind: 'thing', id: subjectId },
      basis: [],
      after: { price: '12.5', 数量: 3 },
      readers,
    });
    return ok(null);
  });
}

const verifyAll = (kept: { position: number; chainHash: string }[] = []) =>
  verifyJournal(world.world.database.db, system, kept);

beforeAll(async () => {
  world = await openTestWorld();
  hospital = await world.organisation({ kind: 'institution' });
  buyer = await world.person(hospital, ['buyer']);
  auditor = await world.person(await world.organisation({ kind: 'bureau', jurisdiction: '320000' }), [
    'auditor',
  ]);
  stranger = await world.person(await world.organisation({ kind: 'distributor' }), ['dispatcher']);
});
afterAll(() => world.close());

describe('HN-15: the journal is the witness', () => {
  test('each command leaves one record, and the sealed chain is intact', async () => {
    for (let n = 0; n < 20; n += 1) await act(buyer, 'cart.changed');
    await sealAll(world.world);
    const result = await verifyAll();
    expect(result).toMatchObject({ records: 20, unsealed: 0, faults: [] });
  });

  test('a refused command leaves no record', async () => {
    const actor = { ...buyer, kind: 'institution', jurisdiction: '320100', province: 32, roles: [] } as const;
    const context = actorContext(world.world, actor, { requestId: 'test' });
    const refused = await command(context, async (unit) => {
      unit.record({ event: 'order.cancelled', subject: { kind: 'thing', id: 'x' }, basis: [] });
      return refuse('thing.no');
    });
    expect(refused.ok).toBe(false);
    expect(await world.sql("select 1 from journal where event = 'order.cancelled'")).toEqual([]);
  });

  test('writers do not wait for the seal, and what commits late is sealed later, never lost', async () => {
    const before = (await verifyAll()).records;
    await Promise.all([
      ...Array.from({ length: 30 }, () => act(buyer, 'order.placed')),
      sealAll(world.world),
      sealAll(world.world),
    ]);
    await sealAll(world.world);
    expect(await verifyAll()).toMatchObject({ records: before + 30, unsealed: 0, faults: [] });
  });

  test('the application itself can neither change nor delete a record', async () => {
    const { pool } = world.world.database;
    await expect(pool.query("update journal set event = 'x'")).rejects.toThrow(/permission denied/);
    await expect(pool.query('delete from journal_seal')).rejects.toThrow(/permission denied/);
    await expect(pool.query('delete from journal_rest')).rejects.toThrow(/permission denied/);
  });
});

describe('HN-15: tampering shows', () => {
  test('a changed record is named', async () => {
    const [row] = await world.sql<{ id: string }>('select id from journal order by id offset 3 limit 1');
    await world.sql(`update journal set after = '{"price":"1.5"}' where id = $1`, [row?.id]);
    expect((await verifyAll()).faults).toContainEqual(
      expect.objectContaining({ kind: 'changed', journalId: row?.id }),
    );
    await world.sql(`update journal set after = '{"price":"12.5","数量":3}' where id = $1`, [row?.id]);
    expect((await verifyAll()).faults).toEqual([]);
  });

  test('a deleted record, a record slipped in and swapped seals are named', async () => {
    await world.sql('create table kept as select * from journal order by id offset 5 limit 1');
    await world.sql('delete from journal where id = (select id from kept)');
    expect((await verifyAll()).faults.map((fault) => fault.kind)).toEqual(['missing']);
    await world.sql('insert into journal select * from kept');
    await world.sql("update kept set id = gen_random_uuid(), event = 'thing.forged'");
    await world.sql('insert into journal select * from kept');
    expect((await verifyAll()).faults.map((fault) => fault.kind)).toEqual(['inserted']);
    await world.sql("delete from journal where event = 'thing.forged'");
    await world.sql(
      'update journal_seal set journal_id = case position when 7 then gen_random_uuid() else journal_id end where position = 7',
    );
    expect((await verifyAll()).faults.map((fault) => fault.kind)).toContain('missing');
  });

  test('a chain rewritten from end to end does not meet a checkpoint kept elsewhere', async () => {
    const own = await openTestWorld();
    const first = { ...(await verifyAll()) };
    const faults = (await verifyAll([{ position: first.records, chainHash: '0'.repeat(64) }])).faults;
    expect(faults.map((fault) => fault.kind)).toContain('checkpoint');
    const beyond = (await verifyAll([{ position: 999_999, chainHash: '0'.repeat(64) }])).faults;
    expect(beyond).toContainEqual({ kind: 'checkpoint', position: 999_999 });
    await own.close();
  });
});

describe('HN-15: who may read what', () => {
  test('an organisation reads what it did and what it is named a reader of, without the other side’s persons', async () => {
    await act(buyer, 'order.shipped', [stranger.organisationId], 'shared-thing');
    await act(buyer, 'order.urged', [], 'own-thing');
    const seen = (await stranger.call(listJournal, { query: { subjectId: 'shared-thing' } })).value;
    expect(seen.items.map((item) => [item.event, item.person])).toEqual([['order.shipped', null]]);
    expect((await stranger.call(listJournal, { query: { subjectId: 'own-thing' } })).value.items).toEqual([]);
    expect((await stranger.call(listJournal)).value.items).toEqual([]);
    expect((await buyer.call(listJournal, { query: { limit: 1 } })).value.items[0]?.event).toBe(
      'order.urged',
    );
  });

  test('an auditor reads all of the province, page by page, and verifies it; others may not', async () => {
    const first = (await auditor.call(listJournal, { query: { limit: 2 } })).value;
    const second = (await auditor.call(listJournal, { query: { limit: 2, cursor: first.next ?? '' } })).value;
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(4);
    expect((await auditor.call(verifyJournalNow, { body: {} })).value.records).toBeGreaterThan(0);
    expect((await buyer.call(verifyJournalNow, { body: {} })).status).toBe(403);
  });

  test('a malformed cursor is refused with a clear word', async () => {
    expect((await buyer.call(listJournal, { query: { cursor: 'x' } })).problem.code).toBe(
      'request.malformed',
    );
  });

  test('checkpoints are public, so that anyone can keep one', async () => {
    const answer = await callAs(world.app, null, listCheckpoints, { query: { province: 32 } });
    expect(answer.value.items[0]?.chainHash).toMatch(/^[0-9a-f]{64}$/);
  });
});
