import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { deliveryRule } from '@daylight/rules/directory/delivery.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { find } from '@daylight/rules/policy/book.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { mergeRows } from './merge-rows.ts';
import { lifeRows, lowListings } from './queries.ts';
import { closingRows, resumptionRows } from './rows.ts';

const most = 50;

/** What the directory waits for: decisions of the bureau, open business of the enterprise, suspensions to come. */
export async function directoryTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const todos: Todo[] = [];
  if (may(actor, 'directory.decide')) todos.push(...(await toDecide(tx, context)));
  if (may(actor, 'directory.manage')) todos.push(...(await toManage(tx, context)));
  if (may(actor, 'directory.withdraw')) todos.push(...(await ofManufacturer(tx, context)));
  return todos;
}

async function toDecide(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const { accountId } = context.actor;
  const closings = await closingRows(tx, context)
    .where('closing.state', '=', 'proposed')
    .orderBy('closing.id')
    .limit(most)
    .execute();
  const resumptions = await resumptionRows(tx, context)
    .where('resumption.state', '=', 'checked')
    .orderBy('resumption.id')
    .limit(most)
    .execute();
  const merges = await mergeRows(tx, context)
    .where('merge.state', '=', 'waiting')
    .orderBy('merge.id')
    .limit(most)
    .execute();
  const waiting = merges.filter((row) => row.entererId !== accountId).length;
  return [
    ...closings
      .filter((row) => row.proposerId !== accountId)
      .map((row): Todo => ({
        id: `directory-closing-${row.id}`,
        kind: 'directory.decideClosing',
        title: { zh: '暂停或撤网待决定', en: 'A closing waits for a decision' },
        detail: {
          zh: `${row.productName}（${row.number}），${row.manufacturerName}`,
          en: `${row.productName} (${row.number}), ${row.manufacturerName}`,
        },
        dueAt: null,
        provisional: false,
        basis: listingBasis.twoPersons,
        href: `/directory/closings/${row.id}`,
        tone: 'notice',
      })),
    ...resumptions
      .filter((row) => row.checkerId !== accountId)
      .map((row) => resumptionTodo(row, { zh: '恢复挂网申请待决定', en: 'Decide on a resumption' })),
    ...(waiting === 0
      ? []
      : [
          {
            id: 'directory-merges',
            kind: 'directory.decideMerge',
            title: { zh: '目录归并待审核', en: 'Merges wait for approval' },
            detail: { zh: `${waiting} 个编码`, en: `${waiting} codes` },
            dueAt: null,
            provisional: false,
            basis: listingBasis.onePlatform,
            href: '/directory/merges?state=waiting',
            tone: 'notice' as const,
          },
        ]),
  ];
}

type ResumptionRow = Awaited<ReturnType<ReturnType<typeof resumptionRows>['execute']>>[number];

function resumptionTodo(row: ResumptionRow, title: Todo['title']): Todo {
  return {
    id: `directory-resumption-${row.id}`,
    kind: 'directory.resumption',
    title,
    detail: {
      zh: `${row.institutionName}申请恢复${row.productName}（${row.number}）`,
      en: `${row.institutionName}: ${row.productName} (${row.number})`,
    },
    dueAt: row.dueAt,
    provisional: row.dueProvisional,
    basis: listingBasis.noSale,
    href: '/directory/resumptions',
    tone: 'notice',
  };
}

async function toManage(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const resumptions = await resumptionRows(tx, context)
    .where('resumption.state', '=', 'applied')
    .orderBy('resumption.id')
    .limit(most)
    .execute();
  const overdue = await closingRows(tx, context)
    .where('closing.state', '=', 'waiting')
    .where('closing.finishDueAt', '<=', context.now)
    .orderBy('closing.id')
    .limit(most)
    .execute();
  const low = await lowListings(tx, context, { limit: most });
  const fresh =
    low.length === 0 ? [] : await lifeRows(tx, context).where('life.listingId', 'in', low).execute();
  const count = fresh.filter((row) => row.closingId === null && row.state !== 'withdrawn').length;
  return [
    ...resumptions.map((row) =>
      resumptionTodo(row, { zh: '恢复挂网申请待审核', en: 'Check an application for resumption' }),
    ),
    ...overdue.map((row): Todo => ({
      id: `directory-open-${row.id}`,
      kind: 'directory.openOverdue',
      title: { zh: '未完业务逾期未办结', en: 'Open business was not finished in time' },
      detail: {
        zh: `${row.productName}（${row.number}），请督促各方`,
        en: `${row.productName} (${row.number}); urge the sides`,
      },
      dueAt: row.dueAt,
      provisional: row.dueProvisional,
      basis: row.basis as unknown as Todo['basis'],
      href: `/directory/closings/${row.id}`,
      tone: 'warning',
    })),
    ...(count === 0
      ? []
      : [
          {
            id: 'directory-low',
            kind: 'directory.lowDelivery',
            title: { zh: '配送率连续偏低', en: 'Delivery rates low month after month' },
            detail: {
              zh: `${count} 个产品，可提出取消挂网资格`,
              en: `${count} listings; cancellation may be proposed`,
            },
            dueAt: null,
            provisional: false,
            basis: deliveryRule(context.book, context.actor.jurisdiction, context.today).basis,
            href: '/directory/low-delivery',
            tone: 'warning' as const,
          },
        ]),
  ];
}

async function ofManufacturer(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const idle = await lifeRows(tx, context)
    .where('life.stage', '=', 'noticed')
    .orderBy('life.dueAt')
    .limit(most)
    .execute();
  const open = await closingRows(tx, context)
    .where('closing.state', '=', 'waiting')
    .orderBy('closing.id')
    .limit(most)
    .execute();
  const [first] = idle;
  const rule =
    first === undefined
      ? null
      : find(context.book, 'listing.noSaleSuspend', first.jurisdiction, context.today);
  return [
    ...(first === undefined
      ? []
      : [
          {
            id: 'directory-idle',
            kind: 'directory.idle',
            title: { zh: '产品即将因无销售暂停挂网', en: 'Listings about to be suspended' },
            detail: {
              zh: `${idle.length} 个产品，例如${first.productName}（${first.number}）`,
              en: `${idle.length}, e.g. ${first.productName} (${first.number})`,
            },
            dueAt: first.dueAt,
            provisional: first.dueProvisional,
            basis: rule === null ? listingBasis.noSale : basisOf(rule),
            href: '/directory?stage=idle',
            tone: 'warning' as const,
          },
        ]),
    ...open.map((row): Todo => ({
      id: `directory-open-${row.id}`,
      kind: 'directory.finishOpen',
      title: { zh: '请办结停止采购产品的未完业务', en: 'Finish what is open of a closing product' },
      detail: { zh: `${row.productName}（${row.number}）`, en: `${row.productName} (${row.number})` },
      dueAt: row.dueAt,
      provisional: row.dueProvisional,
      basis: row.basis as unknown as Todo['basis'],
      href: `/directory/closings/${row.id}`,
      tone: 'notice',
    })),
  ];
}
