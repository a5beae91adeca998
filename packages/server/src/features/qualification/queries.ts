import type * as api from '@daylight/api/qualification.ts';
import { type Actor, may } from '@daylight/rules/access/may.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { foldCode } from '@daylight/rules/codes/fold.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { addDays } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import type { ActorContext } from '../../context.ts';
import { cursorOf, valuesOf } from '../../cursor.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { changeSubject, shownChanges } from './change-view.ts';
import { declarerOf } from './declarer.ts';
import { type QualificationRow, changeRows, qualificationRows, shownQualification } from './store.ts';

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const sellers: ReadonlySet<string> = new Set(['manufacturer', 'distributor']);
/** Those who oversee enterprises see declarations too; everybody else what is or was in force. */
export function seesDeclared(actor: Actor): boolean {
  return actor.kind === 'bureau' || actor.kind === 'operator';
}
export function isSeller(actor: Actor): boolean {
  return sellers.has(actor.kind);
}
export function like(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}
export function prefixOf(jurisdiction: string): string {
  return `${jurisdiction.replace(/(00)+$/, '')}%`;
}

export async function listKinds(context: ActorContext): Answered<typeof api.listKinds> {
  const { actor, book, today } = context;
  const kinds = resolve(book, 'qualification.kinds', actor.jurisdiction, today).value;
  const declarer = isSeller(actor)
    ? await reading(context.database.db, context.scope, (tx) => declarerOf(tx, context))
    : null;
  const holder = declarer?.holder ?? null;
  const own = holder === null ? kinds : kinds.filter((kind) => kind.holders.includes(holder));
  return ok({ holder, items: own.map((kind) => ({ ...kind, holders: [...kind.holders] })) });
}

export async function listQualifications(
  context: ActorContext,
  { query }: Call<typeof api.listQualifications>,
): Answered<typeof api.listQualifications> {
  const { actor, scope, today } = context;
  const { q = '', kind, state, within, organisationId, limit } = query;
  const after = valuesOf(query.cursor, 2);
  const found = await reading(context.database.db, scope, (tx) => {
    let rows = qualificationRows(tx, scope.province);
    if (isSeller(actor)) rows = rows.where('q.organisationId', '=', actor.organisationId);
    else if (!seesDeclared(actor)) rows = rows.where('q.state', '!=', 'declared');
    if (organisationId !== undefined) rows = rows.where('q.organisationId', '=', organisationId);
    if (kind !== undefined) rows = rows.where('q.kind', '=', kind);
    if (state !== undefined) rows = rows.where('q.state', '=', state);
    if (within !== undefined)
      rows = rows.where('q.state', '=', 'inForce').where('q.validUntil', '<=', addDays(today, within));
    if (q !== '')
      rows = rows.where((eb) =>
        eb.or([eb('firm.name', 'like', like(q)), eb('q.number', 'like', `${foldCode(q).toUpperCase()}%`)]),
      );
    // What ends first stands first; what has no end last.
    const end = sql<string>`coalesce(q.valid_until, 'infinity'::date)`;
    if (after !== null)
      rows = rows.where(sql<boolean>`(${end}, q.id) > (${after[0] ?? ''}::date, ${after[1] ?? ''}::uuid)`);
    return rows
      .select(sql<string>`${end}::text`.as('ends'))
      .orderBy(end)
      .orderBy('q.id')
      .limit(limit + 1)
      .execute();
  });
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return ok({
    items: shown.map((row) => shownQualification(row, today)),
    next: found.length > limit && last !== undefined ? cursorOf([last.ends, last.id]) : null,
  });
}

function mayWith(actor: Actor, row: QualificationRow): ('change' | 'end' | 'suspend' | 'resume')[] {
  if (row.changing || row.state === 'ended') return [];
  if (actor.organisationId === row.organisationId) {
    if (!may(actor, 'qualification.declare')) return [];
    return row.state === 'declared' ? ['change'] : ['change', 'end'];
  }
  if (!may(actor, 'qualification.check') || !reaches(actor, row.jurisdiction)) return [];
  if (row.state === 'inForce') return ['suspend'];
  return row.state === 'suspended' ? ['resume'] : [];
}

export async function readQualification(
  context: ActorContext,
  { params }: Call<typeof api.readQualification>,
): Answered<typeof api.readQualification> {
  const { actor, scope, today } = context;
  return reading(context.database.db, scope, async (tx) => {
    const row = await qualificationRows(tx, scope.province)
      .where('q.id', '=', params.qualificationId)
      .executeTakeFirst();
    const isOwn = row?.organisationId === actor.organisationId;
    const hidden =
      row !== undefined && !isOwn && (isSeller(actor) || (row.state === 'declared' && !seesDeclared(actor)));
    if (row === undefined || hidden) return refuse('qualification.unknown');
    const inside = isOwn || seesDeclared(actor);
    const changes = inside
      ? await changeRows(tx, scope.province)
          .where('c.qualificationId', '=', row.id)
          .orderBy('c.id', 'desc')
          .limit(50)
          .execute()
      : [];
    const inForce = inside && row.changeId !== null ? [{ kind: changeSubject, id: row.changeId }] : [];
    const files = await filesOf(tx, scope.province, inForce);
    return ok({
      ...shownQualification(row, today),
      files: [...files.values()].flat(),
      changes: await shownChanges(tx, context, changes),
      may: mayWith(actor, row),
    });
  });
}

export async function listQualificationChanges(
  context: ActorContext,
  { query }: Call<typeof api.listQualificationChanges>,
): Answered<typeof api.listQualificationChanges> {
  const { actor, scope } = context;
  const { q = '', state, limit, cursor } = query;
  return reading(context.database.db, scope, async (tx) => {
    let rows = changeRows(tx, scope.province)
      .orderBy('c.id', 'desc')
      .limit(limit + 1);
    if (isSeller(actor)) rows = rows.where('c.organisationId', '=', actor.organisationId);
    else if (seesDeclared(actor)) rows = rows.where('c.jurisdiction', 'like', prefixOf(actor.jurisdiction));
    else return ok({ items: [], next: null });
    if (state !== undefined) rows = rows.where('c.state', '=', state);
    if (query.mine === 'true') rows = rows.where('c.state', 'in', statesFor(actor));
    if (q !== '')
      rows = rows.where((eb) =>
        eb.or([
          eb('firm.name', 'like', like(q)),
          eb('c.number', '=', q.toUpperCase()),
          eb(sql<string>`c.contents ->> 'number'`, 'like', `${foldCode(q).toUpperCase()}%`),
        ]),
      );
    if (cursor !== undefined && uuidForm.test(cursor)) rows = rows.where('c.id', '<', cursor);
    const found = await rows.execute();
    const shown = found.slice(0, limit);
    return ok({
      items: await shownChanges(tx, context, shown),
      next: found.length > limit ? (shown.at(-1)?.id ?? null) : null,
    });
  });
}

/** The states in which something waits for this person. */
export function statesFor(actor: Actor): ('submitted' | 'checked' | 'returned')[] {
  if (isSeller(actor)) return ['returned'];
  return [
    ...(may(actor, 'qualification.check') ? (['submitted'] as const) : []),
    ...(may(actor, 'qualification.confirm') ? (['checked'] as const) : []),
  ];
}
