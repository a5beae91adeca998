import type { confirmReport, saveReportDraft, submitReport } from '@daylight/api/demand.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { canonicalText } from '@daylight/rules/award/canonical.ts';
import { type KeptLine, checkedReport } from '@daylight/rules/demand/lines.ts';
import { demandPolicyOf, reportBasis } from '@daylight/rules/demand/policy.ts';
import { confirmed, maySubmit } from '@daylight/rules/demand/report.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { createHash } from 'node:crypto';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { type StoredReport, factsOf, lockReport, saveStep, saveSubmission, timesOf } from './store.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

/** The journal calls a report by its round and its institution. */
export function subjectOf({ tenderId }: StoredReport): { kind: string; id: string } {
  return { kind: 'demand-report', id: tenderId };
}
export function factsFor({ number, title, institutionId }: StoredReport) {
  return { number, title, institution: institutionId };
}

/** What an institution gets in its hand: whoever compares finds out whether its lines are the ones that were taken. */
function hashOfLines(report: StoredReport, lines: readonly KeptLine[]): string {
  const said = lines
    .map(({ productId, reported, lastYear }) => ({ productId, reported, lastYear }))
    .toSorted((a, b) => (a.productId < b.productId ? -1 : 1));
  const text = canonicalText({ round: report.number, institution: report.institutionId, lines: said });
  // The machine's own SHA-256: the same digest as hashOf of the rules, in a tenth of the time.
  return createHash('sha256').update(text).digest('hex');
}

/** SX-3.1a: an institution hands its needs in. Whether it is in time is asked of the database once its report is locked. */
export function submit(
  context: ActorContext,
  { params, body }: Call<typeof submitReport>,
): Answer<ReplyOf<typeof submitReport>, RefusalOf<typeof submitReport>> {
  const { actor, scope } = context;
  return command<ReplyOf<typeof submitReport>, RefusalOf<typeof submitReport>>(context, async (unit) => {
    const key = { tenderId: params.tenderId, institutionId: actor.organisationId };
    const report = await lockReport(unit.tx, scope.province, key);
    if (report === null) return refuse('demand.unknown');
    const times = await timesOf(context, unit.tx, report);
    const may = maySubmit(report, times);
    if (!may.ok) return may;
    if (report.version !== body.version) return refuse('request.stale');
    const named = body.lines.map((line) => line.productId);
    const facts = await factsOf(unit.tx, scope.province, key, named);
    const policy = demandPolicyOf(context.book, report.jurisdiction, report.openedOn);
    const checked = checkedReport(body, facts, policy);
    if (!checked.ok) return checked;
    const lines = checked.value;
    const hash = hashOfLines(report, lines);
    const { accountId: by, organisationId } = actor;
    await saveSubmission(unit.tx, scope.province, report, {
      lines,
      noNeed: body.noNeed,
      at: times.now,
      by,
      organisationId,
      hash,
    });
    unit.record({
      event: 'demand.submitted',
      subject: subjectOf(report),
      basis: [reportBasis],
      after: { lines: lines.length, noNeed: body.noNeed.length, hash },
      readers: [report.organiserId],
    });
    unit.notify({
      organisationId,
      kind: 'demand.toConfirm',
      subject: { kind: 'tender', id: report.tenderId },
      facts: factsFor(report),
      dueAt: report.dueAt,
    });
    return ok({
      ...key,
      state: 'submitted',
      version: report.version + 1,
      lineCount: lines.length,
      submittedAt: times.now,
      hash,
    });
  });
}

/** What is typed so far stays on the server, unfinished as it may be. */
export function saveDraft(
  context: ActorContext,
  { params, body }: Call<typeof saveReportDraft>,
): Answer<ReplyOf<typeof saveReportDraft>, RefusalOf<typeof saveReportDraft>> {
  const { actor, scope } = context;
  return command<ReplyOf<typeof saveReportDraft>, RefusalOf<typeof saveReportDraft>>(
    context,
    async (unit) => {
      const key = { tenderId: params.tenderId, institutionId: actor.organisationId };
      const report = await lockReport(unit.tx, scope.province, key);
      if (report === null) return refuse('demand.unknown');
      const may = maySubmit(report, await timesOf(context, unit.tx, report));
      if (!may.ok) return may;
      if (report.version !== body.version) return refuse('request.stale');
      const { lines, noNeed } = body;
      const version = await keepDraft(unit, context, report, { lines, noNeed });
      unit.record({
        event: 'demand.drafted',
        subject: subjectOf(report),
        basis: [reportBasis],
        after: { lines: lines.length, noNeed: noNeed.length },
      });
      return ok({ ...key, state: report.state, version });
    },
  );
}

/** A draft as it is kept: what the body of a draft says. */
export async function keepDraft(
  unit: Unit,
  context: ActorContext,
  report: StoredReport,
  draft: object,
): Promise<number> {
  const version = report.version + 1;
  await unit.tx
    .updateTable('demandReport')
    .set({ draft: JSON.stringify(draft), draftedAt: context.now, version })
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', report.tenderId)
    .where('institutionId', '=', report.institutionId)
    .execute();
  return version;
}

/** The institution's approver confirms what its buyer reported, or sends it back with a reason. */
export function confirm(
  context: ActorContext,
  { params, body }: Call<typeof confirmReport>,
): Answer<ReplyOf<typeof confirmReport>, RefusalOf<typeof confirmReport>> {
  const { actor, scope } = context;
  return command<ReplyOf<typeof confirmReport>, RefusalOf<typeof confirmReport>>(context, async (unit) => {
    const key = { tenderId: params.tenderId, institutionId: actor.organisationId };
    const report = await lockReport(unit.tx, scope.province, key);
    if (report === null) return refuse('demand.unknown');
    const times = await timesOf(context, unit.tx, report);
    const step = { by: actor.accountId, confirm: body.confirm, note: body.note };
    const decided = confirmed(report, times, step);
    if (!decided.ok) return decided;
    if (report.version !== body.version) return refuse('request.stale');
    const state = decided.value;
    const set =
      state === 'confirmed'
        ? { confirmedAt: times.now, confirmedBy: actor.accountId }
        : { confirmedAt: null };
    const version = await saveStep(context, unit.tx, report, { state, kind: state, note: body.note, set });
    unit.record({
      event: state === 'confirmed' ? 'demand.confirmed' : 'demand.sentBack',
      subject: subjectOf(report),
      basis: [reportBasis],
      before: { state: report.state },
      after: { state, note: body.note },
      readers: [report.organiserId],
    });
    if (state === 'returned')
      unit.notify({
        organisationId: actor.organisationId,
        kind: 'demand.returned',
        subject: { kind: 'tender', id: report.tenderId },
        facts: { ...factsFor(report), note: body.note },
        dueAt: report.dueAt,
      });
    return ok({ ...key, state, version });
  });
}
