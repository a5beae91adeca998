import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { Permission } from '@daylight/rules/access/permissions.ts';
import type { OrganisationKind } from '@daylight/rules/access/permissions.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { type BargainListRow, bargainRows, itemOf, readable, waiting } from './rows.ts';

const todosMax = 100;
/** Whose work it is to answer, by the kind of organisation. */
const duty: Partial<Record<OrganisationKind, Permission>> = {
  institution: 'bargain.open',
  manufacturer: 'bargain.answer',
  bureau: 'supervision.handle',
};

const words = {
  confirm: { kind: 'bargain.answer', title: { zh: '答复议价', en: 'Answer a bargain' }, tone: 'notice' },
  counter: {
    kind: 'bargain.answerCounter',
    title: { zh: '答复企业还价', en: 'Answer a counter-offer' },
    tone: 'notice',
  },
  evidence: {
    kind: 'bargain.giveEvidence',
    title: { zh: '提供交易记录', en: 'Give the trade record' },
    tone: 'warning',
  },
  verify: {
    kind: 'bargain.verify',
    title: { zh: '核实交易记录', en: 'Verify a trade record' },
    tone: 'notice',
  },
} as const;

function wordsOf(row: BargainListRow) {
  if (row.state === 'verifying') return words.verify;
  if (row.state === 'awaiting-evidence') return words.evidence;
  return row.turn === 'institution' ? words.counter : words.confirm;
}

/** The bargains in which it is the asking person's turn, those due first. */
export async function todosOf(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const permission = duty[context.actor.kind];
  if (permission === undefined || !may(context.actor, permission)) return [];
  const rows = await bargainRows(tx, context)
    .where('bargain.closedAt', 'is', null)
    .where((eb) => readable(eb, context))
    .where((eb) => waiting(eb, context))
    .orderBy('bargain.dueAt', (order) => order.asc().nullsLast())
    .orderBy('bargain.id')
    .limit(todosMax)
    .execute();
  return rows.map((row) => todoOf(row, context));
}

function todoOf(row: BargainListRow, context: ActorContext): Todo {
  const { kind, title, tone } = wordsOf(row);
  const { product, institution, manufacturer, due, price, counterPrice, number } = itemOf(row, context);
  const who = context.actor.kind === 'manufacturer' ? institution.name : manufacturer.name;
  const what = `${product.productName} ${product.specification}`;
  const asked = counterPrice !== null && row.turn === 'institution' ? counterPrice : price;
  return {
    id: `bargain-${row.id}`,
    kind,
    title,
    detail: {
      zh: `${who} · ${what} · ${asked} 元 · ${number}`,
      en: `${who} · ${what} · ${asked} yuan · ${number}`,
    },
    dueAt: due?.dueAt ?? null,
    provisional: due?.provisional ?? false,
    basis: due?.basis ?? null,
    href: `/bargains/${row.id}`,
    tone,
  };
}
