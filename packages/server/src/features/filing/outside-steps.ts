import type { RefusalOf } from '@daylight/api/endpoint.ts';
import type {
  OutsideOutcome,
  consentOutside,
  noteOutside,
  reportOutside,
  withdrawOutside,
} from '@daylight/api/filing-outside.ts';
import {
  type OutsidePolicy,
  type OutsideState,
  checkDelivered,
  checkOutside,
  fileDuty,
  outsidePolicyOf,
  totalOf,
  uploadDue,
} from '@daylight/rules/filing/outside.ts';
import { type Money, subtract, zero } from '@daylight/rules/money.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { regulatorsOf } from '../organisation/port.ts';
import { overdueDuty, reopenIfUnfiled } from './duty.ts';
import { allowedBy, deliveredColumns, knownLines } from './outside.ts';
import {
  type EnteredLine,
  type OutsideRow,
  fileDueOf,
  kindOf,
  lockOutside,
  outsideOutcome,
  putLines,
  saveOutside,
  subjectOf,
} from './outside-store.ts';
import { listedForMe } from './product.ts';
import { move, reserve } from './quota-store.ts';

type Answer<C extends string> = Promise<Result<OutsideOutcome, C | RepeatRefusal>>;
type Common = 'filing.outsideUnknown' | 'filing.outsideWrongState' | 'request.stale';

interface Asked {
  readonly id: string;
  readonly version: number;
  readonly states: readonly OutsideState[];
}

interface Given {
  readonly unit: Unit;
  readonly row: OutsideRow;
  readonly policy: OutsidePolicy;
}

/** The rules of the day on which the purchase was asked for. */
export function policyOf(context: Context, row: OutsideRow): OutsidePolicy {
  return outsidePolicyOf(context.book, row.jurisdiction, shanghaiDate(row.enteredAt));
}

function step<C extends string>(
  context: ActorContext,
  asked: Asked,
  work: (given: Given) => Promise<Result<OutsideOutcome, C>>,
): Answer<C | Common> {
  return command<OutsideOutcome, C | Common>(context, async (unit) => {
    const row = await lockOutside(unit.tx, context.scope.province, asked.id);
    const { actor } = context;
    const isTheirs =
      actor.kind === 'institution'
        ? row?.institutionId === actor.organisationId
        : row?.bureau === actor.jurisdiction;
    if (row === null || !isTheirs) return refuse('filing.outsideUnknown');
    if (row.version !== asked.version) return refuse('request.stale');
    if (!asked.states.includes(row.state as OutsideState))
      return refuse('filing.outsideWrongState', { facts: { state: row.state } });
    return work({ unit, row, policy: policyOf(context, row) });
  });
}

/** The approver confirms that the legal representative consents (JS-19), or approves a self-purchase; or declines. */
export function consent(
  context: ActorContext,
  { params, body }: Call<typeof consentOutside>,
): Answer<RefusalOf<typeof consentOutside>> {
  const asked = { id: params.purchaseId, version: body.version, states: ['requested'] } as const;
  return step<RefusalOf<typeof consentOutside>>(context, asked, async (given) => {
    const { row, unit } = given;
    if (row.enteredBy === context.actor.accountId)
      return refuse('filing.enteredByYou', {
        basis: { document: 'hn-draft-2023', article: '七（十五）', clause: 'HN-15' },
      });
    if (!body.consents) return decline(context, given, body.note);
    if (row.kind === 'emergency') {
      const overdue = await overdueDuty(unit.tx, context, row.institutionId);
      if (overdue !== null)
        return refuse('filing.emergencyOverdue', {
          basis: basisOf(given.policy.emergencyFileWithin),
          facts: { number: overdue.number },
        });
    }
    return agree(context, given, body.note);
  });
}

async function decline(
  context: ActorContext,
  { unit, row, policy }: Given,
  note: string,
): Promise<Result<OutsideOutcome, never>> {
  await release(unit, context, row);
  return finish(unit, context, {
    row,
    state: 'declined',
    event: 'filing.outsideDeclined',
    told: 'filing.outsideDeclined',
    policy,
    set: {
      ...ended(context),
      consentedAt: context.now,
      consentedAccount: context.actor.accountId,
      consentNote: note,
    },
  });
}

async function agree(
  context: ActorContext,
  given: Given,
  note: string,
): Promise<Result<OutsideOutcome, never>> {
  const { unit, row, policy } = given;
  const { now, calendar } = context;
  const consented = { consentedAt: now, consentedAccount: context.actor.accountId, consentNote: note };
  const isBought = row.deliveredOn !== null;
  const duty = row.kind === 'emergency' ? fileDuty(now, { policy, calendar }) : null;
  const next = duty?.remind ?? (isBought ? null : uploadDue(now, { policy, calendar }));
  const clock = {
    clockStartedAt: now,
    dueKind: next?.kind ?? null,
    dueAt: next?.at ?? null,
    dueProvisional: next?.provisional ?? false,
    ...(duty === null
      ? {}
      : {
          fileDueAt: duty.file.at,
          fileDueProvisional: duty.file.provisional,
          fileDueBasis: JSON.stringify(duty.basis),
        }),
  };
  if (isBought) await count(unit, context, row, row.amount);
  return finish(unit, context, {
    row,
    state: isBought ? 'reported' : 'consented',
    event: 'filing.outsideConsented',
    told: 'filing.outsideConsented',
    policy,
    set: {
      ...consented,
      ...clock,
      ...(isBought ? { reportedAt: now, reportedBy: row.enteredBy, reserved: zero } : {}),
    },
    toBureau: isBought,
  });
}

/** What was bought takes the place of what was planned; a reservation becomes use (GD-3). */
async function count(unit: Unit, context: Context, row: OutsideRow, amount: Money): Promise<void> {
  const institution = { institutionId: row.institutionId };
  if (row.quotaYear === null) {
    const year = Number((row.deliveredOn ?? context.today).slice(0, 4));
    await move(unit.tx, context, { ...institution, year }, { emergency: amount });
    return;
  }
  const ask = { ...institution, year: row.quotaYear };
  await move(unit.tx, context, ask, { reserved: subtract(zero, row.reserved), used: amount });
}

/** The quota that a request held is free again. */
export async function release(unit: Unit, context: Context, row: OutsideRow): Promise<void> {
  if (row.quotaYear === null || row.reserved === zero) return;
  const ask = { institutionId: row.institutionId, year: row.quotaYear };
  await move(unit.tx, context, ask, { reserved: subtract(zero, row.reserved) });
}

export function ended(context: Context) {
  return {
    reserved: zero,
    dueKind: null,
    dueAt: null,
    dueProvisional: false,
    fileDueAt: null,
    fileDueProvisional: false,
    closedAt: context.now,
  };
}

interface Bought {
  readonly row: OutsideRow;
  readonly policy: OutsidePolicy;
  readonly lines: readonly EnteredLine[];
}

/** What was really bought is measured like what was asked for; the consent and its files are there already. */
async function stillAllowed(unit: Unit, context: ActorContext, { row, policy, lines }: Bought) {
  const codes = lines.map((line) => line.itemCode);
  // A product that was filed in the meantime is listed for the institution; it was not when it was bought.
  const listed =
    row.kind === 'emergency' ? new Map<string, string>() : await listedForMe(unit.tx, context, codes);
  const { reason, consentBy } = row;
  return checkOutside(
    { kind: kindOf(row), reason, consentBy, files: 1, lines, listed, overdue: null },
    policy,
  );
}

/** Upload of what was bought, with delivery and invoice (GD-3 及时上传; JS-19), reported to the bureau in charge. */
export function report(
  context: ActorContext,
  { params, body }: Call<typeof reportOutside>,
): Answer<RefusalOf<typeof reportOutside>> {
  type Code = RefusalOf<typeof reportOutside>;
  const asked = { id: params.purchaseId, version: body.version, states: ['consented'] } as const;
  return step<Code>(context, asked, async ({ unit, row, policy }) => {
    const facts = checkDelivered(body.delivered, { today: context.today, year: row.quotaYear });
    if (!facts.ok) return facts;
    const lines = await knownLines(unit, body.lines);
    if (!lines.ok) return lines;
    const may = await stillAllowed(unit, context, { row, policy, lines: lines.value });
    if (!may.ok) return may as Result<never, Code>;
    const amount = totalOf(lines.value);
    if (row.quotaYear !== null && policy.self !== null) {
      const ask = { institutionId: row.institutionId, year: row.quotaYear };
      const instead = row.reserved;
      const reserved = await reserve(unit, context, { ask, rule: policy.self, amount, instead });
      if (!reserved.ok) return reserved;
    }
    await putLines(unit.tx, context, row, lines.value);
    if (row.filedAt !== null) await reopenIfUnfiled(unit, context, row.id);
    const attached = await attach(context, unit, body.evidenceIds, {
      subject: subjectOf(row.id),
      readers: [row.institutionId],
      jurisdiction: row.bureau,
    });
    if (!attached.ok) return attached;
    const bought = { ...row, ...deliveredColumns(body.delivered), reserved: amount } as OutsideRow;
    await count(unit, context, bought, amount);
    return finish(unit, context, {
      row,
      state: 'reported',
      event: 'filing.outsideReported',
      told: null,
      policy,
      set: {
        ...deliveredColumns(body.delivered),
        amount,
        reserved: zero,
        reportedAt: context.now,
        reportedBy: context.actor.accountId,
        ...(row.dueKind === 'upload' ? { dueKind: null, dueAt: null, dueProvisional: false } : {}),
      },
      toBureau: true,
    });
  });
}

export function withdraw(
  context: ActorContext,
  { params, body }: Call<typeof withdrawOutside>,
): Answer<RefusalOf<typeof withdrawOutside>> {
  const asked = { id: params.purchaseId, version: body.version, states: ['requested', 'consented'] } as const;
  return step<RefusalOf<typeof withdrawOutside>>(context, asked, async ({ unit, row, policy }) => {
    await release(unit, context, row);
    return finish(unit, context, {
      row,
      state: 'withdrawn',
      event: 'filing.outsideWithdrawn',
      told: null,
      policy,
      set: { ...ended(context), consentNote: body.note },
    });
  });
}

/** The bureau in charge takes note of what was reported. */
export function takeNote(
  context: ActorContext,
  { params, body }: Call<typeof noteOutside>,
): Answer<RefusalOf<typeof noteOutside>> {
  const asked = { id: params.purchaseId, version: body.version, states: ['reported'] } as const;
  return step<RefusalOf<typeof noteOutside>>(context, asked, async ({ unit, row, policy }) =>
    finish(unit, context, {
      row,
      state: 'noted',
      event: 'filing.outsideNoted',
      told: null,
      policy,
      set: { notedAt: context.now, notedBy: context.actor.accountId, notedText: body.note },
    }),
  );
}

interface Finishing {
  readonly row: OutsideRow;
  readonly state: OutsideState;
  readonly event:
    | 'filing.outsideConsented'
    | 'filing.outsideDeclined'
    | 'filing.outsideReported'
    | 'filing.outsideWithdrawn'
    | 'filing.outsideNoted';
  readonly told: 'filing.outsideConsented' | 'filing.outsideDeclined' | null;
  readonly policy: OutsidePolicy;
  readonly set: Parameters<typeof saveOutside>[2];
  readonly toBureau?: boolean;
}

async function finish(
  unit: Unit,
  context: ActorContext,
  { row, state, event, told, policy, set, toBureau }: Finishing,
): Promise<Result<OutsideOutcome, never>> {
  await saveOutside(unit.tx, row, { ...set, state });
  const after = await lockOutside(unit.tx, context.scope.province, row.id);
  assert(after !== null, 'a purchase that was just saved');
  const { number, amount } = after;
  const subject = subjectOf(row.id);
  unit.record({
    event,
    subject,
    basis: [allowedBy(kindOf(row), policy)],
    before: { state: row.state, amount: row.amount },
    after: { number, state, amount, fileDueAt: after.fileDueAt },
    readers: [row.institutionId],
  });
  const facts = { number, amount };
  if (told !== null)
    unit.notify({ organisationId: row.institutionId, kind: told, subject, facts, dueAt: after.fileDueAt });
  if (toBureau === true) {
    const bureaus = await regulatorsOf(unit.tx, row.bureau);
    for (const { id, jurisdiction } of bureaus)
      if (jurisdiction === row.bureau)
        unit.notify({ organisationId: id, kind: 'filing.outsideReported', subject, facts });
  }
  const fileDue = fileDueOf(after);
  return ok(outsideOutcome({ id: row.id, number, state, amount, fileDue, version: after.version }));
}
