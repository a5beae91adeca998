import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  OrderSite,
  changeOrderSettings,
  changeOrderSite,
  listOrderSites,
  readOrderSettings,
} from '@daylight/api/order-cart.ts';
import { orderBasis } from '@daylight/rules/order/basis.ts';
import { isRemote } from '@daylight/rules/order/order.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';

type Settings = ReplyOf<typeof readOrderSettings>;
/** Until an institution sets something: no limit by amount, but a red price needs a second person (JS-12A, HN-15). */
const unset: Settings = { approvalAbove: null, redNeedsApproval: true, warehouse: '', version: 0 };

async function settingsOf(tx: Tx, { scope, actor }: ActorContext, lock: boolean): Promise<Settings> {
  const query = tx
    .selectFrom('orderSetting')
    .select(['approvalAbove', 'redNeedsApproval', 'warehouse', 'version'])
    .where('province', '=', scope.province)
    .where('institutionId', '=', actor.organisationId);
  return (await (lock ? query.forUpdate() : query).executeTakeFirst()) ?? unset;
}

export async function readSettings(context: ActorContext): Promise<Result<Settings, never>> {
  return ok(await reading(context.database.db, context.scope, (tx) => settingsOf(tx, context, false)));
}

export async function changeSettings(
  context: ActorContext,
  { body }: Call<typeof changeOrderSettings>,
): Promise<Result<Settings, 'request.stale' | RepeatRefusal>> {
  return command<Settings, 'request.stale'>(context, async (unit) => {
    const before = await settingsOf(unit.tx, context, true);
    if (before.version !== body.version) return refuse('request.stale');
    const after: Settings = { ...body, version: body.version + 1 };
    const { organisationId, accountId } = context.actor;
    const { numAffectedRows } = await sql`
      insert into order_setting (province, institution_id, approval_above, red_needs_approval, warehouse, changed_at, changed_by,
        version)
      values (${context.scope.province}, ${organisationId}, ${after.approvalAbove}, ${after.redNeedsApproval},
        ${after.warehouse}, ${context.now}, ${accountId}, ${after.version})
      on conflict (province, institution_id) do update set approval_above = excluded.approval_above,
        red_needs_approval = excluded.red_needs_approval, warehouse = excluded.warehouse, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by, version = excluded.version
      where order_setting.version = ${body.version}`.execute(unit.tx);
    // The first row has nothing to lock: of two who write it at once, one is late.
    if (numAffectedRows === 0n) return refuse('request.stale');
    unit.record({
      event: 'order.settingsChanged',
      subject: { kind: 'institution', id: organisationId },
      basis: [orderBasis.twoPersons],
      before,
      after,
    });
    return ok(after);
  });
}

interface SiteRow {
  id: string;
  name: string;
  address: string | null;
  contact: string | null;
  telephone: string | null;
  distanceKm: number | null;
}

function siteOf(context: ActorContext, row: SiteRow): OrderSite {
  const distanceKm = row.distanceKm ?? 0;
  return {
    id: row.id,
    name: row.name,
    address: row.address ?? '',
    contact: row.contact ?? '',
    telephone: row.telephone ?? '',
    distanceKm,
    remote: isRemote(distanceKm, context.now, { ...context, jurisdiction: context.actor.jurisdiction }),
  };
}

async function siteRows(tx: Tx, { scope, actor }: ActorContext): Promise<SiteRow[]> {
  const own = actor.organisationId;
  const { rows } = await sql<SiteRow>`
    select o.id, o.name, v.address, v.contact, v.telephone, v.distance_km
    from organisation o
    left join delivery_site v on v.province = ${scope.province} and v.site_id = o.id
    where (o.id = ${own} or o.parent_id = ${own}) and o.state = 'active'
    order by o.id <> ${own}, o.name`.execute(tx);
  return rows;
}

export async function listSites(
  context: ActorContext,
): Promise<Result<ReplyOf<typeof listOrderSites>, never>> {
  if (context.actor.kind !== 'institution') return ok({ sites: [] });
  const rows = await reading(context.database.db, context.scope, (tx) => siteRows(tx, context));
  return ok({ sites: rows.map((row) => siteOf(context, row)) });
}

export async function changeSite(
  context: ActorContext,
  { params, body }: Call<typeof changeOrderSite>,
): Promise<Result<OrderSite, 'order.siteUnknown' | RepeatRefusal>> {
  return command<OrderSite, 'order.siteUnknown'>(context, async (unit) => {
    const before = (await siteRows(unit.tx, context)).find((row) => row.id === params.siteId);
    if (before === undefined) return refuse('order.siteUnknown');
    const { organisationId, accountId } = context.actor;
    await sql`
      insert into delivery_site (province, site_id, institution_id, address, contact, telephone, distance_km, changed_at,
        changed_by)
      values (${context.scope.province}, ${before.id}, ${organisationId}, ${body.address}, ${body.contact}, ${body.telephone},
        ${body.distanceKm}, ${context.now}, ${accountId})
      on conflict (province, site_id) do update set address = excluded.address, contact = excluded.contact,
        telephone = excluded.telephone, distance_km = excluded.distance_km, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by`.execute(unit.tx);
    const after = siteOf(context, { ...before, ...body });
    unit.record({
      event: 'order.siteChanged',
      subject: { kind: 'site', id: before.id },
      basis: [orderBasis.traceable],
      before: siteOf(context, before),
      after,
    });
    return ok(after);
  });
}
