import { type Invariant, never } from './invariant.ts';

/** Which events make a thing what it is: a state that none of them wrote down came from nowhere. */
const witnesses: Readonly<
  Record<string, { readonly kind: string; readonly events: Readonly<Record<string, string>> }>
> = {
  purchase_order: {
    kind: 'order',
    events: {
      'waiting-approval': 'order.placed',
      placed: 'order.placed',
      confirmed: 'order.confirmed order.cancelled',
      refused: 'order.refused order.cancelled order.expired',
      shipping: 'order.shipped',
      done: 'order.received order.receivedAutomatically order.cancelled order.expired',
      cancelled: 'order.cancelled order.notApproved',
      expired: 'order.expired',
    },
  },
  bargain: {
    kind: 'bargain',
    events: {
      joining: 'bargain.opened',
      open: 'bargain.opened bargain.poolClosed bargain.countered bargain.offered bargain.evidenceRejected',
      'awaiting-evidence': 'bargain.evidenceAsked',
      verifying: 'bargain.evidenceGiven',
      agreed: 'bargain.agreed bargain.opened',
      linked: 'bargain.linked',
      refused: 'bargain.refused',
      withdrawn: 'bargain.withdrawn',
      lapsed: 'bargain.lapsed',
    },
  },
  invoice: {
    kind: 'invoice',
    events: {
      entered: 'settlement.invoiceEntered settlement.redInvoiceEntered',
      verified: 'settlement.invoiceVerified',
      disputed: 'settlement.invoiceDisputed',
      cancelled: 'settlement.invoiceCancelled',
      paid: 'settlement.paymentRecorded settlement.invoiceVerified settlement.paymentReversed',
    },
  },
  payment: {
    kind: 'payment',
    events: {
      recorded: 'settlement.paymentRecorded settlement.paymentReversed',
      confirmed: 'settlement.paymentConfirmed settlement.paymentReversed',
      disputed: 'settlement.paymentDisputed',
      reversed: 'settlement.paymentReversed',
    },
  },
  goods_return: {
    kind: 'return',
    events: {
      asked: 'order.returnAsked',
      accepted: 'order.returnAccepted',
      refused: 'order.returnRefused',
    },
  },
};

const quoted = (words: string): string =>
  words
    .split(' ')
    .map((word) => `'${word}'`)
    .join(', ');

function witnessed(table: string): Invariant {
  const { kind, events } = witnesses[table] as (typeof witnesses)[string];
  const cases = Object.entries(events).map(
    ([state, words]) => `(t.state = '${state}' and j.event in (${quoted(words)}))`,
  );
  // An invoice is paid by a payment and a transfer undone by its reversal: the record names that, and with it the other.
  const also =
    table === 'invoice'
      ? `and not (t.state = 'paid' and exists (select from payment_line l where l.province = t.province and l.invoice_id = t.id))`
      : table === 'payment'
        ? `and not (t.state = 'reversed' and exists (select from journal j where j.province = t.province
             and j.event = 'settlement.paymentReversed' and j.before->>'payment' = t.number))`
        : '';
  return never(
    `no ${kind} is in a state that the journal does not know`,
    `select t.number, t.state from ${table} t where not exists (select from journal j where j.province = t.province
       and j.subject_kind = '${kind}' and j.subject_id = t.id::text and (${cases.join(' or ')})) ${also}`,
  );
}

export const journalInvariants: readonly Invariant[] = [
  ...Object.keys(witnesses).map(witnessed),
  never(
    'every record names who acted or is the clock’s, and one who acted belonged to the organisation it names',
    `select j.id, j.event from journal j left join account a on a.id = j.actor_account
     where (j.actor_account is null) <> (j.actor_organisation is null)
       or (j.actor_account is not null and (a.id is null or a.organisation_id <> j.actor_organisation))`,
  ),
  never(
    'nobody acts after having left',
    `select j.event, j.at from journal j join journal d on d.event = 'account.disabled' and d.subject_id = j.actor_account::text
       and j.at > d.at where not exists (select from journal e where e.event = 'account.enabled' and e.subject_id = d.subject_id)`,
  ),
];
