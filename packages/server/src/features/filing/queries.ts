import { fillIn } from '@daylight/api/fill.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { filingRefusals } from '@daylight/api/filing-refusals.ts';
import type { checkProduct, listFilings, readFiling } from '@daylight/api/filing.ts';
import { type Check, applicationChecks } from '@daylight/rules/filing/apply.ts';
import { bureauOf, filingPolicyOf, levelMinOf } from '@daylight/rules/filing/policy.ts';
import { isEnded } from '@daylight/rules/filing/filing.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Facts, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import type { PriceRecord } from '../linkage/port.ts';
import { publicityOf } from '../publicity/port.ts';
import { reviewOf } from '../panel/port.ts';
import { factsForApplication } from './commands.ts';
import { lowestFor } from './product.ts';
import {
  type FilingListRow,
  filingRows,
  itemOf,
  narrowed,
  readable,
  runningStates,
  waiting,
} from './rows.ts';

/** The wizard's live check: everything an application would meet, each condition by itself (JS-15 to JS-17). */
export async function check(
  context: ActorContext,
  { query }: Call<typeof checkProduct>,
): Promise<Result<ReplyOf<typeof checkProduct>, never>> {
  const { actor, book, today: on } = context;
  return reading(context.database.db, context.scope, async (tx) => {
    const { jurisdiction } = actor;
    const policy = filingPolicyOf(book, jurisdiction, on);
    const scopes = policy.scopes.value;
    const scope = query.scope ?? scopes[0]?.code ?? '';
    const ask = { ...query, scope, usedFrom: on, usedUntil: on };
    const { application, product, level } = await factsForApplication(tx, context, ask);
    const checks = applicationChecks(application, policy).filter(
      (each) => each.code !== 'filing.periodReversed' && each.code !== 'filing.scopeUnknown',
    );
    const bureau = bureauOf(book, { jurisdiction, class: query.class, on });
    const lowest = await lowestFor(tx, context, {
      itemCode: query.itemCode,
      class: query.class,
      jurisdiction: bureau,
    });
    const records = [...lowest.records, ...lowest.passedOver.map((each) => each.record)];
    const places = await namesOf(tx, [bureau, ...records.map((each) => each.jurisdiction)]);
    const shown = (record: PriceRecord) => shownRecord(record, places);
    const [pack] = records;
    const levelMin = levelMinOf(query.class, policy);
    return ok({
      product,
      pack:
        pack === undefined
          ? null
          : {
              purchaseUnit: pack.purchaseUnit,
              smallestUnit: '',
              unitsPerPurchaseUnit: pack.unitsPerPurchaseUnit,
            },
      checks: checks.map(shownCheck),
      level: { own: level, min: levelMin.value, basis: basisOf(levelMin) },
      bureau,
      bureauName: places.get(bureau) ?? bureau,
      scopes: [...scopes],
      path: lowest.price === null ? 'panel' : 'records',
      lowest:
        lowest.price === null
          ? null
          : {
              price: lowest.price,
              unitsPerPurchaseUnit: lowest.unitsPerPurchaseUnit,
              smallestUnitPrice: lowest.smallestUnitPrice,
              records: lowest.records.map(shown),
              basis: [...lowest.basis],
            },
      passedOver: lowest.passedOver.slice(0, 20).map(({ record, reason }) => ({ ...shown(record), reason })),
    });
  });
}

function shownCheck({ code, outcome }: Check) {
  return outcome.ok
    ? { code, ok: true, text: null, basis: null, facts: {} }
    : {
        code,
        ok: false,
        text: textOf(code, outcome.facts),
        basis: outcome.basis,
        facts: { ...outcome.facts },
      };
}

function textOf(code: keyof typeof filingRefusals, facts: Facts) {
  const { zh, en } = filingRefusals[code];
  return { zh: fillIn(zh, facts), en: fillIn(en, facts) };
}

function shownRecord(record: PriceRecord, places: ReadonlyMap<string, string>) {
  const { id, jurisdiction, kind, price, purchaseUnit, unitsPerPurchaseUnit, effectiveFrom } = record;
  const place = places.get(jurisdiction) ?? jurisdiction;
  return { id, jurisdiction, place, kind, price, purchaseUnit, unitsPerPurchaseUnit, effectiveFrom };
}

async function namesOf(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name'])
    .where('code', 'in', [...new Set(codes)])
    .execute();
  return new Map(rows.map((row) => [row.code, row.name]));
}

export async function list(
  context: ActorContext,
  { query }: Call<typeof listFilings>,
): Promise<Result<ReplyOf<typeof listFilings>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await page(tx, context, query);
    const items = rows.slice(0, query.limit).map((row) => itemOf(row, context));
    const last = rows[query.limit - 1];
    const next = rows.length > query.limit && last !== undefined ? cursorOf(last, query.show) : null;
    return ok({ items, next, counts: await countsOf(tx, context) });
  });
}

/** Queues are read by deadline, everything else newest first; each with a cursor of its own kind. */
async function page(
  tx: Tx,
  context: ActorContext,
  query: Call<typeof listFilings>['query'],
): Promise<FilingListRow[]> {
  const wanted = narrowed(filingRows(tx, context.scope.province), query, context).limit(query.limit + 1);
  if (query.show !== 'mine') {
    const after = /^[0-9a-f-]{36}$/.exec(query.cursor ?? '')?.[0];
    const from = after === undefined ? wanted : wanted.where('filing.id', '<', after);
    return from.orderBy('filing.id', 'desc').execute();
  }
  const [, dueAt, id] = /^(\S+Z)_([0-9a-f-]{36})$/.exec(query.cursor ?? '') ?? [];
  const from =
    dueAt === undefined || id === undefined
      ? wanted
      : wanted.where((eb) =>
          eb.or([
            eb('filing.dueAt', '>', dueAt as never),
            eb.and([eb('filing.dueAt', '=', dueAt as never), eb('filing.id', '>', id)]),
          ]),
        );
  return from.orderBy('filing.dueAt').orderBy('filing.id').execute();
}

function cursorOf(row: FilingListRow, show: string): string {
  return show === 'mine' ? `${row.dueAt ?? ''}_${row.id}` : row.id;
}

async function countsOf(tx: Tx, context: ActorContext) {
  const counted = () =>
    tx
      .selectFrom('filing')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .where('province', '=', context.scope.province)
      .where((eb) => readable(eb, context));
  const mine = await counted()
    .where((eb) => waiting(eb, context))
    .executeTakeFirstOrThrow();
  const running = await counted().where('state', 'in', runningStates).executeTakeFirstOrThrow();
  return { mine: Number(mine.n), running: Number(running.n) };
}

export async function read(
  context: ActorContext,
  { params }: Call<typeof readFiling>,
): Promise<Result<ReplyOf<typeof readFiling>, 'filing.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await filingRows(tx, context.scope.province)
      .where('filing.id', '=', params.filingId)
      .where((eb) => readable(eb, context))
      .executeTakeFirst();
    return row === undefined ? refuse('filing.unknown') : ok(await detailsOf(tx, context, row));
  });
}

async function detailsOf(
  tx: Tx,
  context: ActorContext,
  row: FilingListRow,
): Promise<ReplyOf<typeof readFiling>> {
  const { province } = context.scope;
  const subject = { kind: 'filing', id: row.id };
  const key = `filing:${row.id}`;
  const on = shanghaiDate(row.appliedAt);
  const policy = filingPolicyOf(context.book, row.jurisdiction, on);
  const reasons = policy.refusalReasons.value;
  const reason = reasons.find((each) => each.code === row.outcomeReason);
  const publicity = (await publicityOf(tx, province, [subject])).get(key);
  const mayReadReview = context.actor.kind === 'bureau';
  const review = mayReadReview ? (await reviewOf(tx, province, [subject])).get(key) : undefined;
  const specialties = mayReadReview
    ? resolve(context.book, 'panel.specialties', row.bureau, context.today).value
    : [];
  return {
    ...itemOf(row, context),
    reason: row.reason,
    round: row.round,
    opinion: row.opinion as 'recommended' | 'notRecommended' | null,
    objectionUpheld: row.objectionUpheld,
    outcomeReason: reason ?? null,
    outcomeNote: row.outcomeNote,
    outcomeBasis: row.outcomeBasis as Basis | null,
    outside: await outsideOf(tx, context, row.outsideId),
    publicity: publicity === undefined ? null : { ...publicity },
    review: review === undefined ? null : { id: review.id, number: review.number },
    steps: await stepsOf(tx, province, row.id),
    files: [...((await filesOf(tx, province, [subject])).get(key) ?? [])],
    refusalReasons: isEnded(row.state as never) ? [] : [...reasons],
    specialties: [...specialties],
  };
}

async function outsideOf(tx: Tx, context: ActorContext, id: string | null) {
  if (id === null || context.actor.kind === 'manufacturer') return null;
  const row = await tx
    .selectFrom('outsidePurchase')
    .select(['id', 'number'])
    .where('province', '=', context.scope.province)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

async function stepsOf(tx: Tx, province: number, filingId: string) {
  const rows = await tx
    .selectFrom('filingStep as s')
    .leftJoin('organisation as o', 'o.id', 's.organisationId')
    .select(['s.step', 's.kind', 's.price', 's.quantity', 's.note', 's.facts', 's.at', 'o.id', 'o.name'])
    .where('s.province', '=', province)
    .where('s.filingId', '=', filingId)
    .orderBy('s.step')
    .execute();
  return rows.map(({ id, name, facts, ...row }) => ({
    ...row,
    facts: facts as Facts,
    organisation: id === null ? null : { id, name: name ?? '' },
  }));
}
