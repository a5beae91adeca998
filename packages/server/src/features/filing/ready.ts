import { countedInstitutions } from '@daylight/rules/filing/ready.ts';
import { article18 } from '@daylight/rules/filing/filing.ts';
import { find, resolve } from '@daylight/rules/policy/book.ts';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import { productsOf } from './product.ts';
import { filedRecords } from './records.ts';
import type { StoredFiling } from './store.ts';

/**
 * JS-18 满足阳光挂网条件的备案产品可直接纳入阳光挂网采购: once so many institutions have filed a product as a listing asks for
 * (JS-8 B, JS-10 B), its enterprise is told, once. The filing that is being confirmed counts.
 */
export async function tellReady(unit: Unit, context: Context, stored: StoredFiling): Promise<void> {
  const { book, today: on, now, scope } = context;
  const place = stored.bureau;
  const min = find(book, 'listing.recordInstitutionsMin', place, on);
  const levels = find(book, 'listing.recordLevelMin', place, on);
  if (min === null || levels === null) return;
  const records = await filedRecords(unit.tx, context, { itemCode: stored.itemCode });
  const own = await unit.tx
    .selectFrom('filing')
    .innerJoin('organisation as o', 'o.id', 'filing.institutionId')
    .select(['filing.institutionId', 'filing.level', 'o.ownership'])
    .where('filing.province', '=', scope.province)
    .where('filing.id', '=', stored.id)
    .executeTakeFirstOrThrow();
  const rule = {
    levelMin: levels.value[stored.class],
    ownerships: resolve(book, 'filing.ownerships', place, on).value,
  };
  const institutions = countedInstitutions([...records, own], rule);
  if (institutions < min.value) return;
  const added = await unit.tx
    .insertInto('filingReady')
    .values({
      province: scope.province,
      itemCode: stored.itemCode,
      manufacturerId: stored.manufacturerId,
      institutions,
      toldAt: now,
    })
    .onConflict((conflict) => conflict.columns(['province', 'itemCode', 'manufacturerId']).doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) return;
  const product = (await productsOf(unit.tx, [stored.itemCode])).get(stored.itemCode);
  unit.record({
    event: 'filing.readyToMove',
    subject: { kind: 'item', id: stored.itemCode },
    basis: [article18],
    after: { institutions, min: min.value },
    readers: [stored.manufacturerId],
  });
  unit.notify({
    organisationId: stored.manufacturerId,
    kind: 'filing.readyToMove',
    subject: { kind: 'item', id: stored.itemCode },
    facts: { product: product?.productName ?? stored.itemCode, count: institutions },
  });
}
