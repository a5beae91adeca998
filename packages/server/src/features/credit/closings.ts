import type * as api from '@daylight/api/credit.ts';
import type { CreditCaseDetails } from '@daylight/api/credit-shapes.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { holdsBack } from '@daylight/rules/credit/standing.ts';
import { type Basis, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import type { Answered } from '../../answered.ts';
import { command } from '../../command.ts';
import type { ActorContext, Context } from '../../context.ts';
import { type Tx, reading } from '../../db.ts';
import type { Call } from '../../route.ts';
import { type Sweep, moveEach } from '../../sweep.ts';
import { closeByCase } from '../directory/port.ts';
import { resumeListing } from '../listing/port.ts';
import { detailsAfter } from './details.ts';
import { lockCase, reachOf } from './rows.ts';
import { standingOf } from './standing.ts';

const batch = 50;

interface Held {
  caseId: string;
  caseNumber: string;
  listingId: string;
  manufacturerId: string;
  effect: 'caseProducts' | 'allProducts' | 'removal';
  measure: { zh: string };
  basis: Basis;
}

/**
 * Listings that a measure in force takes out and that are still in (JS-38, HN-12): each through a closing of its own, so that
 * what is open is finished. What is listed while the measure lasts goes the same way.
 */
export const creditListingSweep: Sweep = {
  name: 'credit-listing',
  run: async (context) => {
    const due = await reading(context.database.db, context.scope, (tx) => held(tx, context));
    return moveEach(due, (each) => close(context, each));
  },
};

async function held(tx: Tx, { scope }: Context): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select r.case_id, r.case_number, r.measure_text as measure, r.basis, r.effect, l.id as listing_id, l.manufacturer_id
    from credit_restriction r
    join listing l on l.province = r.province and l.manufacturer_id = r.organisation_id
    where r.province = ${scope.province} and r.in_force and r.effect in ('caseProducts', 'allProducts', 'removal')
      and l.jurisdiction like regexp_replace(r.jurisdiction, '(00)+$', '') || '%'
      and (r.effect <> 'caseProducts' or l.item_code = any(r.item_codes))
      and (l.state = 'listed' or (r.effect = 'removal' and l.state = 'suspended' and not exists (
        select 1 from directory_closing d where d.province = l.province and d.listing_id = l.id
          and d.state in ('proposed', 'waiting'))))
    order by r.id, l.id
    limit ${batch}`.execute(tx);
  return rows;
}

async function close(context: Context, each: Held): Promise<boolean> {
  const { province } = context.scope;
  const { caseId, listingId, manufacturerId, basis } = each;
  const done = await command(context, async (unit) => {
    const note = `信用案件 ${each.caseNumber}：${each.measure.zh}`;
    const kind = each.effect === 'removal' ? ('cancel' as const) : ('suspend' as const);
    const closed = await closeByCase(context, unit, { listingId, kind, note, basis });
    if (!closed.ok) return closed;
    const row = { manufacturerId, closingId: closed.value, closedAt: context.now };
    await unit.tx
      .insertInto('creditListing')
      .values({ ...row, province, caseId, listingId })
      .onConflict((conflict) =>
        conflict
          .columns(['province', 'caseId', 'listingId'])
          .doUpdateSet({ closedAt: context.now, resumedAt: null, resumedBy: null }),
      )
      .execute();
    unit.record({
      event: 'credit.listingClosed',
      subject: { kind: 'credit-case', id: caseId },
      basis: [basis],
      after: { listingId, closingId: closed.value, kind },
      readers: [manufacturerId],
    });
    return ok(listingId);
  });
  return done.ok;
}

/** After the measures ended products come back by decision, unless another case holds them (JS-38). */
export async function resume(
  context: ActorContext,
  { params, body }: Call<typeof api.resumeListings>,
): Answered<typeof api.resumeListings> {
  return command<CreditCaseDetails, RefusalOf<typeof api.resumeListings>>(context, async (unit) => {
    const { scope, actor, now } = context;
    const row = await lockCase(unit.tx, context, params.caseId);
    if (row === null) return refuse('credit.caseUnknown');
    const basis = row.basis as Basis;
    if (row.state !== 'ended') return refuse('credit.notEnded', { basis });
    const ids = [...new Set(body.listingIds)].toSorted();
    const own = await unit.tx
      .selectFrom('creditListing as own')
      .innerJoin('listing', (join) =>
        join.onRef('listing.province', '=', 'own.province').onRef('listing.id', '=', 'own.listingId'),
      )
      .select(['own.listingId', 'listing.number', 'listing.itemCode'])
      .where('own.province', '=', scope.province)
      .where('own.caseId', '=', row.id)
      .where('own.resumedAt', 'is', null)
      .where('listing.jurisdiction', 'like', reachOf(context))
      .where('own.listingId', 'in', ids)
      .orderBy('own.listingId')
      .execute();
    if (own.length < ids.length) return refuse('credit.listingNotOfCase', { field: 'listingIds' });
    const standing = await standingOf(unit.tx, context, [row.organisationId]);
    for (const { listingId, number, itemCode } of own) {
      const other = standing.find((each) => holdsBack(each, itemCode));
      if (other !== undefined)
        return refuse('credit.stillRestricted', {
          basis: other.basis,
          facts: { number, case: other.caseNumber },
        });
      const resumed = await resumeListing(context, unit, {
        listingId,
        reason: 'settled',
        note: body.note,
        basis,
        cause: { kind: 'credit-case', id: row.id },
      });
      if (!resumed.ok) return refuse('credit.listingNotResumed', { basis: resumed.basis, facts: { number } });
    }
    await unit.tx
      .updateTable('creditListing')
      .set({ resumedAt: now, resumedBy: actor.accountId })
      .where('province', '=', scope.province)
      .where('caseId', '=', row.id)
      .where('listingId', 'in', ids)
      .execute();
    unit.record({
      event: 'credit.listingsResumed',
      subject: { kind: 'credit-case', id: row.id },
      basis: [basis],
      after: { listingIds: ids, note: body.note },
      readers: [row.organisationId],
    });
    return ok(await detailsAfter(unit.tx, context, row.id));
  });
}
