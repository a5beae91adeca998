import { checkAdmission, decideBroughtRecord } from '@daylight/api/admission-check.ts';
import { readAdmission, withdrawAdmission } from '@daylight/api/admission.ts';
import { listJournal } from '@daylight/api/journal.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AdmissionStage,
  at,
  draftOf,
  handIn,
  openAdmissionStage,
  passAll,
} from '../support/admission.ts';
import { type Person, type TestWorld, openTestWorld } from '../support/world.ts';

let world: TestWorld;
let stage: AdmissionStage;

beforeAll(async () => {
  world = await openTestWorld('2026-09-07T02:00:00.000Z');
  stage = await openAdmissionStage(world);
});
afterAll(() => world.close());

const read = async (person: Person, id: string) => (await person.call(readAdmission, at(id))).value;

/** An application that lacks one province of fifteen, which it brings itself. */
async function waiting(places: readonly string[] = ['540000']) {
  const [code = ''] = await stage.product();
  await stage.recordsOf(code, 15 - places.length);
  const draft = draftOf([code]);
  const records = places.map((jurisdiction, n) => ({
    jurisdiction,
    kind: 'provincialListing' as const,
    price: String(100 + n),
    purchaseUnit: '盒',
    unitsPerPurchaseUnit: 10,
    effectiveFrom: '2026-02-01',
    document: '藏医保采〔2026〕3号',
  }));
  const body = { ...draft, lines: draft.lines.map((line) => ({ ...line, records })) };
  const { id } = (await handIn(stage.sales, body as never)).value;
  return { id, code, records: (await read(stage.officer, id)).verifiable };
}
const decide = (person: Person, id: string, recordId: string, body: object) =>
  person.call(decideBroughtRecord, { params: { admissionId: id, recordId }, body: body as never });

test('JS-8 the officer verifies the applicant’s price beside the application, and the line can pass', async () => {
  const { id, code, records } = await waiting();
  expect(records).toHaveLength(1);
  expect((await read(stage.sales, id)).verifiable).toEqual([]);
  expect((await passAll(stage.officer, id, 'orthopaedics')).problem.code).toBe('admission.stillPending');
  const [recordId = ''] = records;
  const yes = { itemCode: code, approve: true };
  expect((await decide(stage.officer, id, recordId, yes)).value).toEqual({ id: recordId, state: 'verified' });
  const seen = await read(stage.officer, id);
  expect(seen.verifiable).toEqual([]);
  expect(seen.linesJudged[0]?.finding.state).not.toBe('pending');
  const again = await decide(stage.supervisor, id, recordId, yes);
  expect(again.problem.code).toBe('linkage.recordDecided');
  expect((await passAll(stage.officer, id, 'orthopaedics')).value.state).toBe('panel');
  const { items } = (
    await stage.sales.call(listJournal, { query: { subjectKind: 'admission', subjectId: id } })
  ).value;
  expect(items.map((each) => each.event)).toContain('admission.recordVerified');
});

test('the supervisor rejects one that is untrue, with a reason, and it counts nowhere', async () => {
  const { id, code, records } = await waiting();
  const [recordId = ''] = records;
  const no = { itemCode: code, approve: false };
  expect((await decide(stage.supervisor, id, recordId, no)).problem.code).toBe('linkage.noteMissing');
  const rejected = await decide(stage.supervisor, id, recordId, { ...no, note: '文件中没有该产品' });
  expect(rejected.value.state).toBe('rejected');
  const version = (await read(stage.officer, id)).version;
  const passing = { version, specialty: 'orthopaedics', verdicts: [{ line: 1, passes: true }] };
  const passed = await stage.officer.call(checkAdmission, { ...at(id), body: passing });
  expect(passed.problem).toMatchObject({ code: 'admission.recordsMissing', basis: { clause: 'JS-8' } });
});

test('HN-15 only the bureau of the application, not who entered the price, and only what came with it', async () => {
  const { id, code, records } = await waiting();
  const other = await waiting();
  const [recordId = ''] = records;
  const yes = { itemCode: code, approve: true };
  expect((await decide(stage.sales, id, recordId, yes)).status).toBe(403);
  expect((await decide(stage.officer, id, recordId, { approve: true })).status).toBe(400);
  expect((await decide(stage.cityOfficer, id, recordId, yes)).problem.code).toBe(
    'admission.otherJurisdiction',
  );
  for (const foreign of [other.records[0] ?? '', '0190a000-0000-7000-8000-000000000000'])
    expect((await decide(stage.officer, id, foreign, yes)).problem.code).toBe('linkage.recordUnknown');
  expect((await decide(stage.officer, '0190a000-0000-7000-8000-000000000000', recordId, yes)).status).toBe(
    404,
  );
  // Whoever entered it, in whichever office they work now.
  await world.sql('update price_record set entered_by = $1 where id = $2', [
    stage.officer.accountId,
    recordId,
  ]);
  expect((await read(stage.officer, id)).verifiable).toEqual([]);
  expect((await decide(stage.officer, id, recordId, yes)).problem).toMatchObject({
    code: 'linkage.ownRecord',
    basis: { clause: 'HN-15' },
  });
  expect((await read(stage.supervisor, id)).verifiable).toEqual([recordId]);
  const { version } = await read(stage.sales, id);
  await stage.sales.call(withdrawAdmission, { ...at(id), body: { version, note: '不再申请' } });
  expect((await read(stage.supervisor, id)).verifiable).toEqual([]);
  expect((await decide(stage.supervisor, id, recordId, yes)).problem.code).toBe('admission.ended');
});
