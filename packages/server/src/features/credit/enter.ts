import type * as api from '@daylight/api/credit.ts';
import type { CreditCaseDetails } from '@daylight/api/credit-shapes.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { dueOf } from '@daylight/rules/calendar/term.ts';
import { creditBasis } from '@daylight/rules/credit/basis.ts';
import { type CreditKind, enterRecord as mayEnterRecord } from '@daylight/rules/credit/case.ts';
import { enterRating as mayEnterRating, measuresOf } from '@daylight/rules/credit/rating.ts';
import type { CreditMeasure, CreditRole } from '@daylight/rules/credit/shapes.ts';
import type { Money } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import type { Coded } from '@daylight/rules/policy/shapes.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type IsoDate, addMonths } from '@daylight/rules/time.ts';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { detailsAfter } from './details.ts';
import type { KeptMeasure } from './rows.ts';

export interface Enterprise {
  readonly id: string;
  readonly name: string;
  readonly role: CreditRole;
}

/** An active manufacturer or distributor, of whatever province it is at home in. */
export async function enterpriseOf(tx: Tx, id: string): Promise<Enterprise | null> {
  const row = await tx
    .selectFrom('organisation')
    .select(['id', 'name'])
    .select((eb) => eb.ref('kind').$castTo<CreditRole>().as('role'))
    .where('id', '=', id)
    .where('kind', 'in', ['manufacturer', 'distributor'])
    .where('state', 'in', ['active', 'suspended'])
    .executeTakeFirst();
  return row ?? null;
}

interface Products {
  readonly enterprise: Enterprise;
  readonly codes: readonly string[];
  /** Products of a case elsewhere need not be listed here. */
  readonly elsewhere: boolean;
}

async function soundProducts(
  tx: Tx,
  { scope }: ActorContext,
  { enterprise, codes, elsewhere }: Products,
): Promise<Result<null, 'credit.productUnknown'>> {
  if (codes.length === 0) return ok(null);
  const own =
    enterprise.role === 'manufacturer' && !elsewhere
      ? await tx
          .selectFrom('listing')
          .select('itemCode')
          .where('province', '=', scope.province)
          .where('manufacturerId', '=', enterprise.id)
          .where('itemCode', 'in', [...codes])
          .execute()
      : await tx
          .selectFrom('catalogueItem')
          .select('itemCode')
          .where('itemCode', 'in', [...codes])
          .execute();
  const known = new Set(own.map((each) => each.itemCode));
  const code = codes.find((each) => !known.has(each));
  return code === undefined
    ? ok(null)
    : refuse('credit.productUnknown', { field: 'itemCodes', facts: { code } });
}

export interface NewCase {
  readonly kind: CreditKind;
  readonly origin: 'here' | 'elsewhere';
  readonly enterprise: Enterprise;
  readonly ground: Coded;
  readonly source: Coded;
  readonly sourceDocument: string;
  readonly sourceOn: IsoDate;
  readonly place: string;
  readonly facts: string;
  readonly itemCodes: readonly string[];
  readonly evidenceIds: readonly string[];
  readonly measures: readonly KeptMeasure[];
  readonly until: IsoDate | null;
  readonly basis: Basis;
  readonly scale?: string;
  readonly level?: Coded;
  readonly amount?: Money | null;
  readonly reportId?: string | null;
  readonly supplyStepId?: string | null;
}

function wordsOf({ zh, en }: { readonly zh: string; readonly en: string }): string {
  return JSON.stringify({ zh, en });
}

/**
 * Writes a case down and opens its hearing; what was published elsewhere was heard there. Within a command. Returns its id.
 */
export async function insertCase(
  context: ActorContext,
  unit: Unit,
  wish: NewCase,
): Promise<Result<string, 'evidence.unknown' | 'evidence.notReady' | 'evidence.tooMany'>> {
  const { jurisdiction } = context.actor;
  const id = context.newId();
  const number = await nextNumber(context, wish.kind === 'record' ? 'BL' : 'XP');
  const isHeard = wish.origin === 'elsewhere';
  const clock = clockOf(context, isHeard);
  await unit.tx
    .insertInto('creditCase')
    .values({ ...rowOf(context, wish), ...clock.columns, id, number, state: isHeard ? 'heard' : 'hearing' })
    .execute();
  const subject = { kind: 'credit-case', id };
  const readers = [wish.enterprise.id];
  const attached = await attach(context, unit, wish.evidenceIds, { subject, readers, jurisdiction });
  if (!attached.ok) return attached;
  unit.record({
    event: 'credit.caseEntered',
    subject,
    basis: [wish.basis],
    after: {
      number,
      kind: wish.kind,
      ground: wish.ground.code,
      level: wish.level?.code ?? null,
      measures: wish.measures,
      itemCodes: wish.itemCodes,
      sourceDocument: wish.sourceDocument,
      evidenceIds: wish.evidenceIds,
    },
    readers,
  });
  if (!isHeard) {
    const all = wish.level === undefined ? wish.measures : [wish.level, ...wish.measures];
    unit.notify({
      organisationId: wish.enterprise.id,
      kind: 'credit.hearing',
      subject,
      facts: {
        number,
        ground: wish.ground.zh,
        groundEn: wish.ground.en,
        measure: all.map((each) => each.zh).join('、'),
        measureEn: all.map((each) => each.en).join(', '),
      },
      dueAt: clock.dueAt,
    });
  }
  return ok(id);
}

/** The clock of the hearing, or of the decision where nobody is heard any more. */
function clockOf({ actor, book, today, now, calendar }: ActorContext, isHeard: boolean) {
  const key = isHeard ? ('credit.decideWithin' as const) : ('credit.hearingWithin' as const);
  const term = resolve(book, key, actor.jurisdiction, today);
  const { dueAt, provisional } = dueOf(now, term.value, calendar);
  const basis = JSON.stringify(basisOf(term));
  const columns = isHeard
    ? { decideDueAt: dueAt, decideDueProvisional: provisional, decideDueBasis: basis }
    : { hearingDueAt: dueAt, hearingDueProvisional: provisional, hearingDueBasis: basis };
  return { dueAt, columns };
}

function rowOf({ scope, actor, now }: ActorContext, wish: NewCase) {
  const { enterprise, ground, level, source } = wish;
  return {
    province: scope.province,
    kind: wish.kind,
    origin: wish.origin,
    jurisdiction: actor.jurisdiction,
    organisationId: enterprise.id,
    role: enterprise.role,
    ground: ground.code,
    groundText: wordsOf(ground),
    scale: wish.scale ?? null,
    level: level?.code ?? null,
    levelText: level === undefined ? null : wordsOf(level),
    amount: wish.amount ?? null,
    facts: wish.facts,
    sourceKind: source.code,
    sourceText: wordsOf(source),
    sourceDocument: wish.sourceDocument,
    sourceOn: wish.sourceOn,
    place: wish.place,
    itemCodes: [...wish.itemCodes],
    measures: JSON.stringify(wish.measures),
    untilDay: wish.until,
    basis: JSON.stringify(wish.basis),
    enteredAt: now,
    enteredBy: actor.accountId,
    reportId: wish.reportId ?? null,
    supplyStepId: wish.supplyStepId ?? null,
  };
}

export function keptMeasure(
  { code, zh, en, effect, blocks }: CreditMeasure,
  months: number | null,
  until: IsoDate | null,
): KeptMeasure {
  return { code, zh, en, effect, blocks, months, until };
}

/** What the pack of the bureau says of bad records today. */
export function recordRules({ actor, book, today }: ActorContext) {
  const of = <K extends 'credit.recordGrounds' | 'credit.recordSources' | 'credit.recordMeasures'>(key: K) =>
    resolve(book, key, actor.jurisdiction, today);
  return {
    grounds: of('credit.recordGrounds').value,
    sources: of('credit.recordSources').value,
    measures: of('credit.recordMeasures').value,
    basis: creditBasis.badRecord,
    on: today,
  };
}

interface Common {
  readonly body: Pick<
    Call<typeof api.enterRecord>['body'],
    'organisationId' | 'itemCodes' | 'sourceOn' | 'evidenceIds'
  >;
  readonly elsewhere: boolean;
}
type CommonRefusal =
  | 'credit.enterpriseUnknown'
  | 'credit.documentFuture'
  | 'credit.evidenceMissing'
  | 'credit.productUnknown';

async function soundAll(
  tx: Tx,
  context: ActorContext,
  { body, elsewhere }: Common,
): Promise<Result<Enterprise, CommonRefusal>> {
  const enterprise = await enterpriseOf(tx, body.organisationId);
  if (enterprise === null) return refuse('credit.enterpriseUnknown', { field: 'organisationId' });
  if (body.sourceOn > context.today) return refuse('credit.documentFuture', { field: 'sourceOn' });
  if (body.evidenceIds.length === 0)
    return refuse('credit.evidenceMissing', { basis: creditBasis.badRecord, field: 'evidenceIds' });
  const products = await soundProducts(tx, context, { enterprise, codes: body.itemCodes, elsewhere });
  return products.ok ? ok(enterprise) : products;
}

export async function enterRecord(
  context: ActorContext,
  { body }: Call<typeof api.enterRecord>,
): Answered<typeof api.enterRecord> {
  return command<CreditCaseDetails, RefusalOf<typeof api.enterRecord>>(context, async (unit) => {
    const sound = await soundAll(unit.tx, context, { body, elsewhere: false });
    if (!sound.ok) return sound;
    const enterprise = sound.value;
    const rules = recordRules(context);
    const entered = mayEnterRecord({ ...body, role: enterprise.role }, rules);
    if (!entered.ok) return entered;
    const { monthsMax } = entered.value;
    const until = body.until ?? (monthsMax === null ? null : addMonths(context.today, monthsMax));
    const ground = rules.grounds.find((each) => each.code === body.ground);
    const source = rules.sources.find((each) => each.code === body.sourceKind);
    if (ground === undefined || source === undefined) return refuse('credit.groundUnknown');
    if (body.reportId !== null && !(await upheld(unit.tx, context, body.reportId)))
      return refuse('credit.reportUnknown', { field: 'reportId' });
    const inserted = await insertCase(context, unit, {
      kind: 'record',
      origin: 'here',
      enterprise,
      ground,
      source,
      sourceDocument: body.sourceDocument,
      sourceOn: body.sourceOn,
      place: `${context.scope.province}0000`,
      facts: body.facts,
      itemCodes: body.itemCodes,
      evidenceIds: body.evidenceIds,
      measures: [keptMeasure(entered.value, null, until)],
      until,
      basis: rules.basis,
      reportId: body.reportId,
    });
    if (!inserted.ok) return inserted;
    if (body.reportId !== null)
      await unit.tx
        .updateTable('creditReport')
        .set({ caseId: inserted.value })
        .where('province', '=', context.scope.province)
        .where('id', '=', body.reportId)
        .execute();
    return ok(await detailsAfter(unit.tx, context, inserted.value));
  });
}

async function upheld(tx: Tx, { scope }: ActorContext, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('creditReport')
    .select('id')
    .where('province', '=', scope.province)
    .where('id', '=', id)
    .where('state', '=', 'upheld')
    .executeTakeFirst();
  return row !== undefined;
}

export async function enterRating(
  context: ActorContext,
  { body }: Call<typeof api.enterRating>,
): Answered<typeof api.enterRating> {
  return command<CreditCaseDetails, RefusalOf<typeof api.enterRating>>(context, async (unit) => {
    const { actor, book, today, scope } = context;
    const here = `${scope.province}0000`;
    const place = body.publishedBy ?? here;
    if (body.publishedBy === here) return refuse('credit.placeOwn', { basis: creditBasis.rating });
    if (!place.endsWith('0000')) return refuse('credit.placeUnknown', { field: 'publishedBy' });
    const elsewhere = body.publishedBy !== null;
    const sound = await soundAll(unit.tx, context, { body, elsewhere });
    if (!sound.ok) return sound;
    const enterprise = sound.value;
    // A rating given elsewhere stands on the edition of its day; one proposed now on that of today.
    const scale = resolve(book, 'credit.scale', actor.jurisdiction, elsewhere ? body.sourceOn : today);
    const basis = { ...basisOf(scale), clause: 'HN-12' };
    const entered = mayEnterRating({ ...body, role: enterprise.role }, scale.value, basis);
    if (!entered.ok) return entered;
    const ground = scale.value.grounds.find((each) => each.code === body.ground);
    const source = scale.value.sources.find((each) => each.code === body.sourceKind);
    if (ground === undefined || source === undefined) return refuse('credit.groundUnknown');
    const graded = measuresOf(scale.value, body.level, { role: enterprise.role, here: !elsewhere });
    const inserted = await insertCase(context, unit, {
      kind: 'rating',
      origin: elsewhere ? 'elsewhere' : 'here',
      enterprise,
      ground,
      source,
      sourceDocument: body.sourceDocument,
      sourceOn: body.sourceOn,
      place,
      facts: body.facts,
      itemCodes: body.itemCodes,
      evidenceIds: body.evidenceIds,
      measures: graded.map(({ measure, months }) => keptMeasure(measure, months, null)),
      until: null,
      basis,
      scale: scale.value.code,
      level: entered.value,
      amount: body.amount,
    });
    return inserted.ok ? ok(await detailsAfter(unit.tx, context, inserted.value)) : inserted;
  });
}
