import type {
  listBargains,
  listPools,
  openBargain,
  previewBargain,
  readBargain,
} from '@daylight/api/bargain.ts';
import type { BodyOf, ReplyOf } from '@daylight/api/endpoint.ts';
import { type OpenRefusal, matchingTrades, tradeWindowStart } from '@daylight/rules/bargain/open.ts';
import { bargainPolicyOf } from '@daylight/rules/bargain/policy.ts';
import { buyerOf, visibilityOf } from '@daylight/rules/listing/visibility.ts';
import { quantity } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ZoneFinding } from '@daylight/rules/supervision/zone.ts';
import { shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { visibleListings } from '../listing/port.ts';
import { zoneOf, zoneReply } from '../supervision/port.ts';
import { consider } from './commands.ts';
import { outcomeOf } from './outcome.ts';
import { agreedPriceOf } from './port.ts';
import { type BargainListRow, bargainRows, itemOf, narrowed, readable, waiting } from './rows.ts';
import { type Stored, storedOf, tradesAtPrice } from './store.ts';

type PreviewCode = OpenRefusal | 'bargain.listingUnknown' | 'bargain.inRound';
type Offer = Omit<BodyOf<typeof openBargain>, 'note'>;

/** What an offer would lead to: a screen says what happens before it is done. */
export async function previewOne(
  context: ActorContext,
  { query }: Call<typeof previewBargain>,
): Promise<Result<ReplyOf<typeof previewBargain>, PreviewCode>> {
  const { listingId, price } = query;
  return reading(context.database.db, context.scope, async (tx) => {
    const offer: Offer = {
      listingId,
      price,
      quantity: quantity('1'),
      claimsTraded: query.claimsTraded === 'true',
      joiningUntil: query.joiningUntil ?? null,
    };
    const considered = await consider(tx, context, offer);
    if (!considered.ok) return considered;
    const { bargain, trades } = considered.value;
    const institutionId = context.actor.organisationId;
    const [zone] = await zoneOf(tx, context, [{ listingId, institutionId, price }]);
    if (zone === undefined) throw new Error('no zone of a price');
    const own = await agreedPriceOf(tx, context.scope.province, institutionId, [listingId]);
    const { kind, state, due, dueKind, basis } = outcomeOf({ id: '', number: '' }, bargain, 1);
    const ownAgreedPrice = own.get(listingId)?.price ?? null;
    return ok({
      kind,
      state,
      due,
      dueKind,
      basis,
      zone: zoneReply(zone),
      tradesAtPrice: trades,
      ownAgreedPrice,
    });
  });
}

export async function listMany(
  context: ActorContext,
  { query }: Call<typeof listBargains>,
): Promise<Result<ReplyOf<typeof listBargains>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await narrowed(bargainRows(tx, context), query, context)
      .orderBy('bargain.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = rows.slice(0, query.limit).map((row) => itemOf(row, context));
    const next = rows.length > query.limit ? (items.at(-1)?.id ?? null) : null;
    return ok({ items, next, counts: await countsOf(tx, context) });
  });
}

async function countsOf(tx: Tx, context: ActorContext): Promise<{ mine: number; running: number }> {
  const row = await tx
    .selectFrom('bargain')
    .where('province', '=', context.scope.province)
    .where('closedAt', 'is', null)
    .where((eb) => readable(eb, context))
    .select((eb) => [
      eb.fn.countAll<number>().as('running'),
      eb.fn.countAll<number>().filterWhere(waiting(eb, context)).as('mine'),
    ])
    .executeTakeFirstOrThrow();
  return { mine: row.mine, running: row.running };
}

/** Pools that the asking institution may join: others' pools about listings that it may buy (JS-5). */
function joinable(tx: Tx, context: ActorContext) {
  const { actor, book, today: on } = context;
  const buyer = buyerOf({ institutionId: actor.organisationId, jurisdiction: actor.jurisdiction, book, on });
  return bargainRows(tx, context)
    .where('bargain.state', '=', 'joining')
    .where('bargain.joiningUntil', '>', context.now)
    .where('listing.state', '=', 'listed')
    .where(visibleListings(buyer, visibilityOf(book, buyer.platform, on)));
}

export async function listOpenPools(
  context: ActorContext,
  { query }: Call<typeof listPools>,
): Promise<Result<ReplyOf<typeof listPools>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    let pools = joinable(tx, context);
    if (query.listingId !== undefined) pools = pools.where('bargain.listingId', '=', query.listingId);
    const rows = await pools.orderBy('bargain.joiningUntil').orderBy('bargain.id').limit(200).execute();
    return ok({ items: rows.map((row) => itemOf(row, context)) });
  });
}

/** One bargain for those whom it concerns; a pool that one may join concerns one, too. */
export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readBargain>,
): Promise<Result<ReplyOf<typeof readBargain>, 'bargain.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const own = await bargainRows(tx, context)
      .where('bargain.id', '=', params.bargainId)
      .where((eb) => readable(eb, context))
      .executeTakeFirst();
    const canJoin = own === undefined && context.actor.kind === 'institution';
    const row = canJoin
      ? await joinable(tx, context).where('bargain.id', '=', params.bargainId).executeTakeFirst()
      : own;
    if (row === undefined) return refuse('bargain.unknown');
    return ok(await detailsOf(tx, context, row));
  });
}

async function detailsOf(
  tx: Tx,
  context: ActorContext,
  row: BargainListRow,
): Promise<ReplyOf<typeof readBargain>> {
  const stored = storedOf(row);
  const policy = bargainPolicyOf(context.book, row.jurisdiction, shanghaiDate(row.openedAt));
  const { bargain, evidence } = stored;
  const zone = row.zone as unknown as ZoneFinding | null;
  return {
    ...itemOf(row, context),
    note: row.note,
    claimsTraded: bargain.claimsTraded,
    offers: await offersOf(tx, context, row.id),
    memberList: await memberListOf(tx, context, row.id),
    zoneFinding: zone === null ? null : zoneReply(zone),
    outcomeBasis: bargain.outcomeBasis,
    evidence: evidence === null ? null : ({ ...evidence } as ReplyOf<typeof readBargain>['evidence']),
    trades: bargain.kind === 'traded' ? await evidenceOf(tx, context, stored) : [],
    roundsLeft: Math.max(0, policy.roundsMax.value - (bargain.round - 1)),
  };
}

async function offersOf(tx: Tx, { scope }: ActorContext, bargainId: string) {
  const rows = await tx
    .selectFrom('bargainOffer as o')
    .innerJoin('organisation', 'organisation.id', 'o.organisationId')
    .where('o.province', '=', scope.province)
    .where('o.bargainId', '=', bargainId)
    .select(['o.round', 'o.side', 'o.kind', 'o.price', 'o.quantity', 'o.zone', 'o.note', 'o.at'])
    .select(['organisation.id', 'organisation.name'])
    .orderBy('o.round')
    .execute();
  type Line = ReplyOf<typeof readBargain>['offers'][number];
  return rows.map(({ id, name, ...line }) => ({
    ...line,
    side: line.side as Line['side'],
    kind: line.kind as Line['kind'],
    zone: line.zone as Line['zone'],
    organisation: { id, name },
  }));
}

async function memberListOf(tx: Tx, { scope }: ActorContext, bargainId: string) {
  const rows = await tx
    .selectFrom('bargainMember as m')
    .innerJoin('organisation', 'organisation.id', 'm.institutionId')
    .where('m.province', '=', scope.province)
    .where('m.bargainId', '=', bargainId)
    .where('m.leftAt', 'is', null)
    .select(['organisation.id', 'organisation.name', 'm.quantity', 'm.joinedAt'])
    .orderBy('m.joinedAt')
    .orderBy('organisation.id')
    .execute();
  return rows.map(({ id, name, quantity: count, joinedAt }) => ({
    institution: { id, name },
    quantity: count,
    joinedAt,
  }));
}

/** The platform's own trades that prove the offered price (JS-11B), found by itself. */
async function evidenceOf(tx: Tx, context: ActorContext, stored: Stored) {
  const policy = bargainPolicyOf(context.book, stored.jurisdiction, shanghaiDate(stored.openedAt));
  const { offeredAt, price, unitsPerPurchaseUnit } = stored.bargain;
  const since = shanghaiMoment(tradeWindowStart(offeredAt, policy), '00:00');
  const { itemCode, manufacturerId } = stored;
  const at = { itemCode, manufacturerId, price, unitsPerPurchaseUnit };
  const found = await tradesAtPrice(tx, context.scope.province, at, since);
  const trades = matchingTrades(at, found, offeredAt, policy) as typeof found;
  if (trades.length === 0) return [];
  const buyers = await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where(
      'id',
      'in',
      trades.map((trade) => trade.institutionId),
    )
    .execute();
  const nameOf = new Map(buyers.map((each) => [each.id, each.name]));
  return trades.map((trade) => ({
    id: trade.id,
    tradedOn: shanghaiDate(trade.tradedAt),
    institution: nameOf.get(trade.institutionId) ?? '',
    price: trade.price,
    unitsPerPurchaseUnit: trade.unitsPerPurchaseUnit,
  }));
}
