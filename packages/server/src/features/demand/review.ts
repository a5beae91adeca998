import type { reviewReports } from '@daylight/api/demand.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { reportBasis } from '@daylight/rules/demand/policy.ts';
import { reviewed } from '@daylight/rules/demand/report.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { factsFor } from './commands.ts';
import { isReviewer } from './reach.ts';
import { type StoredReport, lockReport, saveStep, timesOf } from './store.ts';

type Refusal = RefusalOf<typeof reviewReports>;
type Reply = ReplyOf<typeof reviewReports>;
type Body = Call<typeof reviewReports>['body'];

/** The city, the bureau or the lead hospital decides on one report or on many at once: on all of them, or on none. */
export function review(
  context: ActorContext,
  { params, body }: Call<typeof reviewReports>,
): Promise<Result<Reply, Refusal | RepeatRefusal>> {
  return command<Reply, Refusal>(context, async (unit) => {
    // In one order, so that two who decide on the same reports do not wait for each other.
    const asked = body.reports.toSorted((a, b) => (a.institutionId < b.institutionId ? -1 : 1));
    const reports: Reply['reports'] = [];
    for (const { institutionId, version } of asked) {
      const key = { tenderId: params.tenderId, institutionId };
      const report = await lockReport(unit.tx, context.scope.province, key);
      if (report === null) return refuse('demand.unknown');
      const stepped = await reviewOne(unit, context, { report, version, body });
      if (!stepped.ok) return stepped;
      reports.push({ ...key, ...stepped.value });
    }
    unit.record({
      event: 'demand.reviewed',
      subject: { kind: 'tender', id: params.tenderId },
      basis: [reportBasis],
      after: {
        decision: body.decision,
        institutions: asked.map((each) => each.institutionId),
        note: body.note,
      },
      readers: asked.map((each) => each.institutionId),
    });
    return ok({ reports });
  });
}

interface Reviewing {
  readonly report: StoredReport;
  readonly version: number;
  readonly body: Body;
}

async function reviewOne(
  unit: Unit,
  context: ActorContext,
  { report, version, body }: Reviewing,
): Promise<Result<{ state: StoredReport['state']; version: number }, Refusal>> {
  if (!isReviewer(context, report)) return refuse('demand.notYours', { basis: reportBasis });
  const times = await timesOf(context, unit.tx, report);
  const decided = reviewed(report, times, body);
  if (!decided.ok) return decided;
  if (report.version !== version) return refuse('request.stale');
  const state = decided.value;
  const after = await saveStep(context, unit.tx, report, {
    state,
    kind: state,
    note: body.note,
    set: { reviewedAt: times.now, reviewedBy: context.actor.accountId },
  });
  unit.notify({
    organisationId: report.institutionId,
    kind: `demand.${state}`,
    subject: { kind: 'tender', id: report.tenderId },
    facts: { ...factsFor(report), note: body.note },
    dueAt: state === 'returned' ? report.dueAt : null,
  });
  return ok({ state, version: after });
}
