import type { AwardEntry } from '@daylight/api/bidding-landing.ts';
import { bundleText, verifyBundle } from '@daylight/rules/award/bundle.ts';
import type { AwardBundle } from '@daylight/rules/award/bundle.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import { selectedIn } from '@daylight/rules/bidding/follow.ts';
import type { LandedProduct } from '@daylight/rules/bidding/landing.ts';
import { compare } from '@daylight/rules/money.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type Unit, command } from '../../command.ts';
import type { Context, World } from '../../context.ts';
import { reading } from '../../db.ts';
import type { ReadRefusal } from '../../guarded-fetch.ts';
import { type SourceKind, keepPlace, lockForPage, noteProblem, readDue } from '../../subscribed-source.ts';
import { type AwardPage, readAwardPage, readBundle } from './award-connector.ts';
import { bundleHash, packed } from './award-store.ts';

export interface Landing {
  readonly received: number;
  readonly broken: number;
  readonly refused: number;
}
export type SourceRefusal =
  | ReadRefusal
  | 'bidding.sourceUnknown'
  | 'bidding.sourceNotOpen'
  | 'bidding.sourceBusy';

interface Source {
  readonly id: string;
  readonly url: string;
  readonly jurisdiction: string;
  readonly cursor: string | null;
  readonly organisationId: string;
}

export const awardSources: SourceKind<'bidding'> = {
  word: 'bidding',
  table: 'awardSource',
  subject: 'award-source',
  basis: [biddingBasis.national, biddingBasis.alliances],
  secondPerson: biddingBasis.secondPerson,
};

/** Results of one reading: a source with a long history is read on by the next. */
const pagesMax = 40;

async function openSource(context: Context, id: string): Promise<Result<Source, SourceRefusal>> {
  const row = await reading(context.database.db, context.scope, (tx) =>
    tx
      .selectFrom('awardSource')
      .select(['id', 'url', 'jurisdiction', 'cursor', 'state', 'organisationId'])
      .where('province', '=', context.scope.province)
      .where('id', '=', id)
      .executeTakeFirst(),
  );
  if (row === undefined) return refuse('bidding.sourceUnknown');
  return row.state === 'open' ? ok(row) : refuse('bidding.sourceNotOpen');
}

/**
 * Reads a source on from where it was left (SX-4.1). The network is asked, and every award computed again, outside any
 * transaction; what came and the place behind it are kept in one.
 */
export async function readAwards(context: Context, id: string): Promise<Result<Landing, SourceRefusal>> {
  let sum: Landing = { received: 0, broken: 0, refused: 0 };
  let more = true;
  for (let pages = 0; more && pages < pagesMax; pages += 1) {
    const source = await openSource(context, id);
    if (!source.ok) return source;
    const page = await readAwardPage(source.value);
    if (!page.ok) return noted(context, source.value, page);
    const landed: Landed[] = [];
    for (const entry of page.value.items) {
      if (!entry.jurisdiction.startsWith(source.value.jurisdiction.replace(/(00)+$/, ''))) continue;
      const bundle = await readBundle(source.value.url, entry);
      if (!bundle.ok) return noted(context, source.value, bundle);
      landed.push(await landedOf(entry, bundle.value));
    }
    const kept = await keepPage(context, source.value, page.value, landed);
    if (!kept.ok) return kept;
    sum = {
      received: sum.received + kept.value.received,
      broken: sum.broken + kept.value.broken,
      refused: sum.refused + page.value.refused + page.value.items.length - landed.length,
    };
    more = page.value.more;
  }
  return ok(sum);
}

interface Landed {
  readonly entry: AwardEntry;
  readonly engine: string;
  readonly selected: readonly LandedProduct[];
  readonly text: string | null;
  /** Why it is not taken as it stands; null where it came out again, figure by figure. */
  readonly problem: string | null;
}

async function landedOf(entry: AwardEntry, value: unknown): Promise<Landed> {
  const verdict = verifyBundle(value);
  const broken = (problem: string): Landed => ({ entry, engine: '', selected: [], text: null, problem });
  if (verdict.result === null) return broken(`unreadable ${verdict.faults[0]?.path ?? ''}`.trim());
  const [first] = verdict.differences;
  if (first !== undefined)
    return broken(`differs ${verdict.differences.length} ${first.of} ${first.id} ${first.path}`.trim());
  const bundle = value as AwardBundle;
  const text = bundleText(bundle);
  const hash = bundleHash(text);
  if (hash !== entry.hash) return broken(`hash ${hash}`);
  const codes = new Map(entry.codes.map((each) => [each.product, each.codes]));
  const units = new Map(entry.items.map(({ item, unit }) => [item, unit]));
  const selected = selectedIn(bundle)
    .map((product) => ({
      ...product,
      unit: units.get(product.item) ?? '',
      codes: codes.get(product.product) ?? [],
    }))
    .toSorted((a, b) => (a.item === b.item ? compare(a.price, b.price) : a.item < b.item ? -1 : 1));
  return { entry, engine: bundle.engine, selected, text, problem: null };
}

type Closed = 'bidding.sourceBusy' | 'bidding.sourceNotOpen';

async function keepPage(
  context: Context,
  source: Source,
  page: AwardPage,
  landed: readonly Landed[],
): Promise<Result<Pick<Landing, 'received' | 'broken'>, Closed>> {
  const done = await command<Pick<Landing, 'received' | 'broken'>, Closed>(context, async (unit) => {
    const locked = await lockForPage(unit, context, awardSources, source);
    if (!locked.ok) return locked;
    let received = 0;
    let broken = 0;
    for (const each of landed) {
      if (!(await keep(context, unit, source, each))) continue;
      if (each.problem === null) received += 1;
      else broken += 1;
    }
    const { next, more } = page;
    const { everyMinutes } = locked.value;
    await keepPlace(unit, context, awardSources, { id: source.id, next, more, everyMinutes });
    unit.record({
      event: 'bidding.sourceRead',
      subject: { kind: 'award-source', id: source.id },
      basis: [biddingBasis.national],
      after: { received, broken, refused: page.refused },
      readers: [source.organisationId],
    });
    return ok({ received, broken });
  });
  if (done.ok) return done;
  return refuse(done.code === 'bidding.sourceNotOpen' ? 'bidding.sourceNotOpen' : 'bidding.sourceBusy');
}

/** Whether the result was not there already. */
async function keep(
  context: Context,
  unit: Unit,
  source: Source,
  { entry, engine, selected, text, problem }: Landed,
): Promise<boolean> {
  const id = context.newId();
  const { id: externalId, codes: _, items, ...said } = entry;
  const row = await unit.tx
    .insertInto('landedAward')
    .values({
      ...said,
      province: context.scope.province,
      id,
      sourceId: source.id,
      externalId,
      engine,
      items: JSON.stringify(items),
      selected: JSON.stringify(selected),
      bundle: text === null ? null : await packed(text),
      bundleBytes: text === null ? 0 : Buffer.byteLength(text),
      state: problem === null ? 'received' : 'broken',
      problem,
      readAt: context.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  const subject = { kind: 'landed-award', id };
  const facts = {
    title: entry.title,
    number: entry.number,
    organiser: entry.organiser,
    count: selected.length,
  };
  unit.record({
    event: problem === null ? 'bidding.resultLanded' : 'bidding.resultBroken',
    subject,
    basis: [biddingBasis.national, biddingBasis.alliances],
    after: { ...facts, hash: entry.hash, problem },
    readers: [source.organisationId],
  });
  unit.notify({
    organisationId: source.organisationId,
    kind: problem === null ? 'bidding.resultLanded' : 'bidding.resultBroken',
    subject,
    facts,
  });
  return true;
}

async function noted<R extends ReadRefusal>(
  context: Context,
  { id, organisationId }: Source,
  { code, facts }: { readonly code: R; readonly facts: Readonly<Record<string, unknown>> },
) {
  const detail = String(facts['detail'] ?? '');
  await command(context, async (unit) => {
    await noteProblem(unit, context, awardSources, { id, code, detail, readers: [organisationId] });
    return ok(null);
  });
  return refuse(code, { facts: { detail } });
}

export function readDueAwards(world: World): Promise<void> {
  return readDue(world, awardSources, readAwards);
}
