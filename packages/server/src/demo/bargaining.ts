import { portion, quantity } from '@daylight/rules/money.ts';
import { addDays } from '@daylight/rules/time.ts';
import { joinOne, openOne } from '../features/bargain/commands.ts';
import { orderMaxOf } from './prices.ts';
import { type Deal, type Life, type Matters, doEach } from './life.ts';
import type { Product } from './market.ts';
import { actingAs, chanceFor, done } from './province.ts';
import { cityOf } from './relations.ts';

/** An institution bargains for a listing once: two of its bargains about one listing at the same time are refused. */
function askedKey(institution: string, { listingId }: Product): string {
  return `${institution}/${listingId}`;
}

/** The offers of the day: at the listing price, below it, with a trade elsewhere claimed, or open for others to join. */
export async function openBargains(life: Life): Promise<void> {
  await doEach(life, 'openBargain', (wish) => openBargain(life, wish));
}

const POOL_DAYS = 6;

async function openBargain(life: Life, { key, buyer }: Matters['openBargain']): Promise<void> {
  const { demo, asked } = life;
  const { institution, level, basket } = buyer;
  const chance = chanceFor(demo, 'bargain', key);
  const free = [...basket.values()].flat().filter((each) => !asked.has(askedKey(institution.key, each)));
  if (free.length === 0) return;
  const product = chance.pick(free);
  asked.add(askedKey(institution.key, product));
  const draw = chance.below(100);
  const kind = draw < 12 ? 'listed' : draw < 26 ? 'pool' : draw < 44 ? 'claimed' : 'alone';
  const percent = { listed: 100, pool: 82 + chance.below(8), claimed: 88, alone: 86 + chance.below(12) }[
    kind
  ];
  const price = portion(product.price, { over: BigInt(percent), under: 100n }, 'halfUpToFen');
  const context = actingAs(demo, institution, 'buyer');
  const joiningUntil = kind === 'pool' ? addDays(context.today, POOL_DAYS) : null;
  const outcome = done(
    await openOne(context, {
      params: {},
      query: {},
      body: {
        listingId: product.listingId,
        price,
        quantity: quantity(orderMaxOf(product.itemCode, level) * 6),
        note: kind === 'claimed' ? '外省医疗机构已按此价成交' : '',
        claimsTraded: kind === 'claimed',
        joiningUntil,
      },
    }),
    `bargain ${key}`,
  );
  const deal: Deal = { key, id: outcome.id, institution, product, price };
  if (outcome.state === 'agreed') return;
  if (joiningUntil === null) planAnswer(life, deal, { after: 0, traded: outcome.kind === 'traded' });
  else planPool(life, deal);
}

function planPool(life: Life, deal: Deal): void {
  const { demo, market, agenda, asked } = life;
  const { product, institution, key } = deal;
  const chance = chanceFor(demo, 'pool', key);
  const isProvincial = product.jurisdiction.endsWith('0000');
  const near = market.buyers.filter(
    (each) =>
      each.institution !== institution &&
      (isProvincial || cityOf(each.institution) === product.jurisdiction) &&
      !asked.has(askedKey(each.institution.key, product)),
  );
  const wanted = Math.min(near.length, 1 + chance.below(4));
  const joiners = new Set<(typeof near)[number]>();
  while (joiners.size < wanted) joiners.add(chance.pick(near));
  for (const joiner of joiners) {
    asked.add(askedKey(joiner.institution.key, product));
    agenda.plan('joinPool', 1 + chance.below(2), { who: joiner.institution.key, deal, joiner });
  }
  planAnswer(life, deal, { after: POOL_DAYS, traded: false });
}

/** Institutions join what others opened (拼单议价), while it is open for them. */
export async function joinPools(life: Life): Promise<void> {
  const { demo } = life;
  await doEach(life, 'joinPool', async ({ deal, joiner: { institution, level } }) => {
    const now = await life.bargainNow(deal.id);
    if (now.state !== 'joining') return;
    done(
      await joinOne(actingAs(demo, institution, 'buyer'), {
        params: { bargainId: deal.id },
        query: {},
        body: { quantity: quantity(orderMaxOf(deal.product.itemCode, level) * 4) },
      }),
      `joining of ${institution.key}`,
    );
  });
}

/** What the enterprise does with an offer: nothing in one case of six, and then the clock acts (JS-11B, JS-11C). */
function planAnswer(
  life: Life,
  deal: Deal,
  when: { readonly after: number; readonly traded: boolean },
): void {
  const { demo, agenda } = life;
  const chance = chanceFor(demo, 'answer', deal.key);
  const who = deal.product.maker.key;
  const days = when.after + 1 + chance.below(4);
  const draw = chance.below(100);
  if (when.traded) {
    if (draw < 40) agenda.plan('answerOffer', days, { who, deal, how: 'accept' });
    else if (draw < 55) agenda.plan('answerOffer', Math.min(days, 3), { who, deal, how: 'counter' });
    agenda.plan('giveEvidence', 7 + chance.below(3), { who: deal.institution.key, deal });
  } else if (draw < 46) agenda.plan('answerOffer', days, { who, deal, how: 'accept' });
  else if (draw < 68) agenda.plan('answerOffer', days, { who, deal, how: 'counter' });
  else if (draw < 83) agenda.plan('answerOffer', days, { who, deal, how: 'refuse' });
}

/** What the institution does with a counter-offer: in one case of eight it stays silent. */
export function planCounterAnswer({ demo, agenda }: Life, deal: Deal): void {
  const chance = chanceFor(demo, 'counter', deal.key);
  const who = deal.institution.key;
  const days = 1 + chance.below(3);
  const draw = chance.below(100);
  if (draw < 52) agenda.plan('answerCounter', days, { who, deal, how: 'accept' });
  else if (draw < 78) agenda.plan('answerCounter', days, { who, deal, how: 'renew' });
  else if (draw < 88) agenda.plan('answerCounter', days, { who, deal, how: 'withdraw' });
}

/** The enterprise meets a renewed offer: it gives in more often than not. */
export function planLastAnswer({ demo, agenda }: Life, deal: Deal): void {
  const chance = chanceFor(demo, 'last answer', deal.key);
  const how = chance.happens(0.75) ? 'accept' : 'refuse';
  agenda.plan('answerOffer', 1 + chance.below(4), { who: deal.product.maker.key, deal, how });
}
