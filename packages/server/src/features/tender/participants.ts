import { reaches } from '@daylight/rules/access/reach.ts';
import type { Ownership } from '@daylight/rules/policy/shapes.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { type Organiser, type OrganiserRefusal, mayOrganise } from '@daylight/rules/tender/plan.ts';
import { type TenderPolicy, bureauLevels } from '@daylight/rules/tender/policy.ts';
import type { TenderLevel } from '@daylight/rules/tender/state.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';

export interface ParticipantsAsk {
  readonly level: TenderLevel;
  readonly regions: readonly string[];
  readonly groupIds: readonly string[];
  readonly institutionIds: readonly string[];
}
export interface Participant {
  readonly institutionId: string;
  /** The city whose plan covers it. */
  readonly area: string;
  readonly via: 'region' | 'group' | 'itself';
  readonly groupId: string | null;
}
export interface Participants {
  readonly institutions: readonly Participant[];
  /** Lead hospitals of the groups besides the organiser. */
  readonly partners: readonly string[];
  readonly cities: readonly string[];
}
export type ParticipantsRefusal =
  | OrganiserRefusal
  | 'tender.groupUnknown'
  | 'tender.ownGroupMissing'
  | 'tender.regionUnknown'
  | 'tender.institutionUnknown'
  | 'tender.noInstitutions';

export const cityOfPlace = (jurisdiction: string): string => `${jurisdiction.slice(0, 4)}00`;

/** Who organises, and which groups it leads. */
export async function organiserOf(tx: Tx, context: ActorContext): Promise<Organiser> {
  const { kind, jurisdiction, organisationId } = context.actor;
  const groups = await tx
    .selectFrom('medicalGroup')
    .select('id')
    .where('leadOrganisationId', '=', organisationId)
    .where('state', '=', 'active')
    .execute();
  return { kind, jurisdiction, leads: groups.map(({ id }) => id) };
}

/** Who takes part, once the organiser may run such a round at all (GY-3.1, SX-2.3, GD-2). */
export async function participantsFor(
  tx: Tx,
  context: ActorContext,
  ask: ParticipantsAsk,
  policy: TenderPolicy,
): Promise<Result<Participants, ParticipantsRefusal>> {
  const organiser = await organiserOf(tx, context);
  const may = mayOrganise(organiser, ask.level, policy);
  if (!may.ok) return may;
  const checked = checkAsk(context, organiser, ask);
  if (!checked.ok) return checked;
  const found = await resolveParticipants(tx, context, {
    ...ask,
    organiserId: context.actor.organisationId,
    obliged: policy.obliged.value,
  });
  if (found.ok && found.value.institutions.length === 0)
    return refuse('tender.noInstitutions', { basis: articles.institutions });
  return found;
}

function checkAsk(
  { actor }: ActorContext,
  organiser: Organiser,
  ask: ParticipantsAsk,
): Result<null, 'tender.regionUnknown' | 'tender.ownGroupMissing'> {
  const strange = ask.regions.find(
    (region) =>
      !region.endsWith('00') ||
      (organiser.kind === 'bureau'
        ? Number(region.slice(0, 2)) !== actor.province
        : !reaches({ ...actor, jurisdiction: cityOfPlace(actor.jurisdiction) }, region)),
  );
  if (strange !== undefined)
    return refuse('tender.regionUnknown', { field: 'regions', facts: { region: strange } });
  if (ask.level === 'group' && !organiser.leads.some((id) => ask.groupIds.includes(id)))
    return refuse('tender.ownGroupMissing', { basis: articles.leads, field: 'groupIds' });
  return ok(null);
}

export interface Resolving extends ParticipantsAsk {
  readonly organiserId: string;
  readonly obliged: readonly Ownership[];
}

/** Institutions of groups, then of regions, then those named; each once. */
export async function resolveParticipants(
  tx: Tx,
  context: Context,
  ask: Resolving,
): Promise<Result<Participants, 'tender.groupUnknown' | 'tender.institutionUnknown'>> {
  const groups = await groupMembers(tx, context, ask.groupIds);
  if (groups === null) return refuse('tender.groupUnknown', { field: 'groupIds' });
  const named = await namedOnes(tx, context, ask);
  if (named === null) return refuse('tender.institutionUnknown', { field: 'institutionIds' });
  const all = [...groups.members, ...(await ofRegions(tx, context, ask)), ...named];
  const once = new Map(all.toReversed().map((each) => [each.institutionId, each]));
  const institutions = [...once.values()].toSorted((a, b) => (a.institutionId < b.institutionId ? -1 : 1));
  return ok({
    institutions,
    partners: bureauLevels.includes(ask.level) ? [] : groups.leads.filter((id) => id !== ask.organiserId),
    cities: [...new Set(institutions.map(({ area }) => area))].toSorted(),
  });
}

async function groupMembers(
  tx: Tx,
  { scope, today }: Context,
  groupIds: readonly string[],
): Promise<{ members: Participant[]; leads: string[] } | null> {
  if (groupIds.length === 0) return { members: [], leads: [] };
  const groups = await tx
    .selectFrom('medicalGroup as grouped')
    .innerJoin('organisation as lead', 'lead.id', 'grouped.leadOrganisationId')
    .select(['grouped.id', 'grouped.leadOrganisationId as leadId', 'lead.jurisdiction'])
    .where('grouped.id', 'in', [...groupIds])
    .where('grouped.state', '=', 'active')
    .where('lead.province', '=', scope.province)
    .orderBy('grouped.id')
    .execute();
  if (groups.length !== new Set(groupIds).size) return null;
  const rows = await tx
    .selectFrom('medicalGroupMember as member')
    .innerJoin('organisation', 'organisation.id', 'member.organisationId')
    .select(['member.groupId', 'organisation.id', 'organisation.jurisdiction'])
    .where('member.groupId', 'in', [...groupIds])
    .where('organisation.state', '=', 'active')
    .where('organisation.kind', '=', 'institution')
    .where('member.fromDate', '<=', today)
    .where((eb) => eb.or([eb('member.untilDate', 'is', null), eb('member.untilDate', '>=', today)]))
    .orderBy('organisation.id')
    .execute();
  const members = [
    ...groups.map((each) => ({ groupId: each.id, id: each.leadId, jurisdiction: each.jurisdiction })),
    ...rows,
  ].map(({ groupId, id, jurisdiction }): Participant => ({
    institutionId: id,
    area: cityOfPlace(jurisdiction),
    via: 'group',
    groupId,
  }));
  return { members, leads: [...new Set(groups.map(({ leadId }) => leadId))] };
}

function institutions(tx: Tx, province: number) {
  return tx
    .selectFrom('organisation')
    .select(['id', 'jurisdiction', 'ownership'])
    .where('province', '=', province)
    .where('kind', '=', 'institution')
    .where('state', '=', 'active')
    .where('parentId', 'is', null);
}

async function ofRegions(tx: Tx, { scope }: Context, ask: Resolving): Promise<Participant[]> {
  const { regions, obliged } = ask;
  if (regions.length === 0) return [];
  const rows = await institutions(tx, scope.province)
    .where('ownership', 'in', [...obliged])
    .where((eb) =>
      eb.or(regions.map((region) => eb('jurisdiction', 'like', `${region.replace(/(00)+$/, '')}%`))),
    )
    .orderBy('id')
    .execute();
  return rows.map(({ id, jurisdiction }) => ({
    institutionId: id,
    area: cityOfPlace(jurisdiction),
    via: 'region',
    groupId: null,
  }));
}

/** A bureau names obliged institutions; a hospital names itself only: others join by their own wish. */
async function namedOnes(tx: Tx, { scope }: Context, ask: Resolving): Promise<Participant[] | null> {
  const { institutionIds, organiserId, obliged, level } = ask;
  const byBureau = bureauLevels.includes(level);
  const wanted = new Set(level === 'union' ? [...institutionIds, organiserId] : institutionIds);
  if (wanted.size === 0) return [];
  if (!byBureau && [...wanted].some((id) => id !== organiserId)) return null;
  const rows = await institutions(tx, scope.province)
    .where('id', 'in', [...wanted])
    .execute();
  const isObliged = (ownership: string | null): boolean =>
    ownership !== null && (obliged as readonly string[]).includes(ownership);
  if (rows.length !== wanted.size || (byBureau && rows.some((row) => !isObliged(row.ownership)))) return null;
  return rows.map(({ id, jurisdiction }) => ({
    institutionId: id,
    area: cityOfPlace(jurisdiction),
    via: byBureau ? 'region' : 'itself',
    groupId: null,
  }));
}
