import type { VolumeRule } from '@daylight/rules/award/pack.ts';
import { type Result, assert, ok } from '@daylight/rules/result.ts';
import { articles } from '@daylight/rules/tender/articles.ts';
import { checkCodesOnce, proceduresOf } from '@daylight/rules/tender/plan.ts';
import { usualTerms } from '@daylight/rules/tender/mode.ts';
import { bureauLevels, tenderPolicyOf } from '@daylight/rules/tender/policy.ts';
import type { TenderLevel } from '@daylight/rules/tender/state.ts';
import { suggestTimetable } from '@daylight/rules/tender/timetable.ts';
import type { Instant } from '@daylight/rules/time.ts';
import type { Unit } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import {
  type NewItem,
  type NewProject,
  checkItemsFree,
  insertItems,
  insertMembers,
  insertProject,
} from './begin.ts';
import { followingPack } from './follow-pack.ts';
import { type ParticipantsRefusal, participantsFor } from './participants.ts';
import { redraw } from './products.ts';
import { type TenderFacts, readTender } from './store.ts';

/** A result of another platform as the round that takes it over. */
export interface Following {
  readonly number: string;
  readonly title: string;
  readonly level: TenderLevel;
  readonly regions: readonly string[];
  readonly termMonths: number;
  readonly items: readonly Omit<NewItem, 'cap'>[];
  /** How the source measures base and agreed volume; kept where it fits what is followed here. */
  readonly volume: VolumeRule;
  readonly demandFromAt: Instant | null;
  readonly demandDueAt: Instant | null;
  readonly source: { readonly title: string; readonly number: string; readonly organiser: string };
}
export type FollowingRefusal =
  | ParticipantsRefusal
  | 'tender.itemInWiderRound'
  | 'tender.itemInVolumeRound'
  | 'tender.codesTwice';

export interface Begun {
  readonly tender: TenderFacts;
  readonly institutions: number;
  readonly products: number;
}

/**
 * The project by which a result lands (SX-4.1): its items, the institutions of the place, the products of the directory, a
 * plan in words and the rules of following, all at once. A second person still approves it as every plan.
 */
export async function beginFollowing(
  context: ActorContext,
  unit: Unit,
  following: Following,
): Promise<Result<Begun, FollowingRefusal>> {
  const { actor, book, today, scope } = context;
  const policy = tenderPolicyOf(book, actor.jurisdiction, today);
  const level = levelHere(following.level);
  const regions = following.regions.length === 0 ? [actor.jurisdiction] : following.regions;
  const found = await participantsFor(
    unit.tx,
    context,
    { level, regions, groupIds: [], institutionIds: [] },
    policy,
  );
  if (!found.ok) return found;
  const once = checkCodesOnce(following.items);
  if (!once.ok) return once;
  const { institutions, partners } = found.value;
  const free = await checkItemsFree(unit.tx, scope.province, {
    level,
    items: following.items,
    institutionIds: institutions.map(({ institutionId }) => institutionId),
    except: null,
  });
  if (!free.ok) return free;
  const project = projectOf(context, following, { level, regions, partners, modes: policy.modes.value });
  await insertProject(unit, context, project);
  await insertItems(
    unit.tx,
    project,
    following.items.map((item) => ({ ...item, codePrefixes: [...item.codePrefixes], cap: null })),
  );
  await insertMembers(unit.tx, context, project, institutions);
  const tender = await withTimes(unit, context, project, following);
  const products = await redraw(unit.tx, context, tender);
  unit.record({
    event: 'tender.begun',
    subject: { kind: 'tender', id: tender.id },
    basis: [articles.plan],
    after: {
      number: tender.number,
      title: tender.title,
      level,
      items: following.items.length,
      institutions: institutions.length,
      follows: following.source.number,
    },
    readers: partners,
  });
  return ok({ tender, institutions: institutions.length, products: products.length });
}

/** The round as it was written, with the times that were asked for or the shortest that are allowed. */
async function withTimes(
  unit: Unit,
  context: ActorContext,
  { province, id }: NewProject,
  asked: Pick<Following, 'demandFromAt' | 'demandDueAt'>,
): Promise<TenderFacts> {
  const policy = tenderPolicyOf(context.book, context.actor.jurisdiction, context.today);
  const suggested = suggestTimetable({ now: context.now, policy, calendar: context.calendar }, 'followed');
  await unit.tx
    .updateTable('tender')
    .set({
      demandFromAt: asked.demandFromAt ?? suggested.demandFromAt,
      demandDueAt: asked.demandDueAt ?? suggested.demandDueAt,
    })
    .where('province', '=', province)
    .where('id', '=', id)
    .execute();
  const tender = await readTender(unit.tx, province, id);
  assert(tender !== null, 'the round was just written');
  return tender;
}

/** What an alliance of other cities or a group elsewhere decided is taken over as a provincial round. */
function levelHere(level: TenderLevel): TenderLevel {
  return bureauLevels.includes(level) && level !== 'interCity' ? level : 'provincial';
}

interface Placed {
  readonly level: TenderLevel;
  readonly regions: readonly string[];
  readonly partners: readonly string[];
  readonly modes: readonly { readonly code: string }[];
}

function projectOf(
  context: ActorContext,
  following: Following,
  { level, regions, partners, modes }: Placed,
): NewProject {
  const { number, title, termMonths, source } = following;
  const codes = modes.map(({ code }) => code);
  return {
    id: context.newId(),
    province: context.scope.province,
    number,
    title,
    level,
    mode: 'inquiry',
    quoting: usualTerms('inquiry'),
    modeCode: codes.find((code) => proceduresOf(code).includes('inquiry')) ?? 'inquiry',
    origin: 'followed',
    jurisdiction: context.actor.jurisdiction,
    organiserId: context.actor.organisationId,
    partners,
    termMonths,
    pack: followingPack(following),
    plan: {
      screeningId: null,
      renewsId: null,
      packFrom: null,
      regions: [...regions],
      groupIds: [],
      scope: `落地执行${source.organiser}《${source.title}》（${source.number}）中选结果，参加机构为上列地区应参加的医疗机构。`,
      process:
        '医疗机构报量，公布约定采购量，按来源项目中选价确认中选产品，剩余量选择，签订采购合同，确定配送关系，执行与监督。',
      duties: '医疗机构按约定采购量采购中选产品，中选企业按中选价格保障供应，医保部门监督执行。',
      committee: [],
      team: [],
    },
  };
}
