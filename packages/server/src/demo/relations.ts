import { type IsoDate, addMonths } from '@daylight/rules/time.ts';
import { answer, chooseFor } from '../features/distribution/commands.ts';
import { propose } from '../features/distribution/propose.ts';
import {
  type Placed,
  type Province,
  actingAs,
  chanceFor,
  done,
  inParallel,
  organisationOf,
  organisationsOf,
} from './province.ts';

/** Neighbouring cities that one distributor serves together. */
const regions: readonly (readonly string[])[] = [
  ['320100', '320400', '321000', '321100'],
  ['320200', '320500', '320600', '321200'],
  ['320300', '320700', '320800', '320900', '321300'],
];
/** The last maker has nobody in one region: the bureau's page of gaps is not empty. */
const uncovered = { maker: 'manufacturer-60', region: 2 };

interface Relation {
  readonly id: string;
  readonly maker: string;
  readonly distributor: string;
  readonly area: string;
}

/** Who delivers what to whom: by institution and manufacturer, the distributor's key. */
export type Deliveries = ReadonlyMap<string, ReadonlyMap<string, string>>;

export function cityOf({ jurisdiction }: Placed): string {
  return `${jurisdiction.slice(0, 4)}00`;
}

/** One or two distributors of the region, the home city's first one more often than the others. */
function distributorsOf(demo: Province, maker: Placed, region: readonly string[]): Placed[] {
  const chance = chanceFor(demo, 'delivery', maker.key, region[0] ?? '');
  const there = organisationsOf(demo, 'distributor').filter(({ jurisdiction }) =>
    region.includes(jurisdiction),
  );
  const one = chance.happens(0.4) ? (there[0] ?? chance.pick(there)) : chance.pick(there);
  const other = chance.pick(there);
  return chance.happens(0.4) && other !== one ? [one, other] : [one];
}

/** Manufacturers propose per area, distributors confirm (SX-5.3b, JS-35). */
export async function agreeOnDelivery(demo: Province, day: IsoDate, width = 4): Promise<Deliveries> {
  const makers = organisationsOf(demo, 'manufacturer');
  const proposals = makers.flatMap((maker) =>
    regions.flatMap((areas, nth) =>
      maker.key === uncovered.maker && nth === uncovered.region
        ? []
        : distributorsOf(demo, maker, areas).map((distributor) => ({
            maker,
            distributor,
            areas: areas.toSorted(),
          })),
    ),
  );
  demo.clock.moveTo(day, '09:30');
  const relations = await inParallel(proposals, width, async ({ maker, distributor, areas }) => {
    const { ids } = done(
      await propose(actingAs(demo, maker, 'sales'), {
        params: {},
        query: {},
        body: {
          distributorId: distributor.id,
          areas,
          listingIds: null,
          validFrom: day,
          validUntil: addMonths(day, 24),
          note: '',
        },
      }),
      `proposal of ${maker.key}`,
    );
    return ids.map((id, at): Relation => ({
      id,
      maker: maker.key,
      distributor: distributor.key,
      area: areas[at] ?? '',
    }));
  });
  demo.clock.moveTo(day, '14:30');
  await inParallel([...Map.groupBy(relations.flat(), (each) => each.distributor)], width, ([key, own]) =>
    confirmAll(demo, organisationOf(demo, key), own),
  );
  demo.clock.moveTo(day, '16:00');
  const choices = await inParallel(organisationsOf(demo, 'institution'), width, (institution) =>
    choose(demo, institution, relations.flat()),
  );
  return new Map(choices);
}

const atOnceMax = 200;

async function confirmAll(demo: Province, distributor: Placed, own: readonly Relation[]): Promise<void> {
  for (let from = 0; from < own.length; from += atOnceMax) {
    const relations = own.slice(from, from + atOnceMax).map(({ id }) => ({ id, version: 1 }));
    done(
      await answer(actingAs(demo, distributor, 'dispatcher'), {
        params: {},
        query: {},
        body: { relations, confirm: true, reason: '' },
      }),
      `confirmation of ${distributor.key}`,
    );
  }
}

/** An institution chooses where a manufacturer offers several; where there is one, it serves without being chosen. */
async function choose(
  demo: Province,
  institution: Placed,
  relations: readonly Relation[],
): Promise<[string, ReadonlyMap<string, string>]> {
  const here = relations.filter(({ area }) => area === cityOf(institution));
  const chance = chanceFor(demo, 'choice', institution.key);
  const chosen: Relation[] = [];
  const served = [...Map.groupBy(here, (each) => each.maker)].flatMap(
    ([maker, offered]): [string, string][] => {
      const one = offered.length === 1 ? offered[0] : chance.pick(offered);
      if (one === undefined) return [];
      if (offered.length > 1) chosen.push(one);
      return [[maker, one.distributor]];
    },
  );
  if (chosen.length > 0) {
    done(
      await chooseFor(actingAs(demo, institution, 'buyer'), {
        params: {},
        query: {},
        body: { relationIds: chosen.map(({ id }) => id) },
      }),
      `choice of ${institution.key}`,
    );
  }
  return [institution.key, new Map(served)];
}
