import type { EventName } from '@daylight/api/events.ts';
import type { FilingOutcome } from '@daylight/api/filing-shapes.ts';
import type { NoticeKind } from '@daylight/api/notices.ts';
import { type Filing, type FilingMoment, article15 } from '@daylight/rules/filing/filing.ts';
import { filingPolicyOf } from '@daylight/rules/filing/policy.ts';
import { type Basis, type Facts, type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { shanghaiDate } from '@daylight/rules/time.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { regulatorsOf } from '../organisation/port.ts';
import { reopenDuty } from './duty.ts';
import { type Product, productsOf } from './product.ts';
import { type FilingSet, type NewStep, type StoredFiling, addStep, lockFiling, saveFiling } from './store.ts';

export type FilingAnswer<C extends string> = Promise<Result<FilingOutcome, C | RepeatRefusal>>;
export type Side = 'institution' | 'manufacturer' | 'bureau';
type Party = 'institution' | 'manufacturer' | 'bureau';

/** Who is told what. */
export interface Told {
  readonly to: Party;
  readonly kind: NoticeKind;
  readonly facts?: Facts;
}

/** What a step decided: the filing after it, and what is written beside. */
export interface Moved {
  readonly filing: Filing;
  readonly event: EventName;
  readonly step: NewStep;
  readonly set?: FilingSet;
  readonly told?: readonly Told[];
  /** What the decision rests on beside the outcome or the running clock. */
  readonly basis?: Basis;
}

export interface Given {
  readonly unit: Unit;
  readonly stored: StoredFiling;
  readonly moment: FilingMoment;
  readonly product: Product;
}

export type CommonRefusal = 'filing.unknown' | 'request.stale';

export interface Asked {
  readonly id: string;
  readonly version: number;
  readonly side: Side;
}

export function momentOf(context: Context, stored: StoredFiling): FilingMoment {
  const { book, calendar, now } = context;
  return { now, calendar, policy: filingPolicyOf(book, stored.jurisdiction, shanghaiDate(stored.appliedAt)) };
}

function isTheirs(stored: StoredFiling, { actor }: ActorContext, side: Side): boolean {
  switch (side) {
    case 'institution':
      return stored.institutionId === actor.organisationId;
    case 'manufacturer':
      return stored.manufacturerId === actor.organisationId;
    case 'bureau':
      return actor.kind === 'bureau' && stored.bureau === actor.jurisdiction;
  }
}

/** One step of one side: whose it is and which version it saw, then the rule, then all it causes. */
export function step<C extends string>(
  context: ActorContext,
  asked: Asked,
  decide: (given: Given) => Promise<Result<Moved, C>>,
): FilingAnswer<C | CommonRefusal> {
  return command<FilingOutcome, C | CommonRefusal>(context, async (unit) => {
    const stored = await lockFiling(unit.tx, context.scope.province, asked.id);
    if (stored === null || !isTheirs(stored, context, asked.side)) return refuse('filing.unknown');
    if (stored.version !== asked.version) return refuse('request.stale');
    const product = await productOf(unit.tx, stored);
    const moved = await decide({ unit, stored, product, moment: momentOf(context, stored) });
    if (!moved.ok) return moved;
    await carryOut(unit, context, { stored, product, moved: moved.value });
    return ok(outcomeOf(stored, moved.value, stored.version + 1));
  });
}

export async function productOf(tx: Tx, { itemCode }: { readonly itemCode: string }): Promise<Product> {
  const product = (await productsOf(tx, [itemCode])).get(itemCode);
  assert(product !== undefined, `no item ${itemCode}`);
  return product;
}

export function outcomeOf(
  { id, number }: Pick<StoredFiling, 'id' | 'number'>,
  { filing, set }: Pick<Moved, 'filing' | 'set'>,
  version: number,
): FilingOutcome {
  const { due, state } = filing;
  return {
    id,
    number,
    state,
    due: due === null ? null : { dueAt: due.at, provisional: due.provisional, basis: due.basis },
    dueKind: due?.kind ?? null,
    listingId: set?.listingId ?? null,
    version,
  };
}

export interface Carried {
  readonly stored: StoredFiling;
  readonly product: Product;
  readonly moved: Moved;
}

/** Saves a step and tells everyone whom it concerns. */
export async function carryOut(
  unit: Unit,
  context: Context,
  { stored, product, moved }: Carried,
): Promise<void> {
  const { filing, event, set } = moved;
  await saveFiling(unit.tx, context, stored, { filing, set });
  await addStep(unit.tx, context, stored, moved.step);
  // An institution that withdraws its filing or lets it lapse has not filed: the duty of the emergency purchase is there again
  // (JS-19). The silence of the enterprise is not its fault.
  const isUndone =
    filing.state === 'withdrawn' || (filing.state === 'lapsed' && stored.filing.due?.kind !== 'offer');
  if (stored.outsideId !== null && isUndone)
    await reopenDuty(unit, context, { outsideId: stored.outsideId, filingId: stored.id });
  const { institutionId, manufacturerId } = stored;
  const subject = { kind: 'filing', id: stored.id };
  unit.record({
    event,
    subject,
    basis: [filing.outcomeBasis ?? moved.basis ?? filing.due?.basis ?? article15],
    before: { state: stored.filing.state },
    after: {
      number: stored.number,
      state: filing.state,
      price: filing.price,
      quantity: filing.quantity,
      dueAt: filing.due?.at ?? null,
      note: moved.step.note ?? '',
      ...moved.step.facts,
      ...set,
    },
    readers: [institutionId, manufacturerId],
  });
  await tell(unit, { stored, product, filing }, moved.told ?? []);
}

interface About {
  readonly stored: StoredFiling;
  readonly product: Product;
  readonly filing: Filing;
}

export async function tell(
  unit: Unit,
  { stored, product, filing }: About,
  told: readonly Told[],
): Promise<void> {
  const facts = {
    number: stored.number,
    product: `${product.productName} ${product.specification}`.trim(),
    price: filing.price,
    quantity: filing.quantity,
  };
  for (const { to, kind, facts: more } of told) {
    for (const organisationId of await partyOf(unit.tx, stored, to)) {
      unit.notify({
        organisationId,
        kind,
        subject: { kind: 'filing', id: stored.id },
        facts: { ...facts, ...more },
        dueAt: filing.due?.at ?? null,
      });
    }
  }
}

async function partyOf(tx: Tx, stored: StoredFiling, to: Party): Promise<readonly string[]> {
  if (to === 'institution') return [stored.institutionId];
  if (to === 'manufacturer') return [stored.manufacturerId];
  const bureaus = await regulatorsOf(tx, stored.bureau);
  return bureaus.filter((each) => each.jurisdiction === stored.bureau).map((each) => each.id);
}
