import type * as api from '@daylight/api/credit.ts';
import type { CreditRepairItem } from '@daylight/api/credit-shapes.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import { applyForRepair as mayApply, decideRepair as mayDecide } from '@daylight/rules/credit/repair.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { refuseOn } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { repairActsOf, repairAfter, repairRows } from './details.ts';
import { endCase } from './effect.ts';
import { isSeller, lockCase } from './rows.ts';

/** The enterprise asks for repair with what it did; an officer proposes to lift. Another person decides either. */
export async function apply(
  context: ActorContext,
  { params, body }: Call<typeof api.applyForRepair>,
): Answered<typeof api.applyForRepair> {
  try {
    return await command<CreditRepairItem, RefusalOf<typeof api.applyForRepair>>(context, async (unit) => {
      const { actor, scope, now, today, book, calendar } = context;
      const row = await lockCase(unit.tx, context, params.caseId);
      if (row === null) return refuse('credit.caseUnknown');
      const origin = isSeller(context) ? ('enterprise' as const) : ('officer' as const);
      const basis = { ...(row.basis as Basis) };
      const acts = repairActsOf(context, row).map((each) => each.code);
      const wish = { origin, acts: body.acts, files: body.evidenceIds.length };
      const may = mayApply(row, wish, { acts, basis });
      if (!may.ok) return may;
      const id = context.newId();
      const term = resolve(book, 'credit.repairDecideWithin', row.jurisdiction, today);
      const due = dueOf(now, term.value, calendar);
      await unit.tx
        .insertInto('creditRepair')
        .values({
          province: scope.province,
          id,
          number: await nextNumber(context, 'XF'),
          caseId: row.id,
          organisationId: row.organisationId,
          jurisdiction: row.jurisdiction,
          origin,
          acts: [...new Set(body.acts)],
          note: body.note,
          state: 'applied',
          appliedAt: now,
          appliedBy: actor.accountId,
          dueAt: due.dueAt,
          dueProvisional: due.provisional,
          dueBasis: JSON.stringify(basisOf(term)),
        })
        .execute();
      const attached = await attach(context, unit, body.evidenceIds, {
        subject: { kind: 'credit-repair', id },
        readers: [row.organisationId],
        jurisdiction: row.jurisdiction,
      });
      if (!attached.ok) return attached;
      unit.record({
        event: 'credit.repairApplied',
        subject: { kind: 'credit-case', id: row.id },
        basis: [basis],
        after: { repairId: id, origin, acts: body.acts, evidenceIds: body.evidenceIds },
        readers: [row.organisationId],
      });
      return ok(await repairAfter(unit.tx, context, id));
    });
  } catch (error) {
    return refuseOn(error, 'credit_repair_one_running', 'credit.repairRunning');
  }
}

const outcomes = {
  approved: { outcome: '同意，处置措施终止', outcomeEn: 'approved, the measures end' },
  refused: { outcome: '不予同意', outcomeEn: 'refused' },
} as const;

export async function decide(
  context: ActorContext,
  { params, body }: Call<typeof api.decideRepair>,
): Answered<typeof api.decideRepair> {
  return command<CreditRepairItem, RefusalOf<typeof api.decideRepair>>(context, async (unit) => {
    const { actor, scope, now } = context;
    const repair = await repairRows(unit.tx, context)
      .where('r.id', '=', params.repairId)
      .forUpdate('r')
      .executeTakeFirst();
    if (repair === undefined) return refuse('credit.repairUnknown');
    const may = mayDecide(repair, { ...body, by: actor.accountId });
    if (!may.ok) return may;
    if (repair.version !== body.version) return refuse('request.stale');
    const row = await lockCase(unit.tx, context, repair.caseId);
    if (row === null) return refuse('credit.repairUnknown');
    if (row.state !== 'inForce') return refuse('credit.notInForce', { basis: row.basis as Basis });
    const state = body.approve ? 'approved' : 'refused';
    await unit.tx
      .updateTable('creditRepair')
      .set({
        state,
        decidedAt: now,
        decidedBy: actor.accountId,
        decisionNote: body.note,
        version: repair.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', repair.id)
      .execute();
    unit.record({
      event: 'credit.repairDecided',
      subject: { kind: 'credit-case', id: row.id },
      basis: [row.basis as Basis, creditBasis.twoPersons],
      before: { state: repair.state },
      after: { repairId: repair.id, state, note: body.note },
      readers: [row.organisationId],
    });
    if (body.approve) {
      const kind = repair.origin === 'enterprise' ? 'repaired' : 'lifted';
      await endCase(context, unit, row, { kind, note: body.note });
    }
    unit.notify({
      organisationId: row.organisationId,
      kind: 'credit.repairDecided',
      subject: { kind: 'credit-case', id: row.id },
      facts: { number: repair.number, note: body.note, ...outcomes[state] },
    });
    return ok(await repairAfter(unit.tx, context, repair.id));
  });
}

export async function recall(
  context: ActorContext,
  { params, body }: Call<typeof api.recallRepair>,
): Answered<typeof api.recallRepair> {
  return command<CreditRepairItem, RefusalOf<typeof api.recallRepair>>(context, async (unit) => {
    const { actor, scope } = context;
    const repair = await repairRows(unit.tx, context)
      .where('r.id', '=', params.repairId)
      .forUpdate('r')
      .executeTakeFirst();
    if (repair === undefined) return refuse('credit.repairUnknown');
    const mine =
      repair.origin === 'enterprise'
        ? repair.organisationId === actor.organisationId
        : repair.appliedBy === actor.accountId;
    if (!mine) return refuse('credit.notApplicant');
    if (repair.state !== 'applied') return refuse('credit.repairDecided');
    if (repair.version !== body.version) return refuse('request.stale');
    await unit.tx
      .updateTable('creditRepair')
      .set({ state: 'recalled', version: repair.version + 1 })
      .where('province', '=', scope.province)
      .where('id', '=', repair.id)
      .execute();
    unit.record({
      event: 'credit.repairRecalled',
      subject: { kind: 'credit-case', id: repair.caseId },
      basis: [creditBasis.rating],
      before: { state: repair.state },
      after: { state: 'recalled', repairId: repair.id },
      readers: [repair.organisationId],
    });
    return ok(await repairAfter(unit.tx, context, repair.id));
  });
}
