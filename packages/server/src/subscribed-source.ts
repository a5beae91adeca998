import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { addMs } from '@daylight/rules/time.ts';
import { type RawBuilder, sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from './command.ts';
import { type ActorContext, type Context, type World, systemContext } from './context.ts';
import { type Tx, reading } from './db.ts';
import { type ReadRefusal, allowedHosts, checkUrl } from './guarded-fetch.ts';
import { provincesOf } from './sweep.ts';

/**
 * Sources of other platforms that are read on by a job: entered by one person, opened by another (HN-15), paused and taken
 * up again, read page after page from where they were left. What is read, and what of it is kept, each feature knows itself.
 */
type Word = 'linkage' | 'bidding';

export interface SourceKind<W extends Word> {
  readonly word: W;
  /** Both tables have the columns of a source in common. */
  readonly table: 'priceSource' | 'awardSource';
  readonly subject: 'price-source' | 'award-source';
  /** What the reading rests on. */
  readonly basis: readonly Basis[];
  /** Whoever enters does not open. */
  readonly secondPerson: Basis;
}

/** The common columns; which of the tables it really is stands in the kind. */
const tableOf = (kind: SourceKind<Word>): 'priceSource' => kind.table as 'priceSource';

interface Page {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Newest first, with what a list shows of each; `own` is what the feature adds, from `s`. */
export async function sourceRows<T extends { readonly id: string }>(
  tx: Tx,
  { scope, actor }: ActorContext,
  { kind, query, own }: { kind: SourceKind<Word>; query: Page; own: RawBuilder<unknown> },
): Promise<{ items: T[]; next: string | null }> {
  const after = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.exec(query.cursor ?? '')?.[0] ?? null;
  const { rows } = await sql<T>`
    select s.id, s.name, s.url, s.jurisdiction, s.every_minutes as "everyMinutes", s.state, s.next_at as "nextAt",
      s.read_at as "readAt", s.problem, s.problem_since as "problemSince", s.entered_at as "enteredAt",
      e.name as "enteredBy", s.entered_by = ${actor.accountId}::uuid as own, d.name as "decidedBy", s.version, ${own}
    from ${sql.table(kind.table)} s
    join account e on e.id = s.entered_by
    left join account d on d.id = s.decided_by
    where s.province = ${scope.province} and (${after}::uuid is null or s.id < ${after}::uuid)
    order by s.id desc limit ${query.limit + 1}`.execute(tx);
  const items = rows.slice(0, query.limit);
  return { items, next: rows.length > query.limit ? (items.at(-1)?.id ?? null) : null };
}

export interface NewSource {
  readonly name: string;
  readonly url: string;
  readonly jurisdiction: string;
  readonly everyMinutes: number;
}

type UrlRefusal = 'linkage.urlNotHttps' | 'linkage.urlForm' | 'linkage.hostPrivate';
type Outcome<S extends string, C extends string> = Promise<
  Result<{ readonly id: string; readonly state: S; readonly version: number }, C | RepeatRefusal>
>;

/** A platform to read from; nothing is read before another person has opened it (HN-15). */
export function enterSubscribed<W extends Word>(
  context: ActorContext,
  kind: SourceKind<W>,
  body: NewSource,
  added: object = {},
): Outcome<'entered', UrlRefusal | `${W}.ownProvince`> {
  return command(context, async (unit) => {
    const url = checkUrl(body.url, allowedHosts());
    if (!url.ok) return refuse(url.code as UrlRefusal, { field: 'url' });
    const { province } = context.scope;
    if (Number(body.jurisdiction.slice(0, 2)) === province)
      return refuse(`${kind.word}.ownProvince` as const, { field: 'jurisdiction' });
    const id = context.newId();
    const { name, jurisdiction, everyMinutes } = body;
    await unit.tx
      .insertInto(tableOf(kind))
      .values({
        ...added,
        name,
        url: body.url,
        jurisdiction,
        everyMinutes,
        province,
        id,
        state: 'entered',
        enteredBy: context.actor.accountId,
        enteredAt: context.now,
      })
      .execute();
    unit.record({
      event: `${kind.word}.sourceEntered` as const,
      subject: { kind: kind.subject, id },
      basis: kind.basis,
      after: body,
    });
    return ok({ id, state: 'entered' as const, version: 1 });
  });
}

interface Asked {
  readonly sourceId: string;
  readonly version: number;
}

interface Locked {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly enteredBy: string;
  readonly version: number;
}

function lockSource(
  unit: Unit,
  context: Context,
  kind: SourceKind<Word>,
  id: string,
): Promise<Locked | undefined> {
  return unit.tx
    .selectFrom(tableOf(kind))
    .select(['id', 'name', 'state', 'enteredBy', 'version'])
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

interface Step<S extends string> {
  readonly state: S;
  readonly event: 'sourceOpened' | 'sourceRejected' | 'sourcePaused' | 'sourceResumed';
  readonly basis: readonly Basis[];
  readonly decidedBy?: string;
}

async function stepTo<S extends string>(
  unit: Unit,
  context: Context,
  { kind, source }: { kind: SourceKind<Word>; source: Locked },
  { state, event, basis, decidedBy }: Step<S>,
) {
  const version = source.version + 1;
  await unit.tx
    .updateTable(tableOf(kind))
    .set({
      state,
      version,
      // Read at once when it is opened or taken up again; otherwise not at all.
      nextAt: state === 'open' ? context.now : null,
      ...(decidedBy === undefined ? {} : { decidedBy, decidedAt: context.now }),
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', source.id)
    .execute();
  unit.record({
    event: `${kind.word}.${event}`,
    subject: { kind: kind.subject, id: source.id },
    basis,
    before: { state: source.state },
    after: { name: source.name, state },
  });
  return ok({ id: source.id, state, version });
}

type DecideRefusal<W extends Word> =
  | `${W}.sourceUnknown`
  | `${W}.sourceDecided`
  | `${W}.ownSource`
  | 'request.stale';

export function decideSubscribed<W extends Word>(
  context: ActorContext,
  kind: SourceKind<W>,
  { sourceId, version, approve }: Asked & { readonly approve: boolean },
): Outcome<'open' | 'rejected', DecideRefusal<W>> {
  const { accountId } = context.actor;
  return command(context, async (unit) => {
    const source = await lockSource(unit, context, kind, sourceId);
    if (source === undefined) return refuse(`${kind.word}.sourceUnknown` as const);
    if (source.state !== 'entered') return refuse(`${kind.word}.sourceDecided` as const);
    if (source.version !== version) return refuse('request.stale');
    if (source.enteredBy === accountId)
      return refuse(`${kind.word}.ownSource` as const, { basis: kind.secondPerson });
    return stepTo(
      unit,
      context,
      { kind, source },
      {
        state: approve ? 'open' : 'rejected',
        event: approve ? 'sourceOpened' : 'sourceRejected',
        basis: [...kind.basis, kind.secondPerson],
        decidedBy: accountId,
      },
    );
  });
}

export function pauseSubscribed<W extends Word>(
  context: ActorContext,
  kind: SourceKind<W>,
  { sourceId, version, pause }: Asked & { readonly pause: boolean },
): Outcome<'open' | 'paused', `${W}.sourceUnknown` | `${W}.sourceNotOpen` | 'request.stale'> {
  return command(context, async (unit) => {
    const source = await lockSource(unit, context, kind, sourceId);
    if (source === undefined) return refuse(`${kind.word}.sourceUnknown` as const);
    if (source.version !== version) return refuse('request.stale');
    if (source.state !== (pause ? 'open' : 'paused')) return refuse(`${kind.word}.sourceNotOpen` as const);
    return stepTo(
      unit,
      context,
      { kind, source },
      {
        state: pause ? 'paused' : 'open',
        event: pause ? 'sourcePaused' : 'sourceResumed',
        basis: kind.basis,
      },
    );
  });
}

/** What a reading of one page has to find unchanged. */
export interface ReadOn {
  readonly id: string;
  readonly cursor: string | null;
}

/** The source locked where the page was read from; refused where it was closed or somebody else read the same page. */
export async function lockForPage<W extends Word>(
  unit: Unit,
  context: Context,
  kind: SourceKind<W>,
  source: ReadOn,
): Promise<
  Result<{ everyMinutes: number; problem: string | null }, `${W}.sourceNotOpen` | `${W}.sourceBusy`>
> {
  const locked = await unit.tx
    .selectFrom(tableOf(kind))
    .select(['cursor', 'state', 'everyMinutes', 'problem'])
    .where('province', '=', context.scope.province)
    .where('id', '=', source.id)
    .forUpdate()
    .executeTakeFirst();
  if (locked?.state !== 'open') return refuse(`${kind.word}.sourceNotOpen` as const);
  return locked.cursor === source.cursor ? ok(locked) : refuse(`${kind.word}.sourceBusy` as const);
}

/** The place behind a page is kept with what came on it; the next reading is at once where there is more. */
export async function keepPlace(
  unit: Unit,
  context: Context,
  kind: SourceKind<Word>,
  at: { id: string; next: string; more: boolean; everyMinutes: number },
): Promise<void> {
  await unit.tx
    .updateTable(tableOf(kind))
    .set({
      cursor: at.next,
      readAt: context.now,
      nextAt: addMs(context.now, at.more ? 0 : at.everyMinutes * 60_000),
      problem: null,
      problemSince: null,
    })
    .where('province', '=', context.scope.province)
    .where('id', '=', at.id)
    .execute();
}

/** A failed reading is tried again after the usual time; what went wrong stands beside the source, and is given back. */
export async function noteProblem(
  unit: Unit,
  context: Context,
  kind: SourceKind<Word>,
  failed: { id: string; code: ReadRefusal; detail: string; readers: readonly string[] },
): Promise<string> {
  const problem = failed.detail === '' ? failed.code : `${failed.code} ${failed.detail}`;
  await unit.tx
    .updateTable(tableOf(kind))
    .set((eb) => ({
      problem,
      problemSince: sql`coalesce(problem_since, ${context.now}::timestamptz)`,
      nextAt: sql`${context.now}::timestamptz + make_interval(mins => ${eb.ref('everyMinutes')})`,
    }))
    .where('province', '=', context.scope.province)
    .where('id', '=', failed.id)
    .execute();
  unit.record({
    event: `${kind.word}.sourceRead`,
    subject: { kind: kind.subject, id: failed.id },
    basis: kind.basis,
    after: { problem },
    readers: failed.readers,
  });
  return problem;
}

const dueAtOnce = 50;

/** Every source that is due, in every province; the clock's worker calls it. */
export async function readDue(
  world: World,
  kind: SourceKind<Word>,
  read: (context: Context, id: string) => Promise<unknown>,
): Promise<void> {
  for (const province of await provincesOf(world)) {
    const context = systemContext(world, province, `${kind.subject}s-${province}`);
    const due = await reading(world.database.db, context.scope, (tx) =>
      tx
        .selectFrom(tableOf(kind))
        .select('id')
        .where('province', '=', province)
        .where('state', '=', 'open')
        .where('nextAt', '<=', context.now)
        .orderBy('nextAt')
        .limit(dueAtOnce)
        .execute(),
    );
    for (const { id } of due) await read(context, id);
  }
}
