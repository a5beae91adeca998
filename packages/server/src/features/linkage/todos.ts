import type { Todo } from '@daylight/api/home.ts';
import type { DutyItem } from '@daylight/api/linkage-duty.ts';
import { may } from '@daylight/rules/access/may.ts';
import { yuanText } from '@daylight/rules/money.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { reachOf } from '../supervision/port.ts';
import { linkageBasis } from './basis.ts';
import { waitingDuties } from './duty-queries.ts';

const dutiesMax = 100;
const plain = { dueAt: null, provisional: false } as const;

/** Duties with their clocks for firms; what waits for the second person at the bureau. */
export async function linkageTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const todos: Todo[] = [];
  const { actor } = context;
  if (may(actor, 'linkage.declare') || may(actor, 'linkage.verify'))
    todos.push(...dutyTodos(await waitingDuties(tx, context, dutiesMax), context));
  if (may(actor, 'linkage.verify')) todos.push(...(await toVerify(tx, context)));
  if (may(actor, 'linkage.approve')) todos.push(...(await runsToApprove(tx, context)));
  return todos;
}

/** One for each product: where every city lists it by itself, one new price opens a duty in each of their directories. */
function dutyTodos(duties: readonly DutyItem[], context: ActorContext): readonly Todo[] {
  const alike = Map.groupBy(duties, (duty) => `${duty.product.itemCode} ${duty.state}`);
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const todo = dutyTodo(first, context);
    if (others.length === 0) return [todo];
    const name = `${first.product.productName} ${first.product.specification}`.trim();
    const count = others.length + 1;
    return [
      {
        ...todo,
        detail: {
          zh: `${name}：${count} 个挂网目录，最低价 ${yuanText(first.price)} 元，可一并处理`,
          en: `${name}: ${count} directories, lowest price ${yuanText(first.price)} yuan, answered at once`,
        },
      },
    ];
  });
}

function dutyTodo(duty: DutyItem, { actor }: ActorContext): Todo {
  const isFirm = actor.kind === 'manufacturer';
  const name = `${duty.product.productName} ${duty.product.specification}`.trim();
  const title = isFirm
    ? duty.state === 'suspended'
      ? { zh: '补申报最低价，恢复挂网', en: 'Declare the lowest price to be listed again' }
      : { zh: '申报新的全国最低价', en: 'Declare a new lowest price' }
    : duty.state === 'overdue'
      ? { zh: '核实逾期未申报的最低价', en: 'Verify a price that was not declared' }
      : { zh: '核实最低价申报', en: 'Verify a declared price' };
  return {
    id: `price-duty-${duty.id}`,
    kind: isFirm ? 'linkage.declare' : 'linkage.decideDuty',
    title,
    detail: {
      zh: `${name}：${yuanText(duty.listingPrice)} 元 → ${yuanText(duty.price)} 元，${duty.number}`,
      en: `${name}: ${yuanText(duty.listingPrice)} → ${yuanText(duty.price)} yuan, ${duty.number}`,
    },
    dueAt: isFirm && duty.state !== 'suspended' ? duty.dueAt : null,
    provisional: isFirm && duty.state === 'open' && duty.provisional,
    basis: duty.basis,
    href: `/price-duties/${duty.id}`,
    tone: duty.state === 'overdue' || duty.state === 'suspended' ? 'danger' : 'warning',
  };
}

async function toVerify(tx: Tx, { scope, actor }: ActorContext): Promise<Todo[]> {
  const { rows } = await sql<{ records: number; imports: number; sources: number }>`
    select
      (select count(*) from (select 1 from price_record where province = ${scope.province} and state = 'entered'
        and entered_by is distinct from ${actor.accountId}::uuid limit 500) r) as records,
      (select count(*) from price_import where province = ${scope.province} and state = 'submitted'
        and entered_by <> ${actor.accountId}::uuid) as imports,
      (select count(*) from price_source where province = ${scope.province} and state = 'entered'
        and entered_by <> ${actor.accountId}::uuid) as sources`.execute(tx);
  const [waiting] = rows;
  if (waiting === undefined) return [];
  const todo = (id: string, count: number, words: Pick<Todo, 'title' | 'detail' | 'href'>): Todo[] =>
    count === 0 ? [] : [{ ...plain, ...words, id, kind: id, basis: listingBasis.twoPersons, tone: 'notice' }];
  return [
    ...todo('linkage.verifyRecords', waiting.records, {
      title: { zh: '价格记录待核实', en: 'Price records wait to be verified' },
      detail: { zh: `${waiting.records} 条`, en: `${waiting.records} records` },
      href: '/price-records?state=entered',
    }),
    ...todo('linkage.decideImports', waiting.imports, {
      title: { zh: '价格导入待审核', en: 'Imports of prices wait for approval' },
      detail: { zh: `${waiting.imports} 份`, en: `${waiting.imports} imports` },
      href: '/price-imports?state=submitted',
    }),
    ...todo('linkage.decideSources', waiting.sources, {
      title: { zh: '价格来源待审核', en: 'Price sources wait to be opened' },
      detail: { zh: `${waiting.sources} 个`, en: `${waiting.sources} sources` },
      href: '/price-sources',
    }),
  ];
}

async function runsToApprove(tx: Tx, { scope, actor }: ActorContext): Promise<Todo[]> {
  const rows = await tx
    .selectFrom('linkageRun')
    .select(['id', 'number', 'year', 'report'])
    .where('province', '=', scope.province)
    .where('state', '=', 'submitted')
    .where('enteredBy', '<>', actor.accountId)
    .where('jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)
    .execute();
  return rows.map((row) => ({
    ...plain,
    id: `linkage-run-${row.id}`,
    kind: 'linkage.decideRun',
    title: { zh: '年度价格联动待审批', en: 'A yearly linkage waits for approval' },
    detail: { zh: `${row.year} 年度，${row.number}`, en: `${row.year}, ${row.number}` },
    basis: linkageBasis.yearly,
    href: `/linkage-runs/${row.id}`,
    tone: 'notice',
  }));
}
