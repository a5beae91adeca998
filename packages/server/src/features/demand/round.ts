import type { readRoundDemand } from '@daylight/api/demand.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { reportBasis, volumeBasis } from '@daylight/rules/demand/policy.ts';
import type { ReportState } from '@daylight/rules/demand/report.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { isOrganiser, readTender } from '../tender/port.ts';
import { mayRead } from './reach.ts';

type Reply = ReplyOf<typeof readRoundDemand>;

/** How far reporting is, by state, area and item; an institution sees its own part alone. */
export function readRound(
  context: ActorContext,
  { params }: Call<typeof readRoundDemand>,
): Promise<Result<Reply, 'demand.unknown'>> {
  const { province } = context.scope;
  const { tenderId } = params;
  return reading(context.database.db, context.scope, async (tx) => {
    const tender = await readTender(tx, province, tenderId);
    const round = await tx
      .selectFrom('demandRound')
      .selectAll()
      .where('province', '=', province)
      .where('tenderId', '=', tenderId)
      .executeTakeFirst();
    if (tender === null || round === undefined) return refuse('demand.unknown');
    const { areas, states } = await byArea(tx, context, tenderId);
    return ok({
      tenderId,
      tenderNumber: tender.number,
      tenderTitle: tender.title,
      tenderState: tender.state,
      isOrganiser: isOrganiser(context, tender),
      useFrom: round.useFrom,
      useUntil: round.useUntil,
      fromAt: tender.demandFromAt,
      dueAt: tender.demandDueAt,
      lockedAt: round.lockedAt,
      confirmDueAt: round.confirmDueAt,
      confirmProvisional: round.confirmProvisional,
      confirmEndedAt: round.confirmEndedAt,
      publishedAt: round.publishedAt,
      states,
      items: await byItem(tx, context, tenderId),
      areas,
      basis: [reportBasis, volumeBasis],
    });
  });
}

/** Reports that the actor may read, for sums over their lines. */
function readable(tx: Tx, context: ActorContext, tenderId: string) {
  return tx
    .selectFrom('demandReport')
    .innerJoin('tender', (join) =>
      join
        .onRef('tender.province', '=', 'demandReport.province')
        .onRef('tender.id', '=', 'demandReport.tenderId'),
    )
    .where('demandReport.province', '=', context.scope.province)
    .where('demandReport.tenderId', '=', tenderId)
    .where((eb) => mayRead(eb, context));
}

async function byArea(
  tx: Tx,
  context: ActorContext,
  tenderId: string,
): Promise<{ areas: Reply['areas']; states: Reply['states'] }> {
  const rows = await readable(tx, context, tenderId)
    .innerJoin('jurisdiction', 'jurisdiction.code', 'demandReport.area')
    .select(['demandReport.area', 'jurisdiction.name'])
    .select((eb) => [
      eb.ref('demandReport.state').$castTo<ReportState>().as('state'),
      sql<number>`count(*)::integer`.as('count'),
    ])
    .groupBy(['demandReport.area', 'jurisdiction.name', 'demandReport.state'])
    .orderBy('demandReport.area')
    .execute();
  const areas = new Map<string, Reply['areas'][number]>();
  const states: Reply['states'] = {
    open: 0,
    submitted: 0,
    confirmed: 0,
    accepted: 0,
    returned: 0,
    excluded: 0,
    lapsed: 0,
  };
  for (const { area, name, state, count } of rows) {
    const found = areas.get(area) ?? { area, name, institutions: 0, submitted: 0, accepted: 0 };
    areas.set(area, {
      ...found,
      institutions: found.institutions + count,
      submitted:
        found.submitted +
        (state === 'submitted' || state === 'confirmed' || state === 'accepted' ? count : 0),
      accepted: found.accepted + (state === 'accepted' ? count : 0),
    });
    states[state] += count;
  }
  return { areas: [...areas.values()], states };
}

async function byItem(tx: Tx, context: ActorContext, tenderId: string): Promise<Reply['items']> {
  const { province } = context.scope;
  const items = await tx
    .selectFrom('tenderItem')
    .select(['item', 'name', 'unit', 'state'])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .orderBy('item')
    .execute();
  const products = await tx
    .selectFrom('tenderProduct')
    .select(['item', sql<number>`count(*)::integer`.as('count')])
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .groupBy('item')
    .execute();
  const lines = await readable(tx, context, tenderId)
    .innerJoin('demandLine as l', (join) =>
      join
        .onRef('l.province', '=', 'demandReport.province')
        .onRef('l.tenderId', '=', 'demandReport.tenderId')
        .onRef('l.institutionId', '=', 'demandReport.institutionId'),
    )
    .where('demandReport.state', 'in', ['submitted', 'confirmed', 'accepted'])
    .select('l.item')
    .select([
      sql<number>`count(distinct l.institution_id)::integer`.as('answered'),
      sql<Quantity>`sum(l.reported)`.as('reported'),
      sql<Quantity>`sum(l.last_year)`.as('lastYear'),
    ])
    .groupBy('l.item')
    .execute();
  const counts = new Map(products.map((each) => [each.item, each.count]));
  const sums = new Map(lines.map((each) => [each.item, each]));
  return items.map(({ item, name, unit, state }) => {
    const said = sums.get(item);
    return {
      item,
      name,
      unit,
      isRunning: state === 'running',
      products: counts.get(item) ?? 0,
      answered: said?.answered ?? 0,
      reported: said?.reported ?? ('0' as Quantity),
      lastYear: said?.lastYear ?? ('0' as Quantity),
    };
  });
}
