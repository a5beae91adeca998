import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  listPlaces,
  listScreeningUse,
  listScreenings,
  readScreening,
} from '@daylight/api/tender-screening.ts';
import type { Money } from '@daylight/rules/money.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { mayOrganise } from '@daylight/rules/tender/plan.ts';
import { tenderPolicyOf } from '@daylight/rules/tender/policy.ts';
import { type TenderLevel, tenderLevels } from '@daylight/rules/tender/state.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { organiserOf } from './participants.ts';
import { namesOf } from './rounds.ts';
import { type Screening, candidatesOf, readScreeningRow } from './screening-store.ts';
import { answersTo } from './settle-choice.ts';

/** One's own screenings and those that one decides with others; a bureau sees its own. */
function own(tx: Tx, { scope, actor }: ActorContext) {
  return tx
    .selectFrom('tenderScreening as screening')
    .innerJoin('organisation as organiser', 'organiser.id', 'screening.organiserId')
    .where('screening.province', '=', scope.province)
    .where((eb) =>
      eb.or([
        eb('screening.organiserId', '=', actor.organisationId),
        sql<boolean>`screening.partners @> array[${actor.organisationId}::uuid]`,
      ]),
    );
}

export async function screenings(
  context: ActorContext,
  { query }: Call<typeof listScreenings>,
): Promise<Result<ReplyOf<typeof listScreenings>, never>> {
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await own(tx, context)
      .select(['screening.id', 'screening.number', 'screening.title', 'screening.level'])
      .select(['screening.fromDay', 'screening.beforeDay', 'screening.collectedTo', 'screening.enteredAt'])
      .select(['organiser.id as organiserId', 'organiser.name as organiserName'])
      .select((eb) => [
        eb.ref('screening.state').$castTo<Screening['state']>().as('state'),
        countOf(false).as('candidates'),
        countOf(true).as('chosen'),
      ])
      .$if(query.state !== undefined, (wanted) => wanted.where('screening.state', '=', query.state ?? ''))
      .$if(query.level !== undefined, (wanted) => wanted.where('screening.level', '=', query.level ?? ''))
      .$if(after !== undefined, (wanted) => wanted.where('screening.id', '<', after ?? ''))
      .orderBy('screening.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map(({ organiserId, organiserName, level, ...row }) => ({
      ...row,
      level: level as TenderLevel,
      organiser: { id: organiserId, name: organiserName },
    }));
    return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
  });
}

const countOf = (chosen: boolean) => sql<number>`(select count(*)::int from tender_candidate c
  where c.province = screening.province and c.screening_id = screening.id and (c.chosen or not ${chosen}))`;

export async function screening(
  context: ActorContext,
  { params }: Call<typeof readScreening>,
): Promise<Result<ReplyOf<typeof readScreening>, 'tender.screeningUnknown'>> {
  const { province } = context.scope;
  const { organisationId } = context.actor;
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await own(tx, context)
      .select(['organiser.name as organiserName', 'screening.enteredAt'])
      .where('screening.id', '=', params.screeningId)
      .executeTakeFirst();
    const found = await readScreeningRow(tx, province, params.screeningId);
    if (row === undefined || found === null) return refuse('tender.screeningUnknown');
    const candidates = await candidatesOf(tx, found);
    const partners = await partnersOf(tx, found);
    const { id, number, title, level, fromDay, beforeDay, state, collectedTo, jurisdiction, version } = found;
    return ok({
      id,
      number,
      title,
      level,
      fromDay,
      beforeDay,
      state,
      collectedTo,
      jurisdiction,
      version,
      organiser: { id: found.organiserId, name: row.organiserName },
      enteredAt: row.enteredAt,
      chosen: candidates.filter(({ chosen }) => chosen).length,
      institutions: found.institutionIds.length,
      regions: await placesOf(tx, found.regions),
      groups: await groupNames(tx, found.groupIds),
      criteria: [...found.criteria],
      basis: found.basis,
      chooseCount: found.chooseCount,
      reason: found.reason,
      choiceHash: found.choiceHash,
      partners,
      candidates: candidates.map((each) => ({
        ...each,
        figures: { ...each.figures },
        scores: [...each.scores],
      })),
      mine: {
        isOrganiser: found.organiserId === organisationId,
        isAsked:
          state === 'proposed' && partners.some((each) => each.id === organisationId && each.agreed === null),
      },
      tender: await tenderOf(tx, found),
    });
  });
}

async function partnersOf(tx: Tx, found: Screening) {
  const names = await namesOf(tx, found.partners);
  const answers = found.choiceHash === null ? [] : await answersTo(tx, found);
  return names.map(({ id, name }) => {
    const answer = answers.find((each) => each.organisationId === id);
    return { id, name, agreed: answer?.agreed ?? null, note: answer?.note ?? '', at: answer?.at ?? null };
  });
}

async function tenderOf(tx: Tx, { province, id }: Screening) {
  const row = await tx
    .selectFrom('tenderPlan as plan')
    .innerJoin('tender', (join) =>
      join.onRef('tender.province', '=', 'plan.province').onRef('tender.id', '=', 'plan.tenderId'),
    )
    .select(['tender.id', 'tender.number'])
    .where('plan.province', '=', province)
    .where('plan.screeningId', '=', id)
    .where('tender.state', '!=', 'cancelled')
    .executeTakeFirst();
  return row ?? null;
}

export async function placesOf(tx: Tx, codes: readonly string[]): Promise<{ code: string; name: string }[]> {
  if (codes.length === 0) return [];
  return tx
    .selectFrom('jurisdiction')
    .select(['code', 'name'])
    .where('code', 'in', [...codes])
    .orderBy('code')
    .execute();
}

export async function groupNames(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('medicalGroup')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .orderBy('name')
    .execute();
}

export async function use(
  context: ActorContext,
  { params, query }: Call<typeof listScreeningUse>,
): Promise<Result<ReplyOf<typeof listScreeningUse>, 'tender.screeningUnknown'>> {
  const { province } = context.scope;
  const [, institutionAfter, codeAfter, makerAfter] =
    /^([0-9a-f-]{36})_(\w{1,27})_([0-9a-f-]{36})$/.exec(query.cursor ?? '') ?? [];
  return reading(context.database.db, context.scope, async (tx) => {
    const found = await own(tx, context)
      .select('screening.id')
      .where('screening.id', '=', params.screeningId)
      .executeTakeFirst();
    if (found === undefined) return refuse('tender.screeningUnknown');
    const rows = await tx
      .selectFrom('tenderScreeningUse as used')
      .innerJoin('organisation as institution', 'institution.id', 'used.institutionId')
      .innerJoin('organisation as maker', 'maker.id', 'used.manufacturerId')
      .innerJoin('catalogueItem as item', 'item.itemCode', 'used.itemCode')
      .select(['used.institutionId', 'institution.name as institutionName', 'used.itemCode', 'used.trades'])
      .select(['used.manufacturerId', 'maker.name as makerName', 'item.productName', 'item.specification'])
      .select(['used.quantity', 'used.amount'])
      .select(sql<Money>`round(used.price_low, 6)`.as('priceLow'))
      .select(sql<Money>`round(used.price_high, 6)`.as('priceHigh'))
      .where('used.province', '=', province)
      .where('used.screeningId', '=', params.screeningId)
      .where('used.prefix', '=', query.prefix)
      .$if(query.institutionId !== undefined, (wanted) =>
        wanted.where('used.institutionId', '=', query.institutionId ?? ''),
      )
      .$if(makerAfter !== undefined, (wanted) =>
        wanted.where(
          sql<boolean>`(used.institution_id, used.item_code, used.manufacturer_id) > (${institutionAfter}::uuid, ${codeAfter}, ${makerAfter}::uuid)`,
        ),
      )
      .orderBy('used.institutionId')
      .orderBy('used.itemCode')
      .orderBy('used.manufacturerId')
      .limit(query.limit + 1)
      .execute();
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const next =
      rows.length > query.limit && last !== undefined
        ? `${last.institutionId}_${last.itemCode}_${last.manufacturerId}`
        : null;
    return ok({ items: shown.map(useView), next });
  });
}

type UseView = ReplyOf<typeof listScreeningUse>['items'][number];
type UseRow = Omit<UseView, 'institution' | 'manufacturer'> & {
  readonly institutionId: string;
  readonly institutionName: string;
  readonly manufacturerId: string;
  readonly makerName: string;
};

function useView({ institutionId, institutionName, manufacturerId, makerName, ...row }: UseRow): UseView {
  return {
    ...row,
    institution: { id: institutionId, name: institutionName },
    manufacturer: { id: manufacturerId, name: makerName },
  };
}

/** What an organiser may choose from, with the numbers that its documents set. */
export async function places(context: ActorContext): Promise<Result<ReplyOf<typeof listPlaces>, never>> {
  const { actor, scope, book, today } = context;
  const policy = tenderPolicyOf(book, actor.jurisdiction, today);
  return reading(context.database.db, scope, async (tx) => {
    const cities = await tx
      .selectFrom('jurisdiction as city')
      .select(['city.code', 'city.name'])
      .select(
        sql<number>`(select count(*)::int from organisation o where o.province = ${scope.province} and o.kind = 'institution'
          and o.state = 'active' and left(o.jurisdiction, 4) = left(city.code, 4))`.as('institutions'),
      )
      .where('city.code', 'like', `${String(scope.province).padStart(2, '0')}__00`)
      .where('city.code', 'not like', '%0000')
      .orderBy('city.code')
      .execute();
    const groups = await tx
      .selectFrom('medicalGroup as grouped')
      .innerJoin('organisation as lead', 'lead.id', 'grouped.leadOrganisationId')
      .select([
        'grouped.id',
        'grouped.name',
        'grouped.jurisdiction',
        'lead.id as leadId',
        'lead.name as leadName',
      ])
      .select(
        sql<number>`(select count(*)::int from medical_group_member m where m.group_id = grouped.id
          and m.from_date <= ${today}::date and (m.until_date is null or m.until_date >= ${today}::date))`.as(
          'members',
        ),
      )
      .where('grouped.state', '=', 'active')
      .where('lead.province', '=', scope.province)
      .orderBy('grouped.name')
      .limit(200)
      .execute();
    const organiser = await organiserOf(tx, context);
    return ok({
      cities,
      groups: groups.map(({ leadId, leadName, ...group }) => ({
        ...group,
        lead: { id: leadId, name: leadName },
        isOwn: leadId === actor.organisationId,
      })),
      levels: tenderLevels.filter((level) => mayOrganise(organiser, level, policy).ok),
      modes: policy.modes.value.map((mode) => ({ ...mode, basis: basisOf(policy.modes) })),
      termMonths: policy.termMonths.value,
      allianceCitiesMin: policy.allianceCitiesMin?.value ?? null,
      jointItems: policy.jointItems?.value ?? null,
    });
  });
}
