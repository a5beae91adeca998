import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { enterNotice, publishNotice, withdrawNotice } from '@daylight/api/portal.ts';
import * as rules from '@daylight/rules/portal/notice.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;

export function enter(
  context: ActorContext,
  { body }: Call<typeof enterNotice>,
): Answer<ReplyOf<typeof enterNotice>, 'portal.otherJurisdiction'> {
  return command(context, async (unit) => {
    const { actor, scope, now } = context;
    if (!rules.speaksFor(actor.jurisdiction, body.jurisdiction))
      return refuse('portal.otherJurisdiction', { field: 'jurisdiction' });
    const id = context.newId();
    await unit.tx
      .insertInto('publicNotice')
      .values({
        ...body,
        province: scope.province,
        id,
        state: 'draft',
        enteredAt: now,
        enteredBy: actor.accountId,
      })
      .execute();
    unit.record({ event: 'portal.noticeEntered', subject: { kind: 'notice', id }, basis: [], after: body });
    return ok({ id });
  });
}

async function loadForUpdate(unit: Unit, context: ActorContext, id: string) {
  const row = await unit.tx
    .selectFrom('publicNotice')
    .select(['id', 'state', 'enteredBy', 'jurisdiction'])
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const isOwn = row !== undefined && rules.speaksFor(context.actor.jurisdiction, row.jurisdiction);
  return isOwn ? { ...row, state: row.state as rules.PublicNotice['state'] } : null;
}

export function publish(
  context: ActorContext,
  { params }: Call<typeof publishNotice>,
): Answer<ReplyOf<typeof publishNotice>, 'portal.unknownNotice' | 'portal.ownNotice' | 'portal.notDraft'> {
  return command(context, async (unit) => {
    const notice = await loadForUpdate(unit, context, params.id);
    if (notice === null) return refuse('portal.unknownNotice');
    const decided = rules.publishNotice(notice, context.actor.accountId);
    if (!decided.ok) return decided;
    await unit.tx
      .updateTable('publicNotice')
      .set({ state: decided.value, publishedAt: context.now, publishedBy: context.actor.accountId })
      .where('province', '=', context.scope.province)
      .where('id', '=', notice.id)
      .execute();
    unit.record({
      event: 'portal.noticePublished',
      subject: { kind: 'notice', id: notice.id },
      basis: [],
      before: { state: notice.state },
      after: { state: decided.value },
    });
    return ok({ id: notice.id, publishedAt: context.now });
  });
}

export function withdraw(
  context: ActorContext,
  { params, body }: Call<typeof withdrawNotice>,
): Answer<ReplyOf<typeof withdrawNotice>, 'portal.unknownNotice' | 'portal.notPublished'> {
  return command(context, async (unit) => {
    const notice = await loadForUpdate(unit, context, params.id);
    if (notice === null) return refuse('portal.unknownNotice');
    const decided = rules.withdrawNotice(notice);
    if (!decided.ok) return decided;
    await unit.tx
      .updateTable('publicNotice')
      .set({ state: decided.value, withdrawnAt: context.now })
      .where('province', '=', context.scope.province)
      .where('id', '=', notice.id)
      .execute();
    unit.record({
      event: 'portal.noticeWithdrawn',
      subject: { kind: 'notice', id: notice.id },
      basis: [],
      before: { state: notice.state },
      after: { state: decided.value, reason: body.reason },
    });
    return ok({ id: notice.id });
  });
}
