import { assert } from '@daylight/rules/result.ts';
import type { Points } from '@daylight/rules/panel/score.ts';
import { command } from '../command.ts';
import type { ActorContext } from '../context.ts';
import { sealAll } from '../features/journal/seal.ts';
import { panelSweeps } from '../features/panel/due.ts';
import { approveOne, enterOne } from '../features/panel/experts.ts';
import { freezeOne } from '../features/panel/freeze.ts';
import { answerOne, signOne, submitOne } from '../features/panel/members.ts';
import { openReview } from '../features/panel/port.ts';
import { objectOne } from '../features/publicity/commands.ts';
import { takeUpOne } from '../features/publicity/handling.ts';
import { runSweeps } from '../sweep.ts';
import { type Life, firstOf } from './life.ts';
import {
  type Placed,
  type Province,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';

const specialty = 'orthopaedics';
const poolSize = 9;

function hospitals(demo: Province): readonly Placed[] {
  return organisationsOf(demo, 'institution')
    .filter((each) => demo.accounts.has(`${each.key}/expert`))
    .slice(0, poolSize);
}

const call = <P, B>(params: P, body: B) => ({ params, query: {}, body });

/** The pool, entered by one and approved by another; the last one still waits. */
async function fillPool({ demo }: Life): Promise<void> {
  const bureau = organisationOf(demo, 'bureau');
  const officer = actingAs(demo, bureau, 'officer');
  const supervisor = actingAs(demo, bureau, 'supervisor');
  const all = hospitals(demo);
  for (const [at, hospital] of all.entries()) {
    const { accountId } = actingAs(demo, hospital, 'expert').actor;
    const body = {
      accountId,
      title: at % 3 === 0 ? '主任医师' : '副主任医师',
      specialties: [specialty, at % 2 === 0 ? 'nursing' : 'cardiology'],
      interests: [],
    };
    const { id: expertId } = done(await enterOne(officer, call({}, body)), 'an expert');
    if (at === all.length - 1) continue;
    const approval = { version: 1, approves: true, note: '' };
    done(await approveOne(supervisor, call({ expertId }, approval)), 'approval of an expert');
  }
}

async function askForAdvice(life: Life, zh: string, en: string): Promise<void> {
  const { demo } = life;
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const asked = await command(officer, async (unit) =>
    openReview(officer, unit, {
      kind: 'advice',
      jurisdiction: '320000',
      subject: { kind: 'advice', id: officer.newId() },
      title: { zh, en },
      specialty,
      interested: [firstOf(life).maker.id],
      evidence: [],
    }),
  );
  const { id: reviewId } = done(asked, 'a review');
  done(await freezeOne(officer, call({ reviewId }, { version: 1, area: null })), 'a frozen list');
}

interface Seat {
  readonly reviewId: string;
  readonly accountId: string;
  readonly version: number;
  readonly state: string;
  readonly reviewState: string;
  readonly signed: boolean;
}

function seatsNow(demo: Province): Promise<readonly Seat[]> {
  return look(demo, async (tx) => {
    const rows = await tx
      .selectFrom('panelCandidate as c')
      .innerJoin('panelReview as r', (join) =>
        join.onRef('r.province', '=', 'c.province').onRef('r.id', '=', 'c.reviewId'),
      )
      .select(['c.reviewId', 'c.accountId', 'c.version', 'c.state', 'r.state as reviewState', 'c.signedAt'])
      .where('c.province', '=', provinceNumber)
      .where('r.kind', '=', 'advice')
      .where('c.state', 'in', ['invited', 'accepted', 'scored'])
      .orderBy('c.reviewId')
      .orderBy('c.rank')
      .execute();
    return rows.map(({ signedAt, ...row }) => ({ ...row, signed: signedAt !== null }));
  });
}

const pointsOf = (at: number): Points => ({
  necessity: 78 + at * 3,
  safety: 82 + at * 2,
  price: 70 + at * 4,
  supply: 85 - at,
});

/** Every seat does what it owes; on the last day the latest review is left half done. */
async function actAsExperts({ demo }: Life, isLast: boolean): Promise<void> {
  const experts = new Map(
    hospitals(demo).map((each) => {
      const context = actingAs(demo, each, 'expert');
      return [context.actor.accountId, context] as const;
    }),
  );
  const act = async (at: number, seat: Seat, context: ActorContext): Promise<void> => {
    const { reviewId, version } = seat;
    if (seat.state === 'invited') {
      const body = { version, answer: 'accept' as const, reason: '' };
      done(await answerOne(context, call({ reviewId }, body)), 'an answer');
    } else if (seat.state === 'accepted' && !(isLast && at % 2 === 1)) {
      const body = { version, points: pointsOf(at % 5), opinion: '临床确有需要，资料齐全，价格可接受。' };
      done(await submitOne(context, call({ reviewId }, body)), 'a score');
    } else if (seat.reviewState === 'closed' && seat.state === 'scored' && !seat.signed) {
      done(await signOne(context, call({ reviewId }, { version, remark: '' })), 'a signature');
    }
  };
  for (const [at, seat] of (await seatsNow(demo)).entries()) {
    const context = experts.get(seat.accountId);
    assert(context !== undefined, 'a seat of nobody');
    await act(at, seat, context);
  }
}

/** A week of panels: one that comes to its minutes, one that is being scored when the demo stands still. */
export async function livePanels(life: Life, left: number): Promise<void> {
  if (left > 8) return;
  if (left === 8) {
    await fillPool(life);
    await askForAdvice(life, '可吸收带线锚钉临床应用论证', 'Absorbable anchors with suture: clinical use');
    return;
  }
  await sealAll(life.demo.world);
  await runSweeps(life.demo.world, panelSweeps);
  await actAsExperts(life, left === 0);
  if (left === 2) await askForAdvice(life, '椎间融合器新型号论证', 'A new model of an interbody cage');
  if (left === 0) await leaveObjections(life);
}

/** Two objections to what is public on the last day: one to be taken up, one under examination. */
async function leaveObjections({ demo }: Life): Promise<void> {
  const rivals = organisationsOf(demo, 'manufacturer').slice(3, 5);
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const items = await look(demo, (tx) =>
    tx
      .selectFrom('publicityItem as i')
      .innerJoin('publicity as p', (join) =>
        join.onRef('p.province', '=', 'i.province').onRef('p.id', '=', 'i.publicityId'),
      )
      .select(['i.publicityId', 'i.key'])
      .where('i.province', '=', provinceNumber)
      .where('p.state', '=', 'open')
      .where('p.jurisdiction', '=', '320000')
      .orderBy('i.publicityId')
      .orderBy('i.position')
      .limit(rivals.length)
      .execute(),
  );
  for (const [at, rival] of rivals.entries()) {
    const item = items[at % items.length];
    if (item === undefined) return;
    const body = {
      itemKey: item.key,
      reasonCode: at === 0 ? 'price' : 'record',
      reasons: '该产品在外省的现行挂网价低于公示价格，请核实其价格记录的来源。',
      evidence: [],
    };
    const params = { publicityId: item.publicityId };
    const made = done(await objectOne(actingAs(demo, rival, 'sales'), call(params, body)), 'an objection');
    if (at === 0) continue;
    const takesUp = { takesUp: true as const, version: 1, issue: '价格记录的来源是否真实', note: '' };
    done(await takeUpOne(officer, call({ objectionId: made.id }, takesUp)), 'an objection taken up');
  }
}
