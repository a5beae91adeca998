import type { BodyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import type { OutsideOutcome, requestOutside } from '@daylight/api/filing-outside.ts';
import {
  type Delivered,
  type OutsideKind,
  type OutsidePolicy,
  checkDelivered,
  checkOutside,
  outsidePolicyOf,
  totalOf,
  uploadDue,
} from '@daylight/rules/filing/outside.ts';
import { platformOf } from '@daylight/rules/listing/visibility.ts';
import { type Money, zero } from '@daylight/rules/money.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { overdueDuty } from './duty.ts';
import { type EnteredLine, insertOutside, outsideOutcome, putLines, subjectOf } from './outside-store.ts';
import { listedForMe, productsOf } from './product.ts';
import { reserve, yearOf } from './quota-store.ts';

export type RequestRefusal = RefusalOf<typeof requestOutside>;
export type Wish = BodyOf<typeof requestOutside>;

/** The bureau in charge of an institution (按管理权限报相应医保部门): of its city; of the platform where it has none below. */
export function bureauInCharge(context: ActorContext): string {
  const { actor, book, today } = context;
  const city = `${actor.jurisdiction.slice(0, 4)}00`;
  return actor.jurisdiction.endsWith('0000') ? platformOf(book, actor.jurisdiction, today) : city;
}

/** The article that allows the purchase. */
export function allowedBy(kind: OutsideKind, policy: OutsidePolicy): Basis {
  return basisOf(
    kind === 'emergency' ? policy.emergencyReasons : (policy.self?.reasons ?? policy.emergencyReasons),
  );
}

/** Codes are known, and names are those of the code database, not what was typed. */
export async function knownLines(
  unit: Unit,
  lines: readonly EnteredLine[],
): Promise<Result<readonly EnteredLine[], 'filing.itemUnknown'>> {
  const products = await productsOf(
    unit.tx,
    lines.map((line) => line.itemCode).filter((code) => code !== ''),
  );
  const known: EnteredLine[] = [];
  for (const [at, line] of lines.entries()) {
    const product = products.get(line.itemCode);
    if (line.itemCode !== '' && product === undefined)
      return refuse('filing.itemUnknown', { field: `lines.${at}.itemCode` });
    known.push(
      product === undefined
        ? line
        : {
            ...line,
            productName: product.productName,
            specification: `${product.specification} ${product.model}`.trim(),
          },
    );
  }
  return ok(known);
}

/** An institution asks to buy outside the directory: in an emergency (JS-19), or by itself within its quota (GD-3). */
export async function request(
  context: ActorContext,
  call: Call<typeof requestOutside>,
): Promise<Result<OutsideOutcome, RequestRefusal | RepeatRefusal>> {
  const number = await nextNumber(context, call.body.kind === 'emergency' ? 'YC' : 'ZC');
  return command<OutsideOutcome, RequestRefusal>(context, (unit) =>
    requestWithin(unit, context, { wish: call.body, number, source: 'form' }),
  );
}

export interface Requesting {
  readonly wish: Wish;
  readonly number: string;
  readonly source: 'form' | 'workbook';
}

export async function requestWithin(
  unit: Unit,
  context: ActorContext,
  { wish, number, source }: Requesting,
): Promise<Result<OutsideOutcome, RequestRefusal>> {
  const { actor, book, today } = context;
  const policy = outsidePolicyOf(book, actor.jurisdiction, today);
  const codes = wish.lines.map((line) => line.itemCode);
  const may = checkOutside(
    {
      ...wish,
      files: wish.evidenceIds.length,
      listed: await listedForMe(unit.tx, context, codes),
      overdue: await overdueDuty(unit.tx, context, actor.organisationId),
    },
    policy,
  );
  if (!may.ok) return may;
  const year = wish.kind === 'self' ? yearOf(context) : null;
  if (wish.delivered !== null) {
    const facts = checkDelivered(wish.delivered, { today, year });
    if (!facts.ok) return facts;
  }
  const lines = await knownLines(unit, wish.lines);
  if (!lines.ok) return lines;
  const amount = totalOf(lines.value);
  if (year !== null && policy.self !== null) {
    const ask = { institutionId: actor.organisationId, year };
    const reserved = await reserve(unit, context, { ask, rule: policy.self, amount });
    if (!reserved.ok) return reserved;
  }
  const entered = { wish, number, source, policy, amount, year, lines: lines.value };
  return enter(unit, context, entered);
}

interface Entering extends Requesting {
  readonly policy: OutsidePolicy;
  readonly amount: Money;
  /** The year whose quota it takes from; null for an emergency purchase. */
  readonly year: number | null;
  readonly lines: readonly EnteredLine[];
}

async function enter(
  unit: Unit,
  context: ActorContext,
  { wish, number, source, policy, amount, year, lines }: Entering,
): Promise<Result<OutsideOutcome, RequestRefusal>> {
  const { actor, now, calendar, scope } = context;
  const id = context.newId();
  const due = uploadDue(now, { policy, calendar });
  await insertOutside(unit.tx, {
    province: scope.province,
    id,
    number,
    kind: wish.kind,
    institutionId: actor.organisationId,
    jurisdiction: actor.jurisdiction,
    bureau: bureauInCharge(context),
    reason: wish.reason,
    reasonNote: wish.reasonNote,
    supplierName: wish.supplierName,
    supplierCreditCode: wish.supplierCreditCode,
    amount,
    state: 'requested',
    quotaYear: year,
    reserved: year === null ? zero : amount,
    enteredAt: now,
    enteredBy: actor.accountId,
    consentBy: wish.consentBy,
    ...deliveredColumns(wish.delivered),
    clockStartedAt: now,
    dueKind: due.kind,
    dueAt: due.at,
    dueProvisional: due.provisional,
    source,
  });
  await putLines(unit.tx, context, { id, institutionId: actor.organisationId }, lines);
  return announce(unit, context, { id, number, wish, amount, policy });
}

interface Announcing {
  readonly id: string;
  readonly number: string;
  readonly wish: Wish;
  readonly amount: Money;
  readonly policy: OutsidePolicy;
}

async function announce(
  unit: Unit,
  context: ActorContext,
  { id, number, wish, amount, policy }: Announcing,
): Promise<Result<OutsideOutcome, RequestRefusal>> {
  const attached = await attach(context, unit, wish.evidenceIds, {
    subject: subjectOf(id),
    readers: [context.actor.organisationId],
    jurisdiction: bureauInCharge(context),
  });
  if (!attached.ok) return attached;
  const { kind, reason, consentBy } = wish;
  unit.record({
    event: 'filing.outsideRequested',
    subject: subjectOf(id),
    basis: [allowedBy(kind, policy)],
    after: { number, kind, reason, amount, consentBy, lines: wish.lines.length },
  });
  unit.notify({
    organisationId: context.actor.organisationId,
    kind: 'filing.outsideRequested',
    subject: subjectOf(id),
    facts: { number, amount },
  });
  return ok(outsideOutcome({ id, number, state: 'requested', amount, fileDue: null, version: 1 }));
}

type DeliveredBody = Delivered & { readonly deliveryNote: string };

export function deliveredColumns(delivered: DeliveredBody | null) {
  return delivered === null
    ? {}
    : {
        deliveredOn: delivered.deliveredOn,
        deliveryNote: delivered.deliveryNote,
        invoiceNumber: delivered.invoiceNumber,
        invoicedOn: delivered.invoicedOn,
        invoiceAmount: delivered.invoiceAmount,
      };
}
