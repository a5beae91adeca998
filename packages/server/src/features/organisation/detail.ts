import type * as api from '@daylight/api/organisation.ts';
import type { OrganisationDetail } from '@daylight/api/organisation.ts';
import { type Actor, may } from '@daylight/rules/access/may.ts';
import { mayApprove, mayEnter, maskedPhone, nextState } from '@daylight/rules/organisation/organisation.ts';
import { managesUsers } from '@daylight/rules/account/administration.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { ok, refuse } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Answered } from '../../answered.ts';
import type { Call } from '../../route.ts';
import { type OrganisationRow, firstAdministrator, organisationRow, shortView } from './store.ts';

const watchers: ReadonlySet<string> = new Set(['bureau', 'health', 'operator', 'platform', 'fund']);

/** Whether an actor sees organisations that are not active: its own people, and those who enter and approve. */
export function seesUnapproved(actor: Actor): boolean {
  return (
    may(actor, 'organisation.enter') || may(actor, 'organisation.approve') || may(actor, 'supervision.read')
  );
}

type Power = OrganisationDetail['may'][number];

function powersOf(actor: Actor, row: OrganisationRow): Power[] {
  const powers: Power[] = [];
  if (may(actor, 'organisation.enter') && mayEnter(actor, row).ok && row.state !== 'closed')
    powers.push('edit');
  if (may(actor, 'organisation.approve')) {
    const by = row.proposed === null ? row.enteredBy : row.proposedBy;
    const waits = row.state === 'pending' || row.proposed !== null;
    if (waits && mayApprove(actor, row, by).ok) powers.push('approve', 'reject');
    if (mayApprove(actor, row, null).ok) {
      for (const step of ['suspend', 'resume', 'close'] as const)
        if (nextState(row.state, step).ok) powers.push(step);
    }
  }
  if (may(actor, 'organisation.manageUsers') && managesUsers(actor, row) && row.id === actor.organisationId)
    powers.push('contact');
  return powers;
}

async function personsOf(tx: Tx, ids: readonly (string | null)[]) {
  const wanted = ids.filter((id) => id !== null);
  const rows =
    wanted.length === 0
      ? []
      : await tx.selectFrom('account').select(['id', 'name']).where('id', 'in', wanted).execute();
  return (id: string | null) => rows.find((row) => row.id === id) ?? null;
}

async function relatedTo(
  tx: Tx,
  row: OrganisationRow,
): Promise<Pick<OrganisationDetail, 'parent' | 'sites' | 'groups'>> {
  const organisations = tx.selectFrom('organisation');
  const sites = await organisations
    .select(['id', 'name', 'institutionCode', 'state'])
    .where('parentId', '=', row.id)
    .orderBy('name')
    .$narrowType<{ state: OrganisationDetail['state'] }>()
    .execute();
  const parent = await organisations.select(['id', 'name']).where('id', '=', row.parentId).executeTakeFirst();
  const groups = await tx
    .selectFrom('medicalGroupMember as m')
    .innerJoin('medicalGroup as g', 'g.id', 'm.groupId')
    .select(['g.id', 'g.name', 'g.leadOrganisationId'])
    .where('m.organisationId', '=', row.id)
    .where('g.state', '=', 'active')
    .orderBy('g.name')
    .execute();
  return {
    parent: parent ?? null,
    sites,
    groups: groups.map(({ id, name, leadOrganisationId }) => ({
      id,
      name,
      isLead: leadOrganisationId === row.id,
    })),
  };
}

/** Contact data and who decided what: whole for the organisation itself and for supervisors, shortened for others (PIPL). */
async function insideOf(tx: Tx, row: OrganisationRow, whole: boolean) {
  if (!whole) {
    const contactName = `${row.contactName.slice(0, 1)}${row.contactName === '' ? '' : '**'}`;
    const contactPhone = maskedPhone(row.contactPhone);
    return { contactName, contactPhone, enteredBy: null, approvedBy: null, stateNote: '', proposed: null };
  }
  const person = await personsOf(tx, [row.enteredBy, row.approvedBy, row.proposedBy]);
  const { contactName, contactPhone, stateNote, proposedBy } = row;
  const by = person(proposedBy) ?? { id: proposedBy ?? row.id, name: '' };
  const fields = row.proposed as NonNullable<OrganisationDetail['proposed']>['fields'] | null;
  return {
    contactName,
    contactPhone,
    stateNote,
    enteredBy: person(row.enteredBy),
    approvedBy: person(row.approvedBy),
    proposed: fields === null ? null : { by, fields },
  };
}

/** JS-2, HN-3a, GD-1a, SX-2.3: whose purchases have to be made on the platform; everybody else may take part. */
function participationOf(
  { book, today }: ActorContext,
  { jurisdiction, ownership }: OrganisationRow,
): OrganisationDetail['participation'] {
  if (ownership === null) return null;
  const obliged = resolve(book, 'organisation.obligedOwnerships', jurisdiction, today);
  return { isObliged: obliged.value.includes(ownership), basis: basisOf(obliged) };
}

export async function detailOf(
  tx: Tx,
  context: ActorContext,
  row: OrganisationRow,
): Promise<OrganisationDetail> {
  const { actor } = context;
  const enters = may(actor, 'organisation.enter') && row.state === 'active';
  const first = enters ? await firstAdministrator(tx, row.id) : undefined;
  const whole = actor.organisationId === row.id || watchers.has(actor.kind);
  return {
    ...shortView(row),
    ...(await relatedTo(tx, row)),
    ...(await insideOf(tx, row, whole)),
    participation: participationOf(context, row),
    address: row.address,
    createdAt: row.createdAt,
    approvedAt: row.approvedAt,
    firstPassword: first !== undefined && first.enteredBy === actor.accountId,
    may: powersOf(actor, row),
    version: row.version,
  };
}

export async function readOrganisation(
  context: ActorContext,
  { params }: Call<typeof api.readOrganisation>,
): Answered<typeof api.readOrganisation> {
  const { db } = context.database;
  const row = await organisationRow(db, params.organisationId);
  const hidden =
    row !== undefined &&
    row.state !== 'active' &&
    row.id !== context.actor.organisationId &&
    !seesUnapproved(context.actor);
  if (row === undefined || hidden) return refuse('organisation.unknown');
  return ok(await detailOf(db, context, row));
}
