import type * as api from '@daylight/api/supervision-zones.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import type { Money } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import {
  appealBasis,
  type AppealAsk,
  type AppealState,
  appealPrice,
  checkAppeal as check,
  decideAppeal as decide,
} from '@daylight/rules/supervision/appeal.ts';
import { twoPersons } from '@daylight/rules/supervision/oversight.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import { type Instant, addDays } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import {
  type AppealDetails,
  type AppealRow,
  appealDetailsOf,
  appealItemOf,
  appealRows,
  candidatesOf,
} from './appeal-rows.ts';
import { zoneReply } from './port.ts';
import { type AppealedListing, findingFor, listingFor } from './reference-query.ts';
import { bureausOf } from './warn.ts';

export async function listAppeals(
  context: ActorContext,
  { query }: Call<typeof api.listAppeals>,
): Answered<typeof api.listAppeals> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = appealRows(tx, context);
    if (query.state !== undefined) rows = rows.where('a.state', '=', query.state);
    if (query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor))
      rows = rows.where('a.id', '<', query.cursor);
    const found = await rows
      .orderBy('a.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => appealItemOf(row, context));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

async function details(tx: Tx, context: ActorContext, id: string): Promise<AppealDetails | null> {
  const row = await appealRows(tx, context).where('a.id', '=', id).executeTakeFirst();
  return row === undefined ? null : appealDetailsOf(tx, context, row);
}
async function detailsNow(tx: Tx, context: ActorContext, id: string): Promise<Result<AppealDetails, never>> {
  const found = await details(tx, context, id);
  if (found === null) throw new Error('an appeal that was just written');
  return ok(found);
}

export async function readAppeal(
  context: ActorContext,
  { params }: Call<typeof api.readAppeal>,
): Answered<typeof api.readAppeal> {
  return reading(context.database.db, context.scope, async (tx) => {
    const found = await details(tx, context, params.appealId);
    return found === null ? refuse('supervision.appealUnknown') : ok(found);
  });
}

type FileCode = RefusalOf<typeof api.fileAppeal>;
type Asked = Call<typeof api.fileAppeal>['body'];

/** What is appealed against has to be there, and not appealed against already. */
async function subjectOf(
  tx: Tx,
  context: ActorContext,
  asked: Asked,
  { finding, listing }: { readonly finding: ZoneFinding; readonly listing: AppealedListing },
): Promise<Result<{ pricePoint: Money | null; warningId: string | null }, FileCode>> {
  const { province } = context.scope;
  const { organisationId } = context.actor;
  if (asked.ask === 'excludeTrade') {
    const there = appealPrice(finding, asked.pricePoint);
    if (!there.ok) return there;
    const open = await tx
      .selectFrom('zoneAppeal')
      .select('id')
      .where('province', '=', province)
      .where('organisationId', '=', organisationId)
      .where('itemCode', '=', listing.itemCode)
      .where('pricePoint', '=', asked.pricePoint)
      .where('dueAt', 'is not', null)
      .executeTakeFirst();
    if (open !== undefined) return refuse('supervision.appealOpen', { field: 'pricePoint' });
    return ok({ pricePoint: asked.pricePoint, warningId: null });
  }
  const warning = await tx
    .selectFrom('warning')
    .select('id')
    .where('province', '=', province)
    .where('kind', '=', 'price.red')
    .where('subjectKind', '=', asked.subjectKind)
    .where('subjectId', '=', asked.subjectId)
    .where('state', '!=', 'withdrawn')
    .where((eb) =>
      eb.or([eb('institutionId', '=', organisationId), eb('organisationId', '=', organisationId)]),
    )
    .executeTakeFirst();
  if (warning === undefined) return refuse('supervision.warningUnknown', { field: 'subjectId' });
  return ok({ pricePoint: null, warningId: warning.id });
}

/** An institution or the maker says that a price compared with, or a warning, is wrong; the bureau has a time to decide. */
export async function fileAppeal(
  context: ActorContext,
  { body }: Call<typeof api.fileAppeal>,
): Answered<typeof api.fileAppeal> {
  const number = await nextNumber(context, 'SS');
  try {
    return await command<AppealDetails, FileCode>(context, (unit) => file(unit, context, body, number));
  } catch (error) {
    if (brokenConstraint(error) !== 'zone_appeal_one_open_per_warning') throw error;
    return refuse('supervision.appealOpen');
  }
}

async function file(
  unit: Unit,
  context: ActorContext,
  body: Asked,
  number: string,
): Promise<Result<AppealDetails, FileCode>> {
  const { actor, scope, now, calendar } = context;
  const { jurisdiction, organisationId } = actor;
  const listing = await listingFor(unit.tx, context, body.listingId);
  if (listing === null) return refuse('supervision.listingUnknown', { field: 'listingId' });
  const level = body.ask === 'excludeTrade' ? body.level : 'tertiary';
  const finding = await findingFor(unit.tx, context, listing, level);
  const about = await subjectOf(unit.tx, context, body, { finding, listing });
  if (!about.ok) return about;
  const term = resolve(context.book, 'supervision.zoneAppealWithin', jurisdiction, context.today);
  const due = dueOf(now, term.value, calendar);
  const id = context.newId();
  await unit.tx
    .insertInto('zoneAppeal')
    .values({
      province: scope.province,
      id,
      number,
      jurisdiction,
      organisationId,
      ask: body.ask,
      listingId: listing.id,
      itemCode: listing.itemCode,
      ...about.value,
      finding: JSON.stringify(zoneReply(finding)),
      reason: body.reason,
      state: 'filed',
      filedAt: now,
      filedBy: actor.accountId,
      dueAt: due.dueAt,
      dueProvisional: due.provisional,
      dueBasis: JSON.stringify(basisOf(term)),
    })
    .execute();
  const subject = { kind: 'zone-appeal', id };
  const attached = await attach(context, unit, body.evidence, { subject, readers: [], jurisdiction });
  if (!attached.ok) return attached;
  const bureaus = await bureausOf(unit, jurisdiction);
  unit.record({
    event: 'supervision.appealFiled',
    subject,
    basis: [appealBasis],
    after: { number, ask: body.ask, listing: listing.number, ...about.value, reason: body.reason },
    readers: bureaus,
  });
  await tellBureaus(unit, bureaus, { subject, organisationId, product: listing.product, dueAt: due.dueAt });
  return detailsNow(unit.tx, context, id);
}

interface Filed {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly organisationId: string;
  readonly product: string;
  readonly dueAt: Instant;
}

async function tellBureaus(unit: Unit, bureaus: readonly string[], filed: Filed): Promise<void> {
  const { name } = await unit.tx
    .selectFrom('organisation')
    .select('name')
    .where('id', '=', filed.organisationId)
    .executeTakeFirstOrThrow();
  for (const bureau of bureaus)
    unit.notify({
      organisationId: bureau,
      kind: 'supervision.appealFiled',
      subject: filed.subject,
      facts: { organisation: name, product: filed.product },
      dueAt: filed.dueAt,
    });
}

async function locked(unit: Unit, context: ActorContext, id: string): Promise<AppealRow | null> {
  const row = await appealRows(unit.tx, context).where('a.id', '=', id).forUpdate('a').executeTakeFirst();
  return row ?? null;
}

async function change(
  unit: Unit,
  context: ActorContext,
  row: AppealRow,
  set: Partial<{
    state: AppealState;
    checkNote: string;
    tradeIds: string[];
    decisionNote: string;
  }>,
): Promise<void> {
  const isOver = set.state !== undefined && set.state !== 'checked';
  const by = { now: context.now, account: context.actor.accountId };
  await unit.tx
    .updateTable('zoneAppeal')
    .set({
      ...set,
      ...(set.state === 'checked' ? { checkedAt: by.now, checkedBy: by.account } : {}),
      ...(isOver ? { dueAt: null } : {}),
      ...(set.state === 'upheld' || set.state === 'dismissed'
        ? { decidedAt: by.now, decidedBy: by.account }
        : {}),
      version: row.version + 1,
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', row.id)
    .execute();
}

export async function withdrawAppeal(
  context: ActorContext,
  { params, body }: Call<typeof api.withdrawAppeal>,
): Answered<typeof api.withdrawAppeal> {
  return command<AppealDetails, RefusalOf<typeof api.withdrawAppeal>>(context, async (unit) => {
    const row = await locked(unit, context, params.appealId);
    if (row === null) return refuse('supervision.appealUnknown');
    if (row.dueAt === null) return refuse('supervision.appealWrongState', { facts: { state: row.state } });
    if (row.version !== body.version) return refuse('request.stale');
    await change(unit, context, row, { state: 'withdrawn' });
    unit.record({
      event: 'supervision.appealWithdrawn',
      subject: { kind: 'zone-appeal', id: row.id },
      basis: [appealBasis],
      before: { state: row.state },
      after: { state: 'withdrawn' },
    });
    return detailsNow(unit.tx, context, row.id);
  });
}

function appealOf(row: AppealRow) {
  return {
    ask: row.ask as AppealAsk,
    state: row.state as AppealState,
    checkedBy: row.checkedBy,
    tradeIds: row.tradeIds,
  };
}

export async function checkOne(
  context: ActorContext,
  { params, body }: Call<typeof api.checkAppeal>,
): Answered<typeof api.checkAppeal> {
  return command<AppealDetails, RefusalOf<typeof api.checkAppeal>>(context, async (unit) => {
    const row = await locked(unit, context, params.appealId);
    if (row === null) return refuse('supervision.appealUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const candidates = await candidatesOf(unit.tx, context.scope.province, row);
    const checked = check(
      appealOf(row),
      body.tradeIds,
      candidates.map(({ id }) => id),
    );
    if (!checked.ok) return checked;
    await change(unit, context, row, {
      state: 'checked',
      checkNote: body.note,
      tradeIds: [...checked.value],
    });
    const subject = { kind: 'zone-appeal', id: row.id };
    unit.record({
      event: 'supervision.appealChecked',
      subject,
      basis: [appealBasis],
      before: { state: row.state },
      after: { state: 'checked', note: body.note, trades: checked.value.length },
    });
    unit.notify({
      organisationId: context.actor.organisationId,
      kind: 'supervision.appealChecked',
      subject,
      facts: { number: row.number, product: row.productName },
      dueAt: row.dueAt,
    });
    return detailsNow(unit.tx, context, row.id);
  });
}

/** The second officer decides. Upheld: the trades count no longer from tomorrow on, or the warning is withdrawn. */
export async function decideOne(
  context: ActorContext,
  { params, body }: Call<typeof api.decideAppeal>,
): Answered<typeof api.decideAppeal> {
  return command<AppealDetails, RefusalOf<typeof api.decideAppeal>>(context, async (unit) => {
    const row = await locked(unit, context, params.appealId);
    if (row === null) return refuse('supervision.appealUnknown');
    if (row.version !== body.version) return refuse('request.stale');
    const decided = decide(appealOf(row), body.uphold, context.actor.accountId);
    if (!decided.ok) return decided;
    await change(unit, context, row, { state: decided.value, decisionNote: body.note });
    const subject = { kind: 'zone-appeal', id: row.id };
    if (decided.value === 'upheld') await takeEffect(unit, context, row, body.note);
    unit.record({
      event: decided.value === 'upheld' ? 'supervision.appealUpheld' : 'supervision.appealDismissed',
      subject,
      basis: [appealBasis, twoPersons],
      before: { state: row.state },
      after: { state: decided.value, note: body.note },
      readers: [row.organisationId],
    });
    const outcome = decided.value === 'upheld' ? '成立' : '不成立';
    unit.notify({
      organisationId: row.organisationId,
      kind: 'supervision.appealDecided',
      subject,
      facts: { number: row.number, outcome: `${outcome}，${body.note}` },
    });
    return detailsNow(unit.tx, context, row.id);
  });
}

async function takeEffect(unit: Unit, context: ActorContext, row: AppealRow, note: string): Promise<void> {
  const { province } = context.scope;
  if (row.warningId !== null) {
    await unit.tx
      .updateTable('warning')
      .set((eb) => ({
        state: 'withdrawn',
        handledAt: context.now,
        handledBy: context.actor.accountId,
        handling: note,
        version: eb('version', '+', 1),
      }))
      .where('province', '=', province)
      .where('id', '=', row.warningId)
      .execute();
    unit.record({
      event: 'supervision.warningWithdrawn',
      subject: { kind: 'warning', id: row.warningId },
      basis: [appealBasis],
      after: { state: 'withdrawn', appeal: row.number },
      readers: [row.organisationId],
    });
    unit.notify({
      organisationId: row.organisationId,
      kind: 'supervision.warningWithdrawn',
      subject: { kind: 'warning', id: row.warningId },
      facts: { number: row.number, note, appeal: row.id },
    });
    return;
  }
  // From tomorrow: today's price keeps its zone all day.
  const fromDay = addDays(context.today, 1);
  const reason = `${row.number}：${note}`;
  await unit.tx
    .insertInto('zoneExclusion')
    .values(
      row.tradeIds.map((tradeId) => ({
        province,
        tradeId,
        appealId: row.id,
        itemCode: row.itemCode,
        fromDay,
        reason,
      })),
    )
    .onConflict((conflict) => conflict.columns(['province', 'tradeId']).doNothing())
    .execute();
  unit.record({
    event: 'supervision.tradeExcluded',
    subject: { kind: 'catalogue-item', id: row.itemCode },
    basis: [appealBasis],
    after: { appeal: row.number, trades: row.tradeIds, from: fromDay, reason },
  });
}
