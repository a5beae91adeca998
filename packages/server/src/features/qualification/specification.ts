import type * as api from '@daylight/api/added-specification.ts';
import type { AddedSpecificationWire } from '@daylight/api/added-specification.ts';
import { platformOf } from '@daylight/rules/listing/visibility.ts';
import { qualificationBasis } from '@daylight/rules/qualification/basis.ts';
import { addSpecification as judge } from '@daylight/rules/qualification/specification.ts';
import { type Result, assert, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { type Unit, command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, brokenConstraint, reading } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { Call } from '../../route.ts';
import { attach } from '../evidence/port.ts';
import { type ListingFacts, lockListing } from '../listing/port.ts';
import { dueFor } from './commands.ts';
import { kindNamed } from './declarer.ts';
import { like } from './queries.ts';
import { addedRow, shownAdded, specificationSubject } from './specification-store.ts';
import { qualifiedFor } from './standing.ts';

/** What stands under the certificate of a listed product in the code database and is not listed in its jurisdiction. */
export async function listMissingSpecifications(
  context: ActorContext,
  { params, query }: Call<typeof api.listMissingSpecifications>,
): Answered<typeof api.listMissingSpecifications> {
  const { scope, actor } = context;
  const { q = '', cursor = '', limit } = query;
  return reading(context.database.db, scope, async (tx) => {
    const listing = await tx
      .selectFrom('listing')
      .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
      .select(['listing.jurisdiction', 'listing.itemCode', 'item.certificate'])
      .where('listing.province', '=', scope.province)
      .where('listing.id', '=', params.listingId)
      .where('listing.manufacturerId', '=', actor.organisationId)
      .executeTakeFirst();
    if (listing === undefined) return refuse('listing.unknown');
    const found = await tx
      .selectFrom('catalogueItem as item')
      .select(['item.itemCode', 'item.productName', 'item.specification', 'item.model'])
      .where('item.certificate', '=', listing.certificate)
      .where('item.state', '=', 'active')
      .where('item.itemCode', '>', cursor)
      .$if(q !== '', (rows) =>
        rows.where((eb) =>
          eb.or([eb('item.specification', 'like', like(q)), eb('item.model', 'like', like(q))]),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('listing as other')
              .select('other.id')
              .where('other.province', '=', scope.province)
              .where('other.jurisdiction', '=', listing.jurisdiction)
              .whereRef('other.itemCode', '=', 'item.itemCode')
              .where('other.state', '!=', 'withdrawn'),
          ),
        ),
      )
      .orderBy('item.itemCode')
      .limit(limit + 1)
      .execute();
    const shown = found.slice(0, limit);
    const product = listing.itemCode.slice(0, 20);
    const running = await underWay(tx, scope.province, {
      organisationId: actor.organisationId,
      itemCodes: shown.map((row) => row.itemCode),
    });
    const items = shown.map((row) => ({
      ...row,
      sameProduct: row.itemCode.startsWith(product),
      underWay: running.get(row.itemCode) ?? null,
    }));
    return ok({ items, next: found.length > limit ? (shown.at(-1)?.itemCode ?? null) : null });
  });
}

interface UnderWay {
  readonly kind: 'admission' | 'added';
  readonly number: string;
}

/** Which of some codes are on their way into the directory already, and by what; the oldest counts. */
async function underWay(
  tx: Tx,
  province: number,
  { organisationId, itemCodes }: { readonly organisationId: string; readonly itemCodes: readonly string[] },
): Promise<ReadonlyMap<string, UnderWay>> {
  if (itemCodes.length === 0) return new Map();
  const { rows } = await sql<UnderWay & { itemCode: string }>`
    select distinct on (w.item_code) w.item_code as "itemCode", w.kind, w.number from (
      select s.item_code, 'added' as kind, s.number from added_specification s
      where s.province = ${province} and s.organisation_id = ${organisationId}::uuid and s.state in ('submitted', 'checked')
      union all
      select i.item_code, 'admission', a.number from admission a
      join admission_line i on i.province = a.province and i.admission_id = a.id and i.running
      where a.province = ${province} and a.manufacturer_id = ${organisationId}::uuid
        and a.state in ('submitted', 'supplement', 'panel', 'publicity', 'deciding')
    ) w
    where w.item_code = any(${[...itemCodes]}::text[])
    order by w.item_code, w.number`.execute(tx);
  return new Map(rows.map(({ itemCode, ...way }) => [itemCode, way]));
}

type Judged = Result<{ readonly certificate: string }, JudgeRefusal>;
type JudgeRefusal =
  | 'qualification.codeUnknown'
  | 'qualification.alreadyListed'
  | 'qualification.lacking'
  | Extract<ReturnType<typeof judge>, { ok: false }>['code'];

export interface Wished {
  readonly organisationId: string;
  readonly itemCode: string;
  readonly price: Parameters<typeof judge>[1]['price'];
  readonly smallestUnit: string;
  readonly unitsPerPurchaseUnit: number;
}

/** Asked when a request is handed in and again when it is confirmed: prices and certificates may have moved meanwhile. */
export async function judged(
  tx: Tx,
  context: Context,
  listing: ListingFacts,
  wished: Wished,
): Promise<Judged> {
  const { province } = context.scope;
  const item = await tx
    .selectFrom('catalogueItem')
    .select(['certificate'])
    .where('itemCode', '=', wished.itemCode)
    .where('state', '=', 'active')
    .executeTakeFirst();
  const basis = qualificationBasis.addedSpecification;
  if (item === undefined) return refuse('qualification.codeUnknown', { basis, field: 'itemCode' });
  const { certificate } = item;
  const siblings = await tx
    .selectFrom('listing')
    .innerJoin('catalogueItem as item', 'item.itemCode', 'listing.itemCode')
    .select('listing.itemCode')
    .where('listing.province', '=', province)
    .where('listing.jurisdiction', '=', listing.jurisdiction)
    .where('listing.manufacturerId', '=', listing.manufacturerId)
    .where('listing.state', '!=', 'withdrawn')
    .where('item.certificate', '=', certificate)
    .where(sql<string>`left(listing.item_code, 20)`, '=', wished.itemCode.slice(0, 20))
    .execute();
  const codes = siblings.map((row) => row.itemCode);
  if (codes.includes(wished.itemCode))
    return refuse('qualification.alreadyListed', { basis, field: 'itemCode' });
  const fits = judge(listing, { ...wished, manufacturerId: wished.organisationId, certificate }, codes);
  if (!fits.ok) return fits;
  const [finding] = await qualifiedFor(tx, context, [{ organisationId: wished.organisationId, certificate }]);
  if (finding !== undefined && !finding.ok) {
    const [first] = finding.lacking;
    const kinds = finding.lacking.map(
      (each) => kindNamed(context, listing.platform, each.kind)?.zh ?? each.kind,
    );
    return refuse('qualification.lacking', {
      basis: first?.basis ?? basis,
      facts: { kinds: kinds.join('、') },
    });
  }
  return ok({ certificate });
}

export async function addSpecification(
  context: ActorContext,
  { body }: Call<typeof api.addSpecification>,
): Answered<typeof api.addSpecification> {
  try {
    return await command(context, (unit) => ask(context, unit, body));
  } catch (error) {
    if (brokenConstraint(error) === 'added_specification_one_open')
      return refuse('qualification.alreadyAsked', { field: 'itemCode' });
    throw error;
  }
}

async function ask(
  context: ActorContext,
  unit: Unit,
  { evidence, ...body }: Call<typeof api.addSpecification>['body'],
) {
  const { actor, scope, now, book, today } = context;
  const { tx } = unit;
  const listing = await lockListing(tx, scope.province, body.listingId);
  if (listing === null || listing.manufacturerId !== actor.organisationId) return refuse('listing.unknown');
  const fits = await judged(tx, context, listing, { ...body, organisationId: actor.organisationId });
  if (!fits.ok) return fits;
  const id = context.newId();
  const number = await nextNumber(context, 'ZG');
  // The province confirms, whoever keeps the listing (JS-37).
  const jurisdiction = platformOf(book, actor.jurisdiction, today);
  await tx
    .insertInto('addedSpecification')
    .values({
      ...body,
      ...fits.value,
      province: scope.province,
      id,
      number,
      organisationId: actor.organisationId,
      jurisdiction,
      state: 'submitted',
      submittedAt: now,
      submittedBy: actor.accountId,
      ...dueFor(context, jurisdiction, 'qualification.checkWithin'),
    })
    .execute();
  const tied = await attach(context, unit, evidence, {
    subject: { kind: specificationSubject, id },
    readers: [],
    jurisdiction,
  });
  if (!tied.ok) return tied;
  unit.record({
    event: 'qualification.specificationAsked',
    subject: { kind: specificationSubject, id },
    basis: [qualificationBasis.addedSpecification],
    after: { ...body, number },
  });
  const row = await addedRow(tx, scope.province, id);
  assert(row !== undefined, 'a new request vanished');
  const [shown] = await shownAdded(tx, context, [row]);
  assert(shown !== undefined, 'a request without a view');
  return ok<AddedSpecificationWire>(shown);
}
