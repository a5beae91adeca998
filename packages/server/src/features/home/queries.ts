import type * as api from '@daylight/api/home.ts';
import type { HomeCount, Todo } from '@daylight/api/home.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import type { ActorContext, Context } from '../../context.ts';
import { reading } from '../../db.ts';
import { accountTodos } from '../account/port.ts';
import { admissionTodos } from '../admission/port.ts';
import { bargainTodos } from '../bargain/port.ts';
import { biddingTodos } from '../bidding/port.ts';
import { agreementTodos, choiceTodos } from '../agreement/port.ts';
import { creditTodos } from '../credit/port.ts';
import { demandTodos } from '../demand/port.ts';
import { directoryTodos } from '../directory/port.ts';
import { distributionTodos } from '../distribution/port.ts';
import { executionTodos } from '../execution/port.ts';
import { filingTodos } from '../filing/port.ts';
import { linkageTodos } from '../linkage/port.ts';
import { listingTodos } from '../listing/port.ts';
import { orderCounts, orderTodos } from '../order/port.ts';
import { organisationTodos } from '../organisation/port.ts';
import { panelTodos } from '../panel/port.ts';
import { publicityTodos } from '../publicity/port.ts';
import { qualificationTodos } from '../qualification/port.ts';
import { settlementCounts, settlementTodos } from '../settlement/port.ts';
import { supervisionCounts, supervisionTodos } from '../supervision/port.ts';
import { tenderTodos } from '../tender/port.ts';
import type { CountsOf, TodosOf } from './source.ts';

/** Every feature's duties and counts, one line each. */
const todoSources: readonly TodosOf[] = [
  accountTodos,
  organisationTodos,
  bargainTodos,
  listingTodos,
  distributionTodos,
  directoryTodos,
  creditTodos,
  agreementTodos,
  orderTodos,
  settlementTodos,
  supervisionTodos,
  qualificationTodos,
  publicityTodos,
  linkageTodos,
  panelTodos,
  admissionTodos,
  filingTodos,
  demandTodos,
  choiceTodos,
  tenderTodos,
  executionTodos,
  biddingTodos,
];
const countSources: readonly CountsOf[] = [orderCounts, supervisionCounts, settlementCounts];

const todosMax = 100;
const urgency = { danger: 0, warning: 1, notice: 2, good: 3, plain: 4 } as const;

/** What is due first stands first; what has no deadline follows, the more urgent before. */
function compare(a: Todo, b: Todo): number {
  if (a.dueAt !== b.dueAt) {
    if (a.dueAt === null) return 1;
    if (b.dueAt === null) return -1;
    return a.dueAt < b.dueAt ? -1 : 1;
  }
  return urgency[a.tone] - urgency[b.tone] || (a.id < b.id ? -1 : 1);
}

export async function readHome(context: ActorContext): Promise<Result<ReplyOf<typeof api.readHome>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const todos: Todo[] = [];
    for (const source of todoSources) todos.push(...(await source(tx, context)));
    const counts: HomeCount[] = [];
    for (const source of countSources) counts.push(...(await source(tx, context)));
    const shown = todos.toSorted(compare).slice(0, todosMax);
    return ok({ todos: shown, more: todos.length - shown.length, counts });
  });
}

export async function readCalendar(context: Context) {
  const years = Object.values(context.calendar.years).toSorted((a, b) => a.year - b.year);
  return ok({ years });
}
