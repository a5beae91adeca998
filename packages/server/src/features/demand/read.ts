import type { readReport } from '@daylight/api/demand.ts';
import type { KeptLineWire } from '@daylight/api/demand-shapes.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import { deviationOf } from '@daylight/rules/demand/lines.ts';
import { type DemandPolicy, demandPolicyOf, reportBasis } from '@daylight/rules/demand/policy.ts';
import { maySubmit } from '@daylight/rules/demand/report.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { databaseNow } from '../../clock.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { productOf, productRows } from './queries.ts';
import { isReviewer, mayRead } from './reach.ts';
import { type ReportRow, headOf, reportRows } from './rows.ts';

type Reply = ReplyOf<typeof readReport>;

interface SaidLine {
  readonly productId: string;
  readonly reported: Quantity | null;
  readonly lastYear: Quantity | null;
  readonly explanation: string;
}
interface DraftKept {
  readonly lines: readonly SaidLine[];
  readonly noNeed: readonly { readonly item: string; readonly explanation: string }[];
}

export async function read(
  context: ActorContext,
  { params }: Call<typeof readReport>,
): Promise<Result<Reply, 'demand.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await reportRows(tx, context.scope.province)
      .select(['demandReport.draft', 'demandReport.draftedAt', 'demandReport.noNeed'])
      .where('demandReport.tenderId', '=', params.tenderId)
      .where('demandReport.institutionId', '=', params.institutionId)
      .where((eb) => mayRead(eb, context))
      .executeTakeFirst();
    if (row === undefined) return refuse('demand.unknown');
    const policy = demandPolicyOf(context.book, row.jurisdiction, shanghaiDate(row.openedAt));
    const isOwn = row.institutionId === context.actor.organisationId;
    const said = await saidLines(tx, context, row);
    const draft = isOwn ? (row.draft as DraftKept | null) : null;
    const deviation = policy.deviationMax.value;
    return ok({
      head: headOf(row),
      may: await mayNow(tx, context, row),
      useFrom: row.useFrom,
      useUntil: row.useUntil,
      items: await itemsOf(tx, context, params.tenderId),
      lines: await shown(tx, context, { ...params, said, policy }),
      noNeed: Object.entries(row.noNeed as Record<string, string>).map(([item, explanation]) => ({
        item,
        explanation,
      })),
      draft:
        draft === null || row.draftedAt === null
          ? null
          : {
              lines: await shown(tx, context, { ...params, said: draft.lines, policy }),
              noNeed: draft.noNeed.map((each) => ({ ...each })),
              at: row.draftedAt,
            },
      steps: await stepsOf(tx, context, params),
      deviation: { ...deviation, floor: policy.deviationFloor.value, basis: basisOf(policy.deviationMax) },
      basis: reportBasis,
    });
  });
}

/** What the asking person may do now; a button that would be refused is not shown. */
async function mayNow(tx: Tx, context: ActorContext, row: ReportRow): Promise<Reply['may']> {
  const { actor } = context;
  const isOwn = row.institutionId === actor.organisationId;
  const now = await databaseNow(context, tx);
  const times = {
    isReporting: row.tenderState === 'reporting',
    fromAt: row.fromAt,
    dueAt: row.dueAt,
    confirmEndedAt: row.confirmEndedAt,
    now,
  };
  const open = maySubmit(row, times).ok && isOwn && may(actor, 'demand.report');
  const isLocked = row.lockedAt !== null || (row.dueAt !== null && now >= row.dueAt);
  const isConfirming = row.confirmEndedAt === null;
  const confirm =
    isOwn &&
    isConfirming &&
    row.state === 'submitted' &&
    may(actor, 'demand.confirm') &&
    row.submittedBy !== actor.accountId;
  const reviews = isConfirming && isReviewer(context, row);
  const decided = row.state === 'confirmed' || row.state === 'accepted';
  return {
    edit: open,
    submit: open,
    confirm,
    sendBack: !isLocked && (confirm || (reviews && decided)),
    accept: reviews && row.state === 'confirmed',
    exclude: reviews && isLocked && decided,
  };
}

/** The lines handed in; before that the products in use, waiting for a need. */
async function saidLines(tx: Tx, { scope }: ActorContext, row: ReportRow): Promise<readonly SaidLine[]> {
  const { tenderId, institutionId } = row;
  if (row.submittedAt !== null)
    return tx
      .selectFrom('demandLine')
      .select(['productId', 'reported', 'lastYear', 'explanation'])
      .where('province', '=', scope.province)
      .where('tenderId', '=', tenderId)
      .where('institutionId', '=', institutionId)
      .execute();
  const used = await tx
    .selectFrom('demandUse')
    .select(['productId', 'quantity'])
    .where('province', '=', scope.province)
    .where('tenderId', '=', tenderId)
    .where('institutionId', '=', institutionId)
    .execute();
  return used.map(({ productId, quantity: lastYear }) => ({
    productId,
    reported: null,
    lastYear,
    explanation: '',
  }));
}

interface Showing {
  readonly tenderId: string;
  readonly institutionId: string;
  readonly said: readonly SaidLine[];
  readonly policy: DemandPolicy;
}

async function shown(
  tx: Tx,
  { scope }: ActorContext,
  { tenderId, institutionId, said, policy }: Showing,
): Promise<KeptLineWire[]> {
  if (said.length === 0) return [];
  const only = said.map((line) => line.productId);
  const rows = await productRows(tx, scope.province, { tenderId, institutionId, only }).execute();
  const products = new Map(rows.map((row) => [row.productId, productOf(row)]));
  return said
    .flatMap((line): KeptLineWire[] => {
      const product = products.get(line.productId);
      if (product === undefined) return [];
      const { reported, lastYear } = line;
      const deviation =
        reported === null || lastYear === null ? null : deviationOf(reported, lastYear, policy);
      return [
        {
          ...product,
          reported,
          lastYear,
          isLastYearStated: lastYear !== null && lastYear !== product.used,
          isDeviating: deviation?.isBeyond ?? false,
          percent: deviation?.percent ?? null,
          explanation: line.explanation,
        },
      ];
    })
    .toSorted(
      (a, b) =>
        compareText(a.item, b.item) ||
        compareText(a.name, b.name) ||
        compareText(a.specification, b.specification) ||
        compareText(a.productId, b.productId),
    );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function itemsOf(tx: Tx, { scope }: ActorContext, tenderId: string): Promise<Reply['items']> {
  return tx
    .selectFrom('tenderItem as i')
    .select(['i.item', 'i.name', 'i.unit'])
    .select((eb) => [
      sql<boolean>`i.state = 'running'`.as('isRunning'),
      eb
        .selectFrom('tenderProduct as p')
        .select(sql<number>`count(*)::integer`.as('count'))
        .whereRef('p.province', '=', 'i.province')
        .whereRef('p.tenderId', '=', 'i.tenderId')
        .whereRef('p.item', '=', 'i.item')
        .as('products'),
    ])
    .where('i.province', '=', scope.province)
    .where('i.tenderId', '=', tenderId)
    .orderBy('i.item')
    .execute() as Promise<Reply['items']>;
}

async function stepsOf(
  tx: Tx,
  { scope }: ActorContext,
  { tenderId, institutionId }: { readonly tenderId: string; readonly institutionId: string },
): Promise<Reply['steps']> {
  const rows = await tx
    .selectFrom('demandStep as s')
    .leftJoin('organisation', 'organisation.id', 's.organisationId')
    .leftJoin('account', 'account.id', 's.accountId')
    .select(['s.at', 's.note', 's.facts', 'organisation.name as organisation', 'account.name as person'])
    .select((eb) => eb.ref('s.kind').$castTo<Reply['steps'][number]['kind']>().as('kind'))
    .where('s.province', '=', scope.province)
    .where('s.tenderId', '=', tenderId)
    .where('s.institutionId', '=', institutionId)
    .orderBy('s.step')
    .execute();
  return rows.map(({ facts, ...row }) => {
    const { lines } = facts as { lines?: number };
    return { ...row, lines: lines ?? null };
  });
}
