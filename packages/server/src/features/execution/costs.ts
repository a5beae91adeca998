import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { type SubstituteLine, costsOf } from '@daylight/rules/execution/cost.ts';
import type { Money, Quantity } from '@daylight/rules/money.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';

const atOnce = 200;

/** Counts anew what a substitute costs wherever its account has moved since (SX-5.3c). */
export const costSweep: Sweep = {
  name: 'execution-costs',
  run: async (context) => {
    const { rows } = await reading(context.database.db, context.scope, (tx) =>
      sql<{ toId: string }>`
        select s.to_account_id as to_id from supply_substitution s
        join volume_account a on a.province = s.province and a.id = s.to_account_id
        where s.province = ${context.scope.province} and a.version <> s.costed_version
        order by s.to_account_id limit ${atOnce}`.execute(tx),
    );
    return moveEach(rows, ({ toId }) => count(context, toId));
  },
};

interface Stood {
  failureId: string;
  fromAccountId: string;
  institutionId: string;
  manufacturerId: string;
  organiserId: string;
  agreed: Quantity;
  version: number;
  price: Money;
  unitsPerPurchaseUnit: number;
  finding: string | null;
}

async function stoodIn(tx: Tx, context: Context, toId: string): Promise<Stood | null> {
  const { rows } = await sql<Stood>`
    select s.failure_id, s.from_account_id, s.institution_id, s.manufacturer_id, s.organiser_id, a.agreed, a.version, s.price,
      s.units_per_purchase_unit, f.finding
    from supply_substitution s
    join volume_account a on a.province = s.province and a.id = s.to_account_id
    join supply_failure f on f.province = s.province and f.id = s.failure_id
    where s.province = ${context.scope.province} and s.to_account_id = ${toId}::uuid and a.version <> s.costed_version
    for update of s skip locked`.execute(tx);
  return rows[0] ?? null;
}

interface Line extends SubstituteLine {
  orderId: string;
  line: number;
  number: string;
  product: string;
}

async function linesOf(tx: Tx, context: Context, toId: string): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select l.order_id, l.line, o.number, l.product_name as product, l.accepted - l.returned as kept, l.price,
      l.units_per_purchase_unit as units
    from order_line l join purchase_order o on o.province = l.province and o.id = l.order_id
    where l.province = ${context.scope.province} and l.volume_account_id = ${toId}::uuid and l.accepted > l.returned
    order by l.order_id, l.line`.execute(tx);
  return rows;
}

async function count(context: Context, toId: string): Promise<boolean> {
  const counted = await command(context, async (unit) => {
    const stood = await stoodIn(unit.tx, context, toId);
    if (stood === null) return refuse('execution.notDue');
    const lines = await linesOf(unit.tx, context, toId);
    const agreed = { price: stood.price, units: stood.unitsPerPurchaseUnit };
    // Nobody bears what force majeure brought about.
    const costs = stood.finding === 'default' ? costsOf(lines, stood.agreed, agreed) : [];
    await write(unit.tx, context, toId, { stood, lines, costs });
    unit.record({
      event: 'execution.costsCounted',
      subject: { kind: 'supply-failure', id: stood.failureId },
      basis: [executionBasis.failure],
      after: { accountId: toId, lines: costs.length, differences: costs.map((each) => each.difference) },
      readers: [stood.institutionId, stood.manufacturerId],
    });
    return ok(true);
  });
  return counted.ok;
}

interface Writing {
  readonly stood: Stood;
  readonly lines: readonly Line[];
  readonly costs: readonly { readonly units: Quantity; readonly difference: Money }[];
}

async function write(
  tx: Tx,
  context: Context,
  toId: string,
  { stood, lines, costs }: Writing,
): Promise<void> {
  const { province } = context.scope;
  await sql`delete from supply_cost where province = ${province} and account_id = ${toId}::uuid`.execute(tx);
  const rows = costs.flatMap((cost, at) => {
    const line = lines[at];
    return line === undefined
      ? []
      : [
          {
            ...cost,
            order_id: line.orderId,
            line: line.line,
            number: line.number,
            product: line.product,
            price: line.price,
            pack: line.units,
          },
        ];
  });
  await sql`
    insert into supply_cost (province, failure_id, order_id, order_line, account_id, institution_id, manufacturer_id,
      organiser_id, order_number, product_name, units, price, units_per_purchase_unit, agreed_price, agreed_units, difference)
    select ${province}::smallint, ${stood.failureId}::uuid, r.order_id, r.line, ${toId}::uuid, ${stood.institutionId}::uuid,
      ${stood.manufacturerId}::uuid, ${stood.organiserId}::uuid, r.number, r.product, r.units, r.price, r.pack,
      ${stood.price}::numeric, ${stood.unitsPerPurchaseUnit}::integer, r.difference
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (order_id uuid, line integer, number text, product text,
      units numeric, price numeric, pack integer, difference numeric)`.execute(tx);
  await sql`
    update supply_substitution set costed_version = ${stood.version}
    where province = ${province} and failure_id = ${stood.failureId}::uuid and from_account_id = ${stood.fromAccountId}::uuid`.execute(
    tx,
  );
}
