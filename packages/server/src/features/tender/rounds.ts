import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { listRounds } from '@daylight/api/tender-round.ts';
import type { RoundSummary } from '@daylight/api/tender-shapes.ts';
import type { Basis } from '@daylight/rules/result.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { endStates } from '@daylight/rules/tender/state.ts';
import { type ExpressionBuilder, sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';
import { type TenderFacts, tenderItems } from './store.ts';

/** Rounds with what a list shows beside each; nothing is narrowed yet except the province. */
export function roundRows(tx: Tx, province: number) {
  return tx
    .selectFrom('tender')
    .innerJoin('organisation as organiser', 'organiser.id', 'tender.organiserId')
    .innerJoin('jurisdiction as place', 'place.code', 'tender.jurisdiction')
    .selectAll('tender')
    .select(['organiser.name as organiserName', 'place.name as placeName'])
    .select((eb) => [
      eb
        .selectFrom('tenderItem as item')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('item.province', '=', 'tender.province')
        .whereRef('item.tenderId', '=', 'tender.id')
        .as('items'),
      eb
        .selectFrom('tenderInstitution as member')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('member.province', '=', 'tender.province')
        .whereRef('member.tenderId', '=', 'tender.id')
        .where('member.leftOn', 'is', null)
        .as('institutions'),
    ])
    .where('tender.province', '=', province);
}

type RoundRow = Awaited<ReturnType<ReturnType<typeof roundRows>['executeTakeFirstOrThrow']>>;
export type Wall = ExpressionBuilder<DB, 'tender'>;

/** What is public, one's own, what one helps to run or takes part in; a bureau's whole jurisdiction. */
export function mayRead(eb: Wall, { actor }: ActorContext) {
  const own = eb.or([eb('tender.isPublic', '=', true), mine(eb, actor.organisationId)]);
  if (actor.kind === 'bureau' || actor.kind === 'operator' || actor.kind === 'health')
    return eb.or([own, eb('tender.jurisdiction', 'like', `${reachOf(actor.jurisdiction)}%`)]);
  return own;
}

export function mine(eb: Wall, organisationId: string) {
  return eb.or([
    eb('tender.organiserId', '=', organisationId),
    sql<boolean>`tender.partners @> array[${organisationId}::uuid]`,
    eb.exists(
      eb
        .selectFrom('tenderInstitution as member')
        .select('member.tenderId')
        .whereRef('member.province', '=', 'tender.province')
        .whereRef('member.tenderId', '=', 'tender.id')
        .where('member.institutionId', '=', organisationId),
    ),
  ]);
}

/** '320000' reaches all that begins with '32', '320600' what begins with '3206'. */
export function reachOf(jurisdiction: string): string {
  return jurisdiction.replace(/(00)+$/, '');
}

type Due = NonNullable<RoundSummary['due']>['kind'];
const dueColumns = {
  reporting: ['demand', 'demandDueAt'],
  bidding: ['bid', 'bidDueAt'],
  choosing: ['choice', 'choiceDueAt'],
  signing: ['sign', 'signDueAt'],
} as const satisfies Partial<Record<TenderFacts['state'], readonly [Due, keyof TenderFacts]>>;

export function dueOfRound(tender: TenderFacts): RoundSummary['due'] {
  if (!Object.hasOwn(dueColumns, tender.state)) return null;
  const [kind, column] = dueColumns[tender.state as keyof typeof dueColumns];
  const dueAt: Instant | null = tender[column] as Instant | null;
  return dueAt === null ? null : { kind, dueAt };
}

export function summaryOf(row: RoundRow): RoundSummary {
  const tender = row as unknown as TenderFacts;
  const { id, number, title, level, mode, jurisdiction, origin, state, isPublic } = tender;
  return {
    id,
    number,
    title,
    level,
    mode,
    jurisdiction,
    place: row.placeName,
    organiser: { id: row.organiserId, name: row.organiserName },
    origin,
    state,
    isPublic,
    due: dueOfRound(tender),
    items: Number(row.items ?? 0),
    institutions: Number(row.institutions ?? 0),
  };
}

export async function list(
  context: ActorContext,
  { query }: Call<typeof listRounds>,
): Promise<Result<ReplyOf<typeof listRounds>, never>> {
  const { scope, actor } = context;
  const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
  return reading(context.database.db, scope, async (tx) => {
    const rows = await roundRows(tx, scope.province)
      .where((eb) => mayRead(eb as unknown as Wall, context))
      .$if(query.show === 'mine', (wanted) =>
        wanted.where((eb) => mine(eb as unknown as Wall, actor.organisationId)),
      )
      .$if(query.show === 'running', (wanted) => wanted.where('tender.state', 'not in', [...endStates]))
      .$if(query.show === 'ended', (wanted) => wanted.where('tender.state', 'in', [...endStates]))
      .$if(query.level !== undefined, (wanted) => wanted.where('tender.level', '=', query.level ?? ''))
      .$if(query.state !== undefined, (wanted) => wanted.where('tender.state', '=', query.state ?? ''))
      .$if((query.search ?? '') !== '', (wanted) =>
        wanted.where((eb) =>
          eb.or([
            eb('tender.number', '=', query.search ?? ''),
            eb('tender.title', 'ilike', `%${(query.search ?? '').replaceAll(/[\\%_]/g, '\\$&')}%`),
          ]),
        ),
      )
      .$if(after !== undefined, (wanted) => wanted.where('tender.id', '<', after ?? ''))
      .orderBy('tender.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map(summaryOf);
    const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items, next });
  });
}

export async function namesOf(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('id', 'in', [...ids])
    .orderBy('name')
    .execute();
}

/** Timetable, items and course of a round: what participants and the public read alike. */
export async function courseOf(tx: Tx, tender: TenderFacts) {
  const { province, id } = tender;
  const items = await tenderItems(tx, province, id);
  const offered = await tx
    .selectFrom('tenderProduct')
    .select(['item'])
    .select(({ fn }) => [
      fn.countAll<number>().as('products'),
      fn.count<number>('manufacturerId').distinct().as('manufacturers'),
    ])
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .groupBy('item')
    .execute();
  const counts = new Map(offered.map((each) => [each.item, each]));
  const steps = await tx
    .selectFrom('tenderStep')
    .select(['id', 'fromState', 'toState', 'at', 'note', 'basis'])
    .where('province', '=', province)
    .where('tenderId', '=', id)
    .orderBy('id')
    .execute();
  const { demandFromAt, demandDueAt, bidFromAt, bidDueAt, choiceDueAt, signDueAt } = tender;
  const { termMonths, termFrom, termUntil } = tender;
  return {
    timetable: {
      demandFromAt,
      demandDueAt,
      bidFromAt,
      bidDueAt,
      choiceDueAt,
      signDueAt,
      termMonths,
      termFrom,
      termUntil,
    },
    itemList: items.map((item) => ({
      item: item.item,
      name: item.name,
      unit: item.unit,
      codePrefixes: item.codePrefixes,
      cap: item.cap,
      state: item.state as 'running' | 'stopped',
      stoppedAt: item.stoppedAt,
      stopNote: item.stopNote,
      stopBasis: item.stopBasis as Basis | null,
      products: Number(counts.get(item.item)?.products ?? 0),
      manufacturers: Number(counts.get(item.item)?.manufacturers ?? 0),
    })),
    steps: steps.map(({ fromState, toState, basis, ...step }) => ({
      ...step,
      from: fromState as TenderFacts['state'],
      to: toState as TenderFacts['state'],
      basis: basis as unknown as Basis,
    })),
  };
}
