import type { handleWarning } from '@daylight/api/supervision.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { command } from '../../command.ts';
import type { RepeatRefusal } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { reachOf } from './reach.ts';
import { warningItemOf, warningRows } from './rows.ts';

type HandleCode = 'supervision.warningUnknown' | 'supervision.warningHandled' | 'request.stale';

/** An officer says what was done about a warning (JS-12A 开展重点监控); it is said once and stays. */
export async function handleOne(
  context: ActorContext,
  { params, body }: Call<typeof handleWarning>,
): Promise<Result<ReplyOf<typeof handleWarning>, HandleCode | RepeatRefusal>> {
  const { scope, actor, now } = context;
  return command<ReplyOf<typeof handleWarning>, HandleCode>(context, async (unit) => {
    const found = await unit.tx
      .selectFrom('warning')
      .select(['state', 'version', 'basis', 'institutionId'])
      .where('province', '=', scope.province)
      .where('id', '=', params.warningId)
      .where('jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
      .forUpdate()
      .executeTakeFirst();
    if (found === undefined) return refuse('supervision.warningUnknown');
    if (found.state === 'handled') return refuse('supervision.warningHandled');
    if (found.version !== body.version) return refuse('request.stale');
    await unit.tx
      .updateTable('warning')
      .set({
        state: 'handled',
        handledAt: now,
        handledBy: actor.accountId,
        handling: body.handling,
        version: found.version + 1,
      })
      .where('province', '=', scope.province)
      .where('id', '=', params.warningId)
      .execute();
    const basis = found.basis as unknown as Basis | null;
    unit.record({
      event: 'supervision.warningHandled',
      subject: { kind: 'warning', id: params.warningId },
      basis: basis === null ? [] : [basis],
      before: { state: 'new' },
      after: { state: 'handled', handling: body.handling },
    });
    const row = await warningRows(unit.tx, context)
      .where('warning.id', '=', params.warningId)
      .executeTakeFirstOrThrow();
    return ok(warningItemOf(row));
  });
}
