import { type Market, openMarket } from './market.ts';
import { type RoundProduct, type TestRound, openRound } from './round.ts';
import type { Person, TestWorld } from './world.ts';

export interface Selected extends RoundProduct {
  readonly listingId: string;
}

interface PairOptions {
  readonly agreed?: string;
  readonly of?: TestRound;
  /** The substitute was selected for another place: nobody here may buy it. */
  readonly closed?: boolean;
}

/** A round in its term whose products can fail, with the bureau that runs it and an institution of another city. */
export interface FailingGround {
  readonly market: Market;
  readonly round: TestRound;
  readonly officer: Person;
  readonly supervisor: Person;
  readonly elsewhere: string;
  /** A product that fails, and one of another winner that can stand in at 130 for 100. */
  pair(options?: PairOptions): Promise<{ item: string; fails: Selected; standsIn: Selected }>;
}

export async function openFailing(at: TestWorld): Promise<FailingGround> {
  const market = await openMarket(at);
  const bureauId = await at.organisation({ kind: 'bureau', name: '省医保局', jurisdiction: '320000' });
  const elsewhere = await at.organisation({
    kind: 'institution',
    name: '邻市人民医院',
    jurisdiction: '320500',
  });
  const round = await openRound(at, { organiserId: bureauId });
  await round.takesPart(market.institutionId);
  return {
    market,
    round,
    elsewhere,
    officer: await at.person(bureauId, ['officer']),
    supervisor: await at.person(bureauId, ['supervisor']),
    pair: async ({ agreed = '100', of = round, closed = false } = {}) => {
      const audience = { form: 'alliance' as const, audienceInstitutions: [market.institutionId] };
      const own = await market.listing({ ...audience, price: '100' });
      const other = await market.listing({
        ...audience,
        ...(closed ? { audienceInstitutions: [elsewhere] } : {}),
        price: '130',
        manufacturerId: market.otherManufacturerId,
      });
      const codes = await at.sql<{ item_code: string }>('select item_code from listing where id = any($1)', [
        [own, other],
      ]);
      const item = await of.item(
        '灌注管',
        codes.map((each) => each.item_code),
      );
      const fails = await of.product(item, market.manufacturerId, [own]);
      const standsIn = await of.product(item, market.otherManufacturerId, [other]);
      await of.open(market.institutionId, [{ product: fails, agreed }]);
      await of.open(closed ? elsewhere : market.institutionId, [{ product: standsIn, agreed: '20' }]);
      return { item, fails: { ...fails, listingId: own }, standsIn: { ...standsIn, listingId: other } };
    },
  };
}
