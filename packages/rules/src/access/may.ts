import { type OrganisationKind, type Permission, type Position, permissions } from './permissions.ts';

/** What a person still owes before anything else: a password of their own, or a second factor. */
export type SignInDuty = 'changePassword' | 'enrolFactor';

/** Who acts: a person of an organisation, in one province. */
export interface Actor {
  readonly accountId: string;
  readonly organisationId: string;
  readonly kind: OrganisationKind;
  /** Jurisdiction of the organisation (GB/T 2260), or of the platform an enterprise works on. */
  readonly jurisdiction: string;
  /** First two digits of the jurisdiction; 0 is national. */
  readonly province: number;
  readonly roles: readonly string[];
  /** While set, the person may do nothing but put the own account in order. */
  readonly duty?: SignInDuty | null;
}

export function holds(actor: Actor, position: Position): boolean {
  const [kind, role] = position.split('.');
  return actor.kind === kind && actor.roles.includes(role ?? '');
}

/** Whether an actor holds a permission at all; whose data it then sees is narrowed by each query. */
export function may(actor: Actor | null, permission: Permission): boolean {
  if (actor === null) return false;
  if ((actor.duty ?? null) !== null && permission !== 'account.manageOwn') return false;
  const holders: 'signedIn' | readonly Position[] = permissions[permission];
  return holders === 'signedIn' || holders.some((position) => holds(actor, position));
}
