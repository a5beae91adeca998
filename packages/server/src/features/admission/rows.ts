import type { listAdmissions } from '@daylight/api/admission.ts';
import type { AdmissionItem } from '@daylight/api/admission-shapes.ts';
import type { QueryOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import type { AdmissionState } from '@daylight/rules/admission/application.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { valuesOf } from '../../cursor.ts';
import type { Tx } from '../../db.ts';
import type { DB } from '../../tables.ts';
import { pathOf } from './outcome.ts';
import { policyOfStored } from './store.ts';

/** Applications beside their maker and first product, for lists and details. */
export function admissionRows(tx: Tx, { scope }: ActorContext) {
  return tx
    .selectFrom('admission')
    .innerJoin('organisation as maker', 'maker.id', 'admission.manufacturerId')
    .innerJoin('admissionLine as first', (join) =>
      join
        .onRef('first.province', '=', 'admission.province')
        .onRef('first.admissionId', '=', 'admission.id')
        .on('first.line', '=', 1),
    )
    .leftJoin('catalogueItem as item', 'item.itemCode', 'first.itemCode')
    .where('admission.province', '=', scope.province)
    .selectAll('admission')
    .select(['maker.name as makerName', 'first.itemCode', 'item.productName', 'item.specification'])
    .select('item.certificate')
    .select((eb) => [
      eb
        .selectFrom('admissionLine as l')
        .select((of) => of.fn.countAll<number>().as('n'))
        .where('l.province', '=', scope.province)
        .whereRef('l.admissionId', '=', 'admission.id')
        .$asScalar()
        .as('lineCount'),
    ]);
}

type Rows = ReturnType<typeof admissionRows>;
export type AdmissionListRow = Awaited<ReturnType<Rows['execute']>>[number];
type Eb = ExpressionBuilder<DB, 'admission'>;

/** '320000' is reached by '32', '320600' by '3206'. */
export function reachOf(jurisdiction: string): string {
  return jurisdiction.replace(/(00)+$/, '');
}

/** The enterprise its own; the bureau what was handed in to it or, for a province, to its cities. */
export function readable(eb: Eb, { actor }: ActorContext): Expression<SqlBool> {
  switch (actor.kind) {
    case 'manufacturer':
      return eb('admission.manufacturerId', '=', actor.organisationId);
    case 'bureau':
    case 'health':
    case 'operator':
      return eb.and([
        eb('admission.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`),
        eb('admission.state', '<>', 'draft'),
        // One that was withdrawn as a draft was never handed in.
        eb('admission.submittedAt', 'is not', null),
      ]);
    default:
      return eb.lit(false);
  }
}

/** Whether the asking person has to act: the firm on drafts and requests, the officer on checks, the supervisor on decisions. */
export function waiting(eb: Eb, { actor }: ActorContext): Expression<SqlBool> {
  if (actor.kind === 'manufacturer') return eb('admission.state', 'in', ['draft', 'supplement']);
  const states = [
    ...(may(actor, 'admission.check') ? ['submitted'] : []),
    ...(may(actor, 'admission.decide') ? ['deciding'] : []),
  ];
  if (states.length === 0) return eb.lit(false);
  return eb.and([
    eb('admission.state', 'in', states),
    eb('admission.jurisdiction', '=', actor.jurisdiction),
    ...(may(actor, 'admission.check')
      ? []
      : [eb.or([eb('admission.checkedBy', 'is', null), eb('admission.checkedBy', '<>', actor.accountId)])]),
  ]);
}

/** Text to be found as it stands, with no wildcard in it. */
function literal(text: string): string {
  return text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);
}

/** What a list asks for, as conditions on its rows. */
export function narrowed(rows: Rows, query: QueryOf<typeof listAdmissions>, context: ActorContext): Rows {
  let wanted = rows.where((eb) => readable(eb as unknown as Eb, context));
  if (query.show === 'mine') wanted = wanted.where((eb) => waiting(eb as unknown as Eb, context));
  if (query.show === 'running') wanted = wanted.where('admission.closedAt', 'is', null);
  if (query.show === 'ended') wanted = wanted.where('admission.closedAt', 'is not', null);
  if (query.state !== undefined) wanted = wanted.where('admission.state', '=', query.state);
  if (query.class !== undefined) wanted = wanted.where('admission.class', '=', query.class);
  const { search } = query;
  if (search !== undefined && search !== '') {
    const like = `%${literal(search)}%`;
    wanted = wanted.where((eb) =>
      eb.or([
        eb('admission.number', '=', search),
        eb('maker.name', 'like', like),
        eb('item.productName', 'like', like),
        eb('first.itemCode', 'like', `${literal(search)}%`),
      ]),
    );
  }
  return paged(wanted, query);
}

const never = '9999-12-31T00:00:00.000Z';

function paged(rows: Rows, { cursor, sort }: QueryOf<typeof listAdmissions>): Rows {
  if (sort === 'due') {
    const due = sql<string>`coalesce(admission.due_at, ${never}::timestamptz)`;
    const at = valuesOf(cursor, 2);
    const after =
      at === null
        ? rows
        : rows.where(sql<boolean>`(${due}, admission.id) > (${at[0]}::timestamptz, ${at[1]}::uuid)`);
    return after.orderBy(due).orderBy('admission.id');
  }
  const at = valuesOf(cursor, 1);
  const after = at === null ? rows : rows.where(sql<boolean>`admission.id < ${at[0]}::uuid`);
  return after.orderBy('admission.id', 'desc');
}

export function cursorValues(row: AdmissionListRow, sort: 'newest' | 'due'): readonly string[] {
  return sort === 'due' ? [row.dueAt ?? never, row.id] : [row.id];
}

export function itemOf(row: AdmissionListRow, context: ActorContext): AdmissionItem {
  const policy = policyOfStored(context, row);
  const { dueAt } = row;
  return {
    id: row.id,
    number: row.number,
    state: row.state as AdmissionState,
    jurisdiction: row.jurisdiction,
    class: row.class as ConsumableClass,
    formerlyShortlisted: row.formerlyShortlisted,
    path: pathOf(context, row.jurisdiction, policy, row.rulesOn ?? context.today),
    manufacturer: { id: row.manufacturerId, name: row.makerName },
    product: {
      itemCode: row.itemCode,
      productName: row.productName ?? '',
      specification: row.specification ?? '',
      certificate: row.certificate ?? '',
    },
    lines: Number(row.lineCount ?? 0),
    due:
      dueAt === null
        ? null
        : { dueAt, provisional: row.dueProvisional, basis: row.dueBasis as unknown as Basis | null },
    dueKind: row.dueKind as AdmissionItem['dueKind'],
    overdue: dueAt !== null && context.now >= dueAt,
    createdAt: row.createdAt,
    submittedAt: row.submittedAt,
    closedAt: row.closedAt,
    version: row.version,
  };
}
