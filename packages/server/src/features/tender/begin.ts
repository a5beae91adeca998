import type { BodyOf } from '@daylight/api/endpoint.ts';
import type { beginRound, planItem } from '@daylight/api/tender-plan.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { checkMode } from '@daylight/rules/tender/plan.ts';
import { type TenderPolicy, tenderPolicyOf } from '@daylight/rules/tender/policy.ts';
import type { TenderLevel, TenderMode, TenderOrigin } from '@daylight/rules/tender/state.ts';
import type { z } from 'zod';
import type { QuotingTerms } from '@daylight/rules/tender/mode.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { followingPack } from './follow-pack.ts';
import { roundsWithCodes, widerOf } from './overlap.ts';
import { type Participant, participantsFor } from './participants.ts';
import { candidatesOf, lockScreening, readScreeningRow } from './screening-store.ts';
import type { TenderFacts } from './store.ts';
import { plannedQuoting } from './quoting.ts';

export type NewItem = z.output<typeof planItem>;
type Body = BodyOf<typeof beginRound>;

type ItemRefusal = 'tender.itemInWiderRound' | 'tender.itemInVolumeRound';

/** No item of a wider round; a purchasing union buys what stands outside any round (HN-5, GY-3.2, SX-2.1). */
export async function checkItemsFree(
  tx: Tx,
  province: number,
  ask: {
    readonly level: TenderLevel;
    readonly items: readonly Pick<NewItem, 'name' | 'codePrefixes'>[];
    readonly institutionIds: readonly string[];
    readonly except: string | null;
  },
): Promise<Result<null, ItemRefusal>> {
  const { level, items, institutionIds, except } = ask;
  const met = await roundsWithCodes(tx, province, {
    codePrefixes: items.flatMap(({ codePrefixes }) => codePrefixes),
    institutionIds,
    except,
  });
  const first = level === 'union' ? (met[0] ?? null) : widerOf(met, level);
  if (first === null) return ok(null);
  const item = items.find(({ codePrefixes }) => codePrefixes.includes(first.asked))?.name ?? first.name;
  const facts = { item, title: first.title };
  return level === 'union'
    ? refuse('tender.itemInVolumeRound', { basis: articles.union, field: 'items', facts })
    : refuse('tender.itemInWiderRound', {
        basis: level === 'group' ? articles.jointChoice : articles.screening,
        field: 'items',
        facts,
      });
}

type ScreeningRefusal = 'tender.screeningUnknown' | 'tender.screeningState' | 'tender.screeningUsed';

/** The items that a screening chose, one for each product group. */
async function itemsOfScreening(
  unit: Unit,
  context: ActorContext,
  screeningId: string,
): Promise<Result<readonly NewItem[], ScreeningRefusal>> {
  const { province } = context.scope;
  const seen = await readScreeningRow(unit.tx, province, screeningId);
  if (seen?.organiserId !== context.actor.organisationId) return refuse('tender.screeningUnknown');
  const screening = await lockScreening(unit.tx, province, screeningId);
  assert(screening !== null, 'a screening that was read is there');
  if (screening.state !== 'agreed')
    return refuse('tender.screeningState', {
      basis: articles.screening,
      facts: { state: screening.state },
    });
  const used = await unit.tx
    .selectFrom('tenderPlan as plan')
    .innerJoin('tender', (join) =>
      join.onRef('tender.province', '=', 'plan.province').onRef('tender.id', '=', 'plan.tenderId'),
    )
    .select('tender.number')
    .where('plan.province', '=', province)
    .where('plan.screeningId', '=', screeningId)
    .where('tender.state', 'not in', ['cancelled', 'failed'])
    .executeTakeFirst();
  if (used !== undefined) return refuse('tender.screeningUsed', { facts: { number: used.number } });
  const candidates = await candidatesOf(unit.tx, screening);
  const chosen = candidates.filter((each) => each.chosen);
  return ok(
    chosen.map(({ prefix, name, unit: unitName }) => ({
      item: prefix,
      name,
      unit: unitName === '' ? '个' : unitName,
      codePrefixes: [prefix],
      cap: null,
    })),
  );
}

/** A project with its participants resolved; from a screening its items are the choice (GY-4.2). */
export async function beginProject(
  context: ActorContext,
  { body }: Call<typeof beginRound>,
): Answered<typeof beginRound> {
  const number = await nextNumber(context, 'CG');
  const { actor, book, today, scope } = context;
  const policy = tenderPolicyOf(book, actor.jurisdiction, today);
  return command(context, async (unit) => {
    const found = await participantsFor(unit.tx, context, body, policy);
    if (!found.ok) return found;
    const mode = checkMode(body, policy);
    if (!mode.ok) return mode;
    const quoting = plannedQuoting(context, actor.jurisdiction, body);
    if (!quoting.ok) return quoting;
    const chosen =
      body.screeningId === null
        ? ok<readonly NewItem[]>(body.items)
        : await itemsOfScreening(unit, context, body.screeningId);
    if (!chosen.ok) return chosen;
    const { institutions, partners } = found.value;
    const free = await checkItemsFree(unit.tx, scope.province, {
      level: body.level,
      items: chosen.value,
      institutionIds: institutions.map(({ institutionId }) => institutionId),
      except: null,
    });
    if (!free.ok) return free;
    const project = newProject(context, {
      body,
      number,
      partners,
      policy,
      quoting: quoting.value,
      items: chosen.value,
    });
    await insertProject(unit, context, project);
    await insertItems(unit.tx, project, chosen.value);
    await insertMembers(unit.tx, context, project, institutions);
    unit.record({
      event: 'tender.begun',
      subject: { kind: 'tender', id: project.id },
      basis: [articles.plan],
      after: {
        number,
        title: body.title,
        level: body.level,
        items: chosen.value.length,
        institutions: institutions.length,
        screeningId: body.screeningId,
      },
      readers: partners,
    });
    return ok({ id: project.id, number, state: 'draft' as const, version: 1 });
  });
}

export interface NewProject {
  readonly id: string;
  readonly province: number;
  readonly number: string;
  readonly title: string;
  readonly level: TenderLevel;
  readonly mode: TenderMode;
  readonly modeCode: string;
  readonly quoting: QuotingTerms;
  readonly origin: TenderOrigin;
  readonly jurisdiction: string;
  readonly organiserId: string;
  readonly partners: readonly string[];
  readonly termMonths: number;
  readonly pack: unknown;
  readonly plan: Pick<
    Body,
    'screeningId' | 'regions' | 'groupIds' | 'scope' | 'process' | 'duties' | 'committee' | 'team'
  > & {
    readonly renewsId: string | null;
    readonly packFrom: string | null;
  };
}

interface Begun {
  readonly body: Body;
  readonly number: string;
  readonly partners: readonly string[];
  readonly policy: TenderPolicy;
  readonly quoting: QuotingTerms;
  readonly items: readonly NewItem[];
}

function newProject(
  context: ActorContext,
  { body, number, partners, policy, quoting, items }: Begun,
): NewProject {
  const { title, level, mode, modeCode, origin } = body;
  return {
    id: context.newId(),
    province: context.scope.province,
    number,
    title,
    level,
    mode,
    modeCode,
    quoting,
    origin,
    jurisdiction: context.actor.jurisdiction,
    organiserId: context.actor.organisationId,
    partners,
    termMonths: body.termMonths ?? policy.termMonths.value,
    // Of a round that follows nobody chooses the rules.
    pack:
      origin === 'followed' && items.length > 0
        ? followingPack({ number, title, items, volume: null })
        : null,
    plan: { ...body, renewsId: null, packFrom: null },
  };
}

export async function insertProject(unit: Unit, context: ActorContext, project: NewProject): Promise<void> {
  const { plan, modeCode, pack, partners, quoting, ...tender } = project;
  await unit.tx
    .insertInto('tender')
    .values({
      ...tender,
      partners: [...partners],
      pack: pack === null ? null : JSON.stringify(pack),
      quoting: JSON.stringify(quoting),
      state: 'draft',
      enteredAt: context.now,
      enteredBy: context.actor.accountId,
    })
    .execute();
  await unit.tx
    .insertInto('tenderPlan')
    .values({
      province: project.province,
      tenderId: project.id,
      organiserId: project.organiserId,
      partners: [...partners],
      screeningId: plan.screeningId,
      renewsId: plan.renewsId,
      modeCode,
      regions: [...plan.regions],
      groupIds: [...plan.groupIds],
      scope: plan.scope,
      process: plan.process,
      duties: plan.duties,
      committee: JSON.stringify(plan.committee),
      team: JSON.stringify(plan.team),
      packFrom: plan.packFrom,
    })
    .execute();
}

type Owned = Pick<NewProject, 'province' | 'id' | 'organiserId' | 'partners'> & {
  readonly isPublic?: boolean;
};

export async function insertItems(tx: Tx, project: Owned, items: readonly NewItem[]): Promise<void> {
  if (items.length === 0) return;
  await tx
    .insertInto('tenderItem')
    .values(
      items.map((item) => ({
        ...item,
        codePrefixes: [...item.codePrefixes],
        province: project.province,
        tenderId: project.id,
        organiserId: project.organiserId,
        partners: [...project.partners],
        isPublic: project.isPublic ?? false,
      })),
    )
    .execute();
}

export async function insertMembers(
  tx: Tx,
  { today }: Context,
  project: Owned,
  institutions: readonly Participant[],
): Promise<void> {
  // Who joins brings its other rounds along: what they meet is compared anew.
  await tx
    .deleteFrom('tenderStopLook')
    .where('province', '=', project.province)
    .where('tenderId', '=', project.id)
    .execute();
  // A province has some thousands: rows go in portions that a statement can carry.
  for (let from = 0; from < institutions.length; from += 500)
    await tx
      .insertInto('tenderInstitution')
      .values(
        institutions.slice(from, from + 500).map((each) => ({
          ...each,
          province: project.province,
          tenderId: project.id,
          organiserId: project.organiserId,
          partners: [...project.partners],
          isPublic: project.isPublic ?? false,
          joinedOn: today,
        })),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['province', 'tenderId', 'institutionId'])
          .doUpdateSet({ leftOn: null, joinedOn: today }),
      )
      .execute();
}

export function policyOf({ book, today }: Context, tender: Pick<TenderFacts, 'jurisdiction'>): TenderPolicy {
  return tenderPolicyOf(book, tender.jurisdiction, today);
}

/** A plan that changes is approved anew. */
export async function withdrawApprovals(tx: Tx, { province, id }: TenderFacts): Promise<void> {
  await tx.deleteFrom('tenderApproval').where('province', '=', province).where('tenderId', '=', id).execute();
}
