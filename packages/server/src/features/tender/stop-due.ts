import { type Basis, ok } from '@daylight/rules/result.ts';
import { endStates } from '@daylight/rules/tender/state.ts';
import { takenOver } from '@daylight/rules/tender/stop.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import { type Tx, reading, writing } from '../../db.ts';
import { policyOf } from './begin.ts';
import { type MetItem, roundsWithCodes } from './overlap.ts';
import { readTender, tenderInstitutions, tenderItems } from './store.ts';

const batch = 200;

export interface StaleRound {
  readonly id: string;
  readonly version: number;
}

/** Announced rounds that run and moved since they were compared with others, or were not compared today. */
export async function staleRounds({ database, scope, today }: Context): Promise<StaleRound[]> {
  return reading(database.db, scope, async (tx) => {
    const { rows } = await sql<StaleRound>`
      select t.id, t.version from tender t
      left join tender_stop_look s on s.province = t.province and s.tender_id = t.id
      where t.province = ${scope.province} and t.is_public and t.state not in ('ended', 'cancelled', 'failed')
        and (s.tender_id is null or s.version <> t.version or s.looked_on < ${today}::date)
      order by t.id limit ${batch}`.execute(tx);
    return rows;
  });
}

export async function markLooked(
  { database, scope, today }: Context,
  stale: readonly StaleRound[],
): Promise<void> {
  await writing(database.db, scope, async (tx) => {
    await sql`
      insert into tender_stop_look as s (province, tender_id, organiser_id, version, looked_on)
      select t.province, t.id, t.organiser_id, r.version, ${today}::date
      from jsonb_to_recordset(${JSON.stringify(stale)}::jsonb) as r (id uuid, version integer)
      join tender t on t.province = ${scope.province} and t.id = r.id
      order by t.id
      on conflict (province, tender_id) do update set version = excluded.version, looked_on = excluded.looked_on`.execute(
      tx,
    );
    return ok(stale.length);
  });
}

export interface StopDue {
  readonly tenderId: string;
  readonly item: string;
  readonly wider: MetItem;
  readonly codes: readonly string[];
  readonly basis: Basis;
}

/** Items that a wider round takes over, where one of the two is among those asked about; each item once. */
export async function stopsDue(context: Context, stale: readonly StaleRound[]): Promise<StopDue[]> {
  const { province } = context.scope;
  return reading(context.database.db, context.scope, async (tx) => {
    const levels = await tx
      .selectFrom('tender')
      .select('level')
      .distinct()
      .where('province', '=', province)
      .where('isPublic', '=', true)
      .where('state', 'not in', [...endStates])
      .execute();
    // One level alone takes nothing over.
    if (levels.length < 2) return [];
    const due = new Map<string, StopDue>();
    for (const { id } of stale)
      for (const each of await stopsOf(tx, context, id)) due.set(`${each.tenderId} ${each.item}`, each);
    return [...due.values()];
  });
}

/** What a round loses to wider ones, and what narrower ones lose to it. */
async function stopsOf(tx: Tx, context: Context, id: string): Promise<StopDue[]> {
  const { province } = context.scope;
  const tender = await readTender(tx, province, id);
  if (tender === null) return [];
  const items = (await tenderItems(tx, province, id)).filter(({ state }) => state === 'running');
  const members = await tenderInstitutions(tx, province, id);
  const met = await roundsWithCodes(tx, province, {
    codePrefixes: items.flatMap(({ codePrefixes }) => codePrefixes),
    institutionIds: members.map(({ institutionId }) => institutionId),
    except: id,
  });
  const own = items.map((item): MetItem => ({
    tenderId: id,
    number: tender.number,
    title: tender.title,
    level: tender.level,
    state: tender.state,
    item: item.item,
    name: item.name,
    codePrefixes: item.codePrefixes,
    asked: '',
  }));
  const due = own.flatMap((item) => takenOverBy(context, tender.jurisdiction, item, met));
  for (const [narrowerId, lost] of Map.groupBy(met, ({ tenderId }) => tenderId)) {
    const narrower = await readTender(tx, province, narrowerId);
    if (narrower === null) continue;
    const each = new Map(lost.map((item) => [item.item, item]));
    for (const item of each.values()) due.push(...takenOverBy(context, narrower.jurisdiction, item, own));
  }
  return due;
}

/** By the provisions of the narrower round's place. */
function takenOverBy(
  context: Context,
  jurisdiction: string,
  item: MetItem,
  others: readonly MetItem[],
): StopDue[] {
  const policy = policyOf(context, { jurisdiction });
  for (const wider of others) {
    const taken = takenOver(item, wider, policy);
    if (taken !== null) return [{ tenderId: item.tenderId, item: item.item, wider, ...taken }];
  }
  return [];
}
