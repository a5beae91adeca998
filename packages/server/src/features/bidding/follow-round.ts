import type { AwardBundle } from '@daylight/rules/award/bundle.ts';
import type { RoundPack } from '@daylight/rules/award/pack.ts';
import { readPack } from '@daylight/rules/award/round-shape.ts';
import type { Choice, Round } from '@daylight/rules/award/round.ts';
import { followPack, type PricedPair } from '@daylight/rules/bidding/follow.ts';
import { roundOf } from '@daylight/rules/bidding/round-of.ts';
import { type Result, refuse } from '@daylight/rules/result.ts';
import type { Tx } from '../../db.ts';
import { type TenderFacts, tenderItems } from '../tender/port.ts';
import { type RoundRefusal, checked, groundFor, offered } from './award-facts.ts';

export type Bundle = AwardBundle;

async function packFor(tx: Tx, province: number, tender: TenderFacts): Promise<RoundPack> {
  const own = tender.pack === null ? null : readPack(tender.pack);
  const volume = own?.ok === true ? own.value.volume : null;
  const items = await tenderItems(tx, province, tender.id);
  return followPack({
    id: `follow-${tender.number}`,
    title: { zh: tender.title, en: tender.title },
    categories: items.map(({ item, name }) => ({
      id: item,
      name: { zh: name, en: name },
      cap: null,
      lines: {},
    })),
    volume: volume === null ? null : { ...volume, ratios: volume.ratios },
  });
}

/** The round of a result that is followed: its prices, this round's institutions and their own volumes. */
export async function followedRound(
  tx: Tx,
  province: number,
  tender: TenderFacts,
  choices: readonly Choice[],
): Promise<Result<Round, RoundRefusal>> {
  const follow = await tx
    .selectFrom('awardFollow')
    .select(['pairs', 'enteredAt'])
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .executeTakeFirst();
  if (follow === undefined) return refuse('bidding.packUnreadable', { facts: { path: 'follow', code: '' } });
  const pack = await packFor(tx, province, tender);
  const ground = await groundFor(tx, province, tender, pack);
  if (!ground.ok) return ground;
  const prices = new Map(
    (follow.pairs as unknown as readonly PricedPair[]).map((each) => [each.productId, each.price]),
  );
  const makers = await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .where('id', 'in', [
      ...new Set(ground.value.products.map((each) => each.manufacturerId)),
      tender.organiserId,
    ])
    .execute();
  const firms = makers.map(({ id, name }) => ({
    manufacturerId: id,
    name,
    controller: null,
    relatedIds: [],
    suppliesAllRegions: true,
  }));
  const opened = ground.value.products.flatMap((product) => {
    const price = prices.get(product.id);
    if (price === undefined) return [];
    const line = { product: product.id, price, parts: [], accepts: [], rebids: {} };
    return [
      { manufacturerId: product.manufacturerId, receivedAt: follow.enteredAt, lines: [line], regions: [] },
    ];
  });
  return checked(
    roundOf({
      ...ground.value,
      products: ground.value.products.map(offered),
      firms,
      capacities: [],
      opened,
      excluded: new Set(),
      lots: new Map(),
      choices,
    }),
  );
}
