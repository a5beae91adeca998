import type { VolumeChange } from '@daylight/rules/execution/account.ts';
import { assert } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

/** A change of an account by a line of an order. */
export interface VolumeMove extends VolumeChange {
  readonly accountId: string;
  readonly distributorId: string;
  readonly orderId: string;
  readonly line: number;
}

/**
 * Changes accounts and writes their ledger: one statement whatever the number of lines, none when no line draws on an
 * account. Accounts are locked in the order of their ids and after the orders, so that nobody waits in a circle.
 */
export async function moveVolume(tx: Tx, context: Context, moves: readonly VolumeMove[]): Promise<void> {
  if (moves.length === 0) return;
  const { province } = context.scope;
  const rows = moves.map((move) => ({
    id: context.newId(),
    account_id: move.accountId,
    distributor_id: move.distributorId,
    order_id: move.orderId,
    line: move.line,
    kind: move.kind,
    ordered: move.ordered,
    accepted: move.accepted,
  }));
  const accounts = [...new Set(moves.map((move) => move.accountId))];
  const { numAffectedRows } = await sql`
    with moves as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (id uuid, account_id uuid, distributor_id uuid,
        order_id uuid, line integer, kind text, ordered numeric, accepted numeric)
    ), locked as materialized (
      select id from volume_account where province = ${province} and id = any(${accounts}::uuid[])
      order by id for no key update
    ), sums as materialized (
      select account_id, sum(ordered) as ordered, sum(accepted) as accepted, array_agg(distinct distributor_id) as distributors
      from moves group by account_id
    ), moved as (
      update volume_account a set ordered = a.ordered + s.ordered, accepted = a.accepted + s.accepted,
        version = a.version + 1,
        distributor_ids = case when a.distributor_ids @> s.distributors then a.distributor_ids
          else array(select distinct unnest(a.distributor_ids || s.distributors) order by 1) end
      from locked l join sums s on s.account_id = l.id
      where a.province = ${province} and a.id = l.id
      returning a.id, a.institution_id, a.manufacturer_id, a.organiser_id, a.agreed, a.ordered, a.accepted
    )
    insert into volume_entry (province, id, account_id, institution_id, manufacturer_id, organiser_id, distributor_id, at, kind,
      order_id, order_line, ordered_change, accepted_change, agreed, ordered, accepted, by_account)
    select ${province}::smallint, m.id, a.id, a.institution_id, a.manufacturer_id, a.organiser_id, m.distributor_id,
      ${context.now}::timestamptz, m.kind, m.order_id, m.line, m.ordered, m.accepted, a.agreed, a.ordered, a.accepted,
      ${context.actor?.accountId ?? null}::uuid
    from moves m join moved a on a.id = m.account_id`.execute(tx);
  assert(numAffectedRows === BigInt(moves.length), 'every change of an account reaches it');
}
