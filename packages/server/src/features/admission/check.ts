import type {
  askForSupplement,
  checkAdmission,
  decideAdmission,
  sendBackAdmission,
} from '@daylight/api/admission-check.ts';
import type { ConditionRefusal } from '@daylight/api/admission-refusals.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import {
  type LineReason,
  type StateRefusal,
  askSupplement,
  decideLines,
  finishCheck,
  sendBack,
  twoPersons,
} from '@daylight/rules/admission/application.ts';
import { basisOfPath } from '@daylight/rules/admission/policy.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Unit } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Call } from '../../route.ts';
import { listProduct } from '../listing/port.ts';
import { type Judged, judgeAll } from './commands.ts';
import { basisOfPolicy } from './draft.ts';
import { pendingOf, refusalOf } from './judge.ts';
import { type BureauRefusal, type Moved, step } from './move.ts';
import type { Answer } from './outcome.ts';
import type { LineChange, Stored } from './store.ts';

const asked = (params: { readonly admissionId: string }, version: number) => ({
  id: params.admissionId,
  version,
  side: 'bureau' as const,
});

/** What is missing is asked for, all of it at once; the clock of the check stops. */
export async function askOne(
  context: ActorContext,
  { params, body }: Call<typeof askForSupplement>,
): Answer<BureauRefusal | StateRefusal | 'admission.supplementsUsed'> {
  return step(context, asked(params, body.version), async ({ stored, moment }) => {
    const paused = askSupplement(stored.application, moment);
    if (!paused.ok) return paused;
    return ok({
      application: paused.value,
      event: 'admission.supplementAsked',
      basis: [basisOf(moment.clocks.supplementWithin)],
      beside: {
        supplement: { asked: body.note, askedAt: context.now, answer: null, answeredAt: null },
      },
      note: body.note,
    });
  });
}

function reasonsOf(
  given: readonly { readonly code: string; readonly note: string }[],
  stored: Stored,
  judged: Judged | undefined,
): readonly LineReason[] {
  return given.map(({ code, note }) => {
    const finding = judged?.found.conditions.find((each) => each.reason === code);
    return {
      code,
      note,
      basis: finding?.basis ?? basisOfPath(stored.policy.path),
      facts: finding?.facts ?? {},
    };
  });
}

type CheckCode =
  | BureauRefusal
  | StateRefusal
  | ConditionRefusal
  | 'admission.lineNotJudged'
  | 'admission.reasonMissing'
  | 'admission.stillPending'
  | 'admission.specialtyMissing';

/** Lines that pass have to meet every condition now, with what the officer confirmed (JS-7 to JS-10). */
function sound(
  judged: readonly Judged[],
  passing: ReadonlySet<number>,
): Result<null, ConditionRefusal | 'admission.stillPending'> {
  for (const { line, found } of judged) {
    if (!passing.has(line.line)) continue;
    const no = refusalOf(found, line.line) ?? pendingOf(found, line.line);
    if (no !== null) return no;
  }
  return ok(null);
}

/** The formal check, line by line; who checks does not decide (HN-15). */
export async function checkOne(
  context: ActorContext,
  { params, body }: Call<typeof checkAdmission>,
): Answer<CheckCode> {
  return step<CheckCode>(context, asked(params, body.version), async ({ unit, stored, moment }) => {
    const confirmed = [...new Set([...stored.confirmed, ...body.confirmed])];
    const judged = await judgeAll(unit, context, { ...stored, confirmed });
    const of = new Map(judged.map((each) => [each.line.line, each]));
    const verdicts = body.verdicts.map(({ line, passes, reasons }) => ({
      line,
      passes,
      reasons: passes ? [] : reasonsOf(reasons, stored, of.get(line)),
    }));
    const checked = finishCheck(stored.application, { verdicts, by: context.actor.accountId }, moment);
    if (!checked.ok) return checked;
    const passing = new Set(verdicts.filter(({ passes }) => passes).map(({ line }) => line));
    const fits = sound(judged, passing);
    if (!fits.ok) return fits;
    if (checked.value.state === 'panel') {
      const known = resolve(context.book, 'panel.specialties', stored.jurisdiction, context.today);
      if (known.value.every(({ code }) => code !== body.specialty))
        return refuse('admission.specialtyMissing', { basis: basisOf(known), field: 'specialty' });
    }
    // The publicity tells the price that follows today.
    const findings = judged.map(({ line, found }) => ({ line: line.line, finding: found }));
    return ok({
      application: checked.value,
      event: 'admission.checked',
      basis: [basisOfPolicy(stored.policy)],
      beside: { confirmed, checkNote: body.note, checkedAt: context.now },
      lines: findings,
      note: body.note,
      ...(body.specialty === undefined ? {} : { specialty: body.specialty }),
    });
  });
}

export async function sendBackOne(
  context: ActorContext,
  { params, body }: Call<typeof sendBackAdmission>,
): Answer<BureauRefusal | StateRefusal | 'admission.ownCheck'> {
  return step(context, asked(params, body.version), async ({ stored, moment }) => {
    const back = sendBack(stored.application, context.actor.accountId, moment);
    if (!back.ok) return back;
    return ok({
      application: back.value,
      event: 'admission.sentBack',
      basis: [twoPersons],
      beside: { checkNote: body.note },
      note: body.note,
    });
  });
}

type DecideCode =
  | BureauRefusal
  | StateRefusal
  | ConditionRefusal
  | 'admission.ownCheck'
  | 'admission.lineNotJudged'
  | 'admission.failedLine'
  | 'admission.reasonMissing'
  | 'admission.stillPending'
  | 'admission.notListable';
type Decided = ReplyOf<typeof decideAdmission>;

/**
 * A second person decides. What is listed has to meet every condition on the day of the decision too, and is listed at the
 * lowest price of that day (JS-7 to JS-10: 按最低价挂网); a city's application lists for that city (JS-10, JS-5).
 */
export async function decideOne(
  context: ActorContext,
  { params, body }: Call<typeof decideAdmission>,
): Answer<DecideCode, Decided> {
  const listed: Decided['listed'] = [];
  const done = await step<DecideCode>(context, asked(params, body.version), async ({ unit, stored }) => {
    const judged = await judgeAll(unit, context, stored);
    const of = new Map(judged.map((each) => [each.line.line, each]));
    const decisions = body.decisions.map(({ line, list, reasons }) => ({
      line,
      list,
      reasons: list ? [] : reasonsOf(reasons, stored, of.get(line)),
    }));
    const decided = decideLines(stored.application, { decisions, by: context.actor.accountId });
    if (!decided.ok) return decided;
    const before = new Map(stored.lines.map((line) => [line.line, line.state]));
    const toList = decided.value.lines.filter(
      ({ line, state }) => state === 'listed' && before.get(line) !== 'listed',
    );
    const fits = sound(judged, new Set(toList.map(({ line }) => line)));
    if (!fits.ok) return fits;
    const lines: LineChange[] = [];
    for (const { line } of toList) {
      const each = of.get(line);
      assert(each !== undefined, `no line ${line}`);
      const put = await list(unit, context, stored, each);
      if (!put.ok) return put;
      lines.push(put.value);
      const { listing } = put.value;
      listed.push({ line, listingId: listing.id, number: listing.number, price: listing.price });
    }
    return ok(decision(context, stored, { application: decided.value, lines, note: body.note }));
  });
  return done.ok ? ok({ ...done.value, listed }) : done;
}

function decision(
  context: ActorContext,
  stored: Stored,
  given: Pick<Moved, 'application' | 'lines'> & { readonly note: string },
): Moved {
  return {
    ...given,
    event: 'admission.decided',
    basis: [basisOfPolicy(stored.policy), twoPersons],
    beside: {
      decisionNote: given.note,
      decidedAt: context.now,
      decidedBy: context.actor.accountId,
      outcomeBasis: basisOfPolicy(stored.policy),
    },
  };
}

type Put = LineChange & { readonly listing: NonNullable<LineChange['listing']> };

async function list(
  unit: Unit,
  context: ActorContext,
  stored: Stored,
  { line, found }: Judged,
): Promise<Result<Put, 'admission.notListable' | 'admission.priceMissing'>> {
  const price = found.listingPrice;
  if (price === null) return refuse('admission.priceMissing', { facts: { line: line.line } });
  const listed = await listProduct(context, unit, {
    itemCode: line.itemCode,
    jurisdiction: stored.jurisdiction,
    class: stored.class,
    form: 'sunshine',
    manufacturerId: stored.manufacturerId,
    price,
    purchaseUnit: line.purchaseUnit,
    smallestUnit: line.smallestUnit,
    unitsPerPurchaseUnit: line.unitsPerPurchaseUnit,
    reason: 'admitted',
    basis: basisOfPolicy(stored.policy),
    source: stored.number,
    evidence: `挂网申请 ${stored.number}`,
    evidenceIds: stored.evidence,
    cause: { kind: 'admission', id: stored.id },
    alsoBasis: [twoPersons],
  });
  if (!listed.ok)
    return refuse('admission.notListable', {
      basis: listed.basis,
      facts: { line: line.line, reason: listed.code },
    });
  return ok({ line: line.line, finding: found, listing: { ...listed.value, price } });
}
