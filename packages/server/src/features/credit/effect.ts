import type { CreditEnd } from '@daylight/rules/credit/case.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { type IsoDate, addMonths, shanghaiMoment } from '@daylight/rules/time.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { scaleOf } from './details.ts';
import { type CaseRow, type KeptMeasure, type Wording, measureLine, measuresOfCase } from './rows.ts';

/** When a rating's measures end: counted from the day on which it took effect, or was published elsewhere. */
function withEnds(context: Context, row: CaseRow): { measures: KeptMeasure[]; until: IsoDate | null } {
  const measures = measuresOfCase(row);
  if (row.kind === 'record') return { measures: [...measures], until: row.untilDay };
  const from = row.origin === 'elsewhere' ? row.sourceOn : context.today;
  const level = scaleOf(context, row.scale)?.value.levels.find((each) => each.code === row.level);
  assert(level !== undefined, `no level ${row.level} of ${row.scale}`);
  const valid = addMonths(from, level.validMonths);
  const dated = measures.map((each) => ({
    ...each,
    until: each.months === null ? valid : addMonths(from, each.months),
  }));
  const until = dated.reduce((last, each) => (each.until > last ? each.until : last), valid);
  return { measures: dated, until };
}

/** A case takes effect: its measures stand from now on, and everybody concerned is told (JS-38, HN-12). Within a command. */
export async function putInForce(
  context: Context,
  unit: Unit,
  row: CaseRow,
  more: { readonly runId?: string } = {},
): Promise<void> {
  const { scope, now } = context;
  const { measures, until } = withEnds(context, row);
  await unit.tx
    .updateTable('creditCase')
    .set({
      state: 'inForce',
      measures: JSON.stringify(measures),
      untilDay: until,
      effectiveAt: now,
      endsAt: until === null ? null : shanghaiMoment(until, '24:00'),
      ...(more.runId === undefined ? {} : { runId: more.runId }),
      version: row.version + 1,
    })
    .where('province', '=', scope.province)
    .where('id', '=', row.id)
    .execute();
  for (const measure of measures) await restrict(context, unit, row, measure);
  const line = measureLine({ ...row, measures });
  unit.record({
    event: 'credit.caseInForce',
    subject: { kind: 'credit-case', id: row.id },
    basis: [row.basis as Basis],
    before: { state: row.state },
    after: { state: 'inForce', measures, until },
    readers: [row.organisationId],
  });
  unit.notify({
    organisationId: row.organisationId,
    kind: 'credit.decided',
    subject: { kind: 'credit-case', id: row.id },
    facts: { number: row.number, measure: line.zh, measureEn: line.en },
  });
  const ground = row.groundText as Wording;
  if (measures.some((each) => each.effect === 'remind'))
    unit.notify({
      organisationId: row.organisationId,
      kind: 'credit.reminded',
      subject: { kind: 'credit-case', id: row.id },
      facts: { number: row.number, ground: ground.zh, groundEn: ground.en },
    });
}

async function restrict(context: Context, unit: Unit, row: CaseRow, measure: KeptMeasure): Promise<void> {
  const { zh, en, effect, blocks, until, code } = measure;
  await unit.tx
    .insertInto('creditRestriction')
    .values({
      province: context.scope.province,
      id: context.newId(),
      caseId: row.id,
      caseNumber: row.number,
      organisationId: row.organisationId,
      jurisdiction: row.jurisdiction,
      measure: code,
      measureText: JSON.stringify({ zh, en }),
      effect,
      blocks: [...blocks],
      itemCodes: row.itemCodes,
      basis: JSON.stringify(row.basis),
      fromAt: context.now,
      endsAt: until === null ? null : shanghaiMoment(until, '24:00'),
    })
    .execute();
}

/** A case is over: by its time, by a decision, or repaired. What it took out of the directory comes back by decision. */
export async function endCase(
  context: Context,
  unit: Unit,
  row: CaseRow,
  how: { readonly kind: CreditEnd; readonly note: string },
): Promise<void> {
  const { scope, now } = context;
  await unit.tx
    .updateTable('creditCase')
    .set({
      state: 'ended',
      endKind: how.kind,
      endNote: how.note,
      endedAt: now,
      endsAt: null,
      version: row.version + 1,
    })
    .where('province', '=', scope.province)
    .where('id', '=', row.id)
    .execute();
  await unit.tx
    .updateTable('creditRestriction')
    .set({ inForce: false, endedAt: now })
    .where('province', '=', scope.province)
    .where('caseId', '=', row.id)
    .where('inForce', '=', true)
    .execute();
  unit.record({
    event: 'credit.caseEnded',
    subject: { kind: 'credit-case', id: row.id },
    basis: [row.basis as Basis],
    before: { state: row.state },
    after: { state: 'ended', ...how },
    readers: [row.organisationId],
  });
  unit.notify({
    organisationId: row.organisationId,
    kind: 'credit.ended',
    subject: { kind: 'credit-case', id: row.id },
    facts: { number: row.number },
  });
}
