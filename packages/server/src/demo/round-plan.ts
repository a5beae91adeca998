import type { Result } from '@daylight/rules/result.ts';
import { tenderPolicyOf } from '@daylight/rules/tender/policy.ts';
import { suggestTimetable } from '@daylight/rules/tender/timetable.ts';
import type { TenderLevel } from '@daylight/rules/tender/state.ts';
import { type Instant, addHours } from '@daylight/rules/time.ts';
import type { ActorContext } from '../context.ts';
import { announce } from '../features/tender/announce.ts';
import { approve, file, submit } from '../features/tender/approval.ts';
import { type NewItem, beginProject } from '../features/tender/begin.ts';
import { save } from '../features/tender/draft.ts';
import { choose as choosePack } from '../features/tender/packs-of.ts';
import { draw } from '../features/tender/products.ts';
import { type Placed, type Province, actingAs, done, look, provinceNumber } from './province.ts';

const words = {
  scope: '参加本次集中带量采购的公立医疗机构（演示）',
  process: '报量、公布约定采购量、投标、开标、公示、余量选择、签约（演示）',
  duties: '医疗机构按约定采购量采购，中选企业保障质量和供应（演示）',
};
const people = {
  committee: [{ name: '演示主任', organisation: '牵头单位', post: '主任' }],
  team: [{ name: '演示组长', organisation: '牵头单位采购科', post: '组长' }],
};

interface Wanted {
  readonly title: string;
  readonly level: TenderLevel;
  readonly groupIds?: string[];
  readonly institutionIds?: string[];
  readonly screeningId?: string;
  readonly items?: NewItem[];
}

export async function begun(organiser: ActorContext, wanted: Wanted): Promise<string> {
  const [mode] = tenderPolicyOf(organiser.book, organiser.actor.jurisdiction, organiser.today).modes.value;
  const body = {
    regions: [],
    groupIds: [],
    items: [],
    screeningId: null,
    institutionIds: [],
    modeCode: mode?.code ?? 'tender',
    mode: 'tender' as const,
    quoting: null,
    termMonths: 12,
    origin: 'run' as const,
    ...words,
    ...people,
    ...wanted,
  };
  const reply = await beginProject(organiser, { params: {}, query: {}, body });
  return done(reply, 'beginning of a round').id;
}

export async function versionOf(demo: Province, tenderId: string): Promise<number> {
  const row = await look(demo, (tx) =>
    tx
      .selectFrom('tender')
      .select('version')
      .where('province', '=', provinceNumber)
      .where('id', '=', tenderId)
      .executeTakeFirstOrThrow(),
  );
  return row.version;
}

interface Timing {
  /** From when on reporting may begin. */
  readonly from: Instant;
  readonly bidsEnd: Instant | null;
  /** Days from the end of bids to the end of signing. */
  readonly signedAfter: number | null;
}

/** Timetable, products and rules of a draft, and its submission. */
export async function fill(
  demo: Province,
  organiser: ActorContext,
  tenderId: string,
  { from, bidsEnd, signedAfter }: Timing,
): Promise<void> {
  const params = { tenderId };
  const tender = await look(demo, (tx) =>
    tx
      .selectFrom('tender')
      .innerJoin('tenderPlan as plan', (join) =>
        join.onRef('plan.province', '=', 'tender.province').onRef('plan.tenderId', '=', 'tender.id'),
      )
      .select(['tender.title', 'tender.jurisdiction', 'plan.modeCode'])
      .where('tender.province', '=', provinceNumber)
      .where('tender.id', '=', tenderId)
      .executeTakeFirstOrThrow(),
  );
  const policy = tenderPolicyOf(organiser.book, tender.jurisdiction, organiser.today);
  const least = suggestTimetable({ now: from, policy, calendar: organiser.calendar });
  const bidDueAt = bidsEnd === null || bidsEnd < (least.bidDueAt ?? '') ? least.bidDueAt : bidsEnd;
  const signDueAt = signedAfter === null || bidDueAt === null ? null : addHours(bidDueAt, 24 * signedAfter);
  const run = async <T>(what: string, act: (version: number) => Promise<Result<T, string>>): Promise<T> =>
    done(await act(await versionOf(demo, tenderId)), what);
  await run('plan of a round', (version) =>
    save(organiser, {
      params,
      query: {},
      body: {
        version,
        title: tender.title,
        modeCode: tender.modeCode,
        mode: 'tender',
        quoting: null,
        termMonths: 12,
        ...words,
        ...people,
        timetable: { ...least, bidDueAt, signDueAt },
      },
    }),
  );
  await run('products of a round', (version) => draw(organiser, { params, query: {}, body: { version } }));
  await run('rules of a round', (version) =>
    choosePack(organiser, {
      params,
      query: {},
      body: { version, from: 'spread-1.8', pack: null, like: {}, merge: null },
    }),
  );
  await run('submission of a plan', (version) => submit(organiser, { params, query: {}, body: { version } }));
}

export async function approved(demo: Province, organisation: Placed, tenderId: string): Promise<void> {
  const role = organisation.kind === 'bureau' ? 'supervisor' : 'approver';
  const body = {
    approved: true,
    note: '同意（演示）',
    meeting: role === 'approver' ? '党委会会议（演示）' : '',
    evidenceIds: [],
  };
  const call = { params: { tenderId }, query: {}, body };
  done(await approve(actingAs(demo, organisation, role), call), 'approval of a plan');
}

/** From when on the round may be announced (JS-22). */
export async function filed(demo: Province, organisation: Placed, tenderId: string): Promise<Instant> {
  const call = { params: { tenderId }, query: {}, body: { version: await versionOf(demo, tenderId) } };
  const { announceFromAt } = done(
    await file(actingAs(demo, organisation, 'officer'), call),
    'filing of a plan',
  );
  return announceFromAt;
}

export async function announceOne(demo: Province, organisation: Placed, tenderId: string): Promise<void> {
  const body = {
    version: await versionOf(demo, tenderId),
    title: '集中带量采购公告（演示）',
    body: '现就本次集中带量采购予以公告，采购品种、时间安排和规则见本页（演示）。',
    evidenceIds: [],
  };
  const call = { params: { tenderId }, query: {}, body };
  done(await announce(actingAs(demo, organisation, 'officer'), call), 'announcement of a round');
}
