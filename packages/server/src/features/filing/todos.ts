import type { Todo } from '@daylight/api/home.ts';
import { may } from '@daylight/rules/access/may.ts';
import { yuanText } from '@daylight/rules/money.ts';
import type { Basis } from '@daylight/rules/result.ts';
import type { Selectable } from 'kysely';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { filingRows, waiting } from './rows.ts';

const todosMax = 100;

const titles: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  offering: { zh: '备案采购报价', en: 'Give the price of a filing' },
  agreeing: { zh: '议定备案采购量、价', en: 'Agree quantity and price of a filing' },
  supplement: { zh: '补正备案材料', en: 'Supplement a filing' },
  checking: { zh: '备案初审', en: 'First review of a filing' },
  reporting: { zh: '备案上报', en: 'Report a filing' },
  deciding: { zh: '备案决定', en: 'Decide on a filing' },
};

/** Filings in which it is the asking person's turn, and what an institution owes or waits for outside the directory. */
export async function filingTodos(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  return [...(await turns(tx, context)), ...(await outside(tx, context))];
}

async function turns(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  if (!may(context.actor, 'filing.read')) return [];
  const { actor } = context;
  let wanted = filingRows(tx, context.scope.province).where((eb) => waiting(eb, context));
  if (actor.kind === 'institution') wanted = wanted.where('filing.institutionId', '=', actor.organisationId);
  if (actor.kind === 'manufacturer')
    wanted = wanted.where('filing.manufacturerId', '=', actor.organisationId);
  const rows = await wanted.orderBy('filing.dueAt').orderBy('filing.id').limit(todosMax).execute();
  return rows.map((row) => {
    const who = actor.kind === 'institution' ? row.makerName : row.hospitalName;
    const line = `${who} · ${row.productName} ${row.specification} · ${row.number}`;
    return {
      id: `filing-${row.id}`,
      kind: `filing.${row.state}`,
      title: titles[row.state] ?? { zh: '备案采购', en: 'Filing' },
      detail: { zh: line, en: line },
      dueAt: row.dueAt,
      provisional: row.dueProvisional,
      basis: row.dueBasis as Basis | null,
      href: `/filings/${row.id}`,
      tone: row.overdueAt === null ? 'notice' : 'danger',
    };
  });
}

async function outside(tx: Tx, context: ActorContext): Promise<readonly Todo[]> {
  const { actor, scope } = context;
  if (actor.kind !== 'institution') return [];
  const rows = await tx
    .selectFrom('outsidePurchase')
    .select(['id', 'number', 'kind', 'state', 'amount', 'supplierName', 'enteredBy', 'dueKind', 'dueAt'])
    .select(['dueProvisional', 'fileDueAt', 'fileDueProvisional', 'fileDueBasis', 'filedAt'])
    .where('province', '=', scope.province)
    .where('institutionId', '=', actor.organisationId)
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['requested', 'consented']),
        eb.and([eb('fileDueAt', 'is not', null), eb('filedAt', 'is', null)]),
      ]),
    )
    .orderBy('id')
    .limit(todosMax)
    .execute();
  return rows.flatMap((row) => todosOfPurchase(row, context));
}

type Row = Pick<
  Selectable<DB['outsidePurchase']>,
  | 'id'
  | 'number'
  | 'kind'
  | 'state'
  | 'amount'
  | 'supplierName'
  | 'enteredBy'
  | 'dueKind'
  | 'dueAt'
  | 'dueProvisional'
  | 'fileDueAt'
  | 'fileDueProvisional'
  | 'fileDueBasis'
  | 'filedAt'
>;

function todosOfPurchase(row: Row, { actor, now }: ActorContext): Todo[] {
  const detail = {
    zh: `${row.supplierName} · ${yuanText(row.amount)} 元 · ${row.number}`,
    en: `${row.supplierName} · ${yuanText(row.amount)} yuan · ${row.number}`,
  };
  const common = {
    detail,
    href: `/outside-purchases/${row.id}`,
    provisional: row.dueProvisional,
    basis: null,
  };
  const toDo: Todo[] = [];
  if (row.state === 'requested' && may(actor, 'filing.consent') && row.enteredBy !== actor.accountId) {
    const title =
      row.kind === 'emergency'
        ? { zh: '确认应急采购同意', en: 'Confirm the consent to an emergency purchase' }
        : { zh: '审批自主采购', en: 'Approve a self-purchase' };
    toDo.push({
      ...common,
      id: `outside-consent-${row.id}`,
      kind: 'filing.consent',
      title,
      dueAt: row.dueAt,
      tone: 'notice',
    });
  }
  if (!may(actor, 'filing.apply')) return toDo;
  if (row.state === 'consented')
    toDo.push({
      ...common,
      id: `outside-upload-${row.id}`,
      kind: 'filing.upload',
      title: { zh: '上传采购信息', en: 'Upload what was bought' },
      dueAt: row.dueKind === 'upload' ? row.dueAt : null,
      tone: 'notice',
    });
  if (row.fileDueAt !== null && row.filedAt === null)
    toDo.push({
      ...common,
      id: `outside-file-${row.id}`,
      kind: 'filing.file',
      title: { zh: '补办应急采购备案', en: 'File an emergency purchase' },
      dueAt: row.fileDueAt,
      provisional: row.fileDueProvisional,
      basis: row.fileDueBasis as Basis | null,
      tone: row.fileDueAt <= now ? 'danger' : 'warning',
    });
  return toDo;
}
