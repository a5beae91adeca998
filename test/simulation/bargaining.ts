import { type Money, add, compare, money, portion, quantity } from '@daylight/rules/money.ts';
import { addDays } from '@daylight/rules/time.ts';
import { orderMaxOf } from '@daylight/server/demo/prices.ts';
import type { Placed } from '@daylight/server/demo/province.ts';
import { joinOne, leaveOne, openOne } from '@daylight/server/features/bargain/commands.ts';
import {
  acceptCounterOne,
  acceptOne,
  counterOne,
  refuseOne,
  renewOne,
  withdrawOne,
} from '@daylight/server/features/bargain/steps.ts';
import { type Sim, chanceFor, clicked, keyed, see, today } from './sim.ts';

const place = (sim: Sim, id: string): Placed => sim.byId.get(id) as Placed;
const middle = (low: Money, high: Money): Money =>
  portion(add(low, high), { over: 1n, under: 2n }, 'halfUpToFen');

/** Offers of the day: alone, for a pool, claiming a trade elsewhere, at the listing price, or above it. */
export async function openBargains(sim: Sim): Promise<void> {
  const { bargainsPerDay } = sim.options;
  const { buyers } = sim.market;
  for (let nth = 0; nth < bargainsPerDay; nth += 1) {
    const chance = chanceFor(sim, 'bargain', nth);
    const { institution, level, basket } = chance.pick(buyers);
    if (basket.size === 0) continue;
    const product = chance.pick([...basket.values()].flat());
    const draw = chance.below(100);
    const percent = draw < 8 ? 100 : draw < 11 ? 104 : 80 + chance.below(18);
    const body = {
      listingId: product.listingId,
      price: portion(product.price, { over: BigInt(percent), under: 100n }, 'halfUpToFen'),
      quantity: quantity(orderMaxOf(product.itemCode, level) * 4),
      note: '',
      claimsTraded: draw > 90,
    };
    const isPool = draw > 70 && draw <= 85;
    await keyed(sim, `bargain/${sim.day}/${nth}`, {
      what: 'bargain.open',
      who: { organisation: institution, role: 'buyer' },
      run: (context) =>
        openOne(context, {
          params: {},
          query: {},
          body: { ...body, joiningUntil: isPool ? addDays(context.today, 5) : null },
        }),
    });
  }
}

interface Standing {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly turn: string;
  readonly kind: string;
  readonly institution_id: string;
  readonly manufacturer_id: string;
  readonly price: string;
  readonly counter_price: string | null;
  readonly listing_price: string;
}

function standing(sim: Sim, where: string): Promise<Standing[]> {
  return see<Standing>(
    sim,
    `select id, number, version, turn, kind, institution_id, manufacturer_id, trim_scale(price)::text as price,
       trim_scale(counter_price)::text as counter_price, trim_scale(listing_price)::text as listing_price
     from bargain where province = 32 and ${where} order by id`,
  );
}

/** Institutions join pools, some leave again. */
export async function joinPools(sim: Sim): Promise<void> {
  for (const pool of today(sim, 0.7, await standing(sim, `state = 'joining'`), ({ number }) => number)) {
    const chance = chanceFor(sim, 'join', pool.number);
    const { institution } = chance.pick(sim.market.buyers);
    const who = { organisation: institution, role: 'buyer' } as const;
    const call = { params: { bargainId: pool.id }, query: {} };
    const joined = await clicked(sim, pool.number, {
      what: 'bargain.join',
      who,
      run: (context) => joinOne(context, { ...call, body: { quantity: quantity(1 + chance.below(20)) } }),
    });
    if (joined.ok && chance.happens(0.1))
      await clicked(sim, pool.number, {
        what: 'bargain.leave',
        who,
        run: (context) => leaveOne(context, { ...call, body: {} }),
      });
  }
}

/** Enterprises and institutions answer in their turn, some out of it; who stays silent is overtaken by the clock. */
export async function answerBargains(sim: Sim): Promise<void> {
  const open = await standing(sim, `state = 'open'`);
  for (const each of today(sim, 0.35, open, ({ number }) => number)) {
    const outOfTurn = chanceFor(sim, 'turn', each.number).happens(0.03);
    if ((each.turn === 'manufacturer') !== outOfTurn) await answerOffer(sim, each);
    else await answerCounter(sim, each);
  }
}

async function answerOffer(sim: Sim, each: Standing): Promise<void> {
  const who = { organisation: place(sim, each.manufacturer_id), role: 'sales' } as const;
  const call = { params: { bargainId: each.id }, query: {} };
  const { version } = each;
  const draw = chanceFor(sim, 'offer', each.number).below(100);
  const [what, run] =
    draw < 50
      ? (['bargain.accept', (context) => acceptOne(context, { ...call, body: { version } })] as Step)
      : draw < 75
        ? ([
            'bargain.refuse',
            (context) => refuseOne(context, { ...call, body: { version, note: '低于成本' } }),
          ] as Step)
        : ([
            'bargain.counter',
            (context) => {
              const price = middle(money(each.price), money(each.listing_price));
              return counterOne(context, { ...call, body: { version, price, note: '可供应' } });
            },
          ] as Step);
  await clicked(sim, each.number, { what, who, run });
}

type Step = readonly [string, Parameters<typeof clicked>[2]['run']];

async function answerCounter(sim: Sim, each: Standing): Promise<void> {
  const who = { organisation: place(sim, each.institution_id), role: 'buyer' } as const;
  const call = { params: { bargainId: each.id }, query: {} };
  const { version } = each;
  const draw = chanceFor(sim, 'counter', each.number).below(100);
  const low = money(each.price);
  const high = money(each.counter_price ?? each.listing_price);
  const [what, run] =
    draw < 50
      ? ([
          'bargain.acceptCounter',
          (context) => acceptCounterOne(context, { ...call, body: { version } }),
        ] as Step)
      : draw < 85 && compare(low, high) < 0
        ? ([
            'bargain.renew',
            (context) => {
              const body = {
                version,
                price: middle(low, high),
                quantity: null,
                note: '',
                claimsTraded: false,
              };
              return renewOne(context, { ...call, body });
            },
          ] as Step)
        : ([
            'bargain.withdraw',
            (context) => withdrawOne(context, { ...call, body: { version, note: '' } }),
          ] as Step);
  await clicked(sim, each.number, { what, who, run });
}
