import { dueOf } from '@daylight/rules/calendar/term.ts';
import { executionBasis } from '@daylight/rules/execution/basis.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import type { GapRow, Uncovered, Watch } from './coverage-store.ts';

interface Product {
  productId: string;
  product: string;
  item: string;
  institutions: string[];
}

/** Products of the place with the institutions that nothing reaches, those left out for which a failure runs already. */
async function productsOf(tx: Tx, { scope }: Context, watch: Watch, place: Uncovered): Promise<Product[]> {
  const { rows } = await sql<Product>`
    select a.product_id, max(a.product_name) as product, max(a.item) as item,
      array_agg(distinct a.institution_id order by a.institution_id) as institutions
    from volume_account a
    where a.province = ${scope.province} and a.tender_id = ${watch.tenderId}::uuid and a.state = 'open'
      and a.manufacturer_id = ${watch.manufacturerId}::uuid and a.failure_id is null
      and a.product_id = any(${place.productIds}::uuid[]) and a.institution_id = any(${place.institutions}::uuid[])
      and not exists (select 1 from supply_failure f
        where f.province = a.province and f.product_id = a.product_id
          and f.state not in ('dismissed', 'ended', 'confirmed') and f.institutions @> array[a.institution_id])
    group by a.product_id order by a.product_id`.execute(tx);
  return rows;
}

/**
 * The day on which delivery had to reach a place has passed: its products are told to the winner as failures to supply, to be
 * answered, judged and confirmed like any other (SX-5.3b, SX-5.3c). Answers their ids.
 */
export async function failPlace(
  context: Context,
  unit: Unit,
  watch: Watch,
  { place, gap }: { readonly place: Uncovered; readonly gap: GapRow },
): Promise<string[]> {
  const { now, scope } = context;
  const term = resolve(context.book, 'execution.answerWithin', watch.rulesOf, context.today);
  const due = dueOf(now, term.value, context.calendar);
  const ids: string[] = [];
  for (const { productId, product, item, institutions } of await productsOf(unit.tx, context, watch, place)) {
    const id = context.newId();
    const number = await nextNumber(context, 'GY');
    const facts = `${place.zh}：${institutions.length} 家医疗机构自 ${gap.foundOn} 起无配送企业，逾期未补正`;
    ids.push(id);
    await unit.tx
      .insertInto('supplyFailure')
      .values({
        province: scope.province,
        id,
        number,
        tenderId: watch.tenderId,
        organiserId: watch.organiserId,
        productId,
        productName: product,
        item,
        manufacturerId: watch.manufacturerId,
        jurisdiction: place.area,
        rulesOf: watch.rulesOf,
        origin: 'coverage',
        institutions,
        facts,
        state: 'told',
        reportedAt: now,
        answerDueAt: due.dueAt,
        answerDueProvisional: due.provisional,
        answerDueBasis: JSON.stringify(basisOf(term)),
      })
      .execute();
    const subject = { kind: 'supply-failure', id };
    unit.record({
      event: 'execution.failureTold',
      subject,
      basis: [executionBasis.coverage, executionBasis.failure],
      after: { number, product, facts, institutions: institutions.length, answerDueAt: due.dueAt },
      readers: [watch.manufacturerId, watch.organiserId, ...institutions],
    });
    const told = { subject, facts: { number, product, facts } };
    unit.notify({
      ...told,
      organisationId: watch.manufacturerId,
      kind: 'execution.failureTold',
      dueAt: due.dueAt,
    });
    unit.notify({ ...told, organisationId: watch.organiserId, kind: 'execution.coverageFailed' });
  }
  return ids;
}
