import type * as api from '@daylight/api/account-users.ts';
import type { User } from '@daylight/api/account-users.ts';
import { checkRoles, managesUsers, needsSecondPerson } from '@daylight/rules/account/administration.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { addHours } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { inProvince } from '../../in-province.ts';
import type { Call } from '../../route.ts';
import { organisationOf } from '../organisation/port.ts';
import type { Answered } from '../../answered.ts';
import { hashPassword, oneTimeHours, oneTimePassword } from './passwords.ts';
import { endSessions } from './sessions.ts';
import { type UserRow, insertAccount, insertRequest, lockUser, userById, userView } from './user-store.ts';

export function employerOf(row: UserRow) {
  return { id: row.organisationId, kind: row.kind, jurisdiction: row.jurisdiction };
}

/** Where the change is written down: at home, or for administrators of the platform where the organisation is. */
export function homeOf(
  context: ActorContext,
  row: { readonly organisationId: string; readonly province: number },
): ActorContext {
  return row.organisationId === context.actor.organisationId ? context : inProvince(context, row.province);
}

type Work<C extends string> = (unit: Unit, target: UserRow) => Promise<Result<null, C>>;

/** One change to an account the actor manages; to everybody else it does not exist. */
async function changing<C extends string>(
  context: ActorContext,
  accountId: string,
  work: Work<C>,
): Promise<Result<User, C | 'account.unknown' | 'account.demoIsFixed' | RepeatRefusal>> {
  const found = await userById(context.database.db, accountId);
  if (found === undefined || !managesUsers(context.actor, employerOf(found)))
    return refuse('account.unknown');
  if (found.demo) return refuse('account.demoIsFixed');
  return command<User, C | 'account.unknown'>(homeOf(context, found), async (unit) => {
    const target = await lockUser(unit.tx, accountId);
    if (target === undefined) return refuse('account.unknown');
    const done = await work(unit, target);
    if (!done.ok) return done;
    const after = await userById(unit.tx, accountId);
    assert(after !== undefined, 'an account vanished');
    return ok(userView(after));
  });
}

interface Asking {
  readonly kind: 'open' | 'roles' | 'credentials';
  readonly roles: readonly string[] | null;
}

/** Puts a change before a second person and tells the administrators of the organisation. */
async function ask(
  context: ActorContext,
  unit: Unit,
  target: Pick<UserRow, 'id' | 'organisationId' | 'name'>,
  { kind, roles }: Asking,
): Promise<void> {
  const { accountId: enteredBy } = context.actor;
  const account = { id: target.id, organisationId: target.organisationId };
  await insertRequest(unit.tx, {
    id: context.newId(),
    account,
    kind,
    roles,
    enteredBy,
    enteredAt: context.now,
  });
  const by = await unit.tx
    .selectFrom('account')
    .select('name')
    .where('id', '=', enteredBy)
    .executeTakeFirst();
  unit.notify({
    organisationId: target.organisationId,
    kind: 'account.requestWaiting',
    subject: { kind: 'account', id: target.id },
    facts: { name: target.name, by: by?.name ?? '' },
  });
}

export async function addUser(
  context: ActorContext,
  { body }: Call<typeof api.addUser>,
): Answered<typeof api.addUser> {
  const organisationId = body.organisationId ?? context.actor.organisationId;
  const employer = await organisationOf(context.database.db, organisationId);
  if (employer === null || !managesUsers(context.actor, employer))
    return refuse('organisation.unknown', { field: 'organisationId' });
  const roles = checkRoles(employer.kind, body.roles);
  if (!roles.ok) return roles;
  const waits = needsSecondPerson(context.actor, employer, roles.value);
  return command(homeOf(context, { organisationId, province: employer.province }), async (unit) => {
    const id = context.newId();
    const { login, name } = body;
    const account = {
      id,
      organisationId,
      login,
      name,
      roles: roles.value,
      state: waits ? 'pending' : 'active',
    } as const;
    const added = await insertAccount(unit.tx, {
      ...account,
      enteredBy: context.actor.accountId,
      createdAt: context.now,
    });
    if (!added) return refuse('account.loginTaken', { field: 'login', facts: { login } });
    if (waits) await ask(context, unit, account, { kind: 'open', roles: roles.value });
    const { state } = account;
    unit.record({
      event: 'account.added',
      subject: { kind: 'account', id },
      basis: [],
      after: { login, name, roles: roles.value, state },
      readers: [organisationId],
    });
    const row = await userById(unit.tx, id);
    assert(row !== undefined, 'a new account vanished');
    return ok(userView(row));
  });
}

export function changeUser(
  context: ActorContext,
  { params, body }: Call<typeof api.changeUser>,
): Answered<typeof api.changeUser> {
  return changing(context, params.accountId, async (unit, target) => {
    if (target.version !== body.version) return refuse('request.stale');
    const checked = checkRoles(target.kind, body.roles);
    if (!checked.ok) return checked;
    const roles = checked.value;
    const changed =
      roles.join() !== target.roles.toSorted().join() &&
      roles.toSorted().join() !== target.roles.toSorted().join();
    if (changed && target.id === context.actor.accountId) return refuse('account.notYourself');
    const gained = roles.filter((role) => !target.roles.includes(role));
    const waits = gained.length > 0 && needsSecondPerson(context.actor, employerOf(target), gained);
    if (waits && target.waitingId !== null) return refuse('account.changeWaits');
    const applied = waits ? target.roles : [...roles];
    await unit.tx
      .updateTable('account')
      .set({ name: body.name, roles: applied, version: target.version + 1 })
      .where('id', '=', target.id)
      .execute();
    if (waits) await ask(context, unit, target, { kind: 'roles', roles });
    unit.record({
      event: waits ? 'account.rolesAsked' : 'account.changed',
      subject: { kind: 'account', id: target.id },
      basis: [],
      before: { name: target.name, roles: target.roles },
      after: { name: body.name, roles, waits },
      readers: [target.organisationId],
    });
    return ok(null);
  });
}

function switching(
  context: ActorContext,
  { params, body }: Call<typeof api.disableUser>,
  to: 'active' | 'disabled',
): Answered<typeof api.disableUser> {
  return changing(context, params.accountId, async (unit, target) => {
    if (target.version !== body.version) return refuse('request.stale');
    if (target.id === context.actor.accountId) return refuse('account.notYourself');
    const from = to === 'active' ? 'disabled' : 'active';
    if (target.state !== from) return refuse('account.wrongState');
    await unit.tx
      .updateTable('account')
      .set({ state: to, version: target.version + 1 })
      .where('id', '=', target.id)
      .execute();
    const ended = to === 'disabled' ? await endSessions(unit.tx, target.id, null) : 0;
    unit.record({
      event: to === 'disabled' ? 'account.disabled' : 'account.enabled',
      subject: { kind: 'account', id: target.id },
      basis: [],
      after: { sessionsEnded: ended },
      readers: [target.organisationId],
    });
    return ok(null);
  });
}

export function disableUser(
  context: ActorContext,
  call: Call<typeof api.disableUser>,
): Answered<typeof api.disableUser> {
  return switching(context, call, 'disabled');
}
export function enableUser(
  context: ActorContext,
  call: Call<typeof api.enableUser>,
): Answered<typeof api.enableUser> {
  return switching(context, call, 'active');
}

export async function endUserSessions(
  context: ActorContext,
  { params }: Call<typeof api.endUserSessions>,
): Answered<typeof api.endUserSessions> {
  const found = await userById(context.database.db, params.accountId);
  if (found === undefined || !managesUsers(context.actor, employerOf(found)))
    return refuse('account.unknown');
  return command(homeOf(context, found), async (unit) => {
    const ended = await endSessions(unit.tx, found.id, null);
    unit.record({
      event: 'account.sessionsEnded',
      subject: { kind: 'account', id: found.id },
      basis: [],
      after: { ended },
      readers: [found.organisationId],
    });
    return ok({ ended });
  });
}

/**
 * A one-time password for a person to begin or begin again with. Where two persons are needed, only the one who asked
 * gets it, once, after another approved: neither can take over the account alone.
 */
export async function issuePassword(
  context: ActorContext,
  { params, body }: Call<typeof api.issuePassword>,
): Answered<typeof api.issuePassword> {
  const found = await userById(context.database.db, params.accountId);
  if (found === undefined || !managesUsers(context.actor, employerOf(found)))
    return refuse('account.unknown');
  if (found.demo) return refuse('account.demoIsFixed');
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  return command(homeOf(context, found), async (unit) => {
    const target = await lockUser(unit.tx, found.id);
    if (target === undefined) return refuse('account.unknown');
    if (target.state !== 'active') return refuse('account.wrongState');
    const twoPersons = needsSecondPerson(context.actor, employerOf(target), target.roles);
    if (twoPersons && target.issuerId !== context.actor.accountId) return refuse('account.secondPersonFirst');
    if (target.approvedId !== null)
      await unit.tx
        .updateTable('accountRequest')
        .set({ state: 'used' })
        .where('id', '=', target.approvedId)
        .execute();
    const expiresAt = addHours(context.now, oneTimeHours);
    await unit.tx
      .updateTable('account')
      .set({
        passwordHash,
        mustChangePassword: true,
        passwordExpiresAt: expiresAt,
        version: target.version + 1,
      })
      .$if(body.forgetFactors, (query) => query.set({ totpSecret: null, totpLastStep: null }))
      .where('id', '=', target.id)
      .execute();
    if (body.forgetFactors) await unit.tx.deleteFrom('passkey').where('accountId', '=', target.id).execute();
    const ended = await endSessions(unit.tx, target.id, null);
    unit.record({
      event: 'account.oneTimePasswordIssued',
      subject: { kind: 'account', id: target.id },
      basis: [],
      after: { expiresAt, forgetFactors: body.forgetFactors, sessionsEnded: ended, twoPersons },
      readers: [target.organisationId],
    });
    return ok({ login: target.login, password, expiresAt });
  });
}

export function requestReset(
  context: ActorContext,
  { params }: Call<typeof api.requestReset>,
): Answered<typeof api.requestReset> {
  return changing(context, params.accountId, async (unit, target) => {
    if (target.waitingId !== null) return refuse('account.changeWaits');
    await ask(context, unit, target, { kind: 'credentials', roles: null });
    unit.record({
      event: 'account.resetAsked',
      subject: { kind: 'account', id: target.id },
      basis: [],
      after: {},
      readers: [target.organisationId],
    });
    return ok(null);
  });
}
