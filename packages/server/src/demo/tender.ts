import type { Money } from '@daylight/rules/money.ts';
import type { Result } from '@daylight/rules/result.ts';
import { suggestTimetable } from '@daylight/rules/tender/timetable.ts';
import { tenderPolicyOf } from '@daylight/rules/tender/policy.ts';
import type { TenderLevel } from '@daylight/rules/tender/state.ts';
import { addDays } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../context.ts';
import { announce } from '../features/tender/announce.ts';
import { approve, file, submit } from '../features/tender/approval.ts';
import { type NewItem, beginProject } from '../features/tender/begin.ts';
import { save, saveItemsOf } from '../features/tender/draft.ts';
import { tenderSweeps } from '../features/tender/due.ts';
import { choose as choosePack } from '../features/tender/packs-of.ts';
import { draw } from '../features/tender/products.ts';
import { ask } from '../features/tender/questions.ts';
import { agree, begin, choose } from '../features/tender/screening.ts';
import type { Life } from './life.ts';
import { cities } from './organisations.ts';
import {
  type Placed,
  type Province,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
  sweepAll,
} from './province.ts';

/** Working days before the end of the demo on which rounds are planned, announced, and announced anew. */
const planned = 24;
const announced = 18;
const announcedLately = 3;

const words = {
  scope: '联盟地区公立医疗机构（演示）',
  process: '报量、公布约定采购量、投标、开标、公示、余量选择、签约（演示）',
  duties: '医疗机构按约定采购量采购，中选企业保障质量和供应（演示）',
};
const people = {
  committee: [{ name: '演示主任', organisation: '牵头医院', post: '主任' }],
  team: [{ name: '演示组长', organisation: '牵头医院采购科', post: '组长' }],
};

/** The organisers' part of the rounds; what the other stages add happens in their own files. */
export async function runRounds({ demo }: Life, left: number, workdays: number): Promise<void> {
  const at = (days: number): boolean => left === Math.min(days, workdays - 1);
  if (at(planned)) await planAlliance(demo);
  // In fewer days the plan would not lie with the province long enough before the announcement (JS-22).
  if (at(announced) && workdays > planned) await announceAlliance(demo);
  if (at(announcedLately)) await provincialRound(demo);
  if (left !== 0) return;
  await jointPurchase(demo);
  await askAbout(demo);
}

const allianceTitle = '五市医用耗材集中带量采购联盟（演示）';

/** A lead city with four others: planned, approved, filed with the province (JS-22). */
async function planAlliance(demo: Province): Promise<void> {
  const lead = organisationOf(demo, 'bureau-320100');
  const officer = actingAs(demo, lead, 'officer');
  const tenderId = await begun(officer, {
    title: allianceTitle,
    level: 'interCity',
    regions: cities.slice(0, 5).map(({ code }) => code),
    items: await itemsOnSale(demo, 2, 0),
  });
  await fill(demo, officer, tenderId);
  await approved(demo, lead, tenderId);
  const call = { params: { tenderId }, query: {}, body: { version: await versionOf(demo, tenderId) } };
  done(await file(actingAs(demo, lead, 'officer'), call), 'filing of a plan');
}

async function announceAlliance(demo: Province): Promise<void> {
  const tender = await look(demo, (tx) =>
    tx
      .selectFrom('tender')
      .select('id')
      .where('province', '=', provinceNumber)
      .where('title', '=', allianceTitle)
      .executeTakeFirst(),
  );
  if (tender === undefined) return;
  await announceOne(demo, organisationOf(demo, 'bureau-320100'), tender.id);
}

/** A round of the province whose volumes are being reported now. */
async function provincialRound(demo: Province): Promise<void> {
  const bureau = organisationOf(demo, 'bureau');
  const officer = actingAs(demo, bureau, 'officer');
  const tenderId = await begun(officer, {
    title: '省级注射穿刺类耗材集中带量采购（演示）',
    level: 'provincial',
    regions: ['320000'],
    items: await itemsOnSale(demo, 1, 2),
  });
  await fill(demo, officer, tenderId);
  await approved(demo, bureau, tenderId);
  await announceOne(demo, bureau, tenderId);
}

/** An enterprise asks about the round whose volumes are being reported. */
async function askAbout(demo: Province): Promise<void> {
  const [maker] = organisationsOf(demo, 'manufacturer');
  const round = await look(demo, (tx) =>
    tx
      .selectFrom('tender')
      .select('id')
      .where('province', '=', provinceNumber)
      .where('level', '=', 'provincial')
      .where('state', '=', 'reporting')
      .executeTakeFirst(),
  );
  if (maker === undefined || round === undefined) return;
  const tenderId = round.id;
  const question = { question: '同一注册证下的多个规格能否合并投标？（演示）' };
  const call = { params: { tenderId }, query: {}, body: question };
  done(await ask(actingAs(demo, maker, 'sales'), call), 'question about a round');
}

/** Two medical groups choose together: one choice that became a plan, one that waits for the partner. */
async function jointPurchase(demo: Province): Promise<void> {
  const groups = await groupsOf(demo);
  const lead = organisationOf(demo, 'hospital-320600-tertiary');
  const partner = organisationOf(demo, 'hospital-320600-secondary');
  const agreed = await screening(demo, lead, { title: '两集团首次联合采购品种遴选（演示）', groups });
  if (agreed === null) return;
  const answer = {
    params: { screeningId: agreed.id },
    query: {},
    body: { choiceHash: agreed.choiceHash, agreed: true, note: '' },
  };
  done(await agree(actingAs(demo, partner, 'organiser'), answer), 'agreement to a choice');
  await sweepAll(demo, tenderSweeps);
  const organiser = actingAs(demo, lead, 'organiser');
  const tenderId = await begun(organiser, {
    title: '两集团医用耗材联合采购（演示）',
    level: 'group',
    groupIds: groups,
    screeningId: agreed.id,
  });
  await capItems(demo, organiser, tenderId);
  await fill(demo, organiser, tenderId);
  await approved(demo, lead, tenderId);
  await screening(demo, lead, { title: '第二批联合采购品种遴选（演示）', groups });
}

interface Agreed {
  readonly id: string;
  readonly choiceHash: string;
}

/** A screening that its lead hospital took as far as a proposed choice; null where hardly anything was bought. */
async function screening(
  demo: Province,
  lead: Placed,
  { title, groups }: { readonly title: string; readonly groups: readonly string[] },
): Promise<Agreed | null> {
  const organiser = actingAs(demo, lead, 'organiser');
  const body = {
    title,
    level: 'group' as const,
    regions: [],
    groupIds: [...groups],
    institutionIds: [],
    fromDay: addDays(organiser.today, -60),
    beforeDay: organiser.today,
  };
  const opened = done(await begin(organiser, { params: {}, query: {}, body }), 'screening');
  await sweepAll(demo, tenderSweeps);
  const candidates = await look(demo, (tx) =>
    tx
      .selectFrom('tenderCandidate')
      .select('prefix')
      .where('province', '=', provinceNumber)
      .where('screeningId', '=', opened.id)
      .where('excluded', 'is', null)
      .orderBy('place')
      .limit(10)
      .execute(),
  );
  if (candidates.length === 0) return null;
  const row = await look(demo, (tx) =>
    tx
      .selectFrom('tenderScreening')
      .select('version')
      .where('province', '=', provinceNumber)
      .where('id', '=', opened.id)
      .executeTakeFirstOrThrow(),
  );
  const choice = {
    params: { screeningId: opened.id },
    query: {},
    body: {
      version: row.version,
      chosen: candidates.map(({ prefix }) => prefix),
      reason: '按得分遴选（演示）',
    },
  };
  done(await choose(actingAs(demo, lead, 'organiser'), choice), 'choice of items');
  const { choiceHash } = await look(demo, (tx) =>
    tx
      .selectFrom('tenderScreening')
      .select('choiceHash')
      .where('province', '=', provinceNumber)
      .where('id', '=', opened.id)
      .executeTakeFirstOrThrow(),
  );
  return { id: opened.id, choiceHash: choiceHash ?? '' };
}

async function groupsOf(demo: Province): Promise<string[]> {
  const rows = await look(demo, (tx) => tx.selectFrom('medicalGroup').select('id').orderBy('name').execute());
  return rows.map(({ id }) => id);
}

/** Product groups of the directory with several enterprises, the widest first; the cap is the dearest listing. */
async function itemsOnSale(demo: Province, count: number, after: number): Promise<NewItem[]> {
  const rows = await look(
    demo,
    async (tx) =>
      (
        await sql<{ prefix: string; name: string; unit: string; cap: Money }>`
          select left(l.item_code, 10) as prefix, min(c.generic_name) as name, min(l.smallest_unit) as unit,
            ceil(max(l.price / l.units_per_purchase_unit) * 100) / 100 as cap
          from listing l join catalogue_item c on c.item_code = l.item_code
          where l.province = ${provinceNumber} and l.form = 'sunshine' and l.state = 'listed'
          group by 1 having count(distinct l.smallest_unit) = 1
          order by count(distinct l.manufacturer_id) desc, 1 limit ${count} offset ${after}`.execute(tx)
      ).rows,
  );
  return rows.map(({ prefix, name, unit, cap }) => ({
    item: prefix,
    name,
    unit,
    codePrefixes: [prefix],
    cap,
  }));
}

interface Wanted {
  readonly title: string;
  readonly level: TenderLevel;
  readonly regions?: string[];
  readonly groupIds?: string[];
  readonly screeningId?: string;
  readonly items?: NewItem[];
}

async function begun(organiser: ActorContext, wanted: Wanted): Promise<string> {
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

async function versionOf(demo: Province, tenderId: string): Promise<number> {
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

/** Items that came from a screening have no cap yet: the dearest price that was paid. */
async function capItems(demo: Province, organiser: ActorContext, tenderId: string): Promise<void> {
  const rows = await look(
    demo,
    async (tx) =>
      (
        await sql<{ item: string; name: string; unit: string; codePrefixes: string[]; cap: Money }>`
          select i.item, i.name, i.unit, i.code_prefixes, ceil(max(l.price / l.units_per_purchase_unit) * 100) / 100 as cap
          from tender_item i join listing l on l.province = i.province and left(l.item_code, 10) = i.code_prefixes[1]
          where i.province = ${provinceNumber} and i.tender_id = ${tenderId}
          group by 1, 2, 3, 4 order by 1`.execute(tx)
      ).rows,
  );
  const body = { version: await versionOf(demo, tenderId), items: rows };
  done(await saveItemsOf(organiser, { params: { tenderId }, query: {}, body }), 'items of a round');
}

/** Timetable, products and rules of a draft, and its submission. */
async function fill(demo: Province, organiser: ActorContext, tenderId: string): Promise<void> {
  const params = { tenderId };
  const tender = await look(demo, (tx) =>
    tx
      .selectFrom('tender')
      .innerJoin('tenderPlan as plan', (join) =>
        join.onRef('plan.province', '=', 'tender.province').onRef('plan.tenderId', '=', 'tender.id'),
      )
      .select(['tender.title', 'tender.level', 'tender.jurisdiction', 'plan.modeCode'])
      .where('tender.province', '=', provinceNumber)
      .where('tender.id', '=', tenderId)
      .executeTakeFirstOrThrow(),
  );
  const policy = tenderPolicyOf(organiser.book, tender.jurisdiction, organiser.today);
  const { calendar, now } = organiser;
  // A plan that is filed first is announced some working days later: its windows begin after that.
  const from = tender.level === 'interCity' ? `${addDays(organiser.today, 9)}T01:00:00.000Z` : now;
  const timetable = suggestTimetable({ now: from as typeof now, policy, calendar });
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
        timetable: { ...timetable },
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

async function approved(demo: Province, organisation: Placed, tenderId: string): Promise<void> {
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

async function announceOne(demo: Province, organisation: Placed, tenderId: string): Promise<void> {
  const body = {
    version: await versionOf(demo, tenderId),
    title: '集中带量采购公告（演示）',
    body: '现就本次集中带量采购予以公告，采购品种、时间安排和规则见本页（演示）。',
    evidenceIds: [],
  };
  const call = { params: { tenderId }, query: {}, body };
  done(await announce(actingAs(demo, organisation, 'officer'), call), 'announcement of a round');
}
