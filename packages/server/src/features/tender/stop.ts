import type { Basis, Result } from '@daylight/rules/result.ts';
import { assert, ok, refuse } from '@daylight/rules/result.ts';
import { type TenderState, hasReached } from '@daylight/rules/tender/state.ts';
import { type Unit, command } from '../../command.ts';
import type { Context } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { endAgreements } from '../agreement/port.ts';
import { closeByRound } from '../directory/port.ts';
import { stopAccounts } from '../execution/port.ts';
import { listingsOfSource } from '../listing/port.ts';
import { openOrdersOf } from '../order/port.ts';
import { moveTender } from './move.ts';
import { concernedBy, publishRoundNotice, tellAll } from './notices.ts';
import type { ProductCode } from './products.ts';
import { type StopDue, markLooked, staleRounds, stopsDue } from './stop-due.ts';
import { type TenderFacts, type TenderItem, lockTender, tenderItems, tenderProducts } from './store.ts';

/** What a listing of a round says about where it came from. */
export const sourceOf = (tender: Pick<TenderFacts, 'number'>): string => `tender:${tender.number}`;

/**
 * Items of a narrower round stop by themselves when a wider one takes them over (GY-2.4). Only rounds that moved since they were
 * last compared are compared again, with those whose codes and institutions they meet; each once a day in any case.
 */
export const stopSweep: Sweep = {
  name: 'tender-stop',
  run: async (context) => {
    const stale = await staleRounds(context);
    if (stale.length === 0) return 0;
    const moved = await moveEach(await stopsDue(context, stale), (each) => stop(context, each));
    // Where one failed, nothing is marked: it is compared again at the next tick.
    await markLooked(context, stale);
    return moved;
  },
};

/** One item: accounts, agreements and listings end, open orders are finished as in any closing, everybody is told. */
async function stop(context: Context, due: StopDue): Promise<boolean> {
  const number = await nextNumber(context, 'GG');
  const done = await command(context, async (unit) => {
    const { province } = context.scope;
    const tender = await lockTender(unit.tx, province, due.tenderId);
    const items = tender === null ? [] : await tenderItems(unit.tx, province, tender.id);
    const item = items.find((each) => each.item === due.item);
    if (tender === null || item === undefined || item.state !== 'running') return refuse('tender.wrongState');
    const note = `纳入${due.wider.title}（${due.wider.number}），按其执行`;
    const taken = await takeOut(context, unit, { tender, item, due, note });
    await writeStop(context, unit, { tender, item, due, note, taken });
    const notice = await publishRoundNotice(context, unit, tender, {
      number,
      kind: 'stop',
      title: `停止采购品种：${item.name}`,
      body: `${item.name}（${item.codePrefixes.join('、')}）${note}。自即日起停止续采，未完成的订单按规定办结。`,
    });
    assert(notice.ok, 'a notice without files is published');
    tellAll(unit, tender, await concernedBy(unit.tx, tender, item.item), {
      kind: 'tender.itemStopped',
      facts: { item: item.name, wider: due.wider.title },
    });
    const over = items.every((each) => each.item === item.item || each.state === 'stopped');
    if (over) await endRound(context, unit, tender, { note, basis: due.basis });
    return ok(tender.id);
  });
  return done.ok;
}

interface Stopping {
  readonly tender: TenderFacts;
  readonly item: TenderItem;
  readonly due: StopDue;
  readonly note: string;
}
interface Taken {
  readonly listings: readonly { listingId: string; number: string; closingId: string | null }[];
  readonly orders: readonly { orderId: string; number: string; institutionId: string; state: string }[];
}

async function takeOut(context: Context, unit: Unit, { tender, item, due, note }: Stopping): Promise<Taken> {
  const { province } = context.scope;
  const ending = { tenderId: tender.id, item: item.item, reason: note, basis: due.basis };
  if (hasReached(tender.state, 'awarded')) {
    await endAgreements(context, unit, ending);
    await stopAccounts(context, unit, ending);
  }
  const products = await tenderProducts(unit.tx, province, tender.id);
  const codes = products
    .filter((product) => product.item === item.item)
    .flatMap((product) =>
      (product.codes as unknown as readonly ProductCode[]).map(({ itemCode }) => itemCode),
    );
  const found = await listingsOfSource(unit.tx, province, { source: sourceOf(tender), itemCodes: codes });
  const orders =
    found.length === 0
      ? []
      : await openOrdersOf(
          unit.tx,
          province,
          found.map(({ id }) => id),
        );
  const listings = [];
  for (const { id, number } of found) {
    const closed = await closeByRound(context, unit, { listingId: id, note, basis: due.basis });
    assert(closed.ok, `a listing that is there is closed: ${number}`);
    listings.push({ listingId: id, number, closingId: closed.value });
  }
  return {
    listings,
    orders: orders.map(({ id, number, institutionId, state }) => ({
      orderId: id,
      number,
      institutionId,
      state,
    })),
  };
}

async function writeStop(
  context: Context,
  unit: Unit,
  { tender, item, due, note, taken }: Stopping & { readonly taken: Taken },
): Promise<void> {
  const { province } = context.scope;
  await unit.tx
    .updateTable('tenderItem')
    .set({
      state: 'stopped',
      stoppedAt: context.now,
      stopNote: note,
      stopBasis: JSON.stringify(due.basis),
    })
    .where('province', '=', province)
    .where('tenderId', '=', tender.id)
    .where('item', '=', item.item)
    .execute();
  await unit.tx
    .insertInto('tenderStop')
    .values({
      province,
      id: context.newId(),
      tenderId: tender.id,
      item: item.item,
      widerId: due.wider.tenderId,
      widerNumber: due.wider.number,
      widerTitle: due.wider.title,
      widerLevel: due.wider.level,
      at: context.now,
      basis: JSON.stringify(due.basis),
      listings: JSON.stringify(taken.listings),
      orders: JSON.stringify(taken.orders),
    })
    .execute();
  unit.record({
    event: 'tender.itemStopped',
    subject: { kind: 'tender', id: tender.id },
    basis: [due.basis],
    before: { item: item.item, state: 'running' },
    after: {
      item: item.item,
      codes: due.codes,
      wider: due.wider.number,
      listings: taken.listings.length,
      orders: taken.orders.length,
    },
    readers: [tender.organiserId, ...tender.partners],
  });
}

/** A round without a running item is over: cancelled before its result, ended after. */
async function endRound(
  context: Context,
  unit: Unit,
  tender: TenderFacts,
  { note, basis }: { readonly note: string; readonly basis: Basis },
): Promise<void> {
  const to: TenderState = hasReached(tender.state, 'awarded') ? 'ended' : 'cancelled';
  const moved: Result<TenderFacts, string> = await moveTender(context, unit, { tender, to, note, basis });
  assert(moved.ok, `a round without items ends from ${tender.state}`);
}
