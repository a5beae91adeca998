import { execFile } from 'node:child_process';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { itemHeader } from '@daylight/rules/catalogue/release-layout.ts';
import { instant } from '@daylight/rules/time.ts';
import { connect } from '@daylight/server/db.ts';
import { removeEmbedded, startEmbedded } from '@daylight/server/embedded/postgres.ts';
import { openSession } from '@daylight/server/features/account/sessions.ts';
import { type Chance, chanceOf } from '@daylight/server/features/catalogue/generator/chance.ts';
import { allRows } from '@daylight/server/features/catalogue/generator/national-codes.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import { machineClock } from '@daylight/server/main.ts';
import { migrate } from '@daylight/server/migrate.ts';
import { ensurePartitions } from '@daylight/server/partitions.ts';
import { writeWorkbook } from '@daylight/server/workbook/write-workbook.ts';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { drive, percentile, report } from './figure.ts';
import { get, startServerProcess, stopServerProcess } from './http.ts';
import { isShort, sized } from './size.ts';

const rows = Number(process.env['BENCH_CATALOGUE_ROWS'] ?? sized(1_000_000, 2000));
const clients = 8;
const warmUpMs = sized(5000, 100);
const searchMs = sized(30_000, 500);

/** The release is the same for the same number of rows, so it is made once on a machine. */
async function releaseFile(): Promise<string> {
  const folder = path.join(tmpdir(), 'daylight-bench-release');
  const file = path.join(folder, `national-codes-${rows}-v1.xlsx`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const part = `${file}.part`;
  const began = performance.now();
  await writeWorkbook(part, { sheet: 'Query1', header: itemHeader, rows: allRows({ rows, seed: 'bench' }) });
  renameSync(part, file);
  report({
    figure: 'national codes generated',
    value: rows / ((performance.now() - began) / 1000),
    unit: 'rows/s',
  });
  return file;
}

interface Imported {
  readonly counts: {
    readonly read: number;
    readonly new: number;
    readonly duplicate: number;
    readonly same: number;
  };
  readonly ms: number;
  readonly readMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}

async function importOnce(url: string, dataDir: string, file: string): Promise<Imported> {
  const script = path.join(import.meta.dirname, 'catalogue-import.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, url, dataDir, file]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Imported;
}

/** What the same rows cost as one COPY into a table with nothing but its key: the floor of any import. */
async function rawCopy(client: pg.Client, dataDir: string): Promise<number> {
  const dump = path.join(dataDir, 'raw.copy');
  await pipeline(client.query(to('copy catalogue_item to stdout (format binary)')), createWriteStream(dump));
  await client.query('create table raw_item (like catalogue_item)');
  await client.query('alter table raw_item add primary key (item_code)');
  const began = performance.now();
  await pipeline(
    createReadStream(dump, { highWaterMark: 1024 * 1024 }),
    client.query(from('copy raw_item from stdin (format binary)')),
  );
  const ms = performance.now() - began;
  await client.query('drop table raw_item');
  rmSync(dump);
  return ms;
}

async function benchImport(url: string, dataDir: string, file: string): Promise<void> {
  const imported = await importOnce(url, dataDir, file);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rawMs = await rawCopy(client, dataDir);
  await client.end();
  report({
    figure: 'import of national codes',
    value: imported.counts.read / (imported.ms / 1000),
    unit: 'rows/s',
    baseline: {
      what: 'raw COPY of the resulting rows into a table with its key only',
      value: imported.counts.new / (rawMs / 1000),
    },
    target: '≥ 20,000 rows/s',
    note: `${imported.counts.read} rows × 21 columns from one xlsx, ${imported.counts.duplicate} duplicates; read and stored in ${(imported.readMs / 1000).toFixed(1)} s, indexes and vacuum in ${((imported.ms - imported.readMs) / 1000).toFixed(1)} s; ${(imported.cpuMs / 1000).toFixed(1)} s of CPU in Node`,
  });
  report({
    figure: 'memory of the import',
    value: imported.memoryMb,
    unit: 'MB (peak resident)',
    target: '< 400 MB',
  });
}

interface Sample {
  readonly product_name: string;
  readonly manufacturer: string;
  readonly specification: string;
  readonly model: string;
  readonly item_code: string;
  readonly certificate: string;
}

const frequent = ['导管', '一次', '使用', '支架', '有限公司', '无菌', '合成', '系统', '医疗', '科技'];

function part(text: string, chance: Chance): string {
  const length = 2 + chance.below(4);
  const start = chance.below(Math.max(text.length - length, 0) + 1);
  return text.slice(start, start + length);
}

type Query = Readonly<Record<string, string>>;

/** Kinds of questions, each equally often. */
const kinds: Readonly<Record<string, (samples: readonly Sample[], chance: Chance) => Query>> = {
  frequent: (_, chance) => ({ q: chance.pick(frequent) }),
  twoFrequent: (_, chance) => ({ q: `${chance.pick(frequent)} ${chance.pick(frequent)}` }),
  anyPart: (samples, chance) => {
    const sample = chance.pick(samples);
    return { q: part(chance.pick([sample.product_name, sample.manufacturer, sample.specification]), chance) };
  },
  partsOfOne: (samples, chance) => {
    const sample = chance.pick(samples);
    return { q: `${part(sample.product_name, chance)} ${part(sample.manufacturer, chance)}` };
  },
  partsOfTwo: (samples, chance) => ({
    q: `${part(chance.pick(samples).product_name, chance)} ${part(chance.pick(samples).manufacturer, chance)}`,
  }),
  model: (samples, chance) => ({ q: chance.pick(samples).model }),
  frequentInClass: (samples, chance) => ({
    q: chance.pick(frequent),
    class: chance.pick(samples).item_code.slice(1, chance.pick([3, 5, 7])),
  }),
  ofManufacturer: (samples, chance) => ({
    q: chance.pick(frequent),
    manufacturer: chance.pick(samples).manufacturer,
  }),
  code: (samples, chance) => ({ q: chance.pick(samples).item_code.slice(0, 3 + chance.below(25)) }),
  certificate: (samples, chance) => {
    const { certificate } = chance.pick(samples);
    return { q: certificate.slice(chance.pick([0, 4]), 8 + chance.below(8)) };
  },
};

async function signedIn(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const [organisation, account] = [uuidAt(machineClock()), uuidAt(machineClock())];
  await client.query(
    `insert into organisation (id, kind, name, short_name, jurisdiction, province, ownership, level, synthetic, created_at)
     values ($1, 'institution', 'bench', 'bench', '320100', 32, 'public', 'tertiary', true, now())`,
    [organisation],
  );
  await client.query(
    `insert into account (id, organisation_id, login, name, roles, second_factor_required, created_at)
     values ($1, $2, 'bench', 'bench', '{buyer}', false, now())`,
    [account, organisation],
  );
  await client.end();
  const database = connect(url, { connections: 1 });
  const now = instant('2040-01-01T00:00:00.000Z');
  const token = await openSession(database.db, {
    accountId: account,
    jurisdiction: '320100',
    now,
    hours: 24,
    factor: 'password',
  });
  await database.close();
  return token;
}

/** A page of fifty items by their keys, on the same number of connections: what showing any result costs at the least. */
async function rawPage(url: string, samples: readonly Sample[]): Promise<readonly number[]> {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const chance = chanceOf('raw');
  const { latencies } = await drive(clients, 5000, async () => {
    const codes = Array.from({ length: 50 }, () => chance.pick(samples).item_code);
    await pool.query({
      name: 'raw-page',
      text: `select item_code, product_name, generic_name, specification, model, manufacturer, certificate, class_name_1, state
        from catalogue_item where item_code = any($1)`,
      values: [codes],
    });
  });
  await pool.end();
  return latencies;
}

async function benchSearch(url: string, dataDir: string): Promise<void> {
  const token = await signedIn(url);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const samples = (
    await client.query<Sample>(
      'select product_name, manufacturer, specification, model, item_code, certificate from catalogue_item tablesample system (1) limit 20000',
    )
  ).rows;
  await client.end();
  const { address, child } = await startServerProcess({ url, dataDir });
  const names = Object.keys(kinds);
  const byKind = new Map(names.map((name) => [name, [] as number[]]));
  const chances = Array.from({ length: clients }, (_, index) => chanceOf(`client ${index}`));
  const ask = async (index: number, keep: boolean): Promise<void> => {
    const chance = chances[index] ?? chanceOf('other');
    const kind = chance.pick(names);
    const query = kinds[kind]?.(samples, chance) ?? {};
    const began = performance.now();
    await get(address, `/api/catalogue/items?${new URLSearchParams(query)}`, token);
    if (keep) byKind.get(kind)?.push(performance.now() - began);
  };
  await drive(clients, warmUpMs, (index) => ask(index, false));
  const { perSecond } = await drive(clients, searchMs, (index) => ask(index, true));
  await stopServerProcess(child);
  const raw = await rawPage(url, samples);
  const all = [...byKind.values()].flat();
  const worst = (share: number): string =>
    names.map((name) => `${name} ${percentile(byKind.get(name) ?? [], share).toFixed(1)}`).join(', ');
  const baseline = { what: 'p99 of fifty items by key, raw', value: percentile(raw, 0.99) };
  report({
    figure: 'catalogue search p99',
    value: percentile(all, 0.99),
    unit: 'ms',
    baseline,
    target: '< 100 ms',
    note: `${clients} clients over HTTP with sign-in, ${all.length} questions of ${names.length} kinds, ${perSecond.toFixed(0)}/s, median ${percentile(all, 0.5).toFixed(1)} ms; p99 by kind: ${worst(0.99)}`,
  });
  report({
    figure: 'catalogue search, slowest question',
    value: percentile(all, 1),
    unit: 'ms',
    baseline: { what: 'slowest page of fifty items by key, raw', value: percentile(raw, 1) },
    target: '< 300 ms',
    note: `slowest by kind: ${worst(1)}`,
  });
}

/** Import of a million rows from one workbook, then search over them. */
export async function benchCatalogue(): Promise<void> {
  const file = await releaseFile();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-bench-catalogue-'));
  const embedded = await startEmbedded({ dataDir, durable: !isShort, log: () => undefined });
  try {
    await migrate(embedded.url);
    await ensurePartitions(embedded.url, machineClock());
    await benchImport(embedded.url, dataDir, file);
    await benchSearch(embedded.url, dataDir);
  } finally {
    await embedded.stop();
    await removeEmbedded(dataDir);
  }
}
