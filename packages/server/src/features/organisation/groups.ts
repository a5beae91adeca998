import type * as api from '@daylight/api/organisation.ts';
import type { MedicalGroup } from '@daylight/api/organisation.ts';
import type { BodyOf } from '@daylight/api/endpoint.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { inProvince } from '../../in-province.ts';
import type { Call } from '../../route.ts';

/** The groups a query asks for, each with its members; the tree is made of parentId. */
async function groupsOf(
  tx: Tx,
  which: { readonly id?: string; readonly jurisdiction?: string | undefined },
): Promise<MedicalGroup[]> {
  const { id, jurisdiction } = which;
  const prefix = jurisdiction?.replace(/(00)+$/, '') ?? '';
  const groups = await tx
    .selectFrom('medicalGroup as g')
    .innerJoin('jurisdiction as j', 'j.code', 'g.jurisdiction')
    .innerJoin('organisation as o', 'o.id', 'g.leadOrganisationId')
    .select([
      'g.id',
      'g.name',
      'g.jurisdiction',
      'g.parentId',
      'g.state',
      'g.version',
      'j.name as zh',
      'j.nameEn as en',
      'o.id as leadId',
      'o.name as leadName',
    ])
    .$if(id !== undefined, (query) => query.where('g.id', '=', id ?? ''))
    .$if(prefix !== '', (query) => query.where('g.jurisdiction', 'like', `${prefix}%`))
    .orderBy('g.name')
    .limit(1000)
    .$narrowType<{ state: MedicalGroup['state'] }>()
    .execute();
  if (groups.length === 0) return [];
  const members = await tx
    .selectFrom('medicalGroupMember as m')
    .innerJoin('organisation as o', 'o.id', 'm.organisationId')
    .select(['m.groupId', 'o.id', 'o.name', 'o.level', 'm.fromDate as from', 'm.untilDate as until'])
    .where(
      'm.groupId',
      'in',
      groups.map((group) => group.id),
    )
    .orderBy('o.name')
    .$narrowType<{ level: MedicalGroup['members'][number]['level'] }>()
    .execute();
  const byGroup = Map.groupBy(members, (member) => member.groupId);
  return groups.map(({ zh, en, leadId, leadName, jurisdiction: code, ...group }) => ({
    ...group,
    jurisdiction: { code, name: { zh, en } },
    lead: { id: leadId, name: leadName },
    members: (byGroup.get(group.id) ?? []).map(memberView),
  }));
}

function memberView({ id, name, level, from, until }: MedicalGroup['members'][number]) {
  return { id, name, level, from, until };
}

export async function listGroups(
  context: ActorContext,
  { query }: Call<typeof api.listGroups>,
): Answered<typeof api.listGroups> {
  return ok({ items: await groupsOf(context.database.db, { jurisdiction: query.jurisdiction }) });
}

type Given = Pick<BodyOf<typeof api.enterGroup>, 'name' | 'parentId' | 'leadId' | 'members'>;
type GroupRefusal =
  | 'organisation.groupCircle'
  | 'organisation.groupMember'
  | 'organisation.groupLead'
  | 'organisation.groupDates'
  | 'organisation.groupUnknown';

async function checkGroup(tx: Tx, given: Given, self: string | null): Promise<Result<null, GroupRefusal>> {
  const ids = given.members.map((member) => member.organisationId);
  const late = given.members.findIndex((member) => member.until !== null && member.until < member.from);
  if (late >= 0) return refuse('organisation.groupDates', { field: `members.${late}.until` });
  if (!ids.includes(given.leadId)) return refuse('organisation.groupLead', { field: 'leadId' });
  const known = await tx
    .selectFrom('organisation')
    .select('id')
    .where('id', 'in', ids)
    .where('kind', '=', 'institution')
    .where('state', '=', 'active')
    .execute();
  if (new Set(ids).size !== ids.length || known.length !== ids.length)
    return refuse('organisation.groupMember', { field: 'members' });
  // Upwards from the parent one never comes by the group itself.
  for (let above = given.parentId, steps = 0; above !== null; steps += 1) {
    if (above === self || steps > 20) return refuse('organisation.groupCircle', { field: 'parentId' });
    const row = await tx
      .selectFrom('medicalGroup')
      .select('parentId')
      .where('id', '=', above)
      .executeTakeFirst();
    if (row === undefined) return refuse('organisation.groupUnknown', { field: 'parentId' });
    above = row.parentId;
  }
  return ok(null);
}

async function saveMembers(unit: Unit, groupId: string, members: Given['members']): Promise<void> {
  await unit.tx.deleteFrom('medicalGroupMember').where('groupId', '=', groupId).execute();
  await unit.tx
    .insertInto('medicalGroupMember')
    .values(
      members.map(({ organisationId, from, until }) => ({
        groupId,
        organisationId,
        fromDate: from,
        untilDate: until,
      })),
    )
    .execute();
}

async function reread(tx: Tx, id: string): Promise<MedicalGroup> {
  const [group] = await groupsOf(tx, { id });
  assert(group !== undefined, 'a medical group vanished');
  return group;
}

export async function enterGroup(
  context: ActorContext,
  { body }: Call<typeof api.enterGroup>,
): Answered<typeof api.enterGroup> {
  const { jurisdiction, name, parentId, leadId, members } = body;
  if (!reaches(context.actor, jurisdiction))
    return refuse('organisation.outsideYourReach', { field: 'jurisdiction' });
  return command(inProvince(context, Number(jurisdiction.slice(0, 2))), async (unit) => {
    const place = await unit.tx
      .selectFrom('jurisdiction')
      .select('code')
      .where('code', '=', jurisdiction)
      .executeTakeFirst();
    if (place === undefined) return refuse('organisation.outsideYourReach', { field: 'jurisdiction' });
    const fits = await checkGroup(unit.tx, body, null);
    if (!fits.ok) return fits;
    const id = context.newId();
    const group = { id, name, jurisdiction, parentId, leadOrganisationId: leadId };
    await unit.tx
      .insertInto('medicalGroup')
      .values({ ...group, enteredBy: context.actor.accountId, createdAt: context.now })
      .execute();
    await saveMembers(unit, id, members);
    const readers = members.map((member) => member.organisationId);
    unit.record({
      event: 'organisation.groupEntered',
      subject: { kind: 'medicalGroup', id },
      basis: [],
      after: body,
      readers,
    });
    return ok(await reread(unit.tx, id));
  });
}

export async function editGroup(
  context: ActorContext,
  { params, body }: Call<typeof api.editGroup>,
): Answered<typeof api.editGroup> {
  const [found] = await groupsOf(context.database.db, { id: params.groupId });
  if (found === undefined) return refuse('organisation.groupUnknown');
  if (!reaches(context.actor, found.jurisdiction.code)) return refuse('organisation.outsideYourReach');
  return command(inProvince(context, Number(found.jurisdiction.code.slice(0, 2))), async (unit) => {
    const { tx } = unit;
    const row = await tx
      .selectFrom('medicalGroup')
      .select('version')
      .where('id', '=', found.id)
      .forUpdate()
      .executeTakeFirst();
    if (row?.version !== body.version) return refuse('request.stale');
    const fits = await checkGroup(tx, body, found.id);
    if (!fits.ok) return fits;
    const { name, parentId, leadId, members, state, version } = body;
    await tx
      .updateTable('medicalGroup')
      .set({ name, parentId, leadOrganisationId: leadId, state, version: version + 1 })
      .where('id', '=', found.id)
      .execute();
    await saveMembers(unit, found.id, members);
    const readers = [
      ...found.members.map((member) => member.id),
      ...members.map((member) => member.organisationId),
    ];
    unit.record({
      event: 'organisation.groupChanged',
      subject: { kind: 'medicalGroup', id: found.id },
      basis: [],
      before: found,
      after: body,
      readers,
    });
    return ok(await reread(tx, found.id));
  });
}
