import { approveExpert, enterExpert } from '@daylight/api/panel-expert.ts';
import { answerInvitation, listAssignments, signMinutes, submitScore } from '@daylight/api/panel-member.ts';
import { freezePool, readReview } from '@daylight/api/panel.ts';
import { assert } from '@daylight/rules/result.ts';
import { command } from '@daylight/server/command.ts';
import { systemContext } from '@daylight/server/context.ts';
import { sealAll } from '@daylight/server/features/journal/seal.ts';
import { openReview } from '@daylight/server/features/panel/port.ts';
import type { Person, TestWorld } from './world.ts';

export interface PoolExpert {
  readonly person: Person;
  readonly expertId: string;
  readonly code: string;
}

export interface Bureau {
  readonly officer: Person;
  readonly supervisor: Person;
}

export async function openBureau(world: TestWorld, jurisdiction = '320000'): Promise<Bureau> {
  const bureau = await world.organisation({ kind: 'bureau', jurisdiction });
  return {
    officer: await world.person(bureau, ['officer']),
    supervisor: await world.person(bureau, ['supervisor']),
  };
}

export interface ExpertOptions {
  readonly specialty?: string;
  readonly organisationId?: string;
  readonly interests?: readonly {
    kind: 'shareholding' | 'sameGroup' | 'other' | 'employer';
    withId: string;
  }[];
}

/** An expert entered by one and approved by another. */
export async function addExpert(
  world: TestWorld,
  { officer, supervisor }: Bureau,
  options: ExpertOptions = {},
): Promise<PoolExpert> {
  const hospital = options.organisationId ?? (await world.organisation({ kind: 'institution' }));
  const person = await world.person(hospital, ['expert']);
  const interests = (options.interests ?? []).map((each) => ({ ...each, note: '' }));
  const body = {
    accountId: person.accountId,
    title: '主任医师',
    specialties: [options.specialty ?? 'orthopaedics'],
    interests,
  };
  const { id: expertId, code } = (await officer.call(enterExpert, { body })).value;
  const approved = await supervisor.call(approveExpert, {
    params: { expertId },
    body: { version: 1, approves: true },
  });
  assert(approved.ok, 'an expert was not approved');
  return { person, expertId, code };
}

/** A pool of as many experts, each at a hospital of the own. */
export async function addExperts(world: TestWorld, bureau: Bureau, count: number, specialty?: string) {
  const experts: PoolExpert[] = [];
  for (let at = 0; at < count; at += 1) {
    experts.push(await addExpert(world, bureau, specialty === undefined ? {} : { specialty }));
  }
  return experts;
}

export interface AskedReview {
  readonly interested: readonly string[];
  readonly specialty?: string;
  readonly kind?: string;
}

/** A review as some feature asks for it. */
export async function askForReview(world: TestWorld, asked: AskedReview): Promise<string> {
  const context = systemContext(world.world, 32, 'test');
  const opened = await command(context, (unit) =>
    openReview(context, unit, {
      kind: asked.kind ?? 'admission',
      jurisdiction: '320000',
      subject: { kind: 'application', id: context.newId() },
      title: { zh: '带线锚钉挂网申请', en: 'Anchor with suture' },
      specialty: asked.specialty ?? 'orthopaedics',
      interested: asked.interested,
      evidence: [],
    }),
  );
  assert(opened.ok, 'a review was refused');
  return opened.value.id;
}

/** Freezes the list of an opened review and lets the draw happen: some minutes later, with a seal of the journal. */
export async function draw(world: TestWorld, { officer }: Bureau, reviewId: string): Promise<void> {
  const review = (await officer.call(readReview, { params: { reviewId } })).value;
  const frozen = await officer.call(freezePool, { params: { reviewId }, body: { version: review.version } });
  assert(frozen.ok, `the list was not frozen: ${frozen.ok ? '' : frozen.problem.code}`);
  await world.moveBy(11 * 60_000);
  await sealAll(world.world);
  await world.moveBy(60_000);
}

/** Takes a drawn review to its end: everybody invited accepts, gives the same points to everything, and signs. */
export async function decideReview(
  world: TestWorld,
  bureau: Bureau,
  { reviewId, experts, points = 80 }: { reviewId: string; experts: readonly PoolExpert[]; points?: number },
): Promise<void> {
  await draw(world, bureau, reviewId);
  const { sheet } = (await bureau.officer.call(readReview, { params: { reviewId } })).value;
  const params = { reviewId };
  const given = Object.fromEntries(sheet.criteria.map((each) => [each.code, points]));
  const seated: PoolExpert[] = [];
  for (const expert of experts) {
    const { items } = (await expert.person.call(listAssignments, { query: { open: 'true' } })).value;
    if (items.every((each) => each.id !== reviewId || each.duty !== 'answer')) continue;
    seated.push(expert);
    await expert.person.call(answerInvitation, {
      params,
      body: { version: versionOf(items, reviewId), answer: 'accept' },
    });
  }
  for (const { person } of seated) {
    const { items } = (await person.call(listAssignments, {})).value;
    const body = { version: versionOf(items, reviewId), points: given, opinion: '资料齐全，建议如评分。' };
    const scored = await person.call(submitScore, { params, body });
    assert(scored.ok, 'a score was refused');
  }
  await world.moveBy(60_000);
  for (const { person } of seated) {
    const { items } = (await person.call(listAssignments, {})).value;
    await person.call(signMinutes, { params, body: { version: versionOf(items, reviewId) } });
  }
  await world.moveBy(60_000);
}

const pointsOf = { recommended: 80, notRecommended: 40 } as const;
const seatsWanted = 6;

/** A bureau and a pool of each world, by the jurisdiction and the specialty that reviews ask for. */
const pools = new WeakMap<TestWorld, Map<string, { bureau: Bureau; experts: readonly PoolExpert[] }>>();

async function poolOf(world: TestWorld, jurisdiction: string, specialty: string) {
  const known = pools.get(world) ?? new Map<string, { bureau: Bureau; experts: readonly PoolExpert[] }>();
  pools.set(world, known);
  const key = `${jurisdiction} ${specialty}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const bureau = await openBureau(world, jurisdiction);
  const city = jurisdiction.endsWith('0000') ? `${jurisdiction.slice(0, 2)}0100` : jurisdiction;
  const experts: PoolExpert[] = [];
  for (let at = 0; at < seatsWanted; at += 1) {
    const organisationId = await world.organisation({ kind: 'institution', jurisdiction: city });
    experts.push(await addExpert(world, bureau, { specialty, organisationId }));
  }
  const made = { bureau, experts };
  known.set(key, made);
  return made;
}

/** The panel that something waits for, from the draw to the signed minutes, with the outcome that its points lead to. */
export async function panelSays(
  world: TestWorld,
  subjectId: string,
  outcome: keyof typeof pointsOf,
): Promise<void> {
  const [review] = await world.sql<{ id: string; jurisdiction: string; specialty: string }>(
    `select id, jurisdiction, specialty from panel_review where subject_id = $1 and state = 'opened'`,
    [subjectId],
  );
  assert(review !== undefined, 'no open panel');
  const { bureau, experts } = await poolOf(world, review.jurisdiction, review.specialty);
  await decideReview(world, bureau, { reviewId: review.id, experts, points: pointsOf[outcome] });
}

function versionOf(items: readonly { readonly id: string; readonly version: number }[], id: string): number {
  return items.find((each) => each.id === id)?.version ?? 0;
}
