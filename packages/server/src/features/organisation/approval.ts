import type { EventName } from '@daylight/api/events.ts';
import type * as api from '@daylight/api/organisation.ts';
import { type Step, mayApprove, mayEnter, nextState } from '@daylight/rules/organisation/organisation.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { addHours } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { inProvince } from '../../in-province.ts';
import type { Call } from '../../route.ts';
import { hashPassword, oneTimeHours, oneTimePassword } from '../account/port.ts';
import { detailOf } from './detail.ts';
import { type OrganisationRow, firstAdministrator, lockOrganisation, organisationRow } from './store.ts';

const events: Readonly<Record<Step, EventName>> = {
  approve: 'organisation.approved',
  reject: 'organisation.rejected',
  suspend: 'organisation.suspended',
  resume: 'organisation.resumed',
  close: 'organisation.closed',
};
const corrections: Readonly<Record<Step, EventName>> = {
  ...events,
  approve: 'organisation.correctionApproved',
  reject: 'organisation.correctionRejected',
};
const needsReason: ReadonlySet<Step> = new Set(['reject', 'suspend', 'close']);

export async function stepOrganisation(
  context: ActorContext,
  { params, body }: Call<typeof api.stepOrganisation>,
): Answered<typeof api.stepOrganisation> {
  const { organisationId, step } = params;
  const found = await organisationRow(context.database.db, organisationId);
  if (found === undefined) return refuse('organisation.unknown');
  if (needsReason.has(step) && body.note === '')
    return refuse('organisation.reasonNeeded', { field: 'note' });
  return command(inProvince(context, found.province), async (unit) => {
    const row = await lockOrganisation(unit.tx, organisationId);
    assert(row !== undefined, 'an organisation vanished');
    if (row.version !== body.version) return refuse('request.stale');
    const decides = step === 'approve' || step === 'reject';
    const proposal = decides && row.proposed !== null && row.state !== 'pending';
    const allowed = mayApprove(
      context.actor,
      row,
      decides ? (proposal ? row.proposedBy : row.enteredBy) : null,
    );
    if (!allowed.ok) return allowed;
    if (proposal) await decideProposal(unit, row, step);
    else {
      const state = nextState(row.state, step);
      if (!state.ok) return state;
      await moveTo(unit, context, row, { step, state: state.value, note: body.note });
    }
    const { version } = row;
    await unit.tx
      .updateTable('organisation')
      .set({ version: version + 1 })
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: (proposal ? corrections : events)[step],
      subject: { kind: 'organisation', id: row.id },
      basis: [],
      before: { state: row.state, proposed: row.proposed },
      after: { note: body.note },
      readers: [row.id],
    });
    const after = await organisationRow(unit.tx, row.id);
    assert(after !== undefined, 'an organisation vanished');
    return ok(await detailOf(unit.tx, context, after));
  });
}

async function decideProposal(unit: Unit, row: OrganisationRow, step: Step): Promise<void> {
  const proposed = row.proposed as Readonly<Record<string, string | boolean | null>>;
  const applied =
    step === 'approve' ? { ...proposed, province: Number(String(proposed['jurisdiction']).slice(0, 2)) } : {};
  await unit.tx
    .updateTable('organisation')
    .set({ ...applied, proposed: null, proposedBy: null })
    .where('id', '=', row.id)
    .execute();
}

interface Move {
  readonly step: Step;
  readonly state: string;
  readonly note: string;
}

async function moveTo(
  unit: Unit,
  context: ActorContext,
  row: OrganisationRow,
  { step, state, note }: Move,
): Promise<void> {
  const { accountId } = context.actor;
  const approved = step === 'approve' ? { approvedBy: accountId, approvedAt: context.now } : {};
  await unit.tx
    .updateTable('organisation')
    .set({ state, stateNote: note, ...approved })
    .where('id', '=', row.id)
    .execute();
  if (step === 'approve') {
    // The first administrator was entered together with the organisation, so one approval stands for both.
    await unit.tx
      .updateTable('account')
      .set({ state: 'active', approvedBy: accountId })
      .where('organisationId', '=', row.id)
      .where('state', '=', 'pending')
      .where('enteredBy', '=', row.enteredBy)
      .execute();
    unit.notify({
      organisationId: row.id,
      kind: 'organisation.approved',
      subject: { kind: 'organisation', id: row.id },
      facts: { name: row.name },
    });
  }
  if (state === 'suspended' || state === 'closed') {
    const people = unit.tx.selectFrom('account').select('id').where('organisationId', '=', row.id);
    await unit.tx.deleteFrom('session').where('accountId', 'in', people).execute();
  }
}

/** Handed over by who entered the organisation, after another approved it; never once its administrator has begun. */
export async function issueFirstPassword(
  context: ActorContext,
  { params }: Call<typeof api.issueFirstPassword>,
): Answered<typeof api.issueFirstPassword> {
  const { db } = context.database;
  const found = await organisationRow(db, params.organisationId);
  if (found === undefined) return refuse('organisation.unknown');
  const allowed = mayEnter(context.actor, found);
  if (!allowed.ok) return allowed;
  if (found.state !== 'active') return refuse('organisation.wrongState', { facts: { state: found.state } });
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  return command(inProvince(context, found.province), async (unit) => {
    const first = await firstAdministrator(unit.tx, found.id);
    if (first === undefined || first.enteredBy !== context.actor.accountId || first.state !== 'active')
      return refuse('organisation.noFirstAdministrator');
    const expiresAt = addHours(context.now, oneTimeHours);
    await unit.tx
      .updateTable('account')
      .set({ passwordHash, mustChangePassword: true, passwordExpiresAt: expiresAt })
      .where('id', '=', first.id)
      .where('passwordChangedAt', 'is', null)
      .execute();
    unit.record({
      event: 'account.oneTimePasswordIssued',
      subject: { kind: 'account', id: first.id },
      basis: [],
      after: { expiresAt },
      readers: [found.id],
    });
    return ok({ login: first.login, password, expiresAt });
  });
}
