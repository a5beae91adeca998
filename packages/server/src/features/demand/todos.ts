import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { reportBasis } from '@daylight/rules/demand/policy.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { waitingStates } from './queries.ts';
import { mayRead } from './reach.ts';
import { reportRows } from './rows.ts';

const todosMax = 50;

/** Reports that are the asking side's turn: an institution's own one by one, those of others counted by round. */
export async function demandTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  if (!may(context.actor, 'demand.read')) return [];
  return [...(await own(tx, context)), ...(await toReview(tx, context)), ...(await toPublish(tx, context))];
}

async function own(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { actor, scope } = context;
  if (actor.kind !== 'institution') return [];
  const states = waitingStates(context).filter((state) => state !== 'confirmed');
  if (states.length === 0) return [];
  const rows = await reportRows(tx, scope.province)
    .where('demandReport.institutionId', '=', actor.organisationId)
    .where('demandReport.state', 'in', states)
    .where('demandRound.confirmEndedAt', 'is', null)
    .where('tender.state', '=', 'reporting')
    .orderBy('demandReport.tenderId', 'desc')
    .limit(todosMax)
    .execute();
  return rows
    .filter((row) => row.state === 'submitted' || row.lockedAt === null)
    .map((row) => ({
      id: `demand-${row.tenderId}`,
      kind: `demand.${row.state}`,
      title:
        row.state === 'submitted'
          ? { zh: '确认本单位报量', en: 'Confirm the volume report' }
          : { zh: '填报采购需求量', en: 'Report volumes' },
      detail: {
        zh: `${row.tenderTitle}（${row.tenderNumber}）`,
        en: `${row.tenderTitle} (${row.tenderNumber})`,
      },
      dueAt: row.lockedAt === null ? row.dueAt : row.confirmDueAt,
      provisional: row.lockedAt === null ? false : row.confirmProvisional,
      basis: reportBasis,
      href: `/volume-reports/${row.tenderId}/${row.institutionId}`,
      tone: row.state === 'returned' ? 'warning' : 'notice',
    }));
}

async function toReview(tx: Tx, context: ActorContext): Promise<Todo[]> {
  if (!may(context.actor, 'demand.review')) return [];
  const rows = await tx
    .selectFrom('demandReport')
    .innerJoin('tender', (join) =>
      join
        .onRef('tender.province', '=', 'demandReport.province')
        .onRef('tender.id', '=', 'demandReport.tenderId'),
    )
    .innerJoin('demandRound', (join) =>
      join
        .onRef('demandRound.province', '=', 'demandReport.province')
        .onRef('demandRound.tenderId', '=', 'demandReport.tenderId'),
    )
    .where('demandReport.province', '=', context.scope.province)
    .where('demandReport.state', '=', 'confirmed')
    .where('demandRound.confirmEndedAt', 'is', null)
    .where((eb) => mayRead(eb, context))
    .select(['tender.id', 'tender.title', 'tender.number', 'tender.demandDueAt'])
    .select(['demandRound.confirmDueAt', 'demandRound.confirmProvisional'])
    .select(sql<number>`count(*)::integer`.as('count'))
    .groupBy(['tender.id', 'tender.title', 'tender.number', 'tender.demandDueAt'])
    .groupBy(['demandRound.confirmDueAt', 'demandRound.confirmProvisional'])
    .limit(todosMax)
    .execute();
  return rows.map((row) => ({
    id: `demand-review-${row.id}`,
    kind: 'demand.review',
    title: { zh: '审核医疗机构报量', en: 'Review volume reports' },
    detail: {
      zh: `${row.title}（${row.number}）：${row.count} 家待审核`,
      en: `${row.title} (${row.number}): ${row.count} wait`,
    },
    dueAt: row.confirmDueAt ?? row.demandDueAt,
    provisional: row.confirmProvisional,
    basis: reportBasis,
    href: `/volume-reports/rounds/${row.id}`,
    tone: 'notice',
  }));
}

async function toPublish(tx: Tx, { actor, scope }: ActorContext): Promise<Todo[]> {
  if (!may(actor, 'demand.publish')) return [];
  const rows = await tx
    .selectFrom('demandRound')
    .innerJoin('tender', (join) =>
      join
        .onRef('tender.province', '=', 'demandRound.province')
        .onRef('tender.id', '=', 'demandRound.tenderId'),
    )
    .where('demandRound.province', '=', scope.province)
    .where('demandRound.lockedAt', 'is not', null)
    .where('demandRound.publishedAt', 'is', null)
    // Before the time for confirmations is over too, when nothing waits for one any more.
    .where((eb) =>
      eb.or([
        eb('demandRound.confirmEndedAt', 'is not', null),
        eb.not(
          eb.exists(
            eb
              .selectFrom('demandReport')
              .select('demandReport.institutionId')
              .whereRef('demandReport.province', '=', 'demandRound.province')
              .whereRef('demandReport.tenderId', '=', 'demandRound.tenderId')
              .where('demandReport.state', 'in', ['submitted', 'confirmed']),
          ),
        ),
      ]),
    )
    .where('tender.state', '=', 'reporting')
    .where('tender.organiserId', '=', actor.organisationId)
    .select(['tender.id', 'tender.title', 'tender.number'])
    .limit(todosMax)
    .execute();
  return rows.map((row) => ({
    id: `demand-publish-${row.id}`,
    kind: 'demand.publish',
    title: { zh: '公布约定采购量', en: 'Publish agreed volumes' },
    detail: { zh: `${row.title}（${row.number}）`, en: `${row.title} (${row.number})` },
    dueAt: null,
    provisional: false,
    basis: reportBasis,
    href: `/volume-reports/rounds/${row.id}`,
    tone: 'notice',
  }));
}
