import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type * as api from '@daylight/api/bidding.ts';
import { biddingBasis } from '@daylight/rules/bidding/basis.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { type Basis, type Result, ok, refuse } from '@daylight/rules/result.ts';
import { databaseNow } from '../../clock.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, refuseOn } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { refusalByStanding } from '../credit/port.ts';
import { organisationOf } from '../organisation/port.ts';
import { qualifiedFor } from '../qualification/port.ts';
import {
  type TenderFacts,
  type TenderProduct,
  keepUndertaking,
  readTender,
  tenderProducts,
} from '../tender/port.ts';
import { type Enrolment, ownTender, roundAt, saying } from './round-rows.ts';

type Answer<T, C extends string> = Promise<Result<T, C | RepeatRefusal>>;
type Enrol = typeof api.enrol;

const open = ['reporting', 'measured', 'bidding'];

export interface Finding {
  readonly zh: string;
  readonly en: string;
  readonly ok: boolean;
  readonly basis: Basis | null;
}

/** Certificates that the products stand on, by product. */
async function certificatesOf(tx: Tx, products: readonly TenderProduct[]): Promise<Map<string, string[]>> {
  const codes = new Map(
    products.map((each) => [each.id, (each.codes as { itemCode: string }[]).map((code) => code.itemCode)]),
  );
  const all = [...new Set([...codes.values()].flat())];
  if (all.length === 0) return new Map();
  const rows = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'certificate'])
    .where('itemCode', 'in', all)
    .execute();
  const byCode = new Map(rows.map((row) => [row.itemCode, row.certificate]));
  return new Map(
    [...codes].map(([id, own]) => [
      id,
      [...new Set(own.map((code) => byCode.get(code) ?? '').filter((number) => number !== ''))],
    ]),
  );
}

type EligibleCode = 'bidding.notQualified' | 'credit.restricted';

/**
 * Whether a firm may bid with these products (SX-2.2, GY-3.3): licences, certificates and, for a foreign registrant, the
 * authorised domestic legal person, all in force; no measure of credit that keeps it from tenders.
 */
export async function eligibility(
  tx: Tx,
  context: Context,
  manufacturerId: string,
  products: readonly TenderProduct[],
): Promise<Result<readonly Finding[], EligibleCode>> {
  const certificates = await certificatesOf(tx, products);
  const asks = [
    { organisationId: manufacturerId },
    ...products.flatMap(({ id }) =>
      (certificates.get(id) ?? []).map((certificate) => ({ organisationId: manufacturerId, certificate })),
    ),
  ];
  const found = await qualifiedFor(tx, context, asks);
  const lacking = [
    ...new Map(found.flatMap((each) => each.lacking).map((each) => [each.kind, each])).values(),
  ];
  const [first] = lacking;
  if (first !== undefined)
    return refuse('bidding.notQualified', {
      basis: { ...biddingBasis.eligible },
      field: 'products',
      facts: { lacking: lacking.map(({ kind, reason }) => `${kind} (${reason})`).join(', ') },
    });
  const restricted = await refusalByStanding(tx, context, {
    act: 'admission',
    organisationIds: [manufacturerId],
  });
  if (restricted !== null) return restricted;
  const expires = found.flatMap((each) => each.expiresOn ?? []).toSorted()[0];
  return ok([
    {
      zh: expires === undefined ? '企业与产品资质有效' : `企业与产品资质有效，最早 ${expires} 到期`,
      en:
        expires === undefined
          ? 'Licences and certificates in force'
          : `In force; the first ends on ${expires}`,
      ok: true,
      basis: biddingBasis.eligible,
    },
    {
      zh: '无限制投标的信用措施',
      en: 'No measure of credit against it',
      ok: true,
      basis: biddingBasis.eligible,
    },
  ]);
}

type EnrolCode =
  | 'tender.unknown'
  | 'tender.undertakingMissing'
  | 'tender.wrongState'
  | 'bidding.unknownProduct'
  | EligibleCode
  | 'bidding.enrolledAlready'
  | 'bidding.notInFirstRound'
  | 'bidding.deadlinePassed';

/** A firm says that it takes part; it is refused at the door with the clause where it may not. */
export async function enrolOne(
  context: ActorContext,
  { params, body }: Call<Enrol>,
): Answer<ReplyOf<Enrol>, EnrolCode> {
  const number = await nextNumber(context, 'BM');
  try {
    return await command<ReplyOf<Enrol>, EnrolCode>(context, async (unit) => {
      const { province } = context.scope;
      const me = context.actor.organisationId;
      const tender = await readTender(unit.tx, province, params.tenderId);
      if (tender === null) return refuse('tender.unknown');
      const inTime = await mayStillEnrol(context, unit, tender);
      if (!inTime.ok) return inTime;
      const round = await roundAt(unit.tx, province, tender.id);
      if ((round?.quoting ?? 1) > 1) return refuse('bidding.notInFirstRound', { basis: biddingBasis.bids });
      const wish = { tender, capacity: 'bidder' as const, accepted: body.undertaking };
      const undertaken = await keepUndertaking(context, unit, wish);
      if (!undertaken.ok) return undertaken;
      const all = await tenderProducts(unit.tx, province, tender.id);
      const wanted = new Map(body.products.map((each) => [each.productId, each.capacity]));
      const products = all.filter((each) => each.manufacturerId === me && wanted.has(each.id));
      if (products.length < body.products.length)
        return refuse('bidding.unknownProduct', { field: 'products' });
      const findings = await eligibility(unit.tx, context, me, products);
      if (!findings.ok) return findings;
      const id = context.newId();
      await insertEnrolment(context, unit, { id, number, tender, body, findings: findings.value });
      await insertProducts(context, unit, { enrolmentId: id, tender, products: wanted });
      const firm = (await organisationOf(unit.tx, me))?.name ?? '';
      unit.notify({
        organisationId: tender.organiserId,
        kind: 'bidding.enrolmentEntered',
        subject: { kind: 'tender', id: tender.id },
        facts: { ...saying(tender), firm },
        dueAt: tender.bidDueAt,
      });
      unit.record({
        event: 'bidding.enrolled',
        subject: { kind: 'tender', id: tender.id },
        basis: [biddingBasis.eligible],
        after: { number, products: body.products, controller: body.controller, related: body.relatedIds },
        readers: [tender.organiserId],
      });
      return ok({ id, number });
    });
  } catch (error) {
    return refuseOn(error, 'bid_enrolment_once', 'bidding.enrolledAlready');
  }
}

async function mayStillEnrol(
  context: ActorContext,
  unit: Unit,
  { state, origin, bidDueAt }: TenderFacts,
): Promise<Result<null, 'tender.wrongState' | 'bidding.deadlinePassed'>> {
  if (!open.includes(state) || origin === 'followed')
    return refuse('tender.wrongState', { facts: { state } });
  if (bidDueAt !== null && (await databaseNow(context, unit.tx)) >= bidDueAt)
    return refuse('bidding.deadlinePassed', { facts: { dueAt: bidDueAt } });
  return ok(null);
}

interface NewEnrolment {
  readonly id: string;
  readonly number: string;
  readonly tender: TenderFacts;
  readonly body: Call<Enrol>['body'];
  readonly findings: readonly Finding[];
}

async function insertEnrolment(context: ActorContext, unit: Unit, enrolment: NewEnrolment): Promise<void> {
  const { id, number, tender, body, findings } = enrolment;
  await unit.tx
    .insertInto('bidEnrolment')
    .values({
      province: context.scope.province,
      id,
      number,
      tenderId: tender.id,
      organiserId: tender.organiserId,
      manufacturerId: context.actor.organisationId,
      state: 'entered',
      controller: body.controller,
      relatedIds: body.relatedIds,
      suppliesAllRegions: body.suppliesAllRegions,
      regions: body.regions,
      findings: JSON.stringify(findings),
      enteredAt: context.now,
      enteredBy: context.actor.accountId,
    })
    .execute();
}

async function insertProducts(
  context: ActorContext,
  unit: Unit,
  of: {
    readonly enrolmentId: string;
    readonly tender: TenderFacts;
    readonly products: ReadonlyMap<string, Quantity | null>;
  },
): Promise<void> {
  await unit.tx
    .insertInto('bidEnrolmentProduct')
    .values(
      [...of.products].map(([productId, capacity]) => ({
        province: context.scope.province,
        enrolmentId: of.enrolmentId,
        tenderId: of.tender.id,
        organiserId: of.tender.organiserId,
        manufacturerId: context.actor.organisationId,
        productId,
        capacity,
      })),
    )
    .execute();
}

/** The bidder's own enrolment, locked: what is decided about its bids is decided one after the other. */
export async function lockOwnEnrolment(
  context: ActorContext,
  tx: Tx,
  tenderId: string,
): Promise<Enrolment | null> {
  const row = await tx
    .selectFrom('bidEnrolment')
    .selectAll()
    .where('province', '=', context.scope.province)
    .where('tenderId', '=', tenderId)
    .where('manufacturerId', '=', context.actor.organisationId)
    .where('state', '!=', 'withdrawn')
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

type WithdrawCode = 'tender.unknown' | 'bidding.notEnrolled' | 'bidding.bidStands' | 'bidding.deadlinePassed';
type Withdraw = typeof api.withdrawEnrolment;

export function withdrawEnrolment(
  context: ActorContext,
  { params }: Call<Withdraw>,
): Answer<ReplyOf<Withdraw>, WithdrawCode> {
  return command<ReplyOf<Withdraw>, WithdrawCode>(context, async (unit) => {
    const { province } = context.scope;
    const tender = await readTender(unit.tx, province, params.tenderId);
    if (tender === null) return refuse('tender.unknown');
    const enrolment = await lockOwnEnrolment(context, unit.tx, tender.id);
    if (enrolment === null) return refuse('bidding.notEnrolled');
    if (tender.bidDueAt !== null && (await databaseNow(context, unit.tx)) >= tender.bidDueAt)
      return refuse('bidding.deadlinePassed', { facts: { dueAt: tender.bidDueAt } });
    const bid = await unit.tx
      .selectFrom('sealedBid')
      .select('id')
      .where('province', '=', province)
      .where('enrolmentId', '=', enrolment.id)
      .where('state', '=', 'standing')
      .executeTakeFirst();
    if (bid !== undefined) return refuse('bidding.bidStands');
    await setEnrolment(context, unit, enrolment, { state: 'withdrawn' });
    unit.record({
      event: 'bidding.enrolmentWithdrawn',
      subject: { kind: 'tender', id: tender.id },
      basis: [biddingBasis.bids],
      after: { number: enrolment.number },
      readers: [tender.organiserId],
    });
    return ok({ id: enrolment.id });
  });
}

async function setEnrolment(
  context: ActorContext,
  unit: Unit,
  enrolment: Enrolment,
  set: Partial<Pick<Enrolment, 'state' | 'note' | 'decidedAt' | 'decidedBy'>> & { basis?: string | null },
): Promise<void> {
  await unit.tx
    .updateTable('bidEnrolment')
    .set({ ...set, version: enrolment.version + 1 })
    .where('province', '=', context.scope.province)
    .where('id', '=', enrolment.id)
    .execute();
}

type DecideCode =
  | 'tender.unknown'
  | 'bidding.notOrganiser'
  | 'bidding.unknownEnrolment'
  | 'bidding.enrolmentDecided'
  | EligibleCode
  | 'request.stale';
type Decide = typeof api.decideEnrolment;

/** The organiser accepts or refuses; qualification and credit are looked at again on that day. */
export function decideEnrolment(
  context: ActorContext,
  { params, body }: Call<Decide>,
): Answer<ReplyOf<Decide>, DecideCode> {
  return command<ReplyOf<Decide>, DecideCode>(context, async (unit) => {
    const { province } = context.scope;
    const tender = await ownTender(context, unit.tx, params.tenderId);
    if (!tender.ok) return tender;
    const enrolment = await unit.tx
      .selectFrom('bidEnrolment')
      .selectAll()
      .where('province', '=', province)
      .where('id', '=', params.enrolmentId)
      .where('tenderId', '=', params.tenderId)
      .forUpdate()
      .executeTakeFirst();
    if (enrolment === undefined) return refuse('bidding.unknownEnrolment');
    if (enrolment.state !== 'entered') return refuse('bidding.enrolmentDecided');
    if (enrolment.version !== body.version) return refuse('request.stale');
    const stands = body.accepts ? await stillEligible(context, unit, enrolment) : ok(null);
    if (!stands.ok) return stands;
    for (const { productId, grade } of body.grades)
      await unit.tx
        .updateTable('bidEnrolmentProduct')
        .set({ grade })
        .where('province', '=', province)
        .where('enrolmentId', '=', enrolment.id)
        .where('productId', '=', productId)
        .execute();
    const state = body.accepts ? ('accepted' as const) : ('refused' as const);
    await setEnrolment(context, unit, enrolment, {
      state,
      note: body.note,
      basis: JSON.stringify(biddingBasis.eligible),
      decidedAt: context.now,
      decidedBy: context.actor.accountId,
    });
    unit.notify({
      organisationId: enrolment.manufacturerId,
      kind: body.accepts ? 'bidding.enrolmentAccepted' : 'bidding.enrolmentRefused',
      subject: { kind: 'tender', id: tender.value.id },
      facts: { ...saying(tender.value), note: body.note },
      dueAt: tender.value.bidDueAt,
    });
    unit.record({
      event: body.accepts ? 'bidding.enrolmentAccepted' : 'bidding.enrolmentRefused',
      subject: { kind: 'tender', id: tender.value.id },
      basis: [biddingBasis.eligible],
      after: { number: enrolment.number, note: body.note },
      readers: [enrolment.manufacturerId],
    });
    return ok({ id: enrolment.id, state });
  });
}

async function stillEligible(
  context: ActorContext,
  unit: Unit,
  { id, tenderId, manufacturerId }: Enrolment,
): Promise<Result<readonly Finding[], EligibleCode>> {
  const { province } = context.scope;
  const offered = await unit.tx
    .selectFrom('bidEnrolmentProduct')
    .select('productId')
    .where('province', '=', province)
    .where('enrolmentId', '=', id)
    .execute();
  const ids = new Set(offered.map((row) => row.productId));
  const products = await tenderProducts(unit.tx, province, tenderId);
  return eligibility(
    unit.tx,
    context,
    manufacturerId,
    products.filter((each) => ids.has(each.id)),
  );
}
