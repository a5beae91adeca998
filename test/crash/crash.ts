import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from '@daylight/server/db.ts';
import { installedBinaries } from '@daylight/server/embedded/binaries.ts';
import { findPlace } from '@daylight/server/embedded/place.ts';
import { removeEmbedded } from '@daylight/server/embedded/postgres.ts';
import { type Chance, chanceOf } from '@daylight/server/features/catalogue/generator/chance.ts';
import { verifyJournal } from '@daylight/server/features/journal/verify.ts';
import { type Ground, layGround } from '../../bench/ground.ts';
import { compare } from './compare.ts';
import { startLoad } from './load.ts';
import { Notebook } from './notebook.ts';

export interface CrashOptions {
  readonly seed: number;
  readonly rounds: number;
  /** Longest time of load before a kill. */
  readonly loadMsMax: number;
  readonly log: (line: string) => void;
}

export interface CrashReport {
  readonly rounds: number;
  readonly asked: number;
  readonly acknowledged: number;
  readonly retried: number;
  readonly orders: number;
  readonly journalRecords: number;
  readonly faults: readonly string[];
}

/** Who is killed: the server alone, the database alone, or both as when the power goes. */
const victims = ['server', 'database', 'both'] as const;
type Victim = (typeof victims)[number];

interface Platform {
  readonly child: ChildProcess;
  readonly address: string;
  readonly url: string;
}

async function startPlatform(dataDir: string): Promise<Platform> {
  const file = path.join(import.meta.dirname, 'platform.ts');
  const child = spawn(process.execPath, [file, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] });
  const { promise, resolve, reject } = Promise.withResolvers<{ address: string; url: string }>();
  child.stdout.once('data', (chunk: Buffer) => resolve(JSON.parse(chunk.toString()) as never));
  child.once('exit', (code) => reject(new Error(`the platform ended with ${code} before it was ready`)));
  return { child, ...(await promise) };
}

async function killServer({ child }: Platform): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

function killDatabase(dataDir: string): void {
  const { data } = findPlace(dataDir, installedBinaries(), () => undefined);
  const [first] = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(first), 'SIGKILL');
}

async function kill(victim: Victim, platform: Platform, dataDir: string): Promise<void> {
  if (victim !== 'server') killDatabase(dataDir);
  await killServer(platform);
}

async function journalOf(url: string): Promise<{ records: number; faults: string[] }> {
  const database = connect(url, { connections: 1 });
  try {
    const scope = { province: 32, organisationId: null, reach: 'system' as const };
    const { records, unsealed, faults } = await verifyJournal(database.db, scope);
    return {
      records: records + unsealed,
      faults: faults.map((fault) => `journal: ${JSON.stringify(fault)}`),
    };
  } finally {
    await database.close();
  }
}

interface Round {
  readonly dataDir: string;
  readonly ground: Ground;
  readonly book: Notebook;
  readonly chance: Chance;
}

async function liveRound({ dataDir, ground, book, chance }: Round, options: CrashOptions): Promise<Victim> {
  const platform = await startPlatform(dataDir);
  const load = startLoad(platform.address, ground, book, options.seed + chance.below(1_000_000));
  await delay(200 + chance.below(options.loadMsMax));
  const victim = chance.pick(victims);
  await kill(victim, platform, dataDir);
  await load.stop();
  return victim;
}

/**
 * Kills server and database at random moments under load, again and again on the same data, and compares what the clients
 * were told with what is there: acknowledged is there once, the rest whole or not at all, the journal verifies.
 */
export async function crash(options: CrashOptions): Promise<CrashReport> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'daylight-crash-'));
  const chance = chanceOf(String(options.seed));
  const book = new Notebook();
  const report = { rounds: 0, asked: 0, acknowledged: 0, retried: 0, orders: 0, journalRecords: 0 };
  const faults: string[] = [];
  try {
    const first = await startPlatform(dataDir);
    const ground = await layGround(first.url);
    await killServer(first);
    while (report.rounds < options.rounds && faults.length === 0) {
      const victim = await liveRound({ dataDir, ground, book, chance }, options);
      const platform = await startPlatform(dataDir);
      const compared = await compare(platform.url, platform.address, book);
      const journal = await journalOf(platform.url);
      await killServer(platform);
      faults.push(...compared.faults, ...journal.faults);
      report.rounds += 1;
      report.retried += compared.retried;
      report.orders = compared.orders;
      report.journalRecords = journal.records;
      options.log(
        `round ${report.rounds}: ${victim} killed; ${book.notes.length} asked so far, ${compared.retried} unanswered and asked again, ` +
          `${compared.orders} orders, ${journal.records} journal records, ${faults.length} faults`,
      );
    }
    report.asked = book.notes.length;
    report.acknowledged = book.notes.filter((note) => note.heard === 'done').length;
    return { ...report, faults };
  } finally {
    await removeEmbedded(dataDir);
  }
}
