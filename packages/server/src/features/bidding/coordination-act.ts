import type * as api from '@daylight/api/bidding-coordination.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { type LineState, answerLine } from '@daylight/rules/bidding/coordination.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import type { Money } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { addHours } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { readTender } from '../tender/port.ts';

/** A second person sends what was counted, or drops it; the enterprises hear of it now and have their time from now (JS-24). */
export function decideCoordination(
  context: ActorContext,
  { params, body }: Call<typeof api.decideCoordination>,
): Answered<typeof api.decideCoordination> {
  return command<Decided, DecideRefusal>(context, async (unit) => {
    const { province } = context.scope;
    const found = await unit.tx
      .selectFrom('priceCoordination')
      .select(['id', 'number', 'state', 'version', 'enteredBy', 'jurisdiction', 'tenderId'])
      .where('province', '=', province)
      .where('id', '=', params.coordinationId)
      .forUpdate()
      .executeTakeFirst();
    if (found?.jurisdiction !== context.actor.jurisdiction) return refuse('bidding.coordinationUnknown');
    if (found.state !== 'counted') return refuse('bidding.coordinationDecided');
    if (found.version !== body.version) return refuse('request.stale');
    const drops = body.decision === 'drop';
    if (!drops && found.enteredBy === context.actor.accountId)
      return refuse('bidding.countedBySame', { basis: biddingBasis.secondPerson });
    const clock = drops ? null : clockOf(context);
    const version = found.version + 1;
    const state = drops ? ('dropped' as const) : ('asked' as const);
    await unit.tx
      .updateTable('priceCoordination')
      .set({
        state,
        version,
        note: body.note,
        ...(clock === null
          ? { endedAt: context.now }
          : { ...clock, sentAt: context.now, sentBy: context.actor.accountId }),
      })
      .where('province', '=', province)
      .where('id', '=', found.id)
      .execute();
    if (clock !== null) await tell(context, unit, { ...found, dueAt: clock.dueAt });
    unit.record({
      event: drops ? 'bidding.coordinationDropped' : 'bidding.coordinationSent',
      subject: { kind: 'price-coordination', id: found.id },
      basis: [biddingBasis.coordinated, biddingBasis.secondPerson],
      before: { state: found.state },
      after: { number: found.number, state, dueAt: clock?.dueAt ?? null, note: body.note },
    });
    return ok({ id: found.id, state, version, dueAt: clock?.dueAt ?? null });
  });
}

type Decided = ReplyOf<typeof api.decideCoordination>;
type DecideRefusal =
  | 'bidding.coordinationUnknown'
  | 'bidding.coordinationDecided'
  | 'bidding.countedBySame'
  | 'request.stale';

function clockOf({ actor, book, today, now, calendar }: ActorContext) {
  const within = resolve(book, 'linkage.coordinateWithin', actor.jurisdiction, today).value;
  const days = resolve(book, 'linkage.remindBefore', actor.jurisdiction, today).value;
  const { dueAt, provisional } = dueOf(now, within, calendar);
  const remindAt = addHours(dueAt, -24 * days);
  return { dueAt, provisional, remindAt: days > 0 && remindAt > now ? remindAt : null };
}

interface Telling {
  readonly id: string;
  readonly number: string;
  readonly tenderId: string;
  readonly dueAt: ReturnType<typeof addHours>;
}

async function tell(
  context: ActorContext,
  unit: Unit,
  { id, number, tenderId, dueAt }: Telling,
): Promise<void> {
  const { province } = context.scope;
  const tender = await readTender(unit.tx, province, tenderId);
  const { rows } = await sql<{ manufacturerId: string; count: number }>`
    with sent as (
      update coordination_line set sent = true
      where province = ${province} and coordination_id = ${id}::uuid returning manufacturer_id)
    select manufacturer_id as "manufacturerId", count(*)::int as count from sent group by 1 order by 1`.execute(
    unit.tx,
  );
  for (const { manufacturerId, count } of rows)
    unit.notify({
      organisationId: manufacturerId,
      kind: 'bidding.coordinationAsked',
      subject: { kind: 'price-coordination', id },
      facts: { title: tender?.title ?? '', number, count },
      dueAt,
    });
}

interface Locked {
  readonly listingId: string;
  readonly product: string;
  readonly state: LineState;
  readonly target: Money;
  readonly units: number;
  readonly priceNow: Money;
  readonly unitsNow: number;
  readonly listed: boolean;
}

async function lockLines(
  { actor, scope }: ActorContext,
  unit: Unit,
  coordinationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Locked>> {
  const { rows } = await sql<Locked>`
    select n.listing_id as "listingId", c.product_name as product, n.state, n.target, n.units_per_purchase_unit as units,
      l.price as "priceNow", l.units_per_purchase_unit as "unitsNow", l.state <> 'withdrawn' as listed
    from coordination_line n
    join listing l on l.province = n.province and l.id = n.listing_id
    join catalogue_item c on c.item_code = n.item_code
    where n.province = ${scope.province} and n.coordination_id = ${coordinationId}::uuid and n.sent
      and n.manufacturer_id = ${actor.organisationId}::uuid and n.listing_id = any(${[...ids]}::uuid[])
    order by n.listing_id for update of n`.execute(unit.tx);
  return new Map(rows.map((row) => [row.listingId, row]));
}

/**
 * The enterprise answers for some of its listings at once: all lines are taken, or none. What it offers is carried out by the
 * clock from this record, for an enterprise does not write the directory.
 */
export function answerCoordination(
  context: ActorContext,
  { params, body }: Call<typeof api.answerCoordination>,
): Answered<typeof api.answerCoordination> {
  return command<ReplyOf<typeof api.answerCoordination>, AnswerRefusal>(context, async (unit) => {
    const { province } = context.scope;
    const found = await unit.tx
      .selectFrom('priceCoordination')
      .select(['id', 'number', 'state'])
      .where('province', '=', province)
      .where('id', '=', params.coordinationId)
      .where('state', 'in', ['asked', 'ended'])
      .executeTakeFirst();
    if (found === undefined) return refuse('bidding.coordinationUnknown');
    const ids = body.lines.map(({ listingId }) => listingId);
    const lines = await lockLines(context, unit, found.id, ids);
    if (lines.size === 0) return refuse('bidding.coordinationUnknown');
    const counts = { offered: 0, refused: 0 };
    for (const [at, { listingId, price, reason }] of body.lines.entries()) {
      const line = lines.get(listingId);
      if (line === undefined || ids.indexOf(listingId) !== at)
        return refuse('bidding.lineUnknown', { field: `lines.${at}.listingId`, facts: { line: at + 1 } });
      const now = line.listed ? { price: line.priceNow, unitsPerPurchaseUnit: line.unitsNow } : null;
      const answer = price === null ? { price, reason } : { price, reason };
      const state = answerLine({ ...line, unitsPerPurchaseUnit: line.units, now }, answer);
      if (!state.ok)
        return {
          ...state,
          field: `lines.${at}.${state.field ?? 'price'}`,
          facts: { ...state.facts, product: line.product },
        };
      counts[state.value] += 1;
      await unit.tx
        .updateTable('coordinationLine')
        .set({
          state: state.value,
          offered: price,
          reason,
          answeredAt: context.now,
          answeredBy: context.actor.accountId,
        })
        .where('province', '=', province)
        .where('coordinationId', '=', found.id)
        .where('listingId', '=', listingId)
        .execute();
    }
    unit.record({
      event: 'bidding.coordinationAnswered',
      subject: { kind: 'price-coordination', id: found.id },
      basis: [biddingBasis.coordinated],
      after: { number: found.number, ...counts, lines: body.lines },
    });
    return ok(counts);
  });
}

type AnswerRefusal =
  | 'bidding.coordinationUnknown'
  | 'bidding.lineUnknown'
  | 'bidding.lineNotOpen'
  | 'bidding.offerNotLower'
  | 'bidding.refusalWithoutReason';
