import type { PublicityKind } from '@daylight/rules/publicity/kind.ts';
import {
  type ObjectionAbout,
  type ObjectionState,
  settledItems,
} from '@daylight/rules/publicity/objection.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface SettledItem {
  readonly key: string;
  /** An objection to the item was right: it does not take effect. */
  readonly upheld: boolean;
}

export interface SettledPublicity {
  readonly id: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly items: readonly SettledItem[];
}

/** Objections that are not decided: such a state in SQL, the same as isOpen of the rule. */
const openStates = sql`('made', 'examining', 'answered')`;

/**
 * Lists whose period is over and of which something may take effect now, oldest first. An item under an open objection is
 * left out until that is decided, so a list can come more than once. Ask with the reach of the bureau or of a sweep.
 */
export async function settledPublicities(
  tx: Tx,
  province: number,
  kind: PublicityKind,
  limit: number,
): Promise<readonly SettledPublicity[]> {
  const { rows } = await sql<{ id: string; subjectKind: string; subjectId: string; holdsWholeList: boolean }>`
    select p.id, p.subject_kind, p.subject_id, p.holds_whole_list
    from publicity p
    where p.province = ${province} and p.kind = ${kind} and p.state = 'ended'
      and not exists (
        select from publicity_objection o where o.province = p.province and o.publicity_id = p.id
          and o.state in ${openStates} and (o.item_key is null or p.holds_whole_list))
      and exists (
        select from publicity_item i where i.province = p.province and i.publicity_id = p.id and i.taken_at is null
          and not exists (
            select from publicity_objection o where o.province = p.province and o.publicity_id = p.id
              and o.item_key = i.key and o.state in ${openStates}))
    order by p.ends_at, p.id limit ${limit}`.execute(tx);
  const settled: SettledPublicity[] = [];
  for (const row of rows) {
    const items = await freeItems(tx, province, row.id, row.holdsWholeList);
    settled.push({ id: row.id, subject: { kind: row.subjectKind, id: row.subjectId }, items });
  }
  return settled;
}

async function freeItems(
  tx: Tx,
  province: number,
  id: string,
  holdsWholeList: boolean,
): Promise<readonly SettledItem[]> {
  const items = await tx
    .selectFrom('publicityItem')
    .select('key')
    .where('province', '=', province)
    .where('publicityId', '=', id)
    .where('takenAt', 'is', null)
    .orderBy('position')
    .execute();
  const objections = await tx
    .selectFrom('publicityObjection')
    .select(['itemKey', 'state', 'itemStands'])
    .where('province', '=', province)
    .where('publicityId', '=', id)
    .execute();
  const about: ObjectionAbout[] = objections.map((each) => ({
    ...each,
    state: each.state as ObjectionState,
  }));
  const keys = items.map((each) => each.key);
  return settledItems(keys, about, holdsWholeList)
    .filter((each) => each.free)
    .map(({ key, upheld }) => ({ key, upheld }));
}

/**
 * Marks what is free of a settled list as taken by its owner, in the owner's command: the effects happen in the same
 * transaction or not at all. Act on what it returns: an objection may have come in at the last moment, or another server
 * may have been first (then nothing is left). Throws on a list that is still public.
 */
export async function takePublicity(
  context: Context,
  unit: Unit,
  id: string,
): Promise<readonly SettledItem[]> {
  const { province } = context.scope;
  // An objection that is being written holds the row by its foreign key: wait for it, then look.
  const list = await unit.tx
    .selectFrom('publicity')
    .select(['number', 'state', 'holdsWholeList', 'period'])
    .where('province', '=', province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  assert(list !== undefined, `no publicity ${id}`);
  if (list.state === 'taken' || list.state === 'withdrawn') return [];
  assert(list.state === 'ended', `publicity ${id} is not over`);
  const items = await freeItems(unit.tx, province, id, list.holdsWholeList);
  if (items.length === 0) return [];
  const keys = items.map((each) => each.key);
  await unit.tx
    .updateTable('publicityItem')
    .set({ takenAt: context.now })
    .where('province', '=', province)
    .where('publicityId', '=', id)
    .where('key', 'in', keys)
    .execute();
  const left = await unit.tx
    .selectFrom('publicityItem')
    .select('key')
    .where('province', '=', province)
    .where('publicityId', '=', id)
    .where('takenAt', 'is', null)
    .limit(1)
    .execute();
  const isLast = left.length === 0;
  await unit.tx
    .updateTable('publicity')
    .set((eb) => ({
      state: isLast ? 'taken' : 'ended',
      takenAt: isLast ? context.now : null,
      version: eb('version', '+', 1),
    }))
    .where('province', '=', province)
    .where('id', '=', id)
    .execute();
  const { document, article, clause } = list.period as Basis;
  unit.record({
    event: 'publicity.taken',
    subject: { kind: 'publicity', id },
    basis: [{ document, article, clause }],
    after: {
      number: list.number,
      items: items.length,
      upheld: items.filter((each) => each.upheld).length,
      isLast,
    },
  });
  return items;
}
