import type { EventName } from '@daylight/api/events.ts';
import type { Actor } from '@daylight/rules/access/may.ts';
import { ok } from '@daylight/rules/result.ts';
import type { FastifyRequest } from 'fastify';
import { command } from '../../command.ts';
import { type World, actorContext, systemContext } from '../../context.ts';
import { addressOf } from '../../sender.ts';

interface SecurityEvent {
  /** 'account.signedIn', 'account.signInFailed', … */
  readonly event: EventName;
  /** Null when the login belongs to nobody: what was typed is not written down, it may be a password. */
  readonly account: {
    readonly id: string;
    readonly organisationId: string;
    readonly province: number;
  } | null;
  readonly actor?: Actor;
  readonly facts?: Readonly<Record<string, string | number | boolean>>;
}

/** Writes down what happened around a sign-in, readable to the organisation of the account (等保 8.1.4.3). */
export async function recordSecurity(
  world: World,
  request: FastifyRequest,
  event: SecurityEvent,
): Promise<void> {
  const { account, actor } = event;
  const given = { requestId: request.id };
  const context =
    actor === undefined
      ? systemContext(world, account?.province ?? 0, request.id)
      : actorContext(world, actor, given);
  await command(context, async (unit) => {
    unit.record({
      event: event.event,
      subject: { kind: 'account', id: account?.id ?? 'unknown' },
      basis: [],
      after: {
        address: addressOf(request),
        agent: request.headers['user-agent']?.slice(0, 200) ?? null,
        ...event.facts,
      },
      readers: account === null ? [] : [account.organisationId],
    });
    return ok(null);
  });
}
