import type {
  listBreachKinds,
  listBreaches,
  readBreach,
  reportBreach,
  reportBreachSigned,
} from '@daylight/api/tender-oversight.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { shanghaiMoment } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { uuidFloor } from '../../ids.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { countSent } from '../../sender.ts';
import { attach } from '../evidence/port.ts';
import { organisationOf } from '../organisation/port.ts';
import { breachDetailsOf, breachOf, breachRows } from './breach-rows.ts';
import { readTender } from './store.ts';

/**
 * So many reports from one address on one day, about all rounds together: whoever floods shuts out nobody else. The second
 * bound, about one round from all senders, only protects the disk; the bureau's telephone is open either way.
 */
const perSenderMax = 20;
const perRoundMax = 5000;

interface Report {
  readonly tenderId: string;
  readonly kind: string;
  readonly accused: string;
  readonly facts: string;
  readonly origin: 'public' | 'participant';
  readonly name: string;
  readonly contact: string;
  readonly organisationId: string | null;
  readonly accountId: string | null;
}

type ReceiveRefusal =
  | 'tender.unknown'
  | 'tender.breachKind'
  | 'tender.breachesMany'
  | 'tender.breachesManyFromYou';
type Received = ReplyOf<typeof reportBreach>;

async function withinBounds(
  { scope, today, address }: Context,
  unit: Unit,
  tenderId: string,
): Promise<Result<null, 'tender.breachesMany' | 'tender.breachesManyFromYou'>> {
  const { n } = await unit.tx
    .selectFrom('tenderBreach')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('province', '=', scope.province)
    .where('tenderId', '=', tenderId)
    .where('id', '>=', uuidFloor(shanghaiMoment(today, '00:00')))
    .executeTakeFirstOrThrow();
  if (n >= perRoundMax) return refuse('tender.breachesMany', { facts: { max: perRoundMax } });
  if (address === null) return ok(null);
  const sent = await countSent(unit.tx, { what: 'breach', address, day: today });
  return sent > perSenderMax
    ? refuse('tender.breachesManyFromYou', { facts: { max: perSenderMax } })
    : ok(null);
}

/** The platform writes it down itself, so that nothing tells who sent a report without a name. */
async function receive(
  context: Context,
  unit: Unit,
  report: Report,
): Promise<Result<Received & { readonly id: string; readonly jurisdiction: string }, ReceiveRefusal>> {
  const { province } = context.scope;
  const { book, today, now, calendar } = context;
  const tender = await readTender(unit.tx, province, report.tenderId);
  if (tender === null || !tender.isPublic) return refuse('tender.unknown');
  const known = resolve(book, 'tender.breachKinds', tender.jurisdiction, today).value;
  const kind = known.find((each) => each.code === report.kind);
  if (kind === undefined) return refuse('tender.breachKind', { field: 'kind' });
  const fits = await withinBounds(context, unit, tender.id);
  if (!fits.ok) return fits;
  const term = resolve(book, 'tender.breachWithin', tender.jurisdiction, today);
  const { dueAt, provisional } = dueOf(now, term.value, calendar);
  const due = { dueAt, provisional, basis: basisOf(term) };
  const id = context.newId();
  const number = await nextNumber(context, 'WG');
  await unit.tx
    .insertInto('tenderBreach')
    .values({
      province,
      id,
      number,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      jurisdiction: tender.jurisdiction,
      kind: kind.code,
      kindText: JSON.stringify({ zh: kind.zh, en: kind.en }),
      accused: report.accused,
      facts: report.facts,
      origin: report.origin,
      reporterName: report.name,
      reporterContact: report.contact,
      reporterOrganisationId: report.organisationId,
      reporterAccountId: report.accountId,
      state: 'received',
      receivedAt: now,
      dueAt,
      dueProvisional: provisional,
      dueBasis: JSON.stringify(due.basis),
    })
    .execute();
  unit.record({
    event: 'tender.breachReported',
    subject: { kind: 'tender-breach', id },
    basis: [articles.supervision, due.basis],
    after: { number, round: tender.number, kind: kind.code, named: report.name !== '' },
  });
  return ok({ id, number, due, jurisdiction: tender.jurisdiction });
}

type Openly = typeof reportBreach;

export async function reportOpenly(
  context: Context,
  { params, body }: Call<Openly>,
): Promise<Result<Received, RefusalOf<Openly> | RepeatRefusal>> {
  const { jurisdiction, name, contact, ...about } = body;
  if (name === '' && contact !== '') return refuse('tender.breachContact', { field: 'name' });
  const scope = {
    province: Number(jurisdiction.slice(0, 2)),
    organisationId: null,
    reach: 'system' as const,
  };
  const platform: Context = { ...context, actor: null, scope };
  return command<Received, RefusalOf<Openly>>(platform, async (unit) => {
    const got = await receive(platform, unit, {
      ...about,
      tenderId: params.tenderId,
      origin: 'public',
      name,
      contact,
      organisationId: null,
      accountId: null,
    });
    return got.ok ? ok({ number: got.value.number, due: got.value.due }) : got;
  });
}

type Signed = typeof reportBreachSigned;

export async function reportSigned(context: ActorContext, { params, body }: Call<Signed>): Answered<Signed> {
  const { actor, scope } = context;
  const { withName, evidenceIds, ...about } = body;
  const platform: Context = {
    ...context,
    actor: null,
    scope: { province: scope.province, organisationId: null, reach: 'system' },
  };
  return command<Received, RefusalOf<Signed>>(platform, async (unit) => {
    const firm = withName ? await organisationOf(unit.tx, actor.organisationId) : null;
    const got = await receive(platform, unit, {
      ...about,
      tenderId: params.tenderId,
      origin: 'participant',
      name: firm?.name ?? '',
      contact: '',
      organisationId: firm === null ? null : actor.organisationId,
      accountId: firm === null ? null : actor.accountId,
    });
    if (!got.ok) return got;
    const { id, number, due, jurisdiction } = got.value;
    const attached = await attach(context, unit, evidenceIds, {
      subject: { kind: 'tender-breach', id },
      readers: [],
      jurisdiction,
    });
    return attached.ok ? ok({ number, due }) : attached;
  });
}

export async function breachKinds(
  { book, today }: Context,
  { query }: Call<typeof listBreachKinds>,
): Promise<Result<ReplyOf<typeof listBreachKinds>, never>> {
  const kinds = resolve(book, 'tender.breachKinds', query.jurisdiction, today);
  return ok({
    items: kinds.value.map(({ code, zh, en }) => ({ code, zh, en })),
    basis: articles.supervision,
  });
}

export async function breaches(
  context: ActorContext,
  { query }: Call<typeof listBreaches>,
): Answered<typeof listBreaches> {
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = breachRows(tx, context);
    if (query.state !== undefined) rows = rows.where('b.state', '=', query.state);
    if (query.tenderId !== undefined) rows = rows.where('b.tenderId', '=', query.tenderId);
    if (after !== undefined) rows = rows.where('b.id', '<', after);
    const found = await rows
      .orderBy('b.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map((row) => breachOf(row, context));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function oneBreach(
  context: ActorContext,
  { params }: Call<typeof readBreach>,
): Answered<typeof readBreach> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await breachRows(tx, context).where('b.id', '=', params.breachId).executeTakeFirst();
    return row === undefined ? refuse('tender.breachUnknown') : ok(await breachDetailsOf(tx, context, row));
  });
}
