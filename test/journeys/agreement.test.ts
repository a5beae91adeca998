import {
  agreementFile,
  endAmendment,
  listAgreements,
  proposeAmendment,
  readAgreement,
  signAgreements,
  voidAgreement,
} from '@daylight/api/agreement.ts';
import { readHome } from '@daylight/api/home.ts';
import { addMs } from '@daylight/rules/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SignedRound, openSignedRound } from '../support/signed-round.ts';
import type { Person } from '../support/world.ts';

let round: SignedRound;
beforeAll(async () => {
  round = await openSignedRound();
});
afterAll(() => round.world.close());

/** Proves by password to be there; what follows within minutes is signed. */
async function present(...people: Person[]): Promise<void> {
  await round.world.sql(`update session set confirmed_at = $1 where account_id = any($2::uuid[])`, [
    round.world.now(),
    people.map(({ accountId }) => accountId),
  ]);
}

async function sign(person: Person, agreementId: string, amendment = 0) {
  const { value } = await person.call(readAgreement, { params: { agreementId } });
  const contentHash =
    amendment === 0 ? value.contentHash : (value.amendments[amendment - 1]?.contentHash ?? 'none');
  const signed = await person.call(signAgreements, {
    body: { texts: [{ agreementId, amendment, contentHash }] },
  });
  return signed.value.results[0];
}

async function agreementOf(person: Person, other: Person): Promise<string> {
  const { value } = await person.call(listAgreements, { query: { limit: 50 } });
  const found = value.items.find(
    ({ institution, manufacturer }) =>
      [institution.id, manufacturer.id].includes(other.organisationId) &&
      [institution.id, manufacturer.id].includes(person.organisationId),
  );
  if (found === undefined) throw new Error('no agreement of the two');
  return found.id;
}

test('GY-4.3a: each member has its own contract with each winner, at the selected price and its own volume', async () => {
  const { hospital, clinic, maker } = round;
  const { value: own } = await hospital.approver.call(listAgreements, { query: { limit: 50 } });
  expect(own.items).toHaveLength(2);
  expect(own.toSign).toBe(2);
  const { value: theirs } = await maker.sales.call(listAgreements, { query: { limit: 50 } });
  expect(theirs.items.map(({ institution }) => institution.id).toSorted()).toEqual(
    [hospital.id, clinic.id].toSorted(),
  );
  const { value: text } = await maker.sales.call(readAgreement, {
    params: { agreementId: await agreementOf(hospital.approver, maker.sales) },
  });
  expect(text.lines).toMatchObject([{ price: '1280.5', agreed: '38', unit: '片' }]);
  expect(text.amount).toBe('48659');
  expect(text.clauses.find(({ code }) => code === 'payment')?.text.zh).toContain('内结清货款');
});

test('GY-4.3a: both sides find their contracts among what they have to do, with the time to sign', async () => {
  const { value } = await round.hospital.approver.call(readHome, {});
  expect(value.todos.find(({ kind }) => kind === 'agreement.sign')).toMatchObject({
    detail: { zh: expect.stringContaining('2 份待签') },
    dueAt: expect.any(String),
  });
});

test('a session left open signs nothing: the person proves to be there first', async () => {
  const { hospital, maker } = round;
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  await round.world.sql('update session set confirmed_at = null where account_id = $1', [
    hospital.approver.accountId,
  ]);
  const { value } = await hospital.approver.call(readAgreement, { params: { agreementId } });
  const refused = await hospital.approver.call(signAgreements, {
    body: { texts: [{ agreementId, amendment: 0, contentHash: value.contentHash }] },
  });
  expect(refused.problem.code).toBe('account.confirmFirst');
});

test('GY-4.3a: a text that differs from what was read is not signed, and one that can be is', async () => {
  const { hospital, maker } = round;
  await present(hospital.approver, maker.sales);
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  const { value } = await maker.sales.call(readAgreement, { params: { agreementId } });
  const answer = await maker.sales.call(signAgreements, {
    body: {
      texts: [
        { agreementId, amendment: 0, contentHash: '0'.repeat(64) },
        { agreementId, amendment: 0, contentHash: value.contentHash },
        { agreementId, amendment: 0, contentHash: value.contentHash },
      ],
    },
  });
  expect(answer.value.results.map(({ state, problem }) => problem?.code ?? state)).toEqual([
    'agreement.otherText',
    'open',
    'agreement.signedAlready',
  ]);
  const malformed = await maker.sales.call(signAgreements, { body: { texts: [] } });
  expect(malformed.problem.code).toBe('request.malformed');
});

test('GY-4.3a: with both signatures the contract is in force and its volume account is open', async () => {
  const { hospital, maker, world } = round;
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  expect(await sign(hospital.approver, agreementId)).toMatchObject({ state: 'signed' });
  await world.moveBy(60_000);
  const { value } = await hospital.approver.call(readAgreement, { params: { agreementId } });
  expect(value.state).toBe('inForce');
  expect(value.signatures.map(({ side }) => side).toSorted()).toEqual(['institution', 'manufacturer']);
  const accounts = await world.sql(`select agreed, ordered from volume_account where agreement_id = $1`, [
    agreementId,
  ]);
  expect(accounts).toEqual([{ agreed: '38.000', ordered: '0.000' }]);
  const again = await sign(hospital.approver, agreementId);
  expect(again?.problem?.code).toBe('agreement.notOpen');
});

test('GY-4.3a: the contract is a file with its signatures', async () => {
  const { hospital, maker } = round;
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  const file = await hospital.approver.call(agreementFile, { params: { agreementId } });
  expect(String(file.value).startsWith('%PDF-')).toBe(true);
  const stranger = await round.stranger.call(agreementFile, { params: { agreementId } });
  expect(stranger.problem.code).toBe('agreement.unknown');
});

test('nobody but the two parties and those who oversee sees a contract, and only the parties sign', async () => {
  const { hospital, maker, stranger, officer, clinic } = round;
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  for (const other of [stranger, clinic.approver])
    expect((await other.call(readAgreement, { params: { agreementId } })).problem.code).toBe(
      'agreement.unknown',
    );
  expect((await officer.call(readAgreement, { params: { agreementId } })).value.ownSide).toBeNull();
  const bySeller = await officer.call(signAgreements, {
    body: { texts: [{ agreementId, amendment: 0, contentHash: '0'.repeat(64) }] },
  });
  expect(bySeller.problem.code).toBe('access.notPermitted');
});

test('JS-25a: a supplement moves the volume when both have signed it, and never the price', async () => {
  const { hospital, maker, world } = round;
  await present(hospital.approver, maker.sales);
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  const { value: before } = await hospital.approver.call(readAgreement, { params: { agreementId } });
  const [line] = before.lines;
  if (line === undefined) throw new Error('the contract has a line');
  const body = {
    version: before.version,
    reason: '新设日间手术中心',
    text: '',
    lines: [{ productId: line.productId, agreed: '50' as never }],
  };
  const stale = await hospital.approver.call(proposeAmendment, {
    params: { agreementId },
    body: { ...body, version: 99 },
  });
  expect(stale.problem.code).toBe('request.stale');
  const same = await hospital.approver.call(proposeAmendment, {
    params: { agreementId },
    body: { ...body, lines: [{ productId: line.productId, agreed: line.agreed }] },
  });
  expect(same.problem.code).toBe('agreement.nothingChanges');
  const proposed = await hospital.approver.call(proposeAmendment, { params: { agreementId }, body });
  expect(proposed.value.amendment).toBe(1);
  const second = await maker.sales.call(proposeAmendment, { params: { agreementId }, body });
  expect(second.problem.code).toBe('agreement.amendmentOpen');
  const { value: waiting } = await maker.sales.call(listAgreements, { query: { limit: 50, mine: 'true' } });
  expect(waiting.items.find(({ id }) => id === agreementId)).toMatchObject({ amendment: 1, mine: true });
  expect(await sign(maker.sales, agreementId, 1)).toMatchObject({ state: 'signed' });
  await world.moveBy(60_000);
  const { value: after } = await maker.sales.call(readAgreement, { params: { agreementId } });
  expect(after.lines).toMatchObject([{ price: '1280.5', agreed: '38', agreedNow: '50' }]);
  const accounts = await world.sql(`select agreed from volume_account where agreement_id = $1`, [
    agreementId,
  ]);
  expect(accounts).toEqual([{ agreed: '50.000' }]);
});

test('GY-4.3a: the other side says no to a supplement, and the contract stays as it was', async () => {
  const { hospital, maker } = round;
  await present(maker.sales);
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  const { value: before } = await maker.sales.call(readAgreement, { params: { agreementId } });
  const productId = before.lines[0]?.productId ?? '';
  const proposed = await maker.sales.call(proposeAmendment, {
    params: { agreementId },
    body: {
      version: before.version,
      reason: '产能不足',
      text: '',
      lines: [{ productId, agreed: '20' as never }],
    },
  });
  const amendment = proposed.value.amendment;
  const params = { agreementId, amendment };
  const rejected = await hospital.approver.call(endAmendment, { params, body: { reason: '临床需要不变' } });
  expect(rejected.ok).toBe(true);
  const { value: after } = await maker.sales.call(readAgreement, { params: { agreementId } });
  expect(after.amendments[amendment - 1]).toMatchObject({ state: 'rejected', note: '临床需要不变' });
  expect(after.lines[0]?.agreedNow).toBe('50');
});

test('SX-3.3: who has not signed is reminded, is overdue on the day, and only then may the organiser declare it void', async () => {
  const { clinic, maker, officer, world } = round;
  const agreementId = await agreementOf(clinic.approver, maker.sales);
  const { value: open } = await officer.call(readAgreement, { params: { agreementId } });
  const early = await officer.call(voidAgreement, {
    params: { agreementId },
    body: { version: open.version, reason: '逾期未签' },
  });
  expect(early.problem.code).toBe('agreement.notOverdue');
  // A day before: within the time of the reminder; then the day itself.
  await world.moveTo(addMs(open.due?.dueAt ?? world.now(), -86_400_000));
  await world.moveTo(open.due?.dueAt ?? '');
  const kinds = await world.sql<{ kind: string }>(
    `select kind from notice where organisation_id = $1 and subject_id = $2 order by at`,
    [clinic.id, agreementId],
  );
  expect(kinds.map(({ kind }) => kind)).toEqual(['agreement.remind', 'agreement.overdue']);
  const { value: late } = await officer.call(readAgreement, { params: { agreementId } });
  expect(late).toMatchObject({ isOverdue: true, mayVoid: true });
  const forbidden = await maker.sales.call(voidAgreement, {
    params: { agreementId },
    body: { version: late.version, reason: '逾期未签' },
  });
  expect(forbidden.problem.code).toBe('access.notPermitted');
  const voided = await officer.call(voidAgreement, {
    params: { agreementId },
    body: { version: late.version, reason: '中选企业逾期未签' },
  });
  expect(voided.value.state).toBe('void');
});

test('SX-3.3: the round goes on to its term when the time to sign is over', async () => {
  const states = await round.world.sql<{ state: string }>(`select state from tender where id = $1`, [
    round.tenderId,
  ]);
  expect(states).toEqual([{ state: 'executing' }]);
});

test('a contract runs to the end of its last day', async () => {
  const { hospital, maker, world } = round;
  const agreementId = await agreementOf(hospital.approver, maker.sales);
  const { value } = await hospital.approver.call(readAgreement, { params: { agreementId } });
  await world.moveTo(`${value.until}T15:59:59.000Z`);
  expect((await hospital.approver.call(readAgreement, { params: { agreementId } })).value.state).toBe(
    'inForce',
  );
  await world.moveBy(1_000);
  expect((await hospital.approver.call(readAgreement, { params: { agreementId } })).value).toMatchObject({
    state: 'ended',
    endNote: '协议期满',
  });
});
