import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { proposeRecord, supplyCaseFor } from '../credit/port.ts';
import { narrowAudience, widenAudience } from '../listing/port.ts';
import { type AnyFailure, allFailures } from './failure-rows.ts';
import { giveBack, takeOver } from './substitute.ts';

const atOnce = 100;

/**
 * What two persons decided on a failure to supply, a bureau's or a lead hospital's: accounts, listings and the credit catalogue
 * are other parties' matters, so the clock changes them from the recorded decision (decision 0007).
 */
export const carrySweep: Sweep = {
  name: 'execution-carry',
  run: async (context) => {
    const rows = await reading(context.database.db, context.scope, (tx) =>
      tx
        .selectFrom('supplyFailure')
        .select('id')
        .where('province', '=', context.scope.province)
        .where('carry', 'is not', null)
        .orderBy('id')
        .limit(atOnce)
        .execute(),
    );
    return moveEach(rows, ({ id }) => carryOut(context, id));
  },
};

async function carryOut(context: Context, id: string): Promise<boolean> {
  const done = await command(context, async (unit) => {
    const row = await allFailures(unit.tx, context.scope.province)
      .where('f.id', '=', id)
      .where('f.carry', 'is not', null)
      .forUpdate('f')
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined) return refuse('execution.notDue');
    if (row.carry === 'start') await begin(context, unit, row);
    else await end(context, unit, row);
    return ok(true);
  });
  return done.ok;
}

async function save(
  context: Context,
  unit: Unit,
  row: AnyFailure,
  set: { readonly creditSupplyId?: string | null; readonly creditProposalId?: string | null },
): Promise<void> {
  await unit.tx
    .updateTable('supplyFailure')
    .set({ ...set, carry: null, carriedAt: context.now, version: row.version + 1 })
    .where('province', '=', context.scope.province)
    .where('id', '=', row.id)
    .execute();
}

async function begin(context: Context, unit: Unit, row: AnyFailure): Promise<void> {
  const { basis, subject, facts } = about(row);
  const taken = row.substituteProductId === null ? null : await takeOver(unit.tx, context, row);
  const institutions = taken?.institutionIds ?? [];
  if (taken !== null)
    await widenAudience(context, unit, {
      listingIds: taken.listingIds,
      institutionIds: institutions,
      failureId: row.id,
      basis,
    });
  const credit = row.finding === 'default' ? await handOver(context, unit, row) : {};
  await save(context, unit, row, credit);
  unit.record({
    event: 'execution.failureCarriedOut',
    subject,
    basis: [basis],
    after: { substitute: row.substituteProductId, accounts: institutions.length, ...credit },
    readers: [
      row.manufacturerId,
      row.organiserId,
      ...row.institutions,
      ...(taken === null ? [] : [taken.manufacturerId]),
    ],
  });
  if (taken === null || institutions.length === 0) return;
  const told = { ...facts, substitute: taken.product };
  for (const organisationId of institutions)
    unit.notify({ organisationId, kind: 'execution.substituted', subject, facts: told });
  unit.notify({
    organisationId: taken.manufacturerId,
    kind: 'execution.standsIn',
    subject: { kind: 'tender', id: row.tenderId },
    facts: { ...told, institutions: institutions.length },
  });
}

/** The winner's case of failing supply, and its default as a proposed bad record that the bureau confirms (SX-5.3c). */
async function handOver(context: Context, unit: Unit, row: AnyFailure) {
  const { basis } = about(row);
  assert(row.decidedBy !== null && row.decidedAt !== null, 'a default was decided by somebody');
  const said = `${row.number} ${row.productName}：${row.findingNote}`;
  const own = { organisationId: row.manufacturerId, jurisdiction: row.rulesOf, facts: said, basis };
  const creditSupplyId = await supplyCaseFor(context, unit, {
    ...own,
    cause: 'notSupplied',
    by: row.decidedBy,
  });
  const creditProposalId = await proposeRecord(context, unit, {
    ...own,
    ground: 'breach',
    sourceKind: 'breachRecord',
    sourceDocument: `${row.number} ${row.round}`,
    sourceOn: context.today,
    itemCodes: await codesOf(unit.tx, context, row),
    subject: { kind: 'supply-failure', id: row.id },
  });
  return { creditSupplyId, creditProposalId };
}

/** The codes under which the failing product is listed by its round. */
async function codesOf(tx: Tx, context: Context, row: AnyFailure): Promise<string[]> {
  const { rows } = await sql<{ itemCode: string }>`
    select distinct l.item_code from round_listing r join listing l on l.province = r.province and l.id = r.listing_id
    where r.province = ${context.scope.province} and r.tender_id = ${row.tenderId}::uuid and r.product_id = ${row.productId}::uuid
    order by 1`.execute(tx);
  return rows.map((each) => each.itemCode);
}

/** The winner supplies again: what the substitute did not deliver goes back, and its listings close to those they were opened to. */
async function end(context: Context, unit: Unit, row: AnyFailure): Promise<void> {
  const { basis, subject, facts } = about(row);
  const institutions = await giveBack(unit.tx, context, row.id);
  await narrowAudience(context, unit, { failureId: row.id, basis });
  await save(context, unit, row, {});
  unit.record({
    event: 'execution.failureCarriedOut',
    subject,
    basis: [basis],
    after: { state: row.state, returned: institutions.length },
    readers: [row.manufacturerId, row.organiserId, ...institutions],
  });
  for (const organisationId of [row.manufacturerId, ...institutions])
    unit.notify({
      organisationId,
      kind: 'execution.substitutionEnded',
      subject,
      facts: { ...facts, note: row.endNote },
    });
}

function about(row: AnyFailure) {
  return {
    basis: executionBasis.failure,
    subject: { kind: 'supply-failure', id: row.id },
    facts: { number: row.number, product: row.productName },
  };
}
