import { jurisdictionsUpward } from '@daylight/rules/policy/book.ts';
import type { Basis, Facts } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';

/** Kinds of warnings; a screen has a text for each (packages/api/src/supervision.ts). */
export type WarningKind = 'price.red' | 'payment.overdue' | 'delivery.low' | 'emergency.notFiled';

export interface Warning {
  readonly kind: WarningKind;
  /** Whose bureau is warned: the jurisdiction of the institution, and every one above it. */
  readonly jurisdiction: string;
  /** Null where no institution is concerned, as with a distributor's deliveries. */
  readonly institutionId: string | null;
  readonly organisationId?: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly facts: Facts;
  readonly basis: Basis;
}

/**
 * Warns the supervising bureaus (JS-12A: 向相关监督部门推送预警信息), once per kind and subject however often it is called,
 * inside the command that found the reason. True when the warning is new.
 */
export async function raiseWarning(unit: Unit, context: Context, warning: Warning): Promise<boolean> {
  const id = context.newId();
  const { kind, jurisdiction, institutionId, subject, facts, basis } = warning;
  const raised = await unit.tx
    .insertInto('warning')
    .values({
      province: context.scope.province,
      id,
      kind,
      jurisdiction,
      institutionId,
      organisationId: warning.organisationId ?? null,
      subjectKind: subject.kind,
      subjectId: subject.id,
      facts: JSON.stringify(facts),
      basis: JSON.stringify(basis),
      raisedAt: context.now,
      state: 'new',
    })
    .onConflict((conflict) => conflict.columns(['province', 'kind', 'subjectKind', 'subjectId']).doNothing())
    .executeTakeFirst();
  if (raised.numInsertedOrUpdatedRows === 0n) return false;
  const bureaus = await bureausOf(unit, jurisdiction);
  for (const organisationId of bureaus) {
    unit.notify({ organisationId, kind: `warning.${kind}`, subject: { kind: 'warning', id }, facts });
  }
  unit.record({
    event: 'supervision.warned',
    subject: { kind: 'warning', id },
    basis: [basis],
    after: { kind, subject, facts },
    readers: bureaus,
  });
  return true;
}

/** The bureaus of a place and of every place above it. */
export async function bureausOf(unit: Unit, jurisdiction: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from organisation
    where kind = 'bureau' and state = 'active' and jurisdiction = any(${jurisdictionsUpward(jurisdiction)}::text[])
      and province > 0`.execute(unit.tx);
  return rows.map((row) => row.id);
}
