import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Instant, type IsoDate, addDays, shanghaiDate, shanghaiMoment } from '@daylight/rules/time.ts';
import { demoPassword } from '../features/account/demo-accounts.ts';
import { sweeps } from '../features.ts';
import { sealAll } from '../features/journal/seal.ts';
import { machineClock, openWorld } from '../main.ts';
import { ensurePartitions } from '../partitions.ts';
import { importCatalogue } from './catalogue.ts';
import { liveDays, liveRoundsBefore, workdaysOf } from './days.ts';
import { ageListings } from './directory.ts';
import { layFoundation } from './foundation.ts';
import { hasten } from './hasten.ts';
import { listProducts } from './listings.ts';
import { openMarket } from './market.ts';
import { demoOrganisations } from './organisations.ts';
import { demoPositions } from './positions.ts';
import { type DemoSize, type Province, demoClock, sweepAll } from './province.ts';
import { bringQualifications } from './qualifying.ts';
import { agreeOnDelivery } from './relations.ts';
import { selectedFor } from './round-course.ts';
import { leaveOpening, openRounds } from './rounds.ts';
import { setUpInstitutions } from './settings.ts';
import { gatherStatistics } from './statistics.ts';

export interface DemoAccount {
  readonly role: string;
  readonly organisation: string;
  readonly login: string;
  readonly password: string;
}

export interface DemoOptions {
  /** Connection as the owner of an empty, migrated database. */
  readonly url: string;
  readonly seed: number;
  readonly log: (line: string) => void;
  /** Where the installation keeps its files; imported workbooks stay there. */
  readonly dataDir?: string;
  readonly size?: DemoSize;
  /** The moment that business has come to; the machine's clock when not given. */
  readonly now?: Instant;
}

/** The demo of `npm start`: 20,000 items and two months of business. */
export const wholeDemo: DemoSize = {
  items: 20_000,
  provinceListings: 900,
  cityListings: 200,
  days: 60,
  ordersPerDay: 7,
  bargainsPerDay: 3,
};

/** Organisations, codes and listings are there before business begins, long enough for a round to come to its contracts. */
const PREPARATION_DAYS = 56;

/**
 * Loads the demo province into an empty database through the platform's own commands, with a clock of its own: the same
 * seed and moment give the same facts. Throws when a command refuses what the demo expects to be done.
 */
export async function loadDemo(options: DemoOptions): Promise<DemoAccount[]> {
  const { url, log, size = wholeDemo, now = machineClock() } = options;
  const today = shanghaiDate(now);
  const firstDay = addDays(today, -size.days - PREPARATION_DAYS);
  const clock = demoClock(shanghaiMoment(firstDay, '08:00'));
  await ensurePartitions(url, now, monthsBetween(firstDay, today));
  const foundation = await layFoundation(url, clock.now());
  log(`${foundation.organisations.size} organisations, ${foundation.accounts.size} accounts`);
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'daylight-demo-'));
  const world = await openWorld({ url, dataDir, demo: true, clock: clock.now, connections: 6 });
  hasten(world.database.pool);
  try {
    const demo: Province = { world, url, clock, seed: String(options.seed), size, ...foundation, log };
    await importCatalogue(demo);
    log(`${size.items} national codes`);
    clock.moveTo(addDays(firstDay, 1), '09:00');
    await listProducts(demo, addDays(firstDay, 1));
    log('listings of the province and its cities');
    log(`${await bringQualifications(url, today)} qualifications`);
    const deliveries = await agreeOnDelivery(demo, addDays(firstDay, 2));
    await setUpInstitutions(demo);
    log('delivery relations');
    await gatherStatistics(url);
    const last = addDays(today, -1);
    const before = { first: addDays(firstDay, 3), last: addDays(today, -size.days - 1) };
    const rounds = await openRounds(demo, { workdays: workdaysOf(demo, before.first, last), last });
    const market = await openMarket(demo, deliveries, (hospital) => selectedFor(hospital, rounds.items));
    await liveRoundsBefore(demo, rounds, before);
    log('rounds before business began');
    await ageListings({ demo, market });
    await liveDays(demo, { market, rounds }, { first: addDays(today, -size.days), last });
    clock.moveOn(now);
    await sweepAll(demo, sweeps);
    await leaveOpening(demo, rounds);
    await gatherStatistics(url);
    log(`${await sealAll(world)} journal records sealed`);
  } finally {
    await world.database.close();
  }
  return accountsToTry();
}

function monthsBetween(first: IsoDate, last: IsoDate): number {
  const monthOf = (day: IsoDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
  return monthOf(last) - monthOf(first);
}

function accountsToTry(): DemoAccount[] {
  const first = demoOrganisations().filter(({ suffix }) => suffix === '');
  const order = Object.keys(demoPositions);
  return first
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .flatMap(({ kind, name }) =>
      demoPositions[kind]
        .filter(({ tryFirst }) => tryFirst)
        .map(({ name: role, login }) => ({ role, organisation: name, login, password: demoPassword })),
    );
}
