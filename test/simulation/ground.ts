import { addDays, shanghaiMoment } from '@daylight/rules/time.ts';
import type { IsoDate } from '@daylight/rules/time.ts';
import { importCatalogue } from '@daylight/server/demo/catalogue.ts';
import { layFoundation } from '@daylight/server/demo/foundation.ts';
import { hasten } from '@daylight/server/demo/hasten.ts';
import { listProducts } from '@daylight/server/demo/listings.ts';
import { openMarket } from '@daylight/server/demo/market.ts';
import { type DemoOrganisation, cities, demoOrganisations } from '@daylight/server/demo/organisations.ts';
import { type Province, demoClock } from '@daylight/server/demo/province.ts';
import { agreeOnDelivery } from '@daylight/server/demo/relations.ts';
import { setUpInstitutions } from '@daylight/server/demo/settings.ts';
import { gatherStatistics } from '@daylight/server/demo/statistics.ts';
import { openWorld } from '@daylight/server/main.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import pg from 'pg';
import type { Sim, SimOptions } from './sim.ts';

/** The first simulated day; the ones before it are for importing, listing and agreeing on delivery. */
export const firstDay = '2026-03-02' as IsoDate;

const levels = ['tertiary', 'secondary', 'secondary', 'primary', 'primary', 'primary'] as const;

/** The demo's organisations, and as many institutions more as are asked for, spread over the cities. */
function participants(institutions: number): DemoOrganisation[] {
  const given = demoOrganisations();
  const there = given.filter(({ kind, suffix }) => kind === 'institution' && suffix !== null).length;
  const more = Array.from({ length: Math.max(0, institutions - there) }, (_, nth): DemoOrganisation => {
    const city = cities[nth % cities.length] ?? cities[0];
    const level = levels[nth % levels.length] ?? 'primary';
    const name = `${city.name}第${nth + 1}医院`;
    return {
      key: `hospital-more-${nth + 1}`,
      kind: 'institution',
      name: `${name}（演示）`,
      shortName: name,
      jurisdiction: city.code,
      suffix: `more-${nth + 1}`,
      level,
      ownership: 'public',
    };
  });
  return [...given, ...more];
}

export interface OpenSim {
  readonly sim: Sim;
  close(): Promise<void>;
}

export interface Place {
  /** Connection as the owner of an empty, migrated database. */
  readonly url: string;
  readonly dataDir: string;
}

/** A province ready for its first day: everything one after the other, so that two of one seed are the same. */
export async function openSim({ url, dataDir }: Place, options: SimOptions): Promise<OpenSim> {
  const clock = demoClock(shanghaiMoment(addDays(firstDay, -14), '08:00'));
  const lastDay = addDays(firstDay, options.days);
  const months = (Number(lastDay.slice(0, 4)) - 2026) * 12 + Number(lastDay.slice(5, 7));
  await ensurePartitions(url, clock.now(), 0, months);
  const foundation = await layFoundation(url, clock.now(), participants(options.institutions));
  const owner = new pg.Client({ connectionString: url, application_name: 'daylight simulation' });
  await owner.connect();
  // Their accounts may be changed, unlike those of the demo.
  await owner.query('update account set demo = false');
  const world = await openWorld({ url, dataDir, demo: false, clock: clock.now, connections: 4 });
  hasten(world.database.pool);
  const accounts = new Map(foundation.accounts);
  const size = {
    ...options,
    days: options.days,
    ordersPerDay: 0,
    bargainsPerDay: 0,
  };
  const demo: Province = {
    world,
    url,
    clock,
    seed: String(options.seed),
    size,
    organisations: foundation.organisations,
    accounts,
    log: () => undefined,
  };
  const market = await prepare(demo);
  const byId = new Map([...foundation.organisations.values()].map((each) => [each.id, each]));
  const sim: Sim = {
    options,
    demo,
    market,
    accounts,
    byId,
    owner,
    tally: new Map(),
    owed: new Map(),
    day: 0,
  };
  return {
    sim,
    close: async () => {
      await world.database.close();
      await owner.end();
    },
  };
}

async function prepare(demo: Province) {
  await importCatalogue(demo);
  demo.clock.moveTo(addDays(firstDay, -12), '09:00');
  await listProducts(demo, addDays(firstDay, -12), 1);
  const deliveries = await agreeOnDelivery(demo, addDays(firstDay, -11), 1);
  demo.clock.moveTo(addDays(firstDay, -10), '09:00');
  await setUpInstitutions(demo, 1);
  await gatherStatistics(demo.url);
  // No round is lived here: nobody is bound to what it selected.
  return openMarket(demo, deliveries, () => []);
}
