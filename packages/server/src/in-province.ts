import type { ActorContext } from './context.ts';

/** The same actor writing in another province: the platform's administrators act where an organisation is at home. */
export function inProvince(context: ActorContext, province: number): ActorContext {
  return { ...context, scope: { ...context.scope, province } };
}
