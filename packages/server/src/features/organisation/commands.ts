import type * as api from '@daylight/api/organisation.ts';
import type { BodyOf } from '@daylight/api/endpoint.ts';
import { type Particulars, checkParticulars, mayEnter } from '@daylight/rules/organisation/organisation.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { inProvince } from '../../in-province.ts';
import type { Call } from '../../route.ts';
import { insertAccount } from '../account/port.ts';
import { detailOf } from './detail.ts';
import { lockOrganisation, organisationRow } from './store.ts';

type Entry = Omit<BodyOf<typeof api.enterOrganisation>, 'administrator'>;
type EntryRefusal =
  | 'organisation.noSuchPlace'
  | 'organisation.institutionCodeTaken'
  | 'organisation.alreadyThere'
  | 'organisation.isASite'
  | 'organisation.parentDiffers';

/** What the codes already in the database say about an entry: nothing twice, and sites under their institution. */
async function checkAgainst(
  tx: Tx,
  entry: Particulars & { readonly parentId: string | null },
  self: string | null,
): Promise<Result<null, EntryRefusal>> {
  const place = await tx
    .selectFrom('jurisdiction')
    .select('code')
    .where('code', '=', entry.jurisdiction)
    .executeTakeFirst();
  if (place === undefined) return refuse('organisation.noSuchPlace', { field: 'jurisdiction' });
  const others = tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('state', '!=', 'closed')
    .$if(self !== null, (query) => query.where('id', '!=', self ?? ''));
  if (entry.institutionCode !== null) {
    const same = await others.where('institutionCode', '=', entry.institutionCode).executeTakeFirst();
    if (same !== undefined)
      return refuse('organisation.institutionCodeTaken', {
        field: 'institutionCode',
        facts: { name: same.name },
      });
  }
  if (entry.parentId !== null) {
    const parent = await tx
      .selectFrom('organisation')
      .select(['kind', 'creditCode', 'parentId'])
      .where('id', '=', entry.parentId)
      .executeTakeFirst();
    const fits =
      parent?.kind === 'institution' &&
      entry.kind === 'institution' &&
      parent.parentId === null &&
      parent.creditCode === entry.creditCode;
    return fits && entry.parentId !== self
      ? ok(null)
      : refuse('organisation.parentDiffers', { field: 'parentId' });
  }
  if (entry.creditCode === null) return ok(null);
  const known = await others
    .where('creditCode', '=', entry.creditCode)
    .where('kind', '=', entry.kind)
    .where('isNationalAgent', '=', entry.isNationalAgent)
    .where('parentId', 'is', null)
    .executeTakeFirst();
  if (known === undefined) return ok(null);
  const code = entry.kind === 'institution' ? 'organisation.isASite' : 'organisation.alreadyThere';
  return refuse(code, { field: 'creditCode', facts: { name: known.name } });
}

function columnsOf(entry: Omit<Entry, 'kind'>, checked: Particulars) {
  const { name, shortName, parentId, address, contactName, contactPhone } = entry;
  const { jurisdiction, creditCode, institutionCode, ownership, level, isNationalAgent } = checked;
  return {
    name,
    shortName,
    parentId,
    address,
    contactName,
    contactPhone,
    jurisdiction,
    creditCode,
    institutionCode,
    ownership,
    level,
    isNationalAgent,
  };
}
const provinceOf = (jurisdiction: string): number => Number(jurisdiction.slice(0, 2));

export async function enterOrganisation(
  context: ActorContext,
  { body }: Call<typeof api.enterOrganisation>,
): Answered<typeof api.enterOrganisation> {
  const { administrator, ...entry } = body;
  const checked = checkParticulars(entry);
  if (!checked.ok) return checked;
  const allowed = mayEnter(context.actor, entry);
  if (!allowed.ok) return allowed;
  const province = provinceOf(entry.jurisdiction);
  const { accountId: enteredBy } = context.actor;
  return command(inProvince(context, province), async (unit) => {
    const { tx } = unit;
    const fits = await checkAgainst(tx, { ...checked.value, parentId: entry.parentId }, null);
    if (!fits.ok) return fits;
    const id = context.newId();
    const columns = columnsOf(entry, checked.value);
    await tx
      .insertInto('organisation')
      .values({
        id,
        kind: entry.kind,
        province,
        ...columns,
        state: 'pending',
        enteredBy,
        createdAt: context.now,
      })
      .execute();
    if (administrator !== null) {
      const account = {
        id: context.newId(),
        organisationId: id,
        ...administrator,
        roles: firstRoles(entry.kind),
        state: 'pending',
      } as const;
      const added = await insertAccount(tx, { ...account, enteredBy, createdAt: context.now });
      if (!added)
        return refuse('account.loginTaken', {
          field: 'administrator.login',
          facts: { login: administrator.login },
        });
    }
    unit.record({
      event: 'organisation.entered',
      subject: { kind: 'organisation', id },
      basis: [],
      after: { kind: entry.kind, ...columns, administrator },
      readers: [id],
    });
    const row = await organisationRow(tx, id);
    assert(row !== undefined, 'a new organisation vanished');
    return ok(await detailOf(tx, context, row));
  });
}

/** Of the platform the first is the one who enters; everybody else begins with an administrator of the users. */
function firstRoles(kind: Entry['kind']): readonly string[] {
  return kind === 'platform' ? ['systemAdmin'] : ['admin'];
}

/** While pending a correction takes effect at once; an approved organisation keeps its data until another approves. */
export async function editOrganisation(
  context: ActorContext,
  { params, body }: Call<typeof api.editOrganisation>,
): Answered<typeof api.editOrganisation> {
  const found = await organisationRow(context.database.db, params.organisationId);
  if (found === undefined) return refuse('organisation.unknown');
  const { version, ...entry } = body;
  const checked = checkParticulars({ ...entry, kind: found.kind });
  if (!checked.ok) return checked;
  for (const place of [found.jurisdiction, entry.jurisdiction]) {
    const allowed = mayEnter(context.actor, { kind: found.kind, jurisdiction: place });
    if (!allowed.ok) return allowed;
  }
  return command(inProvince(context, found.province), async (unit) => {
    const { tx } = unit;
    const row = await lockOrganisation(tx, found.id);
    assert(row !== undefined, 'an organisation vanished');
    if (row.version !== version) return refuse('request.stale');
    if (row.state === 'closed') return refuse('organisation.wrongState', { facts: { state: row.state } });
    const fits = await checkAgainst(tx, { ...checked.value, parentId: entry.parentId }, row.id);
    if (!fits.ok) return fits;
    const columns = columnsOf(entry, checked.value);
    const { accountId } = context.actor;
    const now =
      row.state === 'pending'
        ? { ...columns, province: provinceOf(columns.jurisdiction), enteredBy: accountId }
        : { proposed: JSON.stringify(columns), proposedBy: accountId };
    await tx
      .updateTable('organisation')
      .set({ ...now, version: version + 1 })
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: 'organisation.corrected',
      subject: { kind: 'organisation', id: row.id },
      basis: [],
      after: { ...columns, waits: row.state !== 'pending' },
      readers: [row.id],
    });
    const after = await organisationRow(tx, row.id);
    assert(after !== undefined, 'an organisation vanished');
    return ok(await detailOf(tx, context, after));
  });
}

export async function changeContact(
  context: ActorContext,
  { params, body }: Call<typeof api.changeContact>,
): Answered<typeof api.changeContact> {
  const id = params.organisationId;
  if (id !== context.actor.organisationId) return refuse('organisation.unknown');
  return command(context, async (unit) => {
    const row = await lockOrganisation(unit.tx, id);
    assert(row !== undefined, 'an organisation vanished');
    const { version, ...contact } = body;
    if (row.version !== version) return refuse('request.stale');
    await unit.tx
      .updateTable('organisation')
      .set({ ...contact, version: version + 1 })
      .where('id', '=', id)
      .execute();
    const { address, contactName, contactPhone } = row;
    unit.record({
      event: 'organisation.contactChanged',
      subject: { kind: 'organisation', id },
      basis: [],
      before: { address, contactName, contactPhone },
      after: contact,
    });
    const after = await organisationRow(unit.tx, id);
    assert(after !== undefined, 'an organisation vanished');
    return ok(await detailOf(unit.tx, context, after));
  });
}
