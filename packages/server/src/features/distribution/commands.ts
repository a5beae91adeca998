import type { EventName } from '@daylight/api/events.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { answerRelations, chooseRelation, endRelations } from '@daylight/api/distribution.ts';
import {
  type ChooseRefusal,
  chooseRelation as choose,
  chosenByManufacturer,
  coverWholeArea,
} from '@daylight/rules/distribution/choice.ts';
import { type EndRefusal, answerRelation, endRelation } from '@daylight/rules/distribution/life.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Instant, type IsoDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { refusalByStanding } from '../credit/port.ts';
import {
  type RelationChange,
  type StoredRelation,
  choosersOf,
  lockRelations,
  saveRelations,
} from './store.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Moved = ReplyOf<typeof answerRelations>;
type LockRefusal = 'distribution.unknown' | 'request.stale';

/** The first moment after a relation's validity; null for one without an end. */
export function endOf(validUntil: IsoDate | null): Instant | null {
  return validUntil === null ? null : shanghaiMoment(validUntil, '24:00');
}

/** Own relations locked, each in the version that the caller saw. */
async function lockOwn(
  unit: Unit,
  { actor, scope }: ActorContext,
  wanted: readonly { id: string; version: number }[],
): Promise<Result<StoredRelation[], LockRefusal>> {
  const versions = new Map(wanted.map((each) => [each.id, each.version]));
  const rows = await lockRelations(unit.tx, { province: scope.province, ids: [...versions.keys()] });
  const own = rows.filter((row) => [row.manufacturerId, row.distributorId].includes(actor.organisationId));
  if (own.length < versions.size) return refuse('distribution.unknown', { field: 'relations' });
  return own.every((row) => row.version === versions.get(row.id)) ? ok(own) : refuse('request.stale');
}

interface Telling {
  readonly event: EventName;
  readonly to: (row: StoredRelation) => string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** One notice for each organisation on the other side, however many relations it is about. */
export function tell(unit: Unit, rows: readonly StoredRelation[], { event, to, facts = {} }: Telling): void {
  for (const [organisationId, own] of Map.groupBy(rows, to)) {
    const areas = [...new Set(own.map((row) => row.areaName))];
    const shown = areas.length > 3 ? `${areas.slice(0, 3).join('、')}等${areas.length}地` : areas.join('、');
    unit.notify({
      organisationId,
      kind: event,
      subject: { kind: 'delivery-relation', id: own[0]?.id ?? '' },
      facts: { count: own.length, areas: shown, ...facts },
    });
  }
}

function record(
  unit: Unit,
  event: EventName,
  rows: readonly StoredRelation[],
  changes: readonly RelationChange[],
): void {
  unit.record({
    event,
    subject: { kind: 'delivery-relation', id: rows[0]?.id ?? '' },
    basis: [chosenByManufacturer],
    before: rows.map(({ id, state, validUntil }) => ({ id, state, validUntil })),
    after: changes.map(({ id, state, validUntil, reason }) => ({ id, state, validUntil, reason })),
    readers: [...new Set(rows.flatMap((row) => [row.manufacturerId, row.distributorId]))],
  });
}

function movedOf(changes: readonly RelationChange[]): Moved {
  return { items: changes.map(({ id, state, version }) => ({ id, state, version })) };
}

export function answer(
  context: ActorContext,
  { body }: Call<typeof answerRelations>,
): Answer<
  Moved,
  | LockRefusal
  | 'distribution.notWaiting'
  | 'distribution.overdue'
  | 'distribution.reasonMissing'
  | 'credit.restricted'
> {
  return command(context, async (unit) => {
    const { actor, scope, now } = context;
    if (!body.confirm && body.reason.length < 2)
      return refuse('distribution.reasonMissing', { field: 'reason' });
    const rows = await lockOwn(unit, context, body.relations);
    if (!rows.ok) return rows;
    if (body.confirm) {
      const makers = rows.value.map((row) => row.manufacturerId);
      const organisationIds = [actor.organisationId, ...makers];
      const held = await refusalByStanding(unit.tx, context, { act: 'delivery', organisationIds });
      if (held !== null) return held;
    }
    const changes: RelationChange[] = [];
    for (const row of rows.value) {
      if (row.distributorId !== actor.organisationId) return refuse('distribution.unknown');
      const state = answerRelation(row.state, body.confirm);
      if (!state.ok) return state;
      if (row.dueAt !== null && row.dueAt <= now) return refuse('distribution.overdue');
      const dueAt = state.value === 'confirmed' ? endOf(row.validUntil) : null;
      const reason = body.reason === '' ? {} : { reason: body.reason };
      const { id, validUntil, version } = row;
      changes.push({
        id,
        state: state.value,
        version: version + 1,
        validUntil,
        dueAt,
        answeredAt: now,
        ...reason,
      });
    }
    await saveRelations(unit.tx, scope.province, changes);
    const event = body.confirm ? 'distribution.confirmed' : 'distribution.rejected';
    record(unit, event, rows.value, changes);
    tell(unit, rows.value, { event, to: (row) => row.manufacturerId, facts: { reason: body.reason } });
    return ok(movedOf(changes));
  });
}

export function end(
  context: ActorContext,
  { body }: Call<typeof endRelations>,
): Answer<Moved, LockRefusal | EndRefusal> {
  return command(context, async (unit) => {
    const { actor, scope, now, today: on } = context;
    const rows = await lockOwn(unit, context, body.relations);
    if (!rows.ok) return rows;
    const changes: RelationChange[] = [];
    for (const row of rows.value) {
      const by = row.manufacturerId === actor.organisationId ? 'manufacturer' : 'distributor';
      const ended = endRelation(row, body.lastDay, { on, by });
      if (!ended.ok) return ended;
      const { state, validUntil } = ended.value;
      const over = state === 'ended';
      const who = { endedBy: actor.organisationId, reason: body.reason };
      const when = over ? { endedAt: now, dueAt: null } : { dueAt: endOf(validUntil) };
      changes.push({ id: row.id, state, version: row.version + 1, validUntil, ...who, ...when });
    }
    await saveRelations(unit.tx, scope.province, changes);
    record(unit, 'distribution.ended', rows.value, changes);
    const facts = { lastDay: body.lastDay, reason: body.reason };
    const other = (row: StoredRelation): string =>
      row.manufacturerId === actor.organisationId ? row.distributorId : row.manufacturerId;
    tell(unit, rows.value, { event: 'distribution.ended', to: other, facts });
    await tellChoosers(unit, context, rows.value, facts);
    return ok(movedOf(changes));
  });
}

/** An institution whose chosen distributor leaves has to choose again, or its orders find nobody. */
export async function tellChoosers(
  unit: Unit,
  context: Context,
  rows: readonly StoredRelation[],
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  const confirmed = rows.filter((row) => row.state === 'confirmed');
  const ids = confirmed.map((row) => row.id);
  const choosers = await choosersOf(unit.tx, context.scope.province, ids);
  for (const institutionId of new Set(choosers.map((each) => each.institutionId))) {
    const own = choosers
      .filter((each) => each.institutionId === institutionId)
      .map((each) => each.relationId);
    tell(
      unit,
      confirmed.filter((row) => own.includes(row.id)),
      {
        event: 'distribution.chosenEnds',
        to: () => institutionId,
        facts,
      },
    );
  }
}

export function chooseFor(
  context: ActorContext,
  { body }: Call<typeof chooseRelation>,
): Answer<ReplyOf<typeof chooseRelation>, 'distribution.unknown' | 'credit.restricted' | ChooseRefusal> {
  return command(context, async (unit) => {
    const { actor, scope, today: on } = context;
    const { province } = scope;
    const ids = [...new Set(body.relationIds)];
    const rows = await unit.tx
      .selectFrom('deliveryRelation')
      .select([
        'id',
        'manufacturerId',
        'distributorId',
        'area',
        'listingId',
        'state',
        'validFrom',
        'validUntil',
      ])
      .where('province', '=', province)
      .where('id', 'in', ids)
      .orderBy('id')
      .execute();
    if (rows.length < ids.length) return refuse('distribution.unknown', { field: 'relationIds' });
    for (const row of rows) {
      const may = choose(row, actor.jurisdiction, on);
      if (!may.ok) return may;
    }
    const held = await refusalByStanding(unit.tx, context, {
      act: 'delivery',
      organisationIds: rows.map((row) => row.distributorId),
      field: 'relationIds',
    });
    if (held !== null) return held;
    // The later of two for the same products counts, so one statement never meets the same row twice.
    const byScope = new Map(rows.map((row) => [`${row.manufacturerId} ${row.listingId ?? 'all'}`, row]));
    const chosen = [...byScope.values()].map((row) => ({
      manufacturerId: row.manufacturerId,
      scope: row.listingId ?? 'all',
      relationId: row.id,
      distributorId: row.distributorId,
    }));
    await writeChoices(unit, context, chosen);
    unit.record({
      event: 'distribution.chosen',
      subject: { kind: 'institution', id: actor.organisationId },
      basis: [chosenByManufacturer, coverWholeArea],
      after: chosen,
      readers: [...new Set(rows.flatMap((row) => [row.manufacturerId, row.distributorId]))],
    });
    return ok({
      items: rows.map(({ id, manufacturerId, distributorId }) => ({
        relationId: id,
        manufacturerId,
        distributorId,
      })),
    });
  });
}

interface Choice {
  readonly manufacturerId: string;
  /** A listing's id, or 'all' products of the manufacturer. */
  readonly scope: string;
  readonly relationId: string;
  readonly distributorId: string;
}

async function writeChoices(unit: Unit, { actor, scope, now }: ActorContext, chosen: readonly Choice[]) {
  await sql`
    insert into delivery_choice (province, institution_id, manufacturer_id, scope, relation_id, distributor_id, chosen_at,
      chosen_by)
    select ${scope.province}::smallint, ${actor.organisationId}::uuid, c."manufacturerId", c.scope, c."relationId",
      c."distributorId", ${now}::timestamptz, ${actor.accountId}::uuid
    from jsonb_to_recordset(${JSON.stringify(chosen)}::jsonb) as c ("manufacturerId" uuid, scope text, "relationId" uuid,
      "distributorId" uuid)
    on conflict (province, institution_id, manufacturer_id, scope) do update
      set relation_id = excluded.relation_id, distributor_id = excluded.distributor_id, chosen_at = excluded.chosen_at,
        chosen_by = excluded.chosen_by`.execute(unit.tx);
}
