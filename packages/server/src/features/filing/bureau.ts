import type { RefusalOf } from '@daylight/api/endpoint.ts';
import type { decideFiling, examineFiling, reportFiling } from '@daylight/api/filing.ts';
import { article18 } from '@daylight/rules/filing/filing.ts';
import * as rules from '@daylight/rules/filing/steps.ts';
import { yuanText } from '@daylight/rules/money.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { filesOf } from '../evidence/port.ts';
import { listProduct } from '../listing/port.ts';
import { organisationOf } from '../organisation/port.ts';
import { openReview } from '../panel/port.ts';
import { openPublicity } from '../publicity/port.ts';
import { lowestFor, lowestRecordOf } from './product.ts';
import { tellReady } from './ready.ts';
import { type FilingAnswer, type Given, type Moved, step } from './step.ts';

type ExamineCode = RefusalOf<typeof examineFiling>;
type DecideCode = RefusalOf<typeof decideFiling>;

/** First review by an officer of the bureau that decides (JS-16, JS-17). */
export function examine(
  context: ActorContext,
  { params, body }: Call<typeof examineFiling>,
): FilingAnswer<ExamineCode> {
  const asked = { id: params.filingId, version: body.version, side: 'bureau' } as const;
  const by = context.actor.accountId;
  return step<ExamineCode>(context, asked, async (given) => {
    const { stored, moment } = given;
    switch (body.outcome) {
      case 'toInstitution':
      case 'toManufacturer':
        return sentBack(given, body.outcome, body.note);
      case 'proposeRefusal': {
        const proposed = rules.proposeRefusal(stored.filing, by, moment);
        if (!proposed.ok) return proposed;
        return ok({
          filing: proposed.value,
          event: 'filing.examined',
          step: { kind: 'refusalProposed', note: body.note },
          set: { checkedAt: context.now },
          told: [{ to: 'bureau', kind: 'filing.toDecide' }],
        });
      }
      case 'pass': {
        const passed = rules.passCheck(stored.filing, by, moment);
        if (!passed.ok) return passed;
        const filing = passed.value;
        const common = { filing, event: 'filing.examined', set: { checkedAt: context.now } } as const;
        if (filing.state === 'publicity') {
          const publicityId = await publish(context, given);
          return ok({
            ...common,
            step: { kind: 'passed', note: body.note },
            set: { ...common.set, publicityId },
            told: [{ to: 'institution', kind: 'filing.published' }],
          });
        }
        const review = await askExperts(context, given, body.specialty);
        if (!review.ok) return review;
        return ok({
          ...common,
          step: { kind: 'passed', note: body.note, facts: { review: review.value.number } },
          set: { ...common.set, reviewId: review.value.id },
          told: [{ to: 'institution', kind: 'filing.inReview' }],
        });
      }
    }
  });
}

function titleOf({ stored, product }: Given) {
  const what = `${product.productName} ${product.specification}`.trim();
  return { zh: `备案采购 ${stored.number}：${what}`, en: `Filing purchase ${stored.number}: ${what}` };
}

/** What the experts judge: how much of what, at which price, for whom. */
function briefOf({ stored, product }: Given, institution: string) {
  const { quantity, price } = stored.filing;
  const { purchaseUnit } = stored;
  const what = `${product.productName} ${product.specification}`.trim();
  const at = price === null ? '—' : yuanText(price);
  return {
    zh: `${institution}：${what}，${at} 元/${purchaseUnit}，${quantity} ${purchaseUnit}`,
    en: `${institution}: ${what}, ${at} yuan per ${purchaseUnit}, ${quantity}`,
  };
}

async function askExperts(context: Context, given: Given, specialty: string | null) {
  if (specialty === null) return refuse('filing.specialtyNeeded', { field: 'specialty' });
  const { unit, stored } = given;
  const subject = { kind: 'filing', id: stored.id };
  const files = await filesOf(unit.tx, context.scope.province, [subject]);
  const institution = await organisationOf(unit.tx, stored.institutionId);
  const review = await openReview(context, unit, {
    kind: 'filing',
    jurisdiction: stored.bureau,
    subject,
    title: titleOf(given),
    specialty,
    interested: [stored.institutionId, stored.manufacturerId],
    evidence: (files.get(`filing:${stored.id}`) ?? []).map((each) => each.id),
    brief: [briefOf(given, institution?.name ?? '')],
  });
  return review.ok
    ? review
    : refuse('filing.reviewNotOpened', {
        basis: review.basis,
        field: 'specialty',
        facts: { reason: review.code },
      });
}

/** Makes a filing public before it is decided on; returns the list's id. */
export async function publish(context: Context, given: Given): Promise<string> {
  const { unit, stored, product } = given;
  const institution = await organisationOf(unit.tx, stored.institutionId);
  const { price, quantity, unitsPerPurchaseUnit } = stored.filing;
  assert(institution !== null && price !== null, 'a filing to publish has an institution and a price');
  const what = `${product.productName} ${product.specification}`.trim();
  const opened = await openPublicity(context, unit, {
    kind: 'filing',
    jurisdiction: stored.bureau,
    title: titleOf(given),
    subject: { kind: 'filing', id: stored.id },
    items: [
      {
        key: stored.id,
        text: {
          zh: `${institution.name}：${what}，${yuanText(price)} 元/${stored.purchaseUnit}，${quantity} ${stored.purchaseUnit}`,
          en: `${institution.name}: ${what}, ${yuanText(price)} yuan per ${stored.purchaseUnit}, ${quantity}`,
        },
        facts: {
          number: stored.number,
          institution: institution.name,
          itemCode: stored.itemCode,
          price,
          quantity,
          purchaseUnit: stored.purchaseUnit,
          unitsPerPurchaseUnit,
        },
        organisationId: stored.manufacturerId,
      },
    ],
    basis: article18,
  });
  return opened.id;
}

function sentBack(
  { stored, moment }: Given,
  to: 'toInstitution' | 'toManufacturer',
  note: string,
): Result<Moved, 'filing.lapsed' | 'filing.closed' | 'filing.wrongState'> {
  const party = to === 'toInstitution' ? 'institution' : 'manufacturer';
  const back = rules.sendBack(stored.filing, party, moment);
  if (!back.ok) return back;
  const kind = to === 'toInstitution' ? 'filing.toInstitution' : 'filing.toManufacturer';
  return ok({
    filing: back.value,
    event: 'filing.sentBack',
    step: { kind: to, note },
    told: [{ to: party, kind, facts: { note } }],
  });
}

export function report(
  context: ActorContext,
  { params, body }: Call<typeof reportFiling>,
): FilingAnswer<RefusalOf<typeof reportFiling>> {
  const asked = { id: params.filingId, version: body.version, side: 'bureau' } as const;
  return step<RefusalOf<typeof reportFiling>>(context, asked, async ({ stored, moment }) => {
    const reported = rules.report(stored.filing, context.actor.accountId, moment);
    if (!reported.ok) return reported;
    return ok({
      filing: reported.value,
      event: 'filing.reported',
      step: { kind: 'reported', note: body.note },
      set: { reportedAt: context.now },
      told: [{ to: 'bureau', kind: 'filing.toDecide' }],
    });
  });
}

/** The decision: confirmed filings are listed for their institution only and can be ordered at once (JS-18). */
export function decide(
  context: ActorContext,
  { params, body }: Call<typeof decideFiling>,
): FilingAnswer<DecideCode> {
  const asked = { id: params.filingId, version: body.version, side: 'bureau' } as const;
  return step<DecideCode>(context, asked, async (given) => {
    switch (body.outcome) {
      case 'toInstitution':
      case 'toManufacturer':
        return sentBack(given, body.outcome, body.note);
      case 'refuse':
        return refused(context, given, body);
      case 'confirm':
        return confirmed(context, given, body.note);
    }
  });
}

interface Refusing {
  readonly reason: string | null;
  readonly note: string;
}

function refused(
  context: ActorContext,
  { stored, moment }: Given,
  { reason, note }: Refusing,
): Result<Moved, DecideCode> {
  const by = context.actor.accountId;
  const decided = rules.refuseFiling(stored.filing, { by, reason: reason ?? '' }, moment);
  if (!decided.ok) return decided;
  const wording = moment.policy.refusalReasons.value.find((each) => each.code === reason);
  return ok({
    filing: decided.value,
    event: 'filing.refused',
    step: { kind: 'refused', note, facts: { reason } },
    set: { decidedAt: context.now, decidedBy: by, outcomeReason: reason ?? '', outcomeNote: note },
    told: [
      { to: 'institution', kind: 'filing.refused', facts: { reason: wording?.zh ?? '' } },
      { to: 'manufacturer', kind: 'filing.refused', facts: { reason: wording?.zh ?? '' } },
    ],
  });
}

async function confirmed(
  context: ActorContext,
  { unit, stored, moment }: Given,
  note: string,
): Promise<Result<Moved, DecideCode>> {
  const by = context.actor.accountId;
  const lowest = lowestRecordOf(await lowestFor(unit.tx, context, stored));
  const decided = rules.confirm(stored.filing, { by, lowest }, moment);
  if (!decided.ok) return decided;
  const { price, unitsPerPurchaseUnit } = stored.filing;
  assert(price !== null, 'a confirmed filing has a price');
  const listed = await listProduct(context, unit, {
    itemCode: stored.itemCode,
    jurisdiction: stored.bureau,
    class: stored.class,
    form: 'filing',
    manufacturerId: stored.manufacturerId,
    price,
    purchaseUnit: stored.purchaseUnit,
    smallestUnit: stored.smallestUnit,
    unitsPerPurchaseUnit,
    audienceInstitutions: [stored.institutionId],
    reason: 'filed',
    note,
    basis: article18,
    source: stored.number,
    cause: { kind: 'filing', id: stored.id },
  });
  if (!listed.ok)
    return refuse('filing.notListable', { basis: listed.basis, facts: { reason: listed.code } });
  const { id: listingId, number: listingNumber } = listed.value;
  await tellReady(unit, context, stored);
  return ok({
    filing: decided.value,
    event: 'filing.confirmed',
    step: { kind: 'confirmed', price, quantity: decided.value.quantity, note, facts: { listingNumber } },
    set: { decidedAt: context.now, decidedBy: by, outcomeNote: note, listingId, listingNumber },
    told: [
      { to: 'institution', kind: 'filing.confirmed' },
      { to: 'manufacturer', kind: 'filing.confirmed' },
    ],
  });
}
