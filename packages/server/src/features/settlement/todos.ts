import { yuanText } from '@daylight/rules/money.ts';
import type { HomeCount, Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { shipmentsToInvoice, shipmentsToTakeBack } from '../order/port.ts';
import { type View, inView, invoiceRows, itemOf, visible } from './rows.ts';
import { sightOf } from './sight.ts';

const todosMax = 50;

type Words = Pick<Todo, 'kind' | 'title' | 'tone'>;

const words = {
  overdue: {
    kind: 'settlement.payOverdue',
    title: { zh: '货款已逾期，请付款', en: 'Pay an overdue invoice' },
    tone: 'danger',
  },
  dueSoon: {
    kind: 'settlement.pay',
    title: { zh: '货款即将到期', en: 'Pay an invoice in time' },
    tone: 'warning',
  },
  toVerify: { kind: 'settlement.verify', title: { zh: '核对发票', en: 'Verify an invoice' }, tone: 'notice' },
  disputed: {
    kind: 'settlement.answerDispute',
    title: { zh: '处理有异议的发票', en: 'Settle a disputed invoice' },
    tone: 'warning',
  },
} as const satisfies Partial<Record<View, Words>>;

/** The duties of settlement: an accountant verifies and pays, a distributor invoices, corrects and confirms. */
export async function todosOf(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor } = context;
  if (actor.kind === 'institution') return may(actor, 'settlement.pay') ? accountantsTodos(tx, context) : [];
  if (actor.kind !== 'distributor' || !may(actor, 'settlement.invoice')) return [];
  return [
    ...(await invoicesIn(tx, context, 'disputed', new Set())),
    ...(await toInvoice(tx, context)),
    ...(may(actor, 'settlement.confirmPayment') ? await payments(tx, context, 'recorded') : []),
  ];
}

async function accountantsTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const shown = new Set<string>();
  const todos: Todo[] = [];
  // One invoice is one duty: what is late or due soon is not asked for a second time as something to verify.
  for (const view of ['overdue', 'dueSoon', 'toVerify'] as const)
    todos.push(...(await invoicesIn(tx, context, view, shown)));
  return [...todos, ...(await payments(tx, context, 'disputed'))];
}

async function invoicesIn(
  tx: Tx,
  context: ActorContext,
  view: keyof typeof words,
  shown: Set<string>,
): Promise<Todo[]> {
  const rows = await invoiceRows(tx, context)
    .where((eb) => visible(eb, sightOf(context)))
    .where((eb) => inView(eb, view, context.now))
    .orderBy('invoice.dueAt', (order) => order.asc().nullsLast())
    .orderBy('invoice.id')
    .limit(todosMax)
    .execute();
  return rows.flatMap((row) => {
    if (shown.has(row.id)) return [];
    shown.add(row.id);
    const { id, number, amount, open, due, institution, distributor, kind } = itemOf(row, context);
    const who = context.actor.kind === 'institution' ? distributor.name : institution.name;
    const sum = kind === 'red' ? amount : open;
    return {
      ...words[view],
      id: `invoice-${id}`,
      detail: { zh: `${who} · ${sum} 元 · ${number}`, en: `${who} · ${sum} yuan · ${number}` },
      dueAt: due?.dueAt ?? null,
      provisional: due?.provisional ?? false,
      basis: due?.basis ?? null,
      href: `/invoices/${id}`,
    };
  });
}

const plain = { dueAt: null, provisional: false, basis: null } as const;

/** One duty for all deliveries that wait for an invoice: they are worked off on one page. */
async function toInvoice(tx: Tx, context: ActorContext): Promise<Todo[]> {
  const sight = sightOf(context);
  const [open, owed] = [
    await shipmentsToInvoice(tx, context, sight, { limit: 100 }),
    await shipmentsToTakeBack(tx, context, sight),
  ];
  const many = (count: number) => (count === 100 ? '100+' : String(count));
  return [
    ...(open.length === 0
      ? []
      : [
          {
            ...plain,
            id: 'to-invoice',
            kind: 'settlement.invoice',
            title: { zh: '为已验收的配送开票', en: 'Invoice accepted deliveries' },
            detail: { zh: `${many(open.length)} 单待开票`, en: `${many(open.length)} deliveries to invoice` },
            href: '/to-invoice',
            tone: 'notice' as const,
          },
        ]),
    ...(owed.length === 0
      ? []
      : [
          {
            ...plain,
            id: 'to-take-back',
            kind: 'settlement.takeBack',
            title: { zh: '为退货开红字发票', en: 'Issue red invoices for returned goods' },
            detail: {
              zh: `${owed.length} 单待开红字发票`,
              en: `${owed.length} deliveries with returns on invoices`,
            },
            href: '/to-invoice?tab=red',
            tone: 'notice' as const,
          },
        ]),
  ];
}

const paymentWords = {
  recorded: {
    kind: 'settlement.confirm',
    title: { zh: '确认收款', en: 'Confirm a payment' },
    tone: 'notice',
  },
  disputed: {
    kind: 'settlement.answerPaymentDispute',
    title: { zh: '对方未收到付款，请核实', en: 'A payment did not arrive: look into it' },
    tone: 'warning',
  },
} as const;

async function payments(tx: Tx, context: ActorContext, state: keyof typeof paymentWords): Promise<Todo[]> {
  const { actor, scope } = context;
  const isPayer = actor.kind === 'institution';
  const rows = await tx
    .selectFrom('payment')
    .innerJoin('organisation as o', 'o.id', isPayer ? 'payment.distributorId' : 'payment.institutionId')
    .select(['payment.id', 'payment.number', 'payment.amount', 'payment.paidOn', 'o.name'])
    .where('payment.province', '=', scope.province)
    .where(isPayer ? 'payment.institutionId' : 'payment.distributorId', '=', actor.organisationId)
    .where('payment.kind', '=', 'transfer')
    .where('payment.state', '=', state)
    .orderBy('payment.id')
    .limit(todosMax)
    .execute();
  return rows.map(({ id, number, amount, paidOn, name }) => ({
    ...plain,
    ...paymentWords[state],
    id: `payment-${id}`,
    detail: {
      zh: `${name} · ${yuanText(amount)} 元 · ${paidOn} · ${number}`,
      en: `${name} · ${yuanText(amount)} yuan · ${paidOn} · ${number}`,
    },
    href: `/payments/${id}`,
  }));
}

/** For supervisors: how many invoices of their jurisdiction are overdue. */
export async function settlementCounts(tx: Tx, context: ActorContext): Promise<readonly HomeCount[]> {
  const sight = sightOf(context);
  if (sight.reach === undefined || !may(context.actor, 'settlement.read')) return [];
  const row = await tx
    .selectFrom('invoice')
    .where('invoice.province', '=', context.scope.province)
    .where((eb) => visible(eb, sight))
    .where((eb) => inView(eb, 'overdue', context.now))
    .select((eb) => eb.fn.countAll<number>().as('overdue'))
    .executeTakeFirstOrThrow();
  return [
    {
      key: 'overdue',
      title: { zh: '逾期未付的发票', en: 'Overdue invoices' },
      value: row.overdue,
      href: '/overdue',
      tone: row.overdue > 0 ? 'warning' : 'plain',
    },
  ];
}
