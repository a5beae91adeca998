import type { Actor } from '@daylight/rules/access/may.ts';
import { national, resolve } from '@daylight/rules/policy/book.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { FastifyRequest } from 'fastify';
import type { World } from '../../context.ts';
import { actorOfToken, tokenOf } from './sessions.ts';

/** The person behind a request, by session cookie or bearer token. */
export async function whoIs(world: World, request: FastifyRequest): Promise<Actor | null> {
  const token = tokenOf(request);
  if (token === null) return null;
  const today = shanghaiDate(world.clock());
  const idleMinutes = resolve(world.book, 'account.sessionIdleMinutes', national, today).value;
  const hours = resolve(world.book, 'account.sessionHours', national, today).value;
  return actorOfToken(world, token, { idleMinutes, hours });
}
