import type { HomeCount, Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { yuanText } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';

interface DutyRow {
  id: string;
  number: string;
  other: string;
  amount: string | null;
  urgency: 'ordinary' | 'urgent' | 'critical';
  dueAt: Instant | null;
  provisional: boolean;
  basis: Basis | null;
  overdue: boolean;
}

interface Duty {
  readonly kind: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly href: (id: string) => string;
  readonly tone: Todo['tone'];
}

const urgentWord = {
  ordinary: { zh: '', en: '' },
  urgent: { zh: '【加急】', en: '[urgent] ' },
  critical: { zh: '【特急】', en: '[critical] ' },
} as const;

function todoOf(row: DutyRow, duty: Duty): Todo {
  const word = urgentWord[row.urgency];
  const amount =
    row.amount === null
      ? { zh: '', en: '' }
      : { zh: `，${yuanText(row.amount)} 元`, en: `, ${yuanText(row.amount)} yuan` };
  return {
    id: `${duty.kind}/${row.id}`,
    kind: duty.kind,
    title: { zh: `${word.zh}${duty.title.zh}`, en: `${word.en}${duty.title.en}` },
    detail: { zh: `${row.number}，${row.other}${amount.zh}`, en: `${row.number}, ${row.other}${amount.en}` },
    dueAt: row.dueAt,
    provisional: row.provisional,
    basis: row.basis,
    href: duty.href(row.id),
    tone: row.overdue ? 'danger' : row.urgency === 'ordinary' ? duty.tone : 'warning',
  };
}

const most = 100;

/** Orders of one side in some state, the next deadline first. */
async function orders(
  tx: Tx,
  { scope, now }: ActorContext,
  where: RawBuilder<unknown>,
  due: string,
): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`
    select p.id, p.number, o.name as other, p.amount, p.urgency, ${sql.ref(due)} as due_at, p.due_provisional as provisional,
      p.due_basis as basis, coalesce(${sql.ref(due)} <= ${now}::timestamptz, false) as overdue
    from purchase_order p
    join organisation o on o.id = p.institution_id
    where p.province = ${scope.province} and ${where}
    order by ${sql.ref(due)} nulls last, p.id
    limit ${most}`.execute(tx);
  return rows;
}

async function deliveries(
  tx: Tx,
  { scope, actor, now }: ActorContext,
  where: RawBuilder<unknown>,
): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`
    select s.id, s.number, o.name as other, null as amount, p.urgency, s.due_at, s.due_provisional as provisional,
      s.due_basis as basis, coalesce(s.due_at <= ${now}::timestamptz, false) as overdue
    from shipment s
    join purchase_order p on p.province = s.province and p.id = s.order_id
    join organisation o on o.id = s.distributor_id
    where s.province = ${scope.province} and s.institution_id = ${actor.organisationId} and s.state <> 'stocked' and ${where}
    order by s.due_at nulls last, s.id
    limit ${most}`.execute(tx);
  return rows;
}

async function returnsToAnswer(tx: Tx, { scope, actor }: ActorContext): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`
    select g.id, g.number, o.name as other, g.amount, 'ordinary' as urgency, null::timestamptz as due_at, false as provisional,
      null::jsonb as basis, false as overdue
    from goods_return g join organisation o on o.id = g.institution_id
    where g.province = ${scope.province} and g.distributor_id = ${actor.organisationId} and g.state = 'asked'
    order by g.id
    limit ${most}`.execute(tx);
  return rows;
}

const duties = {
  confirm: {
    kind: 'order.confirm',
    title: { zh: '确认订单', en: 'Answer an order' },
    href: (id) => `/orders/${id}`,
    tone: 'notice',
  },
  ship: {
    kind: 'order.ship',
    title: { zh: '配送订单', en: 'Ship an order' },
    href: (id) => `/orders/${id}`,
    tone: 'notice',
  },
  answerReturn: {
    kind: 'order.answerReturn',
    title: { zh: '答复退货', en: 'Answer a return' },
    href: () => '/returns',
    tone: 'notice',
  },
  approve: {
    kind: 'order.approve',
    title: { zh: '审批订单', en: 'Approve an order' },
    href: (id) => `/orders/${id}`,
    tone: 'notice',
  },
  receive: {
    kind: 'order.receive',
    title: { zh: '验收到货', en: 'Check a delivery' },
    href: (id) => `/receiving/${id}`,
    tone: 'notice',
  },
  stockIn: {
    kind: 'order.stockIn',
    title: { zh: '办理入库', en: 'Stock in' },
    href: (id) => `/receiving/${id}`,
    tone: 'plain',
  },
  late: {
    kind: 'order.late',
    title: { zh: '逾期未配送', en: 'Delivery is late' },
    href: (id) => `/orders/${id}`,
    tone: 'danger',
  },
} as const satisfies Record<string, Duty>;

/** The duties of orders: the distributor's to confirm, ship and answer, the institution's to approve, check and stock in. */
export async function orderTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  const own = actor.organisationId;
  const todos: Todo[] = [];
  const put = (rows: readonly DutyRow[], duty: Duty) => todos.push(...rows.map((row) => todoOf(row, duty)));
  if (actor.kind === 'distributor' && may(actor, 'order.confirm')) {
    const mine = sql`p.distributor_id = ${own} and p.due_at is not null`;
    put(await orders(tx, context, sql`${mine} and p.state = 'placed'`, 'p.confirm_due_at'), duties.confirm);
    put(
      await orders(tx, context, sql`${mine} and p.state in ('confirmed', 'shipping')`, 'p.deliver_due_at'),
      duties.ship,
    );
    put(await returnsToAnswer(tx, context), duties.answerReturn);
  }
  if (may(actor, 'order.approve')) {
    const waiting = sql`p.institution_id = ${own} and p.state = 'waiting-approval' and p.placed_by <> ${actor.accountId}`;
    put(await orders(tx, context, waiting, 'p.due_at'), duties.approve);
  }
  if (may(actor, 'order.receive')) {
    put(await deliveries(tx, context, sql`s.state in ('sent', 'part-received')`), duties.receive);
    put(
      await deliveries(
        tx,
        context,
        sql`s.state = 'received' and exists (select 1 from shipment_line x
      where x.province = s.province and x.shipment_id = s.id and x.accepted > x.stocked)`,
      ),
      duties.stockIn,
    );
  }
  if (may(actor, 'order.place')) {
    const late = sql`p.institution_id = ${own} and p.late_at is not null and p.due_at is not null`;
    put(await orders(tx, context, late, 'p.deliver_due_at'), duties.late);
  }
  return todos;
}

/** Figures for the first screen: what is under way, what is late. */
export async function orderCounts(tx: Tx, context: ActorContext): Promise<readonly HomeCount[]> {
  const { actor, scope } = context;
  if (!may(actor, 'order.read') || (actor.kind !== 'institution' && actor.kind !== 'distributor')) return [];
  const side = actor.kind === 'institution' ? sql`p.institution_id` : sql`p.distributor_id`;
  const { rows } = await sql<{ open: number; late: number }>`
    select count(*) as open, count(*) filter (where p.late_at is not null) as late
    from purchase_order p
    where p.province = ${scope.province} and ${side} = ${actor.organisationId} and p.due_at is not null`.execute(
    tx,
  );
  const { open = 0, late = 0 } = rows[0] ?? {};
  return [
    {
      key: 'order.open',
      title: { zh: '待配送订单', en: 'Orders to be delivered' },
      value: open,
      href: '/orders?open=true',
      tone: 'plain',
    },
    {
      key: 'order.late',
      title: { zh: '逾期订单', en: 'Late orders' },
      value: late,
      href: '/orders?late=true&open=true',
      tone: late > 0 ? 'danger' : 'plain',
    },
  ];
}
