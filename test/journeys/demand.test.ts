import {
  checkReport,
  confirmReport,
  listReports,
  listRoundReports,
  previewVolumes,
  publishVolumes,
  readReport,
  readRoundDemand,
  readVolumes,
  reviewReports,
  saveReportDraft,
  submitReport,
} from '@daylight/api/demand.ts';
import { readHome } from '@daylight/api/home.ts';
import { hashOf } from '@daylight/rules/award/hash.ts';
import { addMs } from '@daylight/rules/time.ts';
import { demandColumns, demandLines } from '@daylight/server/features/demand/port.ts';
import { reading } from '@daylight/server/db.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReportingRound, codeOf, day, hour, openReporting, traded } from '../support/measured.ts';
import { type Person, callAs } from '../support/world.ts';

let round: ReportingRound;
let params: { tenderId: string };

beforeAll(async () => {
  round = await openReporting({
    before: async (at, { hospitals, makers }) => {
      // 20 packs of 5 within the year, and some from long before.
      await traded(at, {
        institution: hospitals[0]!,
        maker: makers[0]!,
        code: codeOf(0),
        packs: 12,
        daysAgo: 40,
      });
      await traded(at, {
        institution: hospitals[0]!,
        maker: makers[0]!,
        code: codeOf(0),
        packs: 8,
        daysAgo: 300,
      });
      await traded(at, {
        institution: hospitals[0]!,
        maker: makers[0]!,
        code: codeOf(0),
        packs: 99,
        daysAgo: 400,
      });
      await traded(at, {
        institution: hospitals[1]!,
        maker: makers[1]!,
        code: codeOf(3),
        packs: 6,
        daysAgo: 10,
      });
    },
  });
  params = { tenderId: round.tenderId };
});
afterAll(() => round.at.close());

const first = () => round.hospitals[0]!;
const second = () => round.hospitals[1]!;
const third = () => round.hospitals[2]!;
const own = (person: Person) => ({ ...params, institutionId: person.organisationId });
const line = (index: number, reported: string, lastYear: string, explanation = '') => ({
  productId: round.products[index]!,
  reported,
  lastYear,
  explanation,
});
const noWire = [{ item: 'wire', explanation: '不开展该项目' }];

async function versionOf(person: Person): Promise<number> {
  return (await person.call(readReport, { params: own(person) })).value.head.version;
}
async function handIn(person: Person, lines: ReturnType<typeof line>[], noNeed: typeof noWire = []) {
  return person.call(submitReport, { params, body: { version: await versionOf(person), lines, noNeed } });
}

describe('SX-3.1a GY-4.1: the report', () => {
  test('is pre-filled with what was accepted in the twelve months before, in units of the item, and says nothing of the need', async () => {
    const { value } = await first().buyer.call(readReport, { params: own(first().buyer) });
    expect(value.head).toMatchObject({ state: 'open', dueAt: round.dueAt, lineCount: 0 });
    expect(value.lines).toHaveLength(1);
    expect(value.lines[0]).toMatchObject({
      used: '100',
      lastYear: '100',
      reported: null,
      amount: '2000',
      unitPrice: '20',
    });
    expect(value.may).toEqual({
      edit: true,
      submit: true,
      confirm: false,
      sendBack: false,
      accept: false,
      exclude: false,
    });
    const home = await first().buyer.call(readHome);
    expect(home.value.todos.find((todo) => todo.kind === 'demand.open')).toMatchObject({
      dueAt: round.dueAt,
    });
  });

  test('takes an unfinished draft, and keeps what is empty empty', async () => {
    const { buyer } = first();
    const body = {
      version: 1,
      lines: [{ productId: round.products[0]!, reported: null, lastYear: '100' }],
      noNeed: [],
    };
    expect((await buyer.call(saveReportDraft, { params, body })).value).toMatchObject({
      state: 'open',
      version: 2,
    });
    expect((await buyer.call(saveReportDraft, { params, body })).problem.code).toBe('request.stale');
    const { value } = await buyer.call(readReport, { params: own(buyer) });
    expect(value.draft?.lines[0]).toMatchObject({ reported: null, lastYear: '100' });
  });

  test.each([
    ['an item nobody answered', () => [line(0, '100', '100')], [], 'demand.itemUnanswered'],
    [
      'a product in use left out',
      () => [line(1, '10', '0', '新增术式需要')],
      noWire,
      'demand.productUnanswered',
    ],
    [
      'far more than last year without a word',
      () => [line(0, '121', '100')],
      noWire,
      'demand.deviationUnexplained',
    ],
    [
      'another figure for last year without a word',
      () => [line(0, '100', '90')],
      noWire,
      'demand.lastYearUnexplained',
    ],
    [
      'lines and “nothing needed” at once',
      () => [line(0, '100', '100'), line(2, '1', '0')],
      noWire,
      'demand.needContradicts',
    ],
    ['a product twice', () => [line(0, '100', '100'), line(0, '100', '100')], noWire, 'demand.productTwice'],
  ] as const)('refuses %s, naming the clause', async (_, lines, noNeed, code) => {
    const answer = await handIn(first().buyer, lines(), [...noNeed]);
    expect(answer.status).toBe(409);
    expect(answer.problem).toMatchObject({ code });
    expect(answer.problem.basis).toMatchObject({ clause: 'SX-3.1a' });
  });

  test('names everything at once when it is checked before', async () => {
    const { value } = await first().buyer.call(checkReport, {
      params,
      body: { lines: [line(0, '500', '90')] },
    });
    expect(value.findings.map((each) => each.code)).toEqual([
      'demand.lastYearUnexplained',
      'demand.itemUnanswered',
    ]);
    expect(value.findings[1]?.text.zh).toContain('导丝');
  });

  test('refuses what is no quantity, and those who take no part', async () => {
    const { buyer } = first();
    const body = { version: 2, lines: [{ ...line(0, '-1', '100') }] };
    expect((await buyer.call(submitReport, { params, body })).status).toBe(400);
    expect(
      (await round.outsider.call(submitReport, { params, body: { version: 1, lines: [] } })).status,
    ).toBe(404);
    const seen = await round.outsider.call(readReport, { params: own(buyer) });
    expect(seen.problem.code).toBe('demand.unknown');
    expect(
      (await first().approver.call(submitReport, { params, body: { version: 1, lines: [] } })).status,
    ).toBe(403);
    expect(
      (await callAs(round.at.app, null, submitReport, { params, body: { version: 1, lines: [] } })).status,
    ).toBe(401);
  });

  test('is handed in with a receipt: when the database took it, how many lines, and their hash', async () => {
    const answer = await handIn(
      first().buyer,
      [line(0, '110', '100'), line(1, '40', '0', '新增术式需要')],
      noWire,
    );
    expect(answer.value).toMatchObject({ state: 'submitted', lineCount: 2, submittedAt: round.at.now() });
    const lines = [
      { productId: round.products[0]!, reported: '110', lastYear: '100' },
      { productId: round.products[1]!, reported: '40', lastYear: '0' },
    ].toSorted((a, b) => (a.productId < b.productId ? -1 : 1));
    const [{ number } = { number: '' }] = await round.at.sql<{ number: string }>('select number from tender');
    expect(answer.value.hash).toBe(hashOf({ round: number, institution: first().id, lines }));
    const { value } = await first().buyer.call(readReport, { params: own(first().buyer) });
    expect(value.draft).toBeNull();
    expect(value.noNeed).toEqual(noWire);
  });

  test('said to be nothing, leaves a zero for what was in use', async () => {
    const none = [
      { item: 'basket', explanation: '' },
      { item: 'wire', explanation: '科室停止开展' },
    ];
    expect((await handIn(second().buyer, [], none)).value).toMatchObject({ lineCount: 1 });
    const { value } = await second().buyer.call(readReport, { params: own(second().buyer) });
    expect(value.lines[0]).toMatchObject({ reported: '0', lastYear: '30', isDeviating: true, percent: -100 });
  });
});

describe('SX-3.1a: confirmations by level', () => {
  test('the institution’s approver confirms, and never the buyer who reported', async () => {
    const { buyer, approver } = first();
    const body = { version: await versionOf(buyer), confirm: true };
    expect((await buyer.call(confirmReport, { params, body })).status).toBe(403);
    const both = await round.at.person(buyer.organisationId, ['buyer', 'approver'], '320600');
    await handIn(both, [line(0, '110', '100'), line(1, '40', '0', '新增术式需要')], noWire);
    const again = { version: await versionOf(buyer), confirm: true };
    expect((await both.call(confirmReport, { params, body: again })).problem.code).toBe('demand.ownReport');
    expect((await approver.call(confirmReport, { params, body })).problem.code).toBe('request.stale');
    expect((await approver.call(confirmReport, { params, body: again })).value.state).toBe('confirmed');
  });

  test('the bureau of its city takes it or sends it back with a reason; another city’s does not even see it', async () => {
    const version = await versionOf(first().buyer);
    const reports = [{ institutionId: first().id, version }];
    const back = { reports, decision: 'return' as const, note: '' };
    expect((await round.suzhou.call(reviewReports, { params, body: back })).problem.code).toBe(
      'demand.notYours',
    );
    expect((await first().buyer.call(reviewReports, { params, body: back })).status).toBe(403);
    expect((await round.nantong.call(reviewReports, { params, body: back })).problem.code).toBe(
      'demand.reasonMissing',
    );
    const noted = { ...back, note: '网篮2用量请核实' };
    expect((await round.nantong.call(reviewReports, { params, body: noted })).value.reports[0]?.state).toBe(
      'returned',
    );
    expect(
      (await round.suzhou.call(listRoundReports, { params })).value.items.map((each) => each.institution),
    ).toEqual(['第3医院']);
    await handIn(first().buyer, [line(0, '110', '100'), line(1, '20', '0', '新增术式需要')], noWire);
    await first().approver.call(confirmReport, {
      params,
      body: { version: await versionOf(first().buyer), confirm: true },
    });
    const accept = {
      reports: [{ institutionId: first().id, version: await versionOf(first().buyer) }],
      decision: 'accept' as const,
    };
    const home = await round.nantong.call(readHome);
    expect(home.value.todos.find((todo) => todo.kind === 'demand.review')?.detail.zh).toContain('1 家待审核');
    expect((await round.nantong.call(reviewReports, { params, body: accept })).value.reports[0]?.state).toBe(
      'accepted',
    );
    expect((await handIn(first().buyer, [line(0, '99', '100')], noWire)).problem.code).toBe(
      'demand.alreadyAccepted',
    );
  });

  test('nobody leaves a report out before the lock', async () => {
    const { approver, buyer } = second();
    await approver.call(confirmReport, { params, body: { version: await versionOf(buyer), confirm: true } });
    const reports = [{ institutionId: second().id, version: await versionOf(buyer) }];
    const answer = await round.province.call(reviewReports, {
      params,
      body: { reports, decision: 'exclude', note: '数据有误' },
    });
    expect(answer.problem.code).toBe('demand.noExclusionBeforeLock');
  });
});

describe('SX-3.1a: reminder and lock', () => {
  test('those who have not finished are reminded once, two days before', async () => {
    await round.at.moveTo(addMs(round.at.now(), 8 * day + hour));
    await round.at.moveBy(hour);
    const told = await round.at.sql<{ organisation_id: string }>(
      `select organisation_id from notice where kind = 'demand.reminded'`,
    );
    expect(told.map((each) => each.organisation_id)).toEqual([third().id]);
  });

  test('a millisecond before the lock a report is taken, at it the next is refused', async () => {
    await round.at.moveTo(addMs(round.dueAt as never, -1));
    expect(
      (await handIn(third().buyer, [line(2, '7', '0'), line(1, '500', '480', '业务增长')])).problem.code,
    ).toBe('demand.deviationUnexplained');
    const lines = [line(2, '7', '6', '来自院内系统'), line(1, '500', '480', '来自院内系统')];
    expect((await handIn(third().buyer, lines)).value.state).toBe('submitted');
    await round.at.moveTo(round.dueAt);
    const late = await handIn(third().buyer, lines);
    expect(late.status).toBe(423);
    expect(late.problem).toMatchObject({ code: 'demand.locked', basis: { clause: 'SX-3.1a' } });
    const [counted] = await round.at.sql(`select lock_reports, lock_lines from demand_round`);
    expect(counted).toEqual({ lock_reports: 3, lock_lines: 5 });
  });

  test('what was in time is still confirmed after it, and nothing is sent back any more', async () => {
    const body = { version: await versionOf(third().buyer), confirm: false, note: '再看看' };
    expect((await third().approver.call(confirmReport, { params, body })).problem.code).toBe(
      'demand.noReturnAfterLock',
    );
    expect(
      (await third().approver.call(confirmReport, { params, body: { ...body, confirm: true } })).ok,
    ).toBe(true);
  });

  test('SX-3.1b: volumes wait for those who still have to look', async () => {
    expect((await round.province.call(publishVolumes, { params })).problem).toMatchObject({
      code: 'demand.waiting',
    });
    expect((await round.nantong.call(publishVolumes, { params })).status).toBe(403);
    expect((await first().buyer.call(publishVolumes, { params })).status).toBe(403);
    const reports = [{ institutionId: second().id, version: await versionOf(second().buyer) }];
    const body = { reports, decision: 'exclude' as const, note: '重复报送' };
    expect((await round.province.call(reviewReports, { params, body })).value.reports[0]?.state).toBe(
      'excluded',
    );
  });

  test('a report confirmed in time counts although nobody above looked at it', async () => {
    await round.at.moveBy(7 * day);
    const { value } = await round.province.call(readRoundDemand, { params });
    expect(value.states).toMatchObject({ accepted: 2, excluded: 1 });
    expect(value.confirmEndedAt).not.toBeNull();
    const mine = await third().buyer.call(listReports, { query: { show: 'all' } });
    expect(mine.value.items).toHaveLength(1);
  });
});

describe('SX-3.1b JS-20: base, ratio and agreed volume', () => {
  test('are shown to the organiser before, and to nobody else', async () => {
    const { value } = await round.province.call(previewVolumes, { params });
    expect(value.volumes).toMatchObject([
      { item: 'basket', institutions: 2, reported: '630', base: '630', ratio: '0.8', agreed: '504' },
      { item: 'wire', institutions: 1, reported: '7', base: '7', agreed: '6' },
    ]);
    expect((await round.nantong.call(previewVolumes, { params })).problem.code).toBe('demand.unknown');
    expect((await callAs(round.at.app, null, readVolumes, { params })).status).toBe(404);
  });

  test('are published: the round is measured, its pack frozen by its hash, and anyone reads the figures', async () => {
    const [{ pack } = { pack: null }] = await round.at.sql<{ pack: unknown }>('select pack from tender');
    const done = await round.province.call(publishVolumes, { params });
    expect(done.value).toMatchObject({ state: 'measured', packHash: hashOf(pack), volumes: 2 });
    expect((await round.province.call(publishVolumes, { params })).problem.code).toBe('tender.wrongState');
    const { value } = await callAs(round.at.app, null, readVolumes, { params });
    expect(value).toMatchObject({
      baseRule: 'reported',
      packHash: hashOf(pack),
      basis: { clause: 'SX-3.1b' },
    });
    expect(value.volumes.map((each) => each.agreed)).toEqual(['504', '6']);
  });

  test('the award takes exactly the lines that count', async () => {
    const scope = { province: 32, organisationId: null, reach: 'system' as const };
    const { lines, columns } = await reading(round.at.world.database.db, scope, async (tx) => ({
      lines: await demandLines(tx, 32, round.tenderId),
      columns: await demandColumns(tx, 32, {
        tenderId: round.tenderId,
        places: { institutions: round.hospitals.map((each) => each.id), products: round.products },
      }),
    }));
    expect(lines.map((each) => each.institutionId)).not.toContain(second().id);
    expect(lines.map((each) => each.reported).toSorted()).toEqual(['110', '20', '500', '7']);
    expect([...(columns.lastYear as Float64Array)].toSorted((a, b) => a - b)).toEqual([
      0, 6000, 100_000, 480_000,
    ]);
  });
});
