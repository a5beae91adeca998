import { type Actor, holds } from '../access/may.ts';
import { type OrganisationKind, rolesOf } from '../access/permissions.ts';
import { reaches } from '../access/reach.ts';
import { type Result, ok, refuse } from '../result.ts';

/** An organisation as far as who manages its users goes. */
export interface Employer {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly jurisdiction: string;
}

export type RolesRefusal = 'account.rolesUnknown' | 'account.rolesMissing' | 'account.rolesApart';

/** Whether one person may hold these roles in an organisation of this kind. */
export function checkRoles(
  kind: OrganisationKind,
  roles: readonly string[],
): Result<readonly string[], RolesRefusal> {
  const known: readonly string[] = rolesOf[kind];
  const unknown = roles.find((role) => !known.includes(role));
  if (unknown !== undefined)
    return refuse('account.rolesUnknown', { field: 'roles', facts: { role: unknown } });
  const held = new Set(roles);
  if (held.size === 0) return refuse('account.rolesMissing', { field: 'roles' });
  // GB/T 22239-2019 8.1.5: system, security and audit administration are three persons; an auditor audits and does nothing else.
  const apart = kind === 'platform' || held.has('auditor');
  if (apart && held.size > 1)
    return refuse('account.rolesApart', {
      field: 'roles',
      basis: { document: 'gbt-22239-2019', article: '8.1.5', clause: null },
    });
  return ok(known.filter((role) => held.has(role)));
}

const sensitiveKinds: ReadonlySet<OrganisationKind> = new Set(['bureau', 'fund', 'operator', 'platform']);

/** Roles with power over money, admission, evidence or other people's accounts: two persons stand behind each. */
export function isSensitive(kind: OrganisationKind, role: string): boolean {
  return sensitiveKinds.has(kind) || role === 'admin' || role === 'approver';
}

export function anySensitive(kind: OrganisationKind, roles: readonly string[]): boolean {
  return roles.some((role) => isSensitive(kind, role));
}

/** Who looks after the users of an organisation: its own administrators, and those of the platform in their reach. */
export function managesUsers(actor: Actor, employer: Employer): boolean {
  if (actor.organisationId === employer.id) return actor.roles.includes('admin') || actor.kind === 'platform';
  const platformAdmin = holds(actor, 'platform.securityAdmin') || holds(actor, 'platform.systemAdmin');
  return platformAdmin && reaches(actor, employer.jurisdiction);
}

/**
 * Whether a change to an account waits for a second person: where it gives power, and always where somebody from
 * outside the organisation makes it.
 */
export function needsSecondPerson(actor: Actor, employer: Employer, powers: readonly string[]): boolean {
  return actor.organisationId !== employer.id || anySensitive(employer.kind, powers);
}

export interface Waiting {
  readonly accountId: string;
  readonly enteredBy: string;
}
export type DecideRefusal = 'account.enteredByYou' | 'account.aboutYou' | 'access.notPermitted';

/** Whoever enters does not approve, and nobody approves what changes their own account. */
export function mayDecide(actor: Actor, employer: Employer, waiting: Waiting): Result<null, DecideRefusal> {
  const own = actor.organisationId === employer.id && actor.roles.includes('admin');
  const security = holds(actor, 'platform.securityAdmin') && reaches(actor, employer.jurisdiction);
  if (!own && !security) return refuse('access.notPermitted');
  if (waiting.enteredBy === actor.accountId) return refuse('account.enteredByYou');
  if (waiting.accountId === actor.accountId) return refuse('account.aboutYou');
  return ok(null);
}
