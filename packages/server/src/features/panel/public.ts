import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { DrawShown, listDraws, showDraw } from '@daylight/api/panel.ts';
import { drawName } from '@daylight/rules/panel/draw.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { Selectable } from 'kysely';
import type { Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import type { DB } from '../../tables.ts';
import { inReach, isId } from './sight.ts';

/** A draw as it is published: codes only; the seed has a value once the draw is done. */
export function drawOf(row: Selectable<DB['panelDraw']>): DrawShown {
  const { beaconPosition, beaconHash, beaconSealedAt } = row;
  const isSealed = beaconPosition !== null && beaconHash !== null && beaconSealedAt !== null;
  return {
    id: row.id,
    round: row.round,
    name: drawName(row.reviewNumber, row.round),
    title: { zh: row.titleZh, en: row.titleEn },
    jurisdiction: row.jurisdiction,
    seats: row.seats,
    seedHash: row.seedHash,
    committedAt: row.committedAt,
    frozenAt: row.frozenAt,
    poolHash: row.poolHash,
    pool: row.pool as DrawShown['pool'],
    drawAt: row.drawAt,
    beacon: isSealed ? { position: beaconPosition, hash: beaconHash, sealedAt: beaconSealedAt } : null,
    seed: row.seed,
    drawn: row.drawn as DrawShown['drawn'],
    drawnAt: row.drawnAt,
  };
}

const provinceOf = (jurisdiction: string): number => Number(jurisdiction.slice(0, 2));

export async function publicDraws(
  context: Context,
  { query }: Call<typeof listDraws>,
): Promise<Result<ReplyOf<typeof listDraws>, never>> {
  const province = provinceOf(query.jurisdiction);
  const rows = await reading(context.database.db, { ...context.scope, province }, (tx) => {
    let page = tx
      .selectFrom('panelDraw')
      .selectAll()
      .where('province', '=', province)
      .where('jurisdiction', 'like', inReach(query.jurisdiction));
    if (query.cursor !== undefined && isId(query.cursor)) page = page.where('id', '<', query.cursor);
    return page
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute();
  });
  const items = rows.slice(0, query.limit).map((row) => {
    const { pool: _pool, drawn: _drawn, ...item } = drawOf(row);
    return item;
  });
  return ok({ items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null });
}

export async function publicDraw(
  context: Context,
  { params, query }: Call<typeof showDraw>,
): Promise<Result<DrawShown, 'panel.unknownReview'>> {
  const province = provinceOf(query.jurisdiction);
  const row = await reading(context.database.db, { ...context.scope, province }, (tx) =>
    tx
      .selectFrom('panelDraw')
      .selectAll()
      .where('province', '=', province)
      .where('id', '=', params.drawId)
      .executeTakeFirst(),
  );
  return row === undefined ? refuse('panel.unknownReview') : ok(drawOf(row));
}
