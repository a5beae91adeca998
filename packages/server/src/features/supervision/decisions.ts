import type * as api from '@daylight/api/supervision-zones.ts';
import type { PolicyDecisionItem } from '@daylight/api/supervision-zones.ts';
import type { EvidenceFile } from '@daylight/api/evidence.ts';
import { explain, find, national, resolve } from '@daylight/rules/policy/book.ts';
import { type PolicyDecision, withDecisions } from '@daylight/rules/policy/decision.ts';
import type { PolicyBook } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import type { PolicyKey } from '@daylight/rules/policy/values.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { twoPersons } from '@daylight/rules/supervision/oversight.ts';
import { addDays } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context, World } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { provincesOf } from '../../sweep.ts';
import { attach, filesOf } from '../evidence/port.ts';
import { reachOf } from './reach.ts';
import { sharedTrial } from './trial-store.ts';

/** Packs as they were read, before decisions. */
const packs = new WeakMap<World, PolicyBook>();

/** Lays what bureaus decided over the packs, so that every server resolves by it; decisions begin on a day to come. */
export async function refreshDecisions(world: World): Promise<void> {
  const book = packs.get(world) ?? world.book;
  packs.set(world, book);
  const decisions: PolicyDecision[] = [];
  for (const province of await provincesOf(world)) {
    const rows = await reading(world.database.db, { province, organisationId: null, reach: 'system' }, (tx) =>
      tx
        .selectFrom('policyDecision')
        .select([
          'key',
          'value',
          'number',
          'name',
          'jurisdiction',
          'fromDay as from',
          'document',
          'article',
          'clause',
        ])
        .where('province', '=', province)
        .where('state', '=', 'approved')
        .execute(),
    );
    decisions.push(...rows.map((row) => ({ ...row, key: row.key as PolicyKey })));
  }
  world.book = withDecisions(book, decisions);
}

function decisionRows(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('policyDecision as d')
    .innerJoin('jurisdiction as j', 'j.code', 'd.jurisdiction')
    .innerJoin('account as enterer', 'enterer.id', 'd.enteredBy')
    .leftJoin('account as decider', 'decider.id', 'd.decidedBy')
    .where('d.province', '=', scope.province)
    .where('d.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    .selectAll('d')
    .select(['j.name as jurisdictionName', 'enterer.name as entererName', 'decider.name as deciderName']);
}
type Row = Awaited<ReturnType<ReturnType<typeof decisionRows>['execute']>>[number];

function itemOf(
  row: Row,
  context: ActorContext,
  files: ReadonlyMap<string, readonly EvidenceFile[]>,
): PolicyDecisionItem {
  return {
    id: row.id,
    number: row.number,
    jurisdiction: row.jurisdiction,
    jurisdictionName: row.jurisdictionName,
    key: row.key as PolicyDecisionItem['key'],
    name: row.name,
    value: row.value,
    from: row.fromDay,
    reason: row.reason,
    basis: { document: row.document, article: row.article, clause: row.clause },
    trialId: row.trialId,
    state: row.state as PolicyDecisionItem['state'],
    enteredAt: row.enteredAt,
    enteredBy: row.entererName,
    own: row.enteredBy === context.actor.accountId,
    decidedAt: row.decidedAt,
    decidedBy: row.deciderName,
    decisionNote: row.decisionNote,
    evidence: [...(files.get(`policy-decision:${row.id}`) ?? [])],
    version: row.version,
  };
}

async function itemsOf(tx: Tx, context: ActorContext, rows: readonly Row[]): Promise<PolicyDecisionItem[]> {
  const subjects = rows.map(({ id }) => ({ kind: 'policy-decision', id }));
  const files = await filesOf(tx, context.scope.province, subjects);
  return rows.map((row) => itemOf(row, context, files));
}

async function one(tx: Tx, context: ActorContext, id: string): Promise<PolicyDecisionItem> {
  const row = await decisionRows(tx, context).where('d.id', '=', id).executeTakeFirstOrThrow();
  const [item] = await itemsOf(tx, context, [row]);
  if (item === undefined) throw new Error('a decision that was just written');
  return item;
}

export async function listDecisions(
  context: ActorContext,
  { query }: Call<typeof api.listDecisions>,
): Answered<typeof api.listDecisions> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = decisionRows(tx, context);
    if (query.state !== undefined) rows = rows.where('d.state', '=', query.state);
    if (query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor))
      rows = rows.where('d.id', '<', query.cursor);
    const found = await rows
      .orderBy('d.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = await itemsOf(tx, context, found.slice(0, query.limit));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

/** One officer enters what the bureau decides; it holds nothing until another approves it. */
export async function enterDecision(
  context: ActorContext,
  { body }: Call<typeof api.enterDecision>,
): Answered<typeof api.enterDecision> {
  const earliest = addDays(context.today, 1);
  if (body.from < earliest) return refuse('supervision.fromNotAhead', { field: 'from', facts: { earliest } });
  const number = await nextNumber(context, 'GZ');
  return command<PolicyDecisionItem, EnterCode>(context, async (unit) => {
    const { jurisdiction, organisationId } = context.actor;
    if (body.trialId !== null && (await sharedTrial(unit.tx, context, body.trialId)) === null)
      return refuse('supervision.trialUnknown', { field: 'trialId' });
    const { key, value } = body.draft;
    const held = find(context.book, key, jurisdiction, body.from);
    const basis = held === null ? { document: 'daylight', article: '一', clause: null } : basisOf(held);
    const id = context.newId();
    await unit.tx
      .insertInto('policyDecision')
      .values({
        province: context.scope.province,
        id,
        number,
        jurisdiction,
        key,
        name: body.name,
        value: JSON.stringify(value),
        fromDay: body.from,
        ...basis,
        reason: body.reason,
        trialId: body.trialId,
        state: 'entered',
        enteredAt: context.now,
        enteredBy: context.actor.accountId,
      })
      .execute();
    const subject = { kind: 'policy-decision', id };
    const attached = await attach(context, unit, body.evidence, { subject, readers: [], jurisdiction });
    if (!attached.ok) return attached;
    unit.record({
      event: 'supervision.decisionEntered',
      subject,
      basis: [basis],
      before: held?.value ?? null,
      after: { number, key, value, from: body.from, reason: body.reason },
    });
    unit.notify({
      organisationId,
      kind: 'supervision.decisionEntered',
      subject,
      facts: { number, name: body.name, from: body.from },
    });
    return ok(await one(unit.tx, context, id));
  });
}
type EnterCode = 'supervision.trialUnknown' | 'evidence.unknown' | 'evidence.notReady' | 'evidence.tooMany';

type DecideCode =
  | 'supervision.decisionUnknown'
  | 'supervision.decisionDecided'
  | 'supervision.ownDecision'
  | 'supervision.fromNotAhead'
  | 'supervision.sameDayDecided'
  | 'supervision.noteMissing'
  | 'request.stale';

async function locked(unit: Unit, context: ActorContext, id: string) {
  return unit.tx
    .selectFrom('policyDecision')
    .selectAll()
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .where('jurisdiction', 'like', `${reachOf(context.actor.jurisdiction)}%`)
    .forUpdate()
    .executeTakeFirst();
}

interface Ending {
  readonly state: 'approved' | 'rejected' | 'withdrawn';
  readonly note: string;
}

async function end(unit: Unit, context: ActorContext, id: string, { state, note }: Ending): Promise<void> {
  await unit.tx
    .updateTable('policyDecision')
    .set((eb) => ({
      state,
      decidedAt: context.now,
      decidedBy: context.actor.accountId,
      decisionNote: note,
      version: eb('version', '+', 1),
    }))
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .execute();
}

/** Another officer approves it or sends it back (HN-15); an approved one holds from its day on, on this server at once. */
export async function decideDecision(
  world: World,
  { context: plain, call }: { readonly context: Context; readonly call: Call<typeof api.decideDecision> },
): Answered<typeof api.decideDecision> {
  const context = plain as ActorContext;
  const { decisionId } = call.params;
  const { approve, note, version } = call.body;
  try {
    const answer = await command<PolicyDecisionItem, DecideCode>(context, async (unit) => {
      const found = await locked(unit, context, decisionId);
      if (found === undefined) return refuse('supervision.decisionUnknown');
      if (found.state !== 'entered') return refuse('supervision.decisionDecided');
      if (found.version !== version) return refuse('request.stale');
      const earliest = addDays(context.today, 1);
      if (approve && found.enteredBy === context.actor.accountId)
        return refuse('supervision.ownDecision', { basis: twoPersons });
      if (approve && found.fromDay < earliest)
        return refuse('supervision.fromNotAhead', { facts: { earliest } });
      if (!approve && note === '') return refuse('supervision.noteMissing', { field: 'note' });
      await end(unit, context, decisionId, { state: approve ? 'approved' : 'rejected', note });
      const subject = { kind: 'policy-decision', id: decisionId };
      unit.record({
        event: approve ? 'supervision.decisionApproved' : 'supervision.decisionRejected',
        subject,
        basis: [{ document: found.document, article: found.article, clause: found.clause }, twoPersons],
        before: { state: 'entered' },
        after: { number: found.number, key: found.key, from: found.fromDay, note },
      });
      unit.notify({
        organisationId: context.actor.organisationId,
        kind: 'supervision.decisionDecided',
        subject,
        facts: { number: found.number, name: found.name },
      });
      return ok(await one(unit.tx, context, decisionId));
    });
    if (answer.ok && approve) await refreshDecisions(world);
    return answer;
  } catch (error) {
    if (brokenConstraint(error) !== 'policy_decision_one_per_day') throw error;
    return refuse('supervision.sameDayDecided', { facts: { from: context.today } });
  }
}

export async function withdrawDecision(
  context: ActorContext,
  { params, body }: Call<typeof api.withdrawDecision>,
): Answered<typeof api.withdrawDecision> {
  return command<
    PolicyDecisionItem,
    'supervision.decisionUnknown' | 'supervision.decisionDecided' | 'request.stale'
  >(context, async (unit) => {
    const found = await locked(unit, context, params.decisionId);
    if (found === undefined) return refuse('supervision.decisionUnknown');
    if (found.state !== 'entered') return refuse('supervision.decisionDecided');
    if (found.version !== body.version) return refuse('request.stale');
    await end(unit, context, found.id, { state: 'withdrawn', note: '' });
    unit.record({
      event: 'supervision.decisionWithdrawn',
      subject: { kind: 'policy-decision', id: found.id },
      basis: [],
      after: { number: found.number },
    });
    return ok(await one(unit.tx, context, found.id));
  });
}

/** What rules now, what one may switch to and what follows, with the state of the kept reference sets. */
export async function zoneRules(context: ActorContext): Answered<typeof api.listZoneRules> {
  const { book, today, actor, scope } = context;
  const { jurisdiction } = actor;
  const explained = explain(book, 'supervision.zoneRule', jurisdiction, today);
  const held = explained?.provision ?? resolve(book, 'supervision.zoneRule', national, today);
  const choices = resolve(book, 'supervision.zoneRuleChoices', jurisdiction, today).value;
  const next = (book.provisions['supervision.zoneRule'] ?? [])
    .filter((each) => each.from > today && jurisdiction.startsWith(reachOf(each.jurisdiction)))
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))[0];
  return reading(context.database.db, scope, async (tx) => {
    const sets = await tx
      .selectFrom('zoneReferenceMark')
      .select(['scope', 'windowMonths', 'asOf', 'checkedAt', 'difference as differences'])
      .where('province', '=', scope.province)
      .execute();
    const { value, from, origin, note } = held;
    return ok({
      jurisdiction,
      inForce: { value, from, origin, note, basis: basisOf(held) },
      next: next === undefined ? null : { value: next.value, from: next.from, note: next.note },
      choices: choices.map(({ code, zh, en, rule, note: about }) => ({ code, zh, en, rule, note: about })),
      sets,
    });
  });
}
