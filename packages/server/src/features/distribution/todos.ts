import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { chosenByManufacturer, coverWholeArea } from '@daylight/rules/distribution/choice.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { openChoices } from './choices.ts';
import { coverageGaps } from './gaps.ts';

/** Proposals to answer, distributors to choose, cities without a distributor. */
export async function distributionTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  if (may(actor, 'distribution.confirm')) return proposals(tx, context);
  if (may(actor, 'distribution.choose')) return choosing(tx, context);
  return may(actor, 'distribution.propose') ? covering(tx, context) : [];
}

async function proposals(tx: Tx, { actor, scope }: ActorContext): Promise<Todo[]> {
  const rows = await tx
    .selectFrom('deliveryRelation as relation')
    .innerJoin('organisation as maker', 'maker.id', 'relation.manufacturerId')
    .select(['relation.id', 'relation.manufacturerId', 'maker.name', 'relation.dueAt'])
    .select(['relation.dueProvisional', 'relation.dueBasis'])
    .where('relation.province', '=', scope.province)
    .where('relation.distributorId', '=', actor.organisationId)
    .where('relation.state', '=', 'proposed')
    .orderBy('relation.dueAt')
    .limit(1000)
    .execute();
  return [...Map.groupBy(rows, (row) => row.manufacturerId)].flatMap(([manufacturerId, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    return [
      {
        id: `distribution-answer-${manufacturerId}`,
        kind: 'distribution.answer',
        title: { zh: '配送关系待确认', en: 'Delivery relations wait for your answer' },
        detail: {
          zh: `${first.name} 委托 ${own.length} 项配送`,
          en: `${first.name} proposes ${own.length} relations`,
        },
        dueAt: first.dueAt,
        provisional: first.dueProvisional,
        basis: first.dueBasis as Basis | null,
        href: '/delivery/relations?state=proposed',
        tone: 'notice' as const,
      },
    ];
  });
}

async function choosing(tx: Tx, { actor, scope, today }: ActorContext): Promise<Todo[]> {
  const { jurisdiction, organisationId: institutionId } = actor;
  const open = await openChoices(tx, { province: scope.province, institutionId, jurisdiction, on: today });
  if (open === 0) return [];
  return [
    {
      id: 'distribution-choose',
      kind: 'distribution.choose',
      title: { zh: '配送企业待选择', en: 'Distributors to choose' },
      detail: {
        zh: `${open} 家生产企业有多家配送企业可选，选定后才能下单`,
        en: `${open} manufacturers offer several distributors; choose before ordering`,
      },
      dueAt: null,
      provisional: false,
      basis: chosenByManufacturer,
      href: '/delivery/choices?open=true',
      tone: 'notice',
    },
  ];
}

async function covering(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const gaps = await coverageGaps(tx, context);
  if (gaps.length === 0) return [];
  const names = gaps
    .slice(0, 3)
    .map((each) => each.name)
    .join('、');
  return [
    {
      id: 'distribution-cover',
      kind: 'distribution.cover',
      title: { zh: '有城市无人配送', en: 'Cities without a distributor' },
      detail: {
        zh: `${names}${gaps.length > 3 ? `等 ${gaps.length} 个市` : ''} 没有已确认的配送企业`,
        en: `${gaps.length} cities have no confirmed distributor`,
      },
      dueAt: null,
      provisional: false,
      basis: coverWholeArea,
      href: '/delivery/areas',
      tone: 'warning',
    },
  ];
}
