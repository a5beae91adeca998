import type { Money } from '@daylight/rules/money.ts';
import { addDays } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../context.ts';
import { saveItemsOf } from '../features/tender/draft.ts';
import { tenderSweeps } from '../features/tender/due.ts';
import { ask } from '../features/tender/questions.ts';
import { agree, begin, choose } from '../features/tender/screening.ts';
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
import { approved, begun, fill, versionOf } from './round-plan.ts';

/** An enterprise asks about the round whose volumes are being reported. */
export async function askAbout(demo: Province): Promise<void> {
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
export async function jointPurchase(demo: Province): Promise<void> {
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
  await fill(demo, organiser, tenderId, { from: organiser.now, bidsEnd: null, signedAfter: null });
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
