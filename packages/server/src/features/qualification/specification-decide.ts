import type * as api from '@daylight/api/added-specification.ts';
import type { AddedSpecificationWire } from '@daylight/api/added-specification.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { reaches } from '@daylight/rules/access/reach.ts';
import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import { type PathStep, stepOf } from '@daylight/rules/qualification/step.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import type { Answered } from '../../answered.ts';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { listProduct, lockListing } from '../listing/port.ts';
import { dueFor } from './commands.ts';
import { isSeller, prefixOf, seesDeclared, statesFor } from './queries.ts';
import { judged } from './specification.ts';
import {
  type AddedRow,
  addedRow,
  addedRows,
  lockAdded,
  shownAdded,
  specificationSubject,
} from './specification-store.ts';

export async function listAddedSpecifications(
  context: ActorContext,
  { query }: Call<typeof api.listAddedSpecifications>,
): Answered<typeof api.listAddedSpecifications> {
  const { actor, scope } = context;
  return reading(context.database.db, scope, async (tx) => {
    let rows = addedRows(tx, scope.province)
      .orderBy('a.id', 'desc')
      .limit(query.limit + 1);
    if (isSeller(actor)) rows = rows.where('a.organisationId', '=', actor.organisationId);
    else if (seesDeclared(actor)) rows = rows.where('a.jurisdiction', 'like', prefixOf(actor.jurisdiction));
    else return ok({ items: [], next: null });
    if (query.state !== undefined) rows = rows.where('a.state', '=', query.state);
    if (query.mine === 'true') rows = rows.where('a.state', 'in', statesFor(actor));
    if (query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor))
      rows = rows.where('a.id', '<', query.cursor);
    const found = await rows.execute();
    const shown = found.slice(0, query.limit);
    return ok({
      items: await shownAdded(tx, context, shown),
      next: found.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
    });
  });
}

type Refused = RefusalOf<typeof api.confirmAddedSpecification>;
type Deciding = {
  readonly requestId: string;
  readonly step: PathStep;
  readonly note: string;
  readonly version: number;
};

export function checkAddedSpecification(
  context: ActorContext,
  { params, body }: Call<typeof api.checkAddedSpecification>,
): Answered<typeof api.checkAddedSpecification> {
  const deciding = { ...params, ...body, step: body.pass ? ('check' as const) : ('return' as const) };
  return decide(context, deciding) as Answered<typeof api.checkAddedSpecification>;
}

export function confirmAddedSpecification(
  context: ActorContext,
  { params, body }: Call<typeof api.confirmAddedSpecification>,
): Answered<typeof api.confirmAddedSpecification> {
  return decide(context, { ...params, ...body, step: body.pass ? 'confirm' : 'return' });
}

export function withdrawAddedSpecification(
  context: ActorContext,
  { params, body }: Call<typeof api.withdrawAddedSpecification>,
): Answered<typeof api.withdrawAddedSpecification> {
  const deciding = { ...params, ...body, step: 'withdraw', note: '' } as const;
  return decide(context, deciding) as Answered<typeof api.withdrawAddedSpecification>;
}

const events = {
  check: 'qualification.specificationChecked',
  confirm: 'qualification.specificationConfirmed',
  return: 'qualification.specificationReturned',
  withdraw: 'qualification.specificationWithdrawn',
} as const;

function decide(
  context: ActorContext,
  { requestId, step, note, version }: Deciding,
): Promise<Result<AddedSpecificationWire, Refused | RepeatRefusal>> {
  return command(context, async (unit) => {
    const { actor, scope, now } = context;
    const row = await lockAdded(unit.tx, scope.province, requestId);
    if (row === undefined || (step === 'withdraw' && row.organisationId !== actor.organisationId))
      return refuse('qualification.changeUnknown');
    if (step !== 'withdraw' && !reaches(actor, row.jurisdiction))
      return refuse('qualification.otherJurisdiction');
    if (row.version !== version) return refuse('request.stale');
    if (step === 'return' && note.length < 2) return refuse('qualification.noteMissing', { field: 'note' });
    const next = stepOf(row, step, actor.accountId);
    if (!next.ok) return next;
    const listed: Result<string | null, Refused> =
      step === 'confirm' ? await list(context, unit, row) : ok(null);
    if (!listed.ok) return listed;
    const by =
      step === 'check'
        ? {
            checkedAt: now,
            checkedBy: actor.accountId,
            checkNote: note,
            ...dueFor(context, row.jurisdiction, 'qualification.confirmWithin'),
          }
        : {
            decidedAt: now,
            decidedBy: actor.accountId,
            decisionNote: note,
            newListingId: listed.value,
            dueAt: null,
            dueProvisional: false,
            dueBasis: null,
          };
    await unit.tx
      .updateTable('addedSpecification')
      .set({ state: next.value, ...by, version: row.version + 1 })
      .where('province', '=', scope.province)
      .where('id', '=', row.id)
      .execute();
    unit.record({
      event: events[step],
      subject: { kind: specificationSubject, id: row.id },
      basis:
        step === 'withdraw' ? [] : [qualificationBasis.addedSpecification, qualificationBasis.twoPersons],
      before: { state: row.state },
      after: { state: next.value, note, listing: listed.value },
      readers: [row.organisationId],
    });
    if (step === 'confirm' || step === 'return') tell(unit, row, { listingId: listed.value, note });
    const after = await addedRow(unit.tx, scope.province, row.id);
    assert(after !== undefined, 'a request vanished');
    const [shown] = await shownAdded(unit.tx, context, [after]);
    assert(shown !== undefined, 'a request without a view');
    return ok(shown);
  });
}

function tell(
  unit: Unit,
  { id, organisationId, productName, number }: AddedRow,
  { listingId, note }: { readonly listingId: string | null; readonly note: string },
): void {
  unit.notify({
    organisationId,
    kind: listingId === null ? 'qualification.specificationReturned' : 'qualification.specificationListed',
    subject: listingId === null ? { kind: specificationSubject, id } : { kind: 'listing', id: listingId },
    facts: { product: productName, number, note },
  });
}

/** Into the directory beside the product it belongs to, as its price and certificate stand now (JS-37). */
async function list(context: ActorContext, unit: Unit, row: AddedRow): Promise<Result<string, Refused>> {
  const { tx } = unit;
  const beside = await lockListing(tx, context.scope.province, row.listingId);
  if (beside === null) return refuse('listing.unknown');
  const fits = await judged(tx, context, beside, row);
  if (!fits.ok) return fits;
  const { itemCode, price, purchaseUnit, smallestUnit, unitsPerPurchaseUnit, number } = row;
  const listed = await listProduct(context, unit, {
    itemCode,
    price,
    purchaseUnit,
    smallestUnit,
    unitsPerPurchaseUnit,
    jurisdiction: beside.jurisdiction,
    class: beside.class,
    form: beside.form,
    manufacturerId: row.organisationId,
    audienceInstitutions: beside.audienceInstitutions,
    audienceAreas: beside.audienceAreas,
    termUntil: beside.termUntil,
    reason: 'added',
    basis: qualificationBasis.addedSpecification,
    source: number,
    cause: { kind: specificationSubject, id: row.id },
  });
  if (listed.ok) return ok(listed.value.id);
  switch (listed.code) {
    case 'listing.codeNotInForce':
      return refuse('qualification.codeUnknown', { basis: listed.basis });
    case 'listing.alreadyListed':
      return refuse('qualification.alreadyListed', { basis: listed.basis });
    case 'listing.priceNotPositive':
      return refuse('qualification.priceNotPositive');
    case 'listing.manufacturerNotActive':
      return refuse('qualification.listingNotYours', { basis: listed.basis });
  }
}
