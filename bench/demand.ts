import { randomUUID } from 'node:crypto';
import { openSession } from '@daylight/server/features/account/sessions.ts';
import { sweeps } from '@daylight/server/features.ts';
import { runSweeps } from '@daylight/server/sweep.ts';
import { connect } from '@daylight/server/db.ts';
import { machineClock, openWorld } from '@daylight/server/main.ts';
import { uuidAt } from '@daylight/server/ids.ts';
import pg from 'pg';
import { percentile, report } from './figure.ts';
import { type OwnGround, openGround } from './ground.ts';
import { type Heard, exchange, startServerProcess, stopServerProcess } from './http.ts';
import { sized } from './size.ts';

/**
 * Volume reporting in its last hour (SX-3.1a): every institution of a national round hands in its lines, until the database's
 * clock says that it is too late; then the round is locked and every acknowledged line is looked for.
 * `--institutions=650` makes it smaller.
 */
const linesEach = 185;
const items = 30;
const productsPerItem = 30;
const clients = 16;

function sizeOf(name: string, usual: number): number {
  const found = process.argv.map((word) => new RegExp(`^--${name}=(\\d+)$`).exec(word)?.[1]).find(Boolean);
  return found === undefined ? usual : Number(found);
}

interface Member {
  readonly institutionId: string;
  readonly accountId: string;
  readonly token: string;
}
interface Product {
  readonly id: string;
  readonly item: string;
}
interface Reporting {
  readonly ground: OwnGround;
  readonly members: readonly Member[];
  readonly pool: pg.Pool;
}

async function layTender(pool: pg.Pool, dueInSeconds: number, members: readonly string[]) {
  const tenderId = uuidAt(machineClock());
  const { rows } = await pool.query<{ id: string }>(
    `select id from organisation where kind = 'manufacturer'`,
  );
  const [maker = { id: '' }] = rows;
  await pool.query(
    `insert into tender (province, id, number, title, level, mode, jurisdiction, organiser_id, origin, state, is_public,
       demand_from_at, demand_due_at, term_months, entered_at, entered_by)
     values (32, $1, $2, '国家组织集中带量采购', 'provincial', 'tender', '320000', $3, 'run', 'reporting', true, now(),
       now() + $4 * interval '1 second', 12, now(), $3)`,
    [tenderId, `DL${tenderId.slice(-8)}`, maker.id, dueInSeconds],
  );
  await pool.query(
    `insert into tender_item (province, tender_id, item, organiser_id, is_public, name, unit, code_prefixes)
     select 32, $1, 'i' || lpad(n::text, 3, '0'), $2, true, '品种' || n, '支', '{}' from generate_series(1, $3::int) n`,
    [tenderId, maker.id, items],
  );
  const ids = Array.from({ length: items * productsPerItem }, () => uuidAt(machineClock()));
  await pool.query(
    `insert into tender_product (province, id, tender_id, item, organiser_id, is_public, manufacturer_id, name, specification,
       class, codes)
     select 32, id, $2, 'i' || lpad((1 + (n - 1) / $4::int)::text, 3, '0'), $3, true, $3, '产品' || n, '标准型', 'ordinary', '[]'
     from unnest($1::uuid[]) with ordinality as t (id, n)`,
    [ids, tenderId, maker.id, productsPerItem],
  );
  await pool.query(
    `insert into demand_round (province, tender_id, organiser_id, opened_at, use_from, use_until, remind_at)
     values (32, $1, $2, now(), '2025-09-01', '2026-08-31', now())`,
    [tenderId, maker.id],
  );
  await pool.query(
    `insert into demand_report (province, tender_id, institution_id, organiser_id, area, state)
     select 32, $1, id, $2, '320100', 'open' from unnest($3::uuid[]) as t (id)`,
    [tenderId, maker.id, members],
  );
  await pool.query('analyze tender_product, demand_report, demand_line');
  const products = ids.map((id, n) => ({
    id,
    item: `i${String(1 + Math.floor(n / productsPerItem)).padStart(3, '0')}`,
  }));
  return { tenderId, products };
}

async function layMembers(ground: OwnGround, pool: pg.Pool, count: number): Promise<Member[]> {
  const institutions = Array.from({ length: count }, () => uuidAt(machineClock()));
  await pool.query(
    `insert into organisation (id, kind, name, short_name, jurisdiction, province, ownership, level, synthetic, created_at)
     select id, 'institution', '医院' || n, '医院' || n, '320100', 32, 'public', 'tertiary', true, now()
     from unnest($1::uuid[]) with ordinality as t (id, n)`,
    [institutions],
  );
  const accounts = institutions.map(() => uuidAt(machineClock()));
  await pool.query(
    `insert into account (id, organisation_id, login, name, roles, second_factor_required, created_at)
     select a, o, 'report-' || a, '采购', array['buyer'], false, now() from unnest($1::uuid[], $2::uuid[]) as t (a, o)`,
    [accounts, institutions],
  );
  const database = connect(ground.url, { connections: 4 });
  const members: Member[] = [];
  for (const [n, institutionId] of institutions.entries()) {
    const accountId = accounts[n] ?? '';
    const opening = { accountId, jurisdiction: '320100', now: machineClock(), hours: 12, factor: 'password' };
    members.push({ institutionId, accountId, token: await openSession(database.db, opening) });
  }
  await database.close();
  return members;
}

/** Six or seven products of each item: every item is answered. */
function bodyFor(products: readonly Product[]) {
  const lines = Array.from({ length: linesEach }, (_, n) => {
    const product = products[(n % items) * productsPerItem + Math.floor(n / items)];
    return {
      productId: product?.id ?? '',
      item: product?.item ?? '',
      reported: String(1 + (n % 97)),
      lastYear: '20',
    };
  });
  return lines.map((line) => ({ ...line, explanation: '业务量变化' }));
}

function send(address: string, tenderId: string, token: string, payload: string): Promise<Heard> {
  return exchange(address, `/api/volume-reports/${tenderId}/submission`, {
    method: 'POST',
    token,
    body: payload,
  });
}

/** The same rows into the same tables in one transaction; no rules, no HTTP, no sign-in. */
async function rawReport(pool: pg.Pool, tenderId: string, member: Member, lines: ReturnType<typeof bodyFor>) {
  const connection = await pool.connect();
  const at = machineClock();
  try {
    await connection.query('begin');
    await connection.query({
      name: 'raw-lines',
      text: `insert into demand_line (province, tender_id, institution_id, product_id, item, organiser_id, reported, last_year,
          is_last_year_stated, is_deviating, explanation)
        select 32, $1, $2, p, i, $1, r, l, true, true, e
        from unnest($3::uuid[], $4::text[], $5::numeric[], $6::numeric[], $7::text[]) as t (p, i, r, l, e)`,
      values: [
        tenderId,
        member.institutionId,
        lines.map((line) => line.productId),
        lines.map((line) => line.item),
        lines.map((line) => line.reported),
        lines.map((line) => line.lastYear),
        lines.map((line) => line.explanation),
      ],
    });
    await connection.query({
      name: 'raw-report',
      text: `update demand_report set state = 'submitted', line_count = $3, submitted_at = $4, submitted_by = $5, version = version + 1
        where province = 32 and tender_id = $1 and institution_id = $2`,
      values: [tenderId, member.institutionId, lines.length, at, member.accountId],
    });
    await connection.query({
      name: 'raw-step',
      text: `insert into demand_step (province, tender_id, institution_id, step, organiser_id, kind, at)
        values (32, $1, $2, 2, $1, 'submitted', $3)`,
      values: [tenderId, member.institutionId, at],
    });
    await connection.query({
      name: 'raw-journal',
      text: `insert into journal (province, id, at, event, actor_account, actor_organisation, subject_kind, subject_id, basis, after,
          readers, request_id)
        values (32, $1, $2, 'demand.submitted', $3, $4, 'demand-report', $5, '[]', '{}', array[$4]::uuid[], $6)`,
      values: [uuidAt(at), at, member.accountId, member.institutionId, tenderId, randomUUID()],
    });
    await connection.query({
      name: 'raw-notice',
      text: `insert into notice (province, id, organisation_id, at, kind, subject_kind, subject_id, facts)
        values (32, $1, $2, $3, 'demand.toConfirm', 'tender', $4, '{}')`,
      values: [uuidAt(at), member.institutionId, at, tenderId],
    });
    await connection.query({
      name: 'raw-repeat',
      text: `insert into idempotency (province, organisation_id, key, endpoint, body_hash, reply, created_at)
        values (32, $1, $2, 'demand.submit', '\\x00', '{}', $3)`,
      values: [member.institutionId, randomUUID(), at],
    });
    await connection.query('commit');
  } finally {
    connection.release();
  }
}

/** Hands in for each member once, from so many sides at once. */
async function everybody(
  members: readonly Member[],
  one: (member: Member) => Promise<void>,
): Promise<{ perSecond: number; latencies: readonly number[] }> {
  let next = 0;
  const latencies: number[] = [];
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (let member = members[next++]; member !== undefined; member = members[next++]) {
        const before = performance.now();
        await one(member);
        latencies.push(performance.now() - before);
      }
    }),
  );
  return { perSecond: members.length / ((performance.now() - start) / 1000), latencies };
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Raw statements and submissions in turns, so that noise meets both. */
async function throughput({ members, pool }: Reporting, address: string): Promise<number> {
  const ids = members.map((member) => member.institutionId);
  const raw = await layTender(pool, 3600, ids);
  const open = await layTender(pool, 3600, ids);
  const rawLines = bodyFor(raw.products);
  const payload = JSON.stringify({
    version: 1,
    lines: bodyFor(open.products).map(({ productId, reported, lastYear, explanation }) => ({
      productId,
      reported,
      lastYear,
      explanation,
    })),
  });
  const rates = { raw: [] as number[], http: [] as number[] };
  const latencies: number[] = [];
  const parts = 4;
  for (let part = 0; part < parts; part += 1) {
    const some = members.filter((_, n) => n % parts === part);
    const rawRate = await everybody(some, (member) => rawReport(pool, raw.tenderId, member, rawLines));
    const httpRate = await everybody(some, async (member) => {
      const { status, text } = await send(address, open.tenderId, member.token, payload);
      if (status !== 201) throw new Error(`a submission was answered ${status}: ${text.slice(0, 300)}`);
    });
    // The first part warms both up.
    if (part === 0) continue;
    rates.raw.push(rawRate.perSecond);
    rates.http.push(httpRate.perSecond);
    latencies.push(...httpRate.latencies);
  }
  const perSecond = median(rates.http);
  report({
    figure: 'volume reports of 185 lines over HTTP',
    value: perSecond,
    unit: 'submissions/s',
    baseline: { what: 'the same rows as raw statements', value: median(rates.raw) },
    target: '200 submissions/s, ratio ≥ 0.5',
    note: `${members.length} institutions, ${clients} clients, sign-in, check against last year, receipt, journal, durable commit; p99 ${percentile(latencies, 0.99).toFixed(0)} ms`,
  });
  return perSecond;
}

/** The deadline falls in the middle of the rush: what was acknowledged is there, what was refused is not, nothing is between. */
async function lastSeconds(
  { ground, members, pool }: Reporting,
  address: string,
  perSecond: number,
): Promise<void> {
  const seconds = Math.max(2, (members.length / perSecond) * 0.6);
  const dueAt = performance.now() + (seconds + 0.5) * 1000;
  const open = await layTender(
    pool,
    seconds,
    members.map((member) => member.institutionId),
  );
  const payload = JSON.stringify({
    version: 1,
    lines: bodyFor(open.products).map(({ productId, reported, lastYear, explanation }) => ({
      productId,
      reported,
      lastYear,
      explanation,
    })),
  });
  const taken = new Set<string>();
  const refused = new Set<string>();
  const world = await openWorld({ url: ground.url, dataDir: ground.dataDir, demo: false, connections: 4 });
  const wanted = sweeps.filter((sweep) => sweep.name === 'demand-lock');
  let done = false;
  // The lock races the submissions, as the clock's worker does.
  const locking = (async () => {
    while (!done) {
      await runSweeps(world, wanted);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await runSweeps(world, wanted);
  })();
  const rush = await everybody(members, async (member) => {
    const { status, text } = await send(address, open.tenderId, member.token, payload);
    if (status === 201) taken.add(member.institutionId);
    else if (status === 423) refused.add(member.institutionId);
    else throw new Error(`a submission was answered ${status}: ${text.slice(0, 300)}`);
  });
  // A rush that is over early still waits for its lock.
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
  done = true;
  await locking;
  await world.database.close();
  await compare(pool, {
    tenderId: open.tenderId,
    taken,
    refused,
    note: `of ${members.length} at ${rush.perSecond.toFixed(0)}/s`,
  });
}

interface Rush {
  readonly tenderId: string;
  readonly taken: ReadonlySet<string>;
  readonly refused: ReadonlySet<string>;
  readonly note: string;
}

/** What the database holds against what was acknowledged and what was refused. */
async function compare(pool: pg.Pool, { tenderId, taken, refused, note }: Rush): Promise<void> {
  const { rows } = await pool.query<{ institution_id: string; lines: number; submitted_at: Date; due: Date }>(
    `select r.institution_id, r.submitted_at, t.demand_due_at as due,
       (select count(*)::int from demand_line l where l.tender_id = r.tender_id and l.institution_id = r.institution_id) as lines
     from demand_report r join tender t on t.id = r.tender_id where r.tender_id = $1`,
    [tenderId],
  );
  const lost = rows.filter((row) => taken.has(row.institution_id) && row.lines !== linesEach).length;
  const late = rows.filter((row) => refused.has(row.institution_id) && row.lines !== 0).length;
  const after = rows.filter((row) => row.submitted_at !== null && row.submitted_at >= row.due).length;
  const [counted] = (
    await pool.query<{ lock_reports: number; lock_lines: number }>(
      'select lock_reports, lock_lines from demand_round where tender_id = $1',
      [tenderId],
    )
  ).rows;
  report({
    figure: 'reports lost or taken late when the lock falls into the rush',
    value: lost + late + after + Math.abs((counted?.lock_lines ?? -1) - taken.size * linesEach),
    unit: 'reports and lines',
    target: '0',
    note: `${taken.size} taken and ${refused.size} refused ${note}; locked ${counted?.lock_reports} reports, ${counted?.lock_lines} lines`,
  });
}

export async function benchDemand(): Promise<void> {
  const ground = await openGround();
  const { address, child } = await startServerProcess(ground);
  const pool = new pg.Pool({ connectionString: ground.url, max: clients });
  const members = await layMembers(ground, pool, sizeOf('institutions', sized(6500, 24)));
  const reporting: Reporting = { ground, members, pool };
  const perSecond = await throughput(reporting, address);
  await lastSeconds(reporting, address, perSecond);
  await pool.end();
  await stopServerProcess(child);
  await ground.close();
}
