import type * as api from '@daylight/api/bidding.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import type { Part } from '@daylight/rules/award/round.ts';
import type { Money } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { tenderStates, type TenderState } from '@daylight/rules/tender/state.ts';
import { sql } from 'kysely';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import {
  type TenderFacts,
  readTender,
  tenderInstitutions,
  tenderItems,
  tenderProducts,
} from '../tender/port.ts';
import { enrolmentsOf } from './enrolments.ts';
import { ownQuoting } from './own-quoting.ts';
import { receiptsOf } from './receipts.ts';
import { roundAt, termsOf, trusteesOf } from './round-rows.ts';

export function headOf(tender: TenderFacts) {
  const { id, number, title, state, origin, bidFromAt, bidDueAt } = tender;
  return { id, number, title, state, origin, bidFromAt, bidDueAt };
}

type List = typeof api.listBiddings;

interface ListRow {
  id: string;
  number: string;
  title: string;
  state: TenderState;
  origin: 'run' | 'followed';
  bidFromAt: TenderFacts['bidFromAt'];
  bidDueAt: TenderFacts['bidDueAt'];
  products: number;
  enrolment: 'entered' | 'accepted' | 'refused' | null;
  bidVersion: number | null;
}

const shown: readonly TenderState[] = tenderStates.filter((state) => !['draft', 'planned'].includes(state));

/** Rounds in which the firm has a product, newest first. */
export async function listBiddings(
  context: ActorContext,
  { query }: Call<List>,
): Promise<Result<ReplyOf<List>, never>> {
  const me = context.actor.organisationId;
  const { province } = context.scope;
  const { rows } = await reading(context.database.db, context.scope, (tx) =>
    sql<ListRow>`
      select t.id, t.number, t.title, t.state, t.origin, t.bid_from_at, t.bid_due_at, p.products,
        e.state as enrolment, b.version as bid_version
      from (select tender_id, count(*)::int as products from tender_product
        where province = ${province} and manufacturer_id = ${me}::uuid group by tender_id) p
      join tender t on t.province = ${province} and t.id = p.tender_id
      left join bid_enrolment e on e.province = t.province and e.tender_id = t.id and e.manufacturer_id = ${me}::uuid
        and e.state <> 'withdrawn'
      left join bid_round r on r.province = t.province and r.tender_id = t.id
      left join sealed_bid b on b.province = t.province and b.tender_id = t.id and b.manufacturer_id = ${me}::uuid
        and b.state = 'standing' and b.quoting = coalesce(r.quoting, 1)
      where t.is_public and t.origin = 'run' and t.state = any(${[...shown]}::text[])
        and (${query.cursor ?? null}::uuid is null or t.id < ${query.cursor ?? null}::uuid)
      order by t.id desc limit ${query.limit + 1}`.execute(tx),
  );
  const items = rows.slice(0, query.limit);
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

type Read = typeof api.readBidding;

export function readBidding(
  context: ActorContext,
  { params }: Call<Read>,
): Promise<Result<ReplyOf<Read>, 'tender.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const { province } = context.scope;
    const me = context.actor.organisationId;
    const tender = await readTender(tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const round = await roundAt(tx, province, tender.id);
    const trustees = await trusteesOf(tx, province, tender.id);
    const [enrolment = null] = await enrolmentsOf(tx, province, { tenderId: tender.id, manufacturerId: me });
    const receipts = await receiptsOf(tx, context, { tenderId: tender.id, manufacturerId: me });
    const pack = tender.pack === null ? null : readPack(tender.pack);
    const rules = pack?.ok === true ? pack.value : null;
    return ok({
      ...headOf(tender),
      bidder: me,
      terms:
        round === null || round.startedAt === null
          ? null
          : {
              ...termsOf(round, trustees),
              trustees: [...termsOf(round, trustees).trustees],
              hash: round.termsHash,
            },
      packHash: tender.packHash,
      offers: offersOf(rules),
      regions: await regionsOf(tx, province, tender.id),
      choosesRegions: rules?.allocation.kind === 'regions',
      products: await ownProducts(tx, context, tender.id),
      enrolment,
      ownRecipient: await recipientOf(tx, province, tender.id, me),
      mode: tender.mode,
      rounds: await ownQuoting(tx, context, { tender, round }),
      nextVersion: (receipts[0]?.version ?? 0) + 1,
      receipts,
      ownKey: await ownKeyAsk(tx, context, tender),
    });
  });
}

function offersOf(pack: RoundPack | null): ReplyOf<Read>['offers'] {
  return (pack?.rules ?? []).flatMap(({ id, offer, name }) =>
    offer === 'bid' ? [] : [{ rule: id, kind: offer, zh: name.zh, en: name.en }],
  );
}

async function regionsOf(tx: Tx, province: number, tenderId: string): Promise<ReplyOf<Read>['regions']> {
  const codes = [
    ...new Set((await tenderInstitutions(tx, province, tenderId)).map((each) => each.area)),
  ].toSorted();
  if (codes.length === 0) return [];
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name'])
    .where('code', 'in', codes)
    .execute();
  const names = new Map(rows.map(({ code, name }) => [code, name]));
  return codes.map((code) => ({ code, name: names.get(code) ?? code }));
}

async function ownProducts(
  tx: Tx,
  context: ActorContext,
  tenderId: string,
): Promise<ReplyOf<Read>['products']> {
  const { province } = context.scope;
  const items = new Map((await tenderItems(tx, province, tenderId)).map((each) => [each.item, each]));
  const own = (await tenderProducts(tx, province, tenderId)).filter(
    (each) => each.manufacturerId === context.actor.organisationId,
  );
  return own.map((product) => {
    const item = items.get(product.item);
    return {
      id: product.id,
      name: product.name,
      specification: product.specification,
      item: product.item,
      itemName: item?.name ?? product.item,
      unit: item?.unit ?? '',
      cap: item?.cap ?? null,
      codes: (product.codes as unknown as { itemCode: string }[]).map((each) => each.itemCode),
      parts: (product.parts as unknown as Part[]).map((part) => ({ ...part })),
      prices: product.prices as unknown as Record<string, Money>,
      reported: null,
    };
  });
}

async function recipientOf(tx: Tx, province: number, tenderId: string, me: string): Promise<string | null> {
  const row = await tx
    .selectFrom('bidEnrolment')
    .select('ownRecipient')
    .where('province', '=', province)
    .where('tenderId', '=', tenderId)
    .where('manufacturerId', '=', me)
    .where('state', '!=', 'withdrawn')
    .executeTakeFirst();
  return row?.ownRecipient ?? null;
}

async function ownKeyAsk(
  tx: Tx,
  context: ActorContext,
  tender: TenderFacts,
): Promise<ReplyOf<Read>['ownKey']> {
  if (tender.state !== 'opening') return null;
  const row = await tx
    .selectFrom('sealedBid as b')
    .innerJoin('bidRound as r', (join) =>
      join.onRef('r.province', '=', 'b.province').onRef('r.tenderId', '=', 'b.tenderId'),
    )
    .leftJoin('bidOwnKey as k', (join) =>
      join.onRef('k.province', '=', 'b.province').onRef('k.bidId', '=', 'b.id'),
    )
    .leftJoin('bidOpening as o', (join) =>
      join.onRef('o.province', '=', 'b.province').onRef('o.bidId', '=', 'b.id'),
    )
    .select(['b.id', 'b.sealed', 'r.ownKeysFromAt', 'r.ownKeysDueAt', 'k.givenAt', 'o.outcome'])
    .where('b.province', '=', context.scope.province)
    .where('b.tenderId', '=', tender.id)
    .where('b.manufacturerId', '=', context.actor.organisationId)
    .whereRef('b.quoting', '=', 'r.quoting')
    .where('b.state', '=', 'standing')
    .executeTakeFirst();
  if (row === undefined || row.ownKeysFromAt === null || row.ownKeysDueAt === null) return null;
  return {
    bidId: row.id,
    sealed: row.sealed as unknown as NonNullable<ReplyOf<Read>['ownKey']>['sealed'],
    fromAt: row.ownKeysFromAt,
    dueAt: row.ownKeysDueAt,
    given: row.givenAt !== null,
    isOpen: row.outcome !== null,
  };
}
