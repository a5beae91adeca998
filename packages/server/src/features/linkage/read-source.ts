import type { FeedEntry } from '@daylight/api/linkage-source.ts';
import { checkRecord } from '@daylight/rules/linkage/check.ts';
import { hasError, needsReason } from '@daylight/rules/linkage/finding.ts';
import { listingBasis } from '@daylight/rules/listing/basis.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addDays } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import { type Unit, command } from '../../command.ts';
import type { Context, World } from '../../context.ts';
import { reading } from '../../db.ts';
import type { ReadRefusal } from '../../guarded-fetch.ts';
import { type SourceKind, keepPlace, lockForPage, noteProblem, readDue } from '../../subscribed-source.ts';
import { reachOf } from '../supervision/port.ts';
import { type NewRecord, addRecords, checkFacts, endRecords, touch } from './add.ts';
import { linkageBasis } from './basis.ts';
import { type ReadPage, connectors } from './connector.ts';

export interface Reading {
  readonly pages: number;
  readonly taken: number;
  readonly waiting: number;
  readonly refused: number;
  readonly more: boolean;
}

export const priceSources: SourceKind<'linkage'> = {
  word: 'linkage',
  table: 'priceSource',
  subject: 'price-source',
  basis: [linkageBasis.collected],
  secondPerson: listingBasis.twoPersons,
};

/** Pages of one reading: a source with a long history is read on by the next. */
const pagesMax = 40;
const refusalsKept = 100;

export type SourceRefusal =
  | ReadRefusal
  | 'linkage.sourceUnknown'
  | 'linkage.sourceNotOpen'
  | 'linkage.sourceBusy';

interface Source {
  readonly id: string;
  readonly kind: keyof typeof connectors;
  readonly url: string;
  readonly jurisdiction: string;
  readonly cursor: string | null;
}

async function openSource(context: Context, id: string): Promise<Result<Source, SourceRefusal>> {
  const row = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('priceSource')
      .select(['id', 'url', 'jurisdiction', 'cursor', 'state'])
      .select((eb) => eb.ref('kind').$castTo<Source['kind']>().as('kind'))
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .executeTakeFirst(),
  );
  if (row === undefined) return refuse('linkage.sourceUnknown');
  return row.state === 'open' ? ok(row) : refuse('linkage.sourceNotOpen');
}

/**
 * Reads a source on from where it was left (HN-3b). The network is asked outside any transaction; each page and the cursor
 * behind it are kept in one, so that after a crash nothing is missing and nothing is there twice.
 */
export async function readSource(context: Context, id: string): Promise<Result<Reading, SourceRefusal>> {
  let sum: Reading = { pages: 0, taken: 0, waiting: 0, refused: 0, more: true };
  while (sum.more && sum.pages < pagesMax) {
    const source = await openSource(context, id);
    if (!source.ok) return source;
    const page = await connectors[source.value.kind].readPage(source.value.url, source.value.cursor);
    if (!page.ok) {
      await noted(context, source.value, page.code, String(page.facts['detail'] ?? ''));
      return page;
    }
    const kept = await keepPage(context, source.value, page.value);
    if (!kept.ok) return kept;
    sum = {
      pages: sum.pages + 1,
      taken: sum.taken + kept.value.taken,
      waiting: sum.waiting + kept.value.waiting,
      refused: sum.refused + kept.value.refused,
      more: page.value.more,
    };
  }
  return ok(sum);
}

type Counts = Omit<Reading, 'pages' | 'more'>;
type Closed = 'linkage.sourceBusy' | 'linkage.sourceNotOpen';

async function keepPage(context: Context, source: Source, page: ReadPage): Promise<Result<Counts, Closed>> {
  const done = await command<Omit<Reading, 'pages' | 'more'>, 'linkage.sourceBusy' | 'linkage.sourceNotOpen'>(
    context,
    async (unit) => {
      const { province } = context.scope;
      const locked = await lockForPage(unit, context, priceSources, source);
      if (!locked.ok) return locked;
      const taken = await takeEntries(context, unit, source, page);
      const { next, more } = page;
      const { everyMinutes, problem } = locked.value;
      await keepPlace(unit, context, priceSources, { id: source.id, next, more, everyMinutes });
      await unit.tx
        .updateTable('priceSource')
        .set((eb) => ({ records: eb('records', '+', taken.taken + taken.waiting) }))
        .where('province', '=', province)
        .where('id', '=', source.id)
        .execute();
      const refusals = [...page.refused, ...taken.refusals];
      const counts = { taken: taken.taken, waiting: taken.waiting, refused: refusals.length };
      const isNews = page.items.length > 0 || refusals.length > 0 || problem !== null;
      if (isNews)
        await unit.tx
          .insertInto('priceSourceReading')
          .values({
            ...counts,
            province,
            id: context.newId(),
            sourceId: source.id,
            startedAt: context.now,
            pages: 1,
            problem: null,
            refusals: JSON.stringify(refusals.slice(0, refusalsKept)),
          })
          .execute();
      unit.record({
        event: 'linkage.sourceRead',
        subject: { kind: 'price-source', id: source.id },
        basis: [linkageBasis.collected],
        after: counts,
      });
      return ok(counts);
    },
  );
  if (done.ok) return done;
  return refuse(done.code === 'linkage.sourceNotOpen' ? 'linkage.sourceNotOpen' : 'linkage.sourceBusy');
}

interface Known {
  readonly id: string;
  readonly externalId: string;
  readonly externalVersion: number;
}

/** The newest entry of each listing; those of a place that the source may not speak for are refused. */
function newestOf(source: Source, page: ReadPage) {
  const newest = new Map<string, FeedEntry>();
  const refusals: { id: string; problem: string }[] = [];
  for (const entry of page.items) {
    if (!entry.jurisdiction.startsWith(reachOf(source.jurisdiction))) {
      refusals.push({ id: entry.id, problem: 'jurisdiction' });
      continue;
    }
    const seen = newest.get(entry.id);
    if (seen === undefined || seen.version < entry.version) newest.set(entry.id, entry);
  }
  return { entries: [...newest.values()], refusals };
}

/** Later entries of a listing take the place of earlier ones; plain prices count at once, strange ones wait for a person. */
async function takeEntries(context: Context, unit: Unit, source: Source, page: ReadPage) {
  const { entries, refusals } = newestOf(source, page);
  const known = await knownOf(unit, context, source, entries);
  const fresh = entries.filter((each) => (known.get(each.id)?.externalVersion ?? 0) < each.version);
  const ends = fresh.flatMap((entry) => {
    const before = known.get(entry.id);
    if (before === undefined) return [];
    const lastDay = addDays(entry.endedOn ?? entry.effectiveFrom, -1) as IsoDate;
    return [{ itemCode: entry.itemCode, id: before.id, lastDay }];
  });
  await endRecords(unit.tx, context, ends);
  const factsOf = await checkFacts(
    unit.tx,
    context,
    fresh.map((each) => each.itemCode),
  );
  const records: NewRecord[] = [];
  let waiting = 0;
  for (const entry of fresh) {
    if (entry.endedOn !== null) continue;
    const { id, version, endedOn: _, ...price } = entry;
    const candidate = { ...price, effectiveTo: null, contract: contractFor(entry) };
    const findings = checkRecord(candidate, factsOf(entry.itemCode)).filter(
      (each) => each.code !== 'linkage.sameRecord',
    );
    if (hasError(findings)) {
      refusals.push({ id, problem: findings.find((each) => each.severity === 'error')?.code ?? '' });
      continue;
    }
    const doubtful = needsReason(findings);
    if (doubtful) waiting += 1;
    records.push({
      ...candidate,
      source: 'feed',
      document: source.url,
      sourceId: source.id,
      externalId: id,
      externalVersion: version,
      enteredBy: null,
      findings,
      ...(doubtful ? {} : { verified: { by: null } }),
    });
  }
  await addRecords(context, unit, records);
  await touch(
    unit.tx,
    context,
    ends.map(({ itemCode }) => ({ itemCode, effectiveFrom: context.today })),
  );
  return { taken: records.length - waiting, waiting, refusals };
}

function contractFor(entry: FeedEntry): string | null {
  return entry.kind === 'selected' ? (entry.contract ?? entry.id) : null;
}

async function knownOf(
  unit: Unit,
  { scope }: Context,
  source: Source,
  entries: readonly FeedEntry[],
): Promise<ReadonlyMap<string, Known>> {
  if (entries.length === 0) return new Map();
  const { rows } = await sql<Known>`
    select distinct on (r.external_id) r.id, r.external_id as "externalId", r.external_version as "externalVersion"
    from price_record r
    join unnest(${entries.map((each) => each.itemCode)}::text[], ${entries.map((each) => each.id)}::text[]) as e (item_code, id)
      on r.item_code = e.item_code and r.external_id = e.id
    where r.province = ${scope.province} and r.source_id = ${source.id}::uuid
    order by r.external_id, r.external_version desc`.execute(unit.tx);
  return new Map(rows.map((row) => [row.externalId, row]));
}

async function noted(context: Context, { id }: Source, code: ReadRefusal, detail: string): Promise<void> {
  await command(context, async (unit) => {
    const problem = await noteProblem(unit, context, priceSources, { id, code, detail, readers: [] });
    await unit.tx
      .insertInto('priceSourceReading')
      .values({
        province: context.scope.province,
        id: context.newId(),
        sourceId: id,
        startedAt: context.now,
        pages: 0,
        taken: 0,
        waiting: 0,
        refused: 0,
        problem,
        refusals: '[]',
      })
      .execute();
    return ok(null);
  });
}

export function readDueSources(world: World): Promise<void> {
  return readDue(world, priceSources, readSource);
}
