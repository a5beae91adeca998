import { quantity } from '@daylight/rules/money.ts';
import { answer, ask } from '../features/order/returns.ts';
import { type Life, doEach } from './life.ts';
import { actingAs, chanceFor, done } from './province.ts';

/** Accepted goods that go back: asked for by the institution, answered by the distributor (JS-33). */
export async function returnGoods(life: Life): Promise<void> {
  const { demo, agenda } = life;
  await doEach(life, 'askReturn', async ({ delivery }) => {
    const lots = (await life.lotsNow([delivery.id])).get(delivery.id) ?? [];
    const lot = lots.find(({ accepted, returned }) => Number(accepted) > Number(returned));
    if (lot === undefined) return;
    const chance = chanceFor(demo, 'return', delivery.key);
    const { buyer, distributor } = delivery.purchase;
    const asked = done(
      await ask(actingAs(demo, buyer.institution, 'storekeeper'), {
        params: {},
        query: {},
        body: {
          shipmentId: delivery.id,
          line: lot.line,
          quantity: quantity(1 + chance.below(Math.ceil(Number(lot.accepted) / 2))),
          reason: chance.pick(['quality', 'recall', 'shortDated', 'surplus']),
          note: '',
        },
      }),
      `return of ${delivery.key}`,
    );
    agenda.plan('answerReturn', 1 + chance.below(2), { who: distributor.key, delivery, returnId: asked.id });
  });
  await doEach(life, 'answerReturn', async ({ delivery, returnId }) => {
    const accept = chanceFor(demo, 'return answer', delivery.key).happens(0.8);
    const note = accept ? '' : '已拆封，不予退货';
    done(
      await answer(actingAs(demo, delivery.purchase.distributor, 'dispatcher'), {
        params: { returnId },
        query: {},
        body: { accept, note, version: 1 },
      }),
      `answer to the return of ${delivery.key}`,
    );
    const bill = life.bills.get(delivery.id);
    if (accept && bill !== undefined)
      agenda.plan('enterRedInvoice', 1, { who: delivery.purchase.distributor.key, bill });
  });
}
