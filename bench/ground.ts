import { globSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSession } from '@daylight/server/features/account/sessions.ts';
import { type Database, connect } from '@daylight/server/db.ts';
import { removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { machineClock } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ensurePartitions, tellPlanner } from '@daylight/server/partitions.ts';
import pg from 'pg';
import { isShort } from './size.ts';

/** A durable embedded database (fsync on) with a small market, for measuring the way of an order. */
export interface Ground {
  readonly buyers: readonly Buyer[];
  readonly listings: readonly string[];
  /** The session of the one distributor that delivers everything. */
  readonly dispatcherToken: string;
}

export interface OwnGround extends Ground {
  readonly url: string;
  readonly dataDir: string;
  /** The process that all of the database's come from. */
  readonly postmaster: number;
  close(): Promise<void>;
}

export interface Buyer {
  readonly institutionId: string;
  readonly accountId: string;
  readonly token: string;
  /** The session of the same institution's storekeeper. */
  readonly keeperToken: string;
}

const market = {
  listings: 2000,
  manufacturers: 10,
  institutions: 16,
};

async function insertOrganisations(client: pg.Client, kind: string, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidAt(machineClock()));
  await client.query(
    `insert into organisation (id, kind, name, short_name, jurisdiction, province, ownership, level, synthetic, created_at)
     select id, $2, $2 || n, $2 || n, '320100', 32, case when $2 = 'institution' then 'public' end,
       case when $2 = 'institution' then 'tertiary' end, true, now()
     from unnest($1::uuid[]) with ordinality as t (id, n)`,
    [ids, kind],
  );
  return ids;
}

async function insertListings(client: pg.Client, makers: readonly string[]): Promise<string[]> {
  const release = uuidAt(machineClock());
  await client.query(
    `insert into catalogue_item (item_code, product_code, class_code, class_name_1, class_name_2, class_name_3, generic_name,
       certificate, product_name, manufacturer, registrant, specification, model, release_id, synthetic, content_hash, rank,
       search_text, tokens)
     select 'C0901010100000006626' || lpad(n::text, 7, '0'), 'C0901010100000006626', '090101', '体外循环材料', '插管', '动脉灌注管',
       '灌注管', '国械注准20203030001', '动脉灌注管' || n, '合成企业', '合成企业', n || 'F', 'A' || n, $1, true, n, n, '', '{}'
     from generate_series(1, $2::int) n`,
    [release, market.listings],
  );
  const ids = Array.from({ length: market.listings }, () => uuidAt(machineClock()));
  await client.query(
    `insert into listing (province, id, number, item_code, code_release, jurisdiction, platform, managed_by, class, form,
       manufacturer_id, price, purchase_unit, smallest_unit, units_per_purchase_unit, state, listed_on, source)
     select 32, id, 'GW' || n, 'C0901010100000006626' || lpad(n::text, 7, '0'), $2, '320000', '320000', 'province', 'highValueSix',
       'sunshine', ($3::uuid[])[1 + n % $4::int], 100 + n, '盒', '支', 10, 'listed', '2026-01-01', 'bench'
     from unnest($1::uuid[]) with ordinality as t (id, n)`,
    [ids, release, makers, makers.length],
  );
  await client.query(
    `insert into listing_life (province, listing_id, jurisdiction, manufacturer_id, counted_from, stage)
     select province, id, jurisdiction, manufacturer_id, listed_on, 'running' from listing where source = 'bench'`,
  );
  return ids;
}

async function insertRelations(
  client: pg.Client,
  makers: readonly string[],
  distributor: string,
): Promise<void> {
  for (const maker of makers) {
    await client.query(
      `insert into delivery_relation (province, id, manufacturer_id, distributor_id, area, state, valid_from, proposed_at,
         proposed_by, answered_at)
       values (32, $1, $2, $3, '320100', 'confirmed', '2026-01-01', now(), $1, now())`,
      [uuidAt(machineClock()), maker, distributor],
    );
  }
}

interface Post {
  readonly organisationId: string;
  readonly role: string;
}

async function insertPerson(client: pg.Client, database: Database, { organisationId, role }: Post) {
  const accountId = uuidAt(machineClock());
  await client.query(
    `insert into account (id, organisation_id, login, name, roles, second_factor_required, created_at)
     values ($1, $2, $3, $4, array[$4], false, now())`,
    [accountId, organisationId, `bench-${accountId}`, role],
  );
  const opening = { accountId, jurisdiction: '320100', now: machineClock(), hours: 12, factor: 'password' };
  return { accountId, token: await openSession(database.db, opening) };
}

/** Lays a small market into an empty migrated database. */
export async function layGround(url: string): Promise<Ground> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const makers = await insertOrganisations(client, 'manufacturer', market.manufacturers);
  const [distributor = ''] = await insertOrganisations(client, 'distributor', 1);
  const institutions = await insertOrganisations(client, 'institution', market.institutions);
  const listings = await insertListings(client, makers);
  await insertRelations(client, makers, distributor);
  const database = connect(url, { connections: 1 });
  const buyers: Buyer[] = [];
  for (const organisationId of institutions) {
    const buyer = await insertPerson(client, database, { organisationId, role: 'buyer' });
    const keeper = await insertPerson(client, database, { organisationId, role: 'storekeeper' });
    buyers.push({ institutionId: organisationId, ...buyer, keeperToken: keeper.token });
  }
  const dispatcher = await insertPerson(client, database, {
    organisationId: distributor,
    role: 'dispatcher',
  });
  await database.close();
  await client.query('analyze');
  // As the platform does every night and at each start.
  await tellPlanner(client);
  await client.end();
  return { buyers, listings, dispatcherToken: dispatcher.token };
}

function postmasterOf(home: string): number {
  const [file = ''] = globSync('**/postmaster.pid', { cwd: home });
  return Number(readFileSync(path.join(home, file), 'utf8').split('\n')[0]);
}

export async function openGround(): Promise<OwnGround> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-bench-'));
  const embedded = await startEmbedded({ dataDir, durable: !isShort, log: () => undefined });
  await migrate(embedded.url);
  await ensurePartitions(embedded.url, machineClock());
  const ground = await layGround(embedded.url);
  return {
    ...ground,
    url: embedded.url,
    dataDir,
    postmaster: postmasterOf(embedded.home),
    close: async () => {
      await embedded.stop();
      await removeEmbedded(dataDir);
    },
  };
}
