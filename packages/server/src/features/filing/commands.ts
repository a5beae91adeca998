import type { applyFiling } from '@daylight/api/filing.ts';
import type { BodyOf, RefusalOf } from '@daylight/api/endpoint.ts';
import type { FilingOutcome } from '@daylight/api/filing-shapes.ts';
import { checkApplication } from '@daylight/rules/filing/apply.ts';
import { article15, opened } from '@daylight/rules/filing/filing.ts';
import { bureauOf, filingPolicyOf } from '@daylight/rules/filing/policy.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { type Tx, brokenConstraint } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { organisationOf } from '../organisation/port.ts';
import { fulfilDuty } from './duty.ts';
import { type Product, listedForMe, productsOf, variantListed } from './product.ts';
import { type FilingAnswer, outcomeOf, tell } from './step.ts';
import { type StoredFiling, addStep, columnsOf } from './store.ts';

type Refusal = RefusalOf<typeof applyFiling>;
type Body = BodyOf<typeof applyFiling>;

/** What the platform knows of a product and an institution before it applies. */
export async function factsForApplication(
  tx: Tx,
  context: ActorContext,
  ask: Pick<Body, 'itemCode' | 'class' | 'scope' | 'usedFrom' | 'usedUntil'>,
) {
  const { actor, scope } = context;
  const institution = await organisationOf(tx, actor.organisationId);
  assert(institution !== null, 'an actor has an organisation');
  const { level, ownership } = institution;
  const product: Product | null = (await productsOf(tx, [ask.itemCode])).get(ask.itemCode) ?? null;
  const listed = (await listedForMe(tx, context, [ask.itemCode])).get(ask.itemCode);
  const openFiling = await tx
    .selectFrom('filing')
    .select(['number', 'state'])
    .where('province', '=', scope.province)
    .where('institutionId', '=', actor.organisationId)
    .where('itemCode', '=', ask.itemCode)
    .where('state', 'not in', ['refused', 'withdrawn', 'lapsed'])
    .executeTakeFirst();
  const application = {
    ...ask,
    institution: { level, ownership },
    item: product,
    listed: listed === undefined ? null : { number: listed },
    variantOf: await variantListed(tx, context, ask.itemCode),
    openFiling: openFiling ?? null,
  };
  return { application, product, level };
}

/** An institution applies for a product outside the directory (JS-15 to JS-17): the enterprise gives its price next. */
export async function apply(context: ActorContext, call: Call<typeof applyFiling>): FilingAnswer<Refusal> {
  const number = await nextNumber(context, 'BA');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await command<FilingOutcome, Refusal>(context, (unit) =>
        applyOnce(unit, context, call.body, number),
      );
    } catch (error) {
      // Of two at once for the same product one is first; the other meets it when it tries again.
      if (attempt === 3 || brokenConstraint(error) !== 'filing_open_once') throw error;
    }
  }
}

async function applyOnce(
  unit: Unit,
  context: ActorContext,
  body: Body,
  number: string,
): Promise<Result<FilingOutcome, Refusal>> {
  const { tx } = unit;
  const { actor, book, today: on, now, calendar } = context;
  const policy = filingPolicyOf(book, actor.jurisdiction, on);
  const { application, product, level } = await factsForApplication(tx, context, body);
  const may = checkApplication(application, policy);
  if (!may.ok) return may;
  assert(product !== null && level !== null, 'a checked application has a product and a level');
  const maker = await organisationOf(tx, body.manufacturerId);
  if (maker?.kind !== 'manufacturer' || maker.state !== 'active')
    return refuse('filing.manufacturerUnknown', { field: 'manufacturerId' });
  const filing = opened(body, { now, calendar, policy });
  const stored: StoredFiling = {
    id: context.newId(),
    number,
    version: 1,
    institutionId: actor.organisationId,
    manufacturerId: maker.id,
    jurisdiction: actor.jurisdiction,
    bureau: bureauOf(book, { jurisdiction: actor.jurisdiction, class: body.class, on }),
    itemCode: body.itemCode,
    class: body.class,
    purchaseUnit: body.purchaseUnit,
    smallestUnit: body.smallestUnit,
    outsideId: body.outsideId,
    publicityId: null,
    appliedAt: now,
    filing,
  };
  await insertFiling(tx, context, { stored, body, product, level });
  return settleIn(unit, context, { stored, body, product });
}

interface Settling {
  readonly stored: StoredFiling;
  readonly body: Body;
  readonly product: Product;
}

/** What belongs to a new filing: the duty that it fulfils, its files, its first step, and word to the enterprise. */
async function settleIn(
  unit: Unit,
  context: ActorContext,
  { stored, body, product }: Settling,
): Promise<Result<FilingOutcome, Refusal>> {
  const { number, filing } = stored;
  if (body.outsideId !== null) {
    const fulfilled = await fulfilDuty(unit, context, { outsideId: body.outsideId, stored });
    if (!fulfilled.ok) return fulfilled;
  }
  const attached = await attach(context, unit, body.evidenceIds, {
    subject: { kind: 'filing', id: stored.id },
    readers: [stored.institutionId, stored.manufacturerId],
    jurisdiction: stored.bureau,
  });
  if (!attached.ok) return attached;
  await addStep(unit.tx, context, stored, {
    kind: 'applied',
    quantity: body.quantity,
    note: body.reason,
    facts: { files: attached.value.length },
  });
  unit.record({
    event: 'filing.applied',
    subject: { kind: 'filing', id: stored.id },
    basis: [article15],
    after: {
      number,
      itemCode: body.itemCode,
      class: body.class,
      quantity: body.quantity,
      bureau: stored.bureau,
    },
    readers: [stored.manufacturerId],
  });
  await tell(unit, { stored, product, filing }, [{ to: 'manufacturer', kind: 'filing.applied' }]);
  return ok(outcomeOf(stored, { filing }, 1));
}

interface Inserting {
  readonly stored: StoredFiling;
  readonly body: Body;
  readonly product: Product;
  readonly level: string;
}

async function insertFiling(
  tx: Tx,
  context: ActorContext,
  { stored, body, product, level }: Inserting,
): Promise<void> {
  const { id, number, institutionId, manufacturerId, jurisdiction, bureau, itemCode, filing } = stored;
  await tx
    .insertInto('filing')
    .values({
      province: context.scope.province,
      id,
      number,
      institutionId,
      manufacturerId,
      jurisdiction,
      bureau,
      itemCode,
      level,
      codeRelease: product.releaseId,
      class: body.class,
      scope: body.scope,
      purchaseUnit: body.purchaseUnit,
      smallestUnit: body.smallestUnit,
      unitsPerPurchaseUnit: body.unitsPerPurchaseUnit,
      department: body.department,
      usedFrom: body.usedFrom,
      usedUntil: body.usedUntil,
      reason: body.reason,
      outsideId: body.outsideId,
      appliedAt: context.now,
      appliedBy: context.actor.accountId,
      ...columnsOf(filing),
    })
    .execute();
}
