import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { decideRenewal, readRenewal } from '@daylight/api/tender-renewal.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { thousandthsOf } from '@daylight/rules/money.ts';
import type { Term } from '@daylight/rules/policy/provision.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import {
  type RenewalFigures,
  type RenewalPath,
  adviseRenewal,
  checkRenewal,
  renewalFrom,
} from '@daylight/rules/tender/renewal.ts';
import { usualTerms } from '@daylight/rules/tender/mode.ts';
import { proceduresOf } from '@daylight/rules/tender/plan.ts';
import { addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { progressOf } from '../execution/port.ts';
import { type NewProject, insertItems, insertMembers, insertProject, policyOf } from './begin.ts';
import type { Participant } from './participants.ts';
import { changingAny } from './changing.ts';
import { moveTender } from './move.ts';
import { concernedBy, publishRoundNotice, tellAll } from './notices.ts';
import { planOf } from './plan-store.ts';
import { redraw } from './products.ts';
import { type TenderFacts, lockTender, readTender, tenderInstitutions, tenderItems } from './store.ts';

const batch = 100;

/** The end of a term comes near: what follows is asked for, with the figures of the term (SX-3.3). */
export const renewalSweep: Sweep = {
  name: 'tender-renewal',
  run: async (context) => {
    const { database, scope } = context;
    const rows = await reading(database.db, scope, (tx) =>
      tx
        .selectFrom('tender')
        .leftJoin('tenderRenewal as renewal', (join) =>
          join.onRef('renewal.province', '=', 'tender.province').onRef('renewal.tenderId', '=', 'tender.id'),
        )
        .select(['tender.id', 'tender.jurisdiction', 'tender.termUntil'])
        .where('tender.province', '=', scope.province)
        .where('tender.state', '=', 'executing')
        .where('renewal.tenderId', 'is', null)
        .where('tender.termUntil', 'is not', null)
        .orderBy('tender.termUntil')
        .limit(batch)
        .execute(),
    );
    const due = rows.filter(
      (row) => row.termUntil !== null && renewalFrom(row.termUntil, policyOf(context, row)) <= context.today,
    );
    return moveEach(due, ({ id }) => open(context, id));
  },
};

/** Until when the decision is due: the last day of the term. */
const lastDay: Term = {
  amount: 1,
  unit: 'naturalDay',
  startCounted: false,
  rollover: 'none',
  cutoff: '24:00',
};

async function open(context: Context, id: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, id);
    if (tender?.state !== 'executing' || tender.termUntil === null) return refuse('tender.wrongState');
    const basis = basisOf(policyOf(context, tender).renewalMonths);
    const dueAt = dueOf(
      shanghaiMoment(addDays(tender.termUntil, -1), '12:00'),
      lastDay,
      context.calendar,
    ).dueAt;
    const figures = await figuresOf(unit.tx, tender);
    await unit.tx
      .insertInto('tenderRenewal')
      .values({
        province,
        tenderId: id,
        organiserId: tender.organiserId,
        partners: tender.partners,
        openedAt: context.now,
        dueAt,
        dueProvisional: false,
        dueBasis: JSON.stringify(basis),
        figures: JSON.stringify(figures),
        state: 'open',
      })
      .execute();
    const subject = { kind: 'tender', id };
    const { number, title } = tender;
    unit.record({
      event: 'tender.renewalOpened',
      subject,
      basis: [basis, articles.renewal],
      after: { number, figures, dueAt },
      readers: [tender.organiserId, ...tender.partners],
    });
    for (const organisationId of [tender.organiserId, ...tender.partners])
      unit.notify({ organisationId, kind: 'tender.renewalOpened', subject, facts: { number, title }, dueAt });
    return ok(id);
  });
  return done.ok;
}

/** The term in figures: volume, supply, what was stopped, and how the prices of the same codes moved meanwhile. */
async function figuresOf(tx: Tx, tender: TenderFacts): Promise<RenewalFigures> {
  const { province, id } = tender;
  const items = await tenderItems(tx, province, id);
  const accounts = await progressOf(tx, province, id);
  const agreed = accounts.reduce((sum, each) => sum + thousandthsOf(each.agreed), 0);
  const accepted = accounts.reduce((sum, each) => sum + thousandthsOf(each.accepted), 0);
  const { rows } = await sql<{ fell: number | null; cases: number }>`
    with makers as (
      select distinct manufacturer_id from tender_product where province = ${province} and tender_id = ${id}
    )
    select (select floor(avg(1 - least(1, l.price / nullif(p.price, 0))) * 10000)::int
        from tender_product t
        cross join jsonb_array_elements(t.codes) as c
        join listing l on l.province = t.province and l.item_code = c ->> 'itemCode' and l.form = 'sunshine' and l.state = 'listed'
        cross join lateral (select price from listing_price h where h.province = l.province and h.listing_id = l.id
          and h.from_at <= ${tender.enteredAt}::timestamptz order by h.version desc limit 1) p
        where t.province = ${province} and t.tender_id = ${id}) as fell,
      (select count(*)::int from credit_supply s where s.province = ${province}
        and s.opened_at >= ${tender.enteredAt}::timestamptz
        and s.organisation_id in (select manufacturer_id from makers)) as cases`.execute(tx);
  const [found] = rows;
  return {
    completed: agreed === 0 ? null : Math.floor((accepted * 10_000) / agreed),
    accounts: accounts.length,
    behind: accounts.filter(({ outcome }) => outcome === 'behind').length,
    reminders: accounts.reduce((sum, { reminders }) => sum + reminders, 0),
    supplyCases: found?.cases ?? 0,
    stoppedItems: items.filter(({ state }) => state === 'stopped').length,
    items: items.length,
    marketFell: found?.fell ?? null,
  };
}

export async function renewal(
  context: ActorContext,
  { params }: Call<typeof readRenewal>,
): Promise<Result<ReplyOf<typeof readRenewal>, 'tender.unknown' | 'tender.renewalUnknown'>> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const tender = await readTender(tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const row = await renewalRow(tx, tender);
    if (row === undefined) return refuse('tender.renewalUnknown');
    const next =
      row.nextId === null
        ? null
        : await tx
            .selectFrom('tender')
            .select(['id', 'number', 'title'])
            .where('province', '=', province)
            .where('id', '=', row.nextId)
            .executeTakeFirst();
    const figures = row.figures as unknown as RenewalFigures;
    return ok({
      state: row.state as 'open' | 'decided',
      openedAt: row.openedAt,
      due: { dueAt: row.dueAt, provisional: row.dueProvisional, basis: row.dueBasis as unknown as Basis },
      figures: { ...figures },
      advice: adviseRenewal(figures, policyOf(context, tender)),
      path: row.path as RenewalPath | null,
      reason: row.reason,
      decidedAt: row.decidedAt,
      next: next ?? null,
    });
  });
}

function renewalRow(tx: Tx, { province, id }: TenderFacts, lock = false) {
  return tx
    .selectFrom('tenderRenewal')
    .selectAll()
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
}

type DecideRefusal =
  | 'tender.unknown'
  | 'tender.notYours'
  | 'tender.renewalUnknown'
  | 'tender.renewalDecided'
  | 'tender.reasonMissing';

/** What follows; unless nothing does, the next draft is there at once with items, institutions and rules of this one. */
export async function decide(
  context: ActorContext,
  { params, body }: Call<typeof decideRenewal>,
): Answered<typeof decideRenewal> {
  const number = await nextNumber(context, 'CG');
  const notice = await nextNumber(context, 'GG');
  return command<ReplyOf<typeof decideRenewal>, DecideRefusal>(context, async (unit) => {
    const found = await changingAny(unit, context, { id: params.tenderId, states: ['executing', 'ended'] });
    if (!found.ok)
      return found.code === 'tender.notYours' ? refuse('tender.notYours') : refuse('tender.unknown');
    const tender = found.value;
    const row = await renewalRow(unit.tx, tender, true);
    if (row === undefined) return refuse('tender.renewalUnknown');
    const decided = checkRenewal({ state: row.state }, body);
    if (!decided.ok) return decided;
    const nextId =
      decided.value === null
        ? null
        : await nextProject(unit, context, tender, { number, title: body.title, ...decided.value });
    await unit.tx
      .updateTable('tenderRenewal')
      .set({
        state: 'decided',
        path: body.path,
        reason: body.reason,
        decidedAt: context.now,
        decidedBy: context.actor.accountId,
        nextId,
      })
      .where('province', '=', tender.province)
      .where('tenderId', '=', tender.id)
      .execute();
    const said = await publishRoundNotice(context, unit, tender, {
      number: notice,
      kind: 'renewal',
      title: `采购周期届满接续：${pathNames[body.path]}`,
      body: body.reason,
    });
    assert(said.ok, 'a notice without files is published');
    unit.record({
      event: 'tender.renewalDecided',
      subject: { kind: 'tender', id: tender.id },
      basis: [articles.renewal],
      after: { number: tender.number, path: body.path, reason: body.reason, next: nextId },
      readers: [tender.organiserId, ...tender.partners],
    });
    tellAll(unit, tender, await concernedBy(unit.tx, tender), {
      kind: 'tender.noticePublished',
      facts: { notice: `采购周期届满接续：${pathNames[body.path]}` },
    });
    return ok({ tenderId: tender.id, path: body.path, nextId });
  });
}

const pathNames: Readonly<Record<RenewalPath, string>> = {
  inquiry: '询价',
  follow: '跟标',
  negotiation: '竞争性谈判',
  bargain: '议价',
  rebid: '重新竞价',
  none: '不再接续',
};

type Next = Pick<TenderFacts, 'mode' | 'origin'> & { readonly number: string; readonly title: string };

/** The project that follows: same organiser, items that still run, same institutions, the rules of this one to start from. */
async function nextProject(
  unit: Unit,
  context: ActorContext,
  tender: TenderFacts,
  next: Next,
): Promise<string> {
  const project = await projectAfter(unit.tx, context, tender, next);
  await insertProject(unit, context, project);
  const items = await tenderItems(unit.tx, tender.province, tender.id);
  const running = items.filter(({ state }) => state === 'running');
  await insertItems(
    unit.tx,
    project,
    running.map((each) => ({
      item: each.item,
      name: each.name,
      unit: each.unit,
      codePrefixes: each.codePrefixes,
      cap: each.cap,
    })),
  );
  const members = await tenderInstitutions(unit.tx, tender.province, tender.id);
  await insertMembers(
    unit.tx,
    context,
    project,
    members.map(({ institutionId, area, via, groupId }) => ({
      institutionId,
      area,
      via: via as Participant['via'],
      groupId,
    })),
  );
  const made = await readTender(unit.tx, tender.province, project.id);
  assert(made !== null, 'the next round was just written');
  await redraw(unit.tx, context, made);
  return project.id;
}

async function projectAfter(
  tx: Tx,
  context: ActorContext,
  tender: TenderFacts,
  { mode, origin, number, title }: Next,
): Promise<NewProject> {
  const plan = await planOf(tx, tender);
  assert(plan !== null, 'a round has a plan');
  const codes = policyOf(context, tender).modes.value.map(({ code }) => code);
  const { scope, process, duties, committee, team, regions, groupIds, packFrom } = plan;
  const pack =
    origin === 'followed' || tender.pack === null ? null : { ...(tender.pack as object), id: number };
  return {
    id: context.newId(),
    province: tender.province,
    number,
    title: title === '' ? `${tender.title}（接续）` : title,
    level: tender.level,
    mode,
    modeCode: codes.find((code) => proceduresOf(code).includes(mode)) ?? mode,
    quoting: usualTerms(mode),
    origin,
    jurisdiction: tender.jurisdiction,
    organiserId: tender.organiserId,
    partners: tender.partners,
    termMonths: tender.termMonths,
    pack,
    plan: {
      screeningId: null,
      regions,
      groupIds,
      scope,
      process,
      duties,
      committee: [...committee],
      team: [...team],
      renewsId: tender.id,
      packFrom,
    },
  };
}

/** A term that is over ends its round. */
export const endSweep: Sweep = {
  name: 'tender-end',
  run: async (context) => {
    const { database, scope } = context;
    const rows = await reading(database.db, scope, (tx) =>
      tx
        .selectFrom('tender')
        .select('id')
        .where('province', '=', scope.province)
        .where('state', '=', 'executing')
        .where('termUntil', '<', context.today)
        .orderBy('termUntil')
        .limit(batch)
        .execute(),
    );
    return moveEach(rows, async ({ id }) => {
      const done = await command(context, async (unit) => {
        const tender = await readTender(unit.tx, scope.province, id);
        if (tender?.state !== 'executing') return refuse('tender.wrongState');
        const moved = await moveTender(context, unit, {
          tender,
          to: 'ended',
          note: '采购周期届满',
          basis: articles.renewal,
        });
        if (!moved.ok) return moved;
        tellAll(unit, moved.value, await concernedBy(unit.tx, moved.value), { kind: 'tender.ended' });
        return ok(id);
      });
      return done.ok;
    });
  },
};
