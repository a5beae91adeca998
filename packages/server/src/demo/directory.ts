import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { sql } from 'kysely';
import { decide, propose, withdraw } from '../features/directory/closings.ts';
import { duplicates } from '../features/directory/merge-rows.ts';
import { decideOne, enterSome } from '../features/directory/merges.ts';
import { apply, check } from '../features/directory/resumptions.ts';
import { writing } from '../db.ts';
import { ok } from '@daylight/rules/result.ts';
import type { Life } from './life.ts';
import type { Product } from './market.ts';
import { province } from './organisations.ts';
import {
  type Placed,
  type Province,
  actingAs,
  done,
  look,
  organisationOf,
  organisationsOf,
  provinceNumber,
} from './province.ts';
import { handInPaper } from './qualifying.ts';

/** How many listings came from the platforms before this one with a last trade long ago. */
const idleCount = 12;

function bureauOf(demo: Province, jurisdiction: string): Placed {
  return organisationOf(demo, jurisdiction === province ? 'bureau' : `bureau-${jurisdiction}`);
}

/** Listings that nobody buys were last traded long before business began here: some are suspended, some are announced. */
export async function ageListings({ demo, market }: Pick<Life, 'demo' | 'market'>): Promise<void> {
  const old = market.unused.slice(-idleCount).map((product) => product.listingId);
  const { today } = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const scope = { province: provinceNumber, organisationId: null, reach: 'system' } as const;
  await writing(demo.world.database.db, scope, async (tx) => {
    await sql`
      update listing_life l set counted_from = ${today}::date - n.days, last_traded_on = ${today}::date - n.days
      from unnest(${old}::uuid[], ${old.map((_, index) => (index < 4 ? 360 : 250 + index * 2))}::int[]) as n (id, days)
      where l.province = ${provinceNumber} and l.listing_id = n.id and l.stage = 'running'`.execute(tx);
    return ok(null);
  });
}

export function listingNow(demo: Province, listingId: string): Promise<{ state: string; version: number }> {
  return look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .select(['state', 'version'])
      .where('province', '=', provinceNumber)
      .where('id', '=', listingId)
      .executeTakeFirstOrThrow(),
  );
}

/** An officer proposes to suspend a product whose certificate ended; a second person decides, or it waits. */
export async function closeListing(demo: Province, product: Product, decides: boolean): Promise<void> {
  const bureau = bureauOf(demo, product.jurisdiction);
  const now = await listingNow(demo, product.listingId);
  // The clock may have been first: a certificate that ended suspends by itself.
  if (now.state !== 'listed') return;
  const body = {
    listingId: product.listingId,
    kind: 'suspend' as const,
    reason: 'certificate',
    note: '注册证到期未延续，药监数据比对（演示）',
    evidenceIds: [],
    version: now.version,
  };
  const proposed = done(
    await propose(actingAs(demo, bureau, 'officer'), { params: {}, query: {}, body }),
    `closing of ${product.itemCode}`,
  );
  if (!decides) return;
  const call = {
    params: { closingId: proposed.id },
    query: {},
    body: { approve: true, note: '', version: proposed.version },
  };
  done(await decide(actingAs(demo, bureau, 'supervisor'), call), 'decision on a closing');
}

/** On the last day: resumptions, withdrawals with open business, city listings to be merged. */
export async function leaveDirectory(life: Life): Promise<void> {
  await leaveResumptions(life);
  await leaveWithdrawals(life);
  await leaveMerges(life);
}

async function leaveResumptions({ demo }: Life): Promise<void> {
  const suspended = await look(demo, (tx) =>
    tx
      .selectFrom('listing')
      .select(['id', 'jurisdiction'])
      .where('province', '=', provinceNumber)
      .where('state', '=', 'suspended')
      .where('stateReason', '=', 'noSale')
      .where('form', '=', 'sunshine')
      .orderBy('number')
      .limit(2)
      .execute(),
  );
  for (const [nth, { id: listingId, jurisdiction }] of suspended.entries()) {
    const hospital = organisationsOf(demo, 'institution').find(
      (each) => jurisdiction === province || each.jurisdiction.startsWith(jurisdiction.slice(0, 4)),
    );
    if (hospital === undefined) continue;
    const context = actingAs(demo, hospital, 'buyer');
    const evidenceIds = [await handInPaper(context, `恢复挂网申请（演示${nth + 1}）`)];
    const body = { listingId, need: '临床手术需要，预计年用量二十盒（演示）', evidenceIds };
    const applied = done(await apply(context, { params: {}, query: {}, body }), 'application for resumption');
    if (nth === 0) continue;
    const call = {
      params: { resumptionId: applied.id },
      query: {},
      body: { recommend: true, note: '同类产品较少，建议恢复', version: 1 },
    };
    done(await check(actingAs(demo, bureauOf(demo, jurisdiction), 'officer'), call), 'check of a resumption');
  }
}

/** Two products that are stopped while orders run: one withdrawal waits for open business, one for its decision. */
async function leaveWithdrawals({ demo }: Life): Promise<void> {
  const rows = await look(demo, (tx) =>
    tx
      .selectFrom('orderLine as line')
      .innerJoin('purchaseOrder as order', (join) =>
        join.onRef('order.province', '=', 'line.province').onRef('order.id', '=', 'line.orderId'),
      )
      .innerJoin('listing', (join) =>
        join.onRef('listing.province', '=', 'line.province').onRef('listing.id', '=', 'line.listingId'),
      )
      .select([
        'listing.id',
        'listing.number',
        'listing.version',
        'listing.manufacturerId',
        'listing.jurisdiction',
      ])
      .distinct()
      .where('line.province', '=', provinceNumber)
      .where('order.state', 'in', ['placed', 'confirmed'])
      .where('listing.state', '=', 'listed')
      .where('listing.form', '=', 'sunshine')
      .orderBy('listing.number')
      .limit(2)
      .execute(),
  );
  const makers = organisationsOf(demo, 'manufacturer');
  for (const [nth, row] of rows.entries()) {
    const maker = makers.find((each) => each.id === row.manufacturerId);
    if (maker === undefined) continue;
    const context = actingAs(demo, maker, 'sales');
    const evidenceIds = [await handInPaper(context, `停产说明（演示${nth + 1}）`)];
    const body = {
      listingId: row.id,
      reason: nth === 0 ? 'stoppedProduction' : 'registrationChanged',
      note: '生产线调整，不再供应（演示）',
      evidenceIds,
      version: row.version,
    } as const;
    const proposed = done(await withdraw(context, { params: {}, query: {}, body }), 'withdrawal');
    if (nth > 0) continue;
    const call = {
      params: { closingId: proposed.id },
      query: {},
      body: { approve: true, note: '', version: 1 },
    };
    done(await decide(actingAs(demo, bureauOf(demo, row.jurisdiction), 'supervisor'), call), 'withdrawal');
  }
}

async function leaveMerges({ demo }: Life): Promise<void> {
  const officer = actingAs(demo, organisationOf(demo, 'bureau'), 'officer');
  const query = { limit: 5, single: 'true' } as const;
  const found = done(await duplicates(officer, { params: {}, query, body: undefined }), 'duplicates');
  const itemCodes = found.items.flatMap((item) => (item.keptId === null ? [] : [item.itemCode])).slice(0, 2);
  if (itemCodes.length === 0) return;
  const body = { itemCodes, note: `${listingBasis.unified.clause}：转为省级管理（演示）` };
  const entered = done(await enterSome(officer, { params: {}, query: {}, body }), 'merges');
  const [first] = entered.lines;
  if (first?.id === null || first === undefined) return;
  const call = { params: { mergeId: first.id }, query: {}, body: { approve: true, note: '' } };
  const decided = await decideOne(actingAs(demo, organisationOf(demo, 'bureau'), 'supervisor'), call);
  // A code whose listing is closing at the moment waits for another day.
  if (!decided.ok && decided.code !== 'directory.mergeClosing') done(decided, 'approval of a merge');
}
