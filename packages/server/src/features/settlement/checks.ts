import type { EventName } from '@daylight/api/events.ts';
import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import type {
  cancelInvoice,
  disputeInvoice,
  verifyInvoice,
  verifyInvoices,
} from '@daylight/api/settlement.ts';
import { requestRefusals } from '@daylight/api/request.ts';
import { settlementRefusals } from '@daylight/api/settlement-refusals.ts';
import type { RefusalText } from '@daylight/api/endpoint.ts';
import { add, subtract, zero } from '@daylight/rules/money.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { invoiceBasis } from '@daylight/rules/settlement/basis.ts';
import * as rules from '@daylight/rules/settlement/steps.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Call } from '../../route.ts';
import { addInvoiced } from '../order/port.ts';
import {
  type InvoiceChange,
  type Side,
  type StoredInvoice,
  linesOfInvoices,
  lockInvoices,
  saveInvoice,
} from './store.ts';
import { tellInvoice } from './tell.ts';

type After = ReplyOf<typeof verifyInvoice>;
type Stepping = 'settlement.invoiceUnknown' | 'request.stale';

interface Asked {
  readonly id: string;
  readonly version: number;
  readonly side: Side;
}

/** What a step does to an invoice, beside saving and telling it. */
interface Step<C extends string> {
  readonly decide: (invoice: StoredInvoice) => Result<InvoiceChange, C>;
  readonly event: EventName;
  readonly to: 'institution' | 'distributor';
  readonly also?: (unit: Unit, invoice: StoredInvoice, blue: StoredInvoice | null) => Promise<void>;
}

/** One step of one side: whose invoice it is and which version it saw, then the rule, then what it causes. */
function step<C extends string>(
  context: ActorContext,
  asked: Asked,
  { decide, event, to, also }: Step<C>,
): Promise<Result<After, C | Stepping | RepeatRefusal>> {
  return command<After, C | Stepping>(context, async (unit) => {
    const redOf = await blueOf(unit, context, asked.id);
    // Blue and red are locked together, in the order of their ids.
    const locked = await lockInvoices(
      unit.tx,
      context,
      [asked.id, ...(redOf === null ? [] : [redOf])],
      asked.side,
    );
    const invoice = locked.get(asked.id);
    if (invoice === undefined) return refuse('settlement.invoiceUnknown');
    if (invoice.version !== asked.version) return refuse('request.stale');
    const decided = decide(invoice);
    if (!decided.ok) return decided;
    await saveInvoice(unit.tx, context, invoice, decided.value);
    const state = decided.value.state ?? invoice.state;
    await also?.(unit, invoice, redOf === null ? null : (locked.get(redOf) ?? null));
    tellInvoice(unit, invoice, {
      event,
      basis: [invoiceBasis.reconcile],
      before: { state: invoice.state },
      after: { state, ...(decided.value.reason === undefined ? {} : { reason: decided.value.reason }) },
      to: [to],
    });
    return ok(afterOf(invoice, state));
  });
}

async function blueOf(unit: Unit, { scope }: Context, id: string): Promise<string | null> {
  const row = await unit.tx
    .selectFrom('invoice')
    .select('redOf')
    .where('province', '=', scope.province)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.redOf ?? null;
}

function afterOf(invoice: StoredInvoice, state: After['state']): After {
  const { id, number, kind, amount, dueAt, dueProvisional, dueBasis, version } = invoice;
  const due = dueAt === null ? null : { dueAt, provisional: dueProvisional, basis: dueBasis };
  return { id, number, kind, amount, state, due, version: version + 1 };
}

/** What a verified red invoice takes back is no longer owed on its blue one, which may be settled by it. */
async function takeBack(unit: Unit, context: Context, red: StoredInvoice, blue: StoredInvoice | null) {
  if (red.kind === 'blue') return;
  assert(blue !== null, 'a red invoice has its blue one');
  const takenBack = add(blue.takenBack, subtract(zero, red.amount));
  const state = rules.stateByAmounts({ ...blue, takenBack });
  const settledAt = state === 'paid' && blue.state !== 'paid' ? { settledAt: context.now } : {};
  await saveInvoice(unit.tx, context, blue, { takenBack, state, ...settledAt });
}

/** The institution finds that an invoice agrees with what it accepted, or a red one with what it returned. */
export function verify(
  context: ActorContext,
  { params, body }: Pick<Call<typeof verifyInvoice>, 'params' | 'body'>,
): Promise<Result<After, RefusalOf<typeof verifyInvoice> | RepeatRefusal>> {
  const side = { institutionId: context.actor.organisationId };
  return step(
    context,
    { id: params.invoiceId, version: body.version, side },
    {
      event: 'settlement.invoiceVerified',
      to: 'distributor',
      decide: (invoice) => {
        const decided = rules.verifyInvoice(invoice);
        return decided.ok ? ok({ state: decided.value, verified: true }) : decided;
      },
      also: (unit, invoice, blue) => takeBack(unit, context, invoice, blue),
    },
  );
}

/** Many verifications in one call; each stands or falls alone. */
export async function verifyMany(
  context: ActorContext,
  { body }: Call<typeof verifyInvoices>,
): Promise<Result<ReplyOf<typeof verifyInvoices>, RefusalOf<typeof verifyInvoices>>> {
  const texts: Readonly<Record<string, RefusalText>> = { ...requestRefusals, ...settlementRefusals };
  const results = [];
  for (const { invoiceId, version } of body.invoices) {
    const result = await verify(context, { params: { invoiceId }, body: { version } });
    const code = result.ok ? null : result.code;
    const found = code === null ? null : (texts[code] ?? { zh: code, en: code });
    const text = found === null ? null : { zh: found.zh, en: found.en };
    results.push({ invoiceId, ok: result.ok, code, text });
  }
  return ok({ verified: results.filter((each) => each.ok).length, results });
}

/** The institution says what is wrong; the distributor cancels the invoice and enters it anew, or they talk. */
export function dispute(
  context: ActorContext,
  { params, body }: Call<typeof disputeInvoice>,
): Promise<Result<After, RefusalOf<typeof disputeInvoice> | RepeatRefusal>> {
  const side = { institutionId: context.actor.organisationId };
  return step(
    context,
    { id: params.invoiceId, version: body.version, side },
    {
      event: 'settlement.invoiceDisputed',
      to: 'distributor',
      decide: (invoice) => {
        const decided = rules.disputeInvoice(invoice);
        return decided.ok ? ok({ state: decided.value, reason: body.reason }) : decided;
      },
    },
  );
}

/** The distributor takes an invoice back; its goods can be invoiced (a red one's taken back) anew. */
export function cancel(
  context: ActorContext,
  { params, body }: Call<typeof cancelInvoice>,
): Promise<Result<After, RefusalOf<typeof cancelInvoice> | RepeatRefusal>> {
  const side = { distributorId: context.actor.organisationId };
  return step(
    context,
    { id: params.invoiceId, version: body.version, side },
    {
      event: 'settlement.invoiceCancelled',
      to: 'institution',
      decide: (invoice) => {
        const decided = rules.cancelInvoice(invoice);
        return decided.ok ? ok({ state: decided.value, reason: body.reason, ended: true }) : decided;
      },
      also: async (unit, invoice) => {
        const lines = await linesOfInvoices(unit.tx, context, [invoice.id]);
        const takenBack = invoice.kind === 'blue';
        await addInvoiced(
          unit.tx,
          context,
          lines.map(({ shipmentId, line, quantity }) => ({ shipmentId, line, quantity, takenBack })),
        );
      },
    },
  );
}
