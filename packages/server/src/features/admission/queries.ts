import type { listAdmissions, readAdmission } from '@daylight/api/admission.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { may } from '@daylight/rules/access/may.ts';
import { admissionClocksOf } from '@daylight/rules/admission/policy.ts';
import { isEnded } from '@daylight/rules/admission/application.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import type { ActorContext } from '../../context.ts';
import { cursorOf } from '../../cursor.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { reviewOf } from '../panel/port.ts';
import { publicityOf } from '../publicity/port.ts';
import { placesOf, policyShown } from './draft.ts';
import { factsOf } from './facts.ts';
import { judge } from './judge.ts';
import { nextWords } from './next.ts';
import { verifiableBy } from './record.ts';
import {
  type AdmissionListRow,
  admissionRows,
  cursorValues,
  itemOf,
  narrowed,
  readable,
  waiting,
} from './rows.ts';
import { type Stored, load } from './store.ts';

type Detail = ReplyOf<typeof readAdmission>;

export async function listMany(
  context: ActorContext,
  { query }: Call<typeof listAdmissions>,
): Promise<Result<ReplyOf<typeof listAdmissions>, never>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const rows = await narrowed(admissionRows(tx, context), query, context)
      .limit(query.limit + 1)
      .execute();
    const shown = rows.slice(0, query.limit);
    const last = shown.at(-1);
    const next =
      rows.length > query.limit && last !== undefined ? cursorOf(cursorValues(last, query.sort)) : null;
    return ok({
      items: shown.map((row) => itemOf(row, context)),
      next,
      counts: await countsOf(tx, context),
    });
  });
}

async function countsOf(tx: Tx, context: ActorContext) {
  const row = await tx
    .selectFrom('admission')
    .where('province', '=', context.scope.province)
    .where('closedAt', 'is', null)
    .where((eb) => readable(eb, context))
    .select((eb) => [
      eb.fn.countAll<number>().as('running'),
      eb.fn.countAll<number>().filterWhere(waiting(eb, context)).as('mine'),
      eb.fn.countAll<number>().filterWhere('dueAt', '<=', context.now).as('overdue'),
    ])
    .executeTakeFirstOrThrow();
  return { mine: Number(row.mine), running: Number(row.running), overdue: Number(row.overdue) };
}

export async function readOne(
  context: ActorContext,
  { params }: Call<typeof readAdmission>,
): Promise<Result<Detail, 'admission.unknown'>> {
  return reading(context.database.db, context.scope, async (tx) => {
    const row = await admissionRows(tx, context)
      .where('admission.id', '=', params.admissionId)
      .where((eb) => readable(eb as never, context))
      .executeTakeFirst();
    const stored = row === undefined ? null : await load(tx, context, params.admissionId, { lock: false });
    if (row === undefined || stored === null) return refuse('admission.unknown');
    return ok(await detailOf(tx, context, row, stored));
  });
}

async function linesOf(tx: Tx, context: ActorContext, stored: Stored): Promise<Detail['linesJudged']> {
  const facts = await factsOf(tx, context, {
    codes: stored.lines.map((line) => line.itemCode),
    jurisdiction: stored.jurisdiction,
    class: stored.class,
    manufacturerId: stored.manufacturerId,
  });
  const of = {
    jurisdiction: stored.jurisdiction,
    on: context.today,
    applicant: stored.manufacturer,
    shortlistNote: stored.shortlistNote,
    confirmed: stored.confirmed,
    policy: stored.policy,
  };
  const { state } = stored.application;
  const lines = stored.lines.flatMap((line, at) => {
    const known = facts[at];
    if (known === undefined) return [];
    const { item } = known;
    const isOver = isEnded(state) || line.state === 'listed' || line.state === 'refused';
    const typed = state === 'draft' ? line.records : [];
    const { listingId: id, listingNumber: number, listingPrice: price } = line;
    return [
      {
        line: line.line,
        product: item ?? unknownItem(line.itemCode),
        purchaseUnit: line.purchaseUnit,
        smallestUnit: line.smallestUnit,
        unitsPerPurchaseUnit: line.unitsPerPurchaseUnit,
        price: line.price,
        brought: line.records,
        state: line.state,
        reasons: line.reasons,
        finding: isOver && line.finding !== null ? line.finding : judge(of, { ...line, typed }, known),
        facts: known,
        listing: id === null || number === null || price === null ? null : { id, number, price },
      },
    ];
  });
  return structuredClone(lines) as unknown as Detail['linesJudged'];
}

/** A code that is not in the database, so that it can be shown and refused. */
function unknownItem(itemCode: string): Detail['linesJudged'][number]['product'] {
  return {
    itemCode,
    productName: '',
    genericName: '',
    specification: '',
    model: '',
    manufacturer: '',
    certificate: '',
    certificateFlag: null,
    className1: '',
    className2: '',
    className3: '',
    deviceIdentifier: null,
    state: 'disabled',
    replacedBy: null,
    synthetic: false,
  };
}

async function detailOf(
  tx: Tx,
  context: ActorContext,
  row: AdmissionListRow,
  stored: Stored,
): Promise<Detail> {
  const { province } = context.scope;
  const subject = { kind: 'admission', id: stored.id };
  const key = `admission:${stored.id}`;
  const files = await filesOf(tx, province, [subject]);
  const reviews = await reviewOf(tx, province, [subject]);
  const lists = await publicityOf(tx, province, [subject]);
  const places = await placesOf(tx, province);
  const clocks = admissionClocksOf(context.book, stored.jurisdiction, stored.rulesOn ?? context.today);
  const names = await namesOf(tx, [row.checkedBy, row.decidedBy]);
  const isFirm = context.actor.kind === 'manufacturer';
  const list = lists.get(key);
  return {
    ...itemOf(row, context),
    directoryName: places.all.get(stored.jurisdiction) ?? stored.jurisdiction,
    note: stored.note,
    shortlistNote: stored.shortlistNote,
    confirmed: [...stored.confirmed],
    evidenceIds: isFirm ? [...stored.evidence] : [],
    evidence: [...(files.get(key) ?? [])],
    policy: policyShown(stored.policy),
    linesJudged: await linesOf(tx, context, stored),
    provinces: places.provinces,
    supplement: stored.supplement,
    supplements: stored.application.supplements,
    supplementsMax: clocks.supplementsMax.value,
    checkNote: row.checkNote,
    // Persons are known within the bureau; the firm deals with the office.
    checkedBy: isFirm ? null : (names.get(row.checkedBy ?? '') ?? null),
    checkedAt: row.checkedAt,
    decisionNote: row.decisionNote,
    decidedBy: isFirm ? null : (names.get(row.decidedBy ?? '') ?? null),
    decidedAt: row.decidedAt,
    review: reviewShown(stored, reviews.get(key)),
    publicity:
      list === undefined
        ? null
        : { id: list.id, number: list.number, endsAt: list.endsAt, state: list.state },
    outcomeBasis: stored.outcomeBasis,
    verifiable: await verifiableBy(tx, context, stored),
    may: mayNow(context, stored),
    next: nextWords(stored.application),
    specialties: resolve(context.book, 'panel.specialties', stored.jurisdiction, context.today).value.map(
      ({ code, zh, en }) => ({ code, zh, en }),
    ),
  };
}

/** The enterprise cannot see the panel itself, but that it sits, and what it said. */
function reviewShown(
  stored: Stored,
  shown: { readonly id: string; readonly number: string; readonly outcome: string | null } | undefined,
): Detail['review'] {
  if (shown !== undefined) return { id: shown.id, number: shown.number, outcome: shown.outcome };
  const kept = stored.review as { id: string; number: string; outcome?: string } | null;
  return kept === null ? null : { id: kept.id, number: kept.number, outcome: kept.outcome ?? null };
}

async function namesOf(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = ids.filter((id) => id !== null);
  if (wanted.length === 0) return new Map();
  const rows = await tx.selectFrom('account').select(['id', 'name']).where('id', 'in', wanted).execute();
  return new Map(rows.map((each) => [each.id, each.name]));
}

function mayNow({ actor, now }: ActorContext, stored: Stored): Detail['may'] {
  const { state, due, checkedBy, lines } = stored.application;
  if (actor.kind === 'manufacturer') {
    if (!may(actor, 'admission.apply')) return [];
    if (state === 'draft') return ['revise', 'submit', 'withdraw'];
    if (isEnded(state)) return state === 'listed' ? [] : ['again'];
    const inTime = due !== null && now < due.at;
    return state === 'supplement' && inTime ? ['answer', 'withdraw'] : ['withdraw'];
  }
  if (actor.jurisdiction !== stored.jurisdiction) return [];
  if (state === 'submitted' && may(actor, 'admission.check')) return ['ask', 'check'];
  const second = checkedBy !== actor.accountId && may(actor, 'admission.decide');
  if (state !== 'deciding' || !second) return [];
  const begun = lines.some((line) => ['listed', 'refused', 'held'].includes(line.state));
  return begun ? ['decide'] : ['decide', 'sendBack'];
}
