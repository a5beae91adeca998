import type * as api from '@daylight/api/execution-adverse.ts';
import type { AdverseEvent, EventDetails } from '@daylight/api/execution-shapes.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type Basis, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { addMonths } from '@daylight/rules/time.ts';
import { type SqlBool, sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { reachOf } from '../supervision/port.ts';
import { isId } from './sight.ts';

/** The institution its own reports, the manufacturer those of its products, the bureau those of its place. */
function seen({ actor }: ActorContext) {
  const own = actor.organisationId;
  switch (actor.kind) {
    case 'institution':
      return sql<SqlBool>`e.institution_id = ${own}`;
    case 'manufacturer':
      return sql<SqlBool>`e.manufacturer_id = ${own}`;
    default:
      return sql<SqlBool>`e.jurisdiction like ${`${reachOf(actor.jurisdiction)}%`}`;
  }
}

export function eventRows(tx: Tx, context: ActorContext) {
  return tx
    .selectFrom('adverseEvent as e')
    .innerJoin('organisation as i', 'i.id', 'e.institutionId')
    .innerJoin('organisation as m', 'm.id', 'e.manufacturerId')
    .leftJoin('tender as t', (join) =>
      join.onRef('t.province', '=', 'e.province').onRef('t.id', '=', 'e.tenderId'),
    )
    .selectAll('e')
    .select(['i.name as institution', 'm.name as manufacturer', 't.number as round', 't.title'])
    .select((eb) => [
      eb.ref('e.kind').$castTo<AdverseEvent['kind']>().as('kind'),
      eb.ref('e.severity').$castTo<AdverseEvent['severity']>().as('severity'),
      eb.ref('e.state').$castTo<AdverseEvent['state']>().as('state'),
      eb.ref('e.outcome').$castTo<AdverseEvent['outcome']>().as('outcome'),
    ])
    .where('e.province', '=', context.scope.province)
    .where(seen(context));
}
export type EventRow = Awaited<ReturnType<ReturnType<typeof eventRows>['execute']>>[number];

export function eventOf(row: EventRow): AdverseEvent {
  const { tenderId, round, title } = row;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    severity: row.severity,
    state: row.state,
    listingId: row.listingId,
    itemCode: row.itemCode,
    product: row.productName,
    manufacturer: { id: row.manufacturerId, name: row.manufacturer },
    institution: { id: row.institutionId, name: row.institution },
    tender: tenderId === null || round === null ? null : { id: tenderId, number: round, title: title ?? '' },
    foundOn: row.foundOn,
    reportedAt: row.reportedAt,
    answerDue: {
      dueAt: row.answerDueAt,
      provisional: row.answerDueProvisional,
      basis: row.answerDueBasis as unknown as Basis,
    },
    outcome: row.outcome,
    version: row.version,
  };
}

export async function eventDetails(tx: Tx, context: ActorContext, row: EventRow): Promise<EventDetails> {
  const { province } = context.scope;
  const subjects = ['adverse-event', 'adverse-event-answer'].map((kind) => ({ kind, id: row.id }));
  const files = await filesOf(tx, province, subjects);
  const { n: others } = await tx
    .selectFrom('adverseEvent as e')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('e.province', '=', province)
    .where('e.listingId', '=', row.listingId)
    .where('e.id', '<>', row.id)
    .where('e.foundOn', '>=', addMonths(context.today, -12))
    .where(seen(context))
    .executeTakeFirstOrThrow();
  return {
    ...eventOf(row),
    lot: row.lot,
    quantity: row.quantity,
    facts: row.facts,
    measures: row.measures,
    answer: row.answer,
    answeredAt: row.answeredAt,
    handling: row.handling,
    handledAt: row.handledAt,
    handledByMe: row.handledBy === context.actor.accountId,
    decidedAt: row.decidedAt,
    decisionNote: row.decisionNote,
    publicNote: row.publicNote,
    others,
    evidence: [...(files.get(`adverse-event:${row.id}`) ?? [])],
    answerEvidence: [...(files.get(`adverse-event-answer:${row.id}`) ?? [])],
  };
}

export async function eventAfter(tx: Tx, context: ActorContext, id: string): Promise<EventDetails> {
  const row = await eventRows(tx, context).where('e.id', '=', id).executeTakeFirst();
  assert(row !== undefined, 'an event that was just saved');
  return eventDetails(tx, context, row);
}

export async function listEvents(
  context: ActorContext,
  { query }: Call<typeof api.listAdverseEvents>,
): Answered<typeof api.listAdverseEvents> {
  return reading(context.database.db, context.scope, async (tx) => {
    let rows = eventRows(tx, context);
    if (query.state !== undefined) rows = rows.where('e.state', '=', query.state);
    if (query.kind !== undefined) rows = rows.where('e.kind', '=', query.kind);
    if (isId(query.cursor)) rows = rows.where('e.id', '<', query.cursor);
    const found = await rows
      .orderBy('e.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit).map(eventOf);
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

export async function readEvent(
  context: ActorContext,
  { params }: Call<typeof api.readAdverseEvent>,
): Answered<typeof api.readAdverseEvent> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await eventRows(tx, context).where('e.id', '=', params.eventId).executeTakeFirst();
    return row === undefined ? refuse('execution.eventUnknown') : ok(await eventDetails(tx, context, row));
  });
}

type Public = ReplyOf<typeof api.listPublicEvents>;

/** What was made known of events, for anybody (HN-16). */
export async function publicEvents(
  context: Context,
  { query }: Call<typeof api.listPublicEvents>,
): Promise<Result<Public, never>> {
  const province = Number(query.jurisdiction.slice(0, 2));
  return reading(context.database.db, { ...context.scope, province }, async (tx) => {
    let rows = tx
      .selectFrom('adverseEvent as e')
      .innerJoin('organisation as m', 'm.id', 'e.manufacturerId')
      .select([
        'e.id',
        'e.number',
        'e.productName as product',
        'e.itemCode',
        'm.name as manufacturer',
        'e.lot',
      ])
      .select(['e.publicNote as note', 'e.decidedAt'])
      .select((eb) => [
        eb.ref('e.kind').$castTo<AdverseEvent['kind']>().as('kind'),
        eb.ref('e.outcome').$castTo<AdverseEvent['outcome']>().as('outcome'),
      ])
      .where('e.province', '=', province)
      .where('e.publicNote', '<>', '')
      .where('e.state', '=', 'closed');
    if (isId(query.cursor)) rows = rows.where('e.id', '<', query.cursor);
    const found = await rows
      .orderBy('e.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items: Public['items'] = found
      .slice(0, query.limit)
      .flatMap(({ decidedAt, ...row }) => (decidedAt === null ? [] : [{ ...row, decidedAt }]));
    return ok({ items, next: found.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}
