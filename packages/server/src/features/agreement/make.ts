import {
  type AgreementContent,
  type AgreementLine,
  type Party,
  agreedAmount,
  clausesOf,
  contentHash,
} from '@daylight/rules/agreement/content.ts';
import { signBasis } from '@daylight/rules/agreement/signing.ts';
import { type Due, dueOf } from '@daylight/rules/calendar/term.ts';
import { type Quantity, addQuantity, isPositive } from '@daylight/rules/money.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import { basisOf } from '@daylight/rules/policy/provision.ts';
import { termText } from '@daylight/rules/policy/value-text.ts';
import { type Basis, assert } from '@daylight/rules/result.ts';
import { type IsoDate, addDays, addMonths, shanghaiDate } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { Unit } from '../../command.ts';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { nextNumber } from '../../numbers.ts';
import { allocationOf, awardOf } from '../bidding/port.ts';
import { type TenderFacts, tenderItems, tenderProducts } from '../tender/port.ts';

const batch = 200;

interface Pair {
  readonly institutionId: string;
  readonly manufacturerId: string;
  readonly lines: AgreementLine[];
}

interface Term {
  readonly from: IsoDate;
  readonly until: IsoDate;
  readonly due: Pick<Due, 'dueAt' | 'provisional'>;
  readonly dueBasis: Basis;
}

/**
 * One contract for each institution and winner out of the final allocation (统采分签, GY-4.3a, SX-3.3), open for signatures.
 * Returns how many were made; those that are there already stay as they are.
 */
export async function makeAgreements(context: Context, unit: Unit, tender: TenderFacts): Promise<number> {
  const pairs = await pairsOf(unit.tx, tender);
  const term = termOf(context, tender);
  const parties = await partiesOf(unit.tx, pairs);
  const made: Pair[] = [];
  for (let start = 0; start < pairs.length; start += batch) {
    const some = pairs.slice(start, start + batch);
    const rows = [];
    for (const pair of some) rows.push(await rowOf(context, { tender, pair, term, parties }));
    const inserted = await insertAgreements(unit.tx, rows);
    made.push(...some.filter((pair) => inserted.has(`${pair.institutionId}/${pair.manufacturerId}`)));
  }
  unit.record({
    event: 'agreement.made',
    subject: { kind: 'tender', id: tender.id },
    basis: [signBasis, term.dueBasis],
    after: {
      number: tender.number,
      agreements: made.length,
      signDueAt: term.due.dueAt,
      from: term.from,
      until: term.until,
    },
    readers: [tender.organiserId],
  });
  tellParties(unit, { tender, made, due: term.due });
  return made.length;
}

/** The allocation of the final award, by institution and manufacturer. */
async function pairsOf(tx: Tx, tender: TenderFacts): Promise<Pair[]> {
  const award = await awardOf(tx, tender.province, tender.id);
  assert(award !== null, 'a round that is signing has an award');
  const allocation = await allocationOf(tx, tender.province, tender.id, {});
  const items = new Map((await tenderItems(tx, tender.province, tender.id)).map((item) => [item.item, item]));
  const products = new Map(
    (await tenderProducts(tx, tender.province, tender.id)).map((one) => [one.id, one]),
  );
  const winners = new Map(award.products.map((one) => [one.productId, one]));
  const pairs = new Map<string, Pair>();
  for (const { institutionId, productId, own, more } of allocation) {
    const winner = winners.get(productId);
    const product = products.get(productId);
    const item = product === undefined ? undefined : items.get(product.item);
    assert(winner !== undefined && product !== undefined && item !== undefined, 'allocated to a winner');
    const agreed: Quantity = addQuantity(own, more);
    // An item that a higher round took over while the allocation ran is not contracted any more (GY-2.4).
    if (!isPositive(agreed) || item.state === 'stopped') continue;
    const key = `${institutionId}/${winner.manufacturerId}`;
    const pair = pairs.get(key) ?? { institutionId, manufacturerId: winner.manufacturerId, lines: [] };
    pairs.set(key, pair);
    pair.lines.push({
      productId,
      item: item.item,
      itemName: item.name,
      name: product.name,
      specification: product.specification,
      unit: item.unit,
      price: winner.price,
      agreed,
    });
  }
  return [...pairs.values()];
}

/** The term of the round: as announced, else from the day after the time to sign. */
function termOf(context: Context, tender: TenderFacts): Term {
  const within = resolve(context.book, 'agreement.signWithin', tender.jurisdiction, context.today);
  const due: Term['due'] =
    tender.signDueAt === null
      ? dueOf(context.now, within.value, context.calendar)
      : { dueAt: tender.signDueAt, provisional: false };
  const from = tender.termFrom ?? addDays(shanghaiDate(due.dueAt), 1);
  const until = tender.termUntil ?? addDays(addMonths(from, tender.termMonths), -1);
  return { from, until, due, dueBasis: basisOf(within) };
}

async function partiesOf(tx: Tx, pairs: readonly Pair[]): Promise<Map<string, Party>> {
  const ids = [...new Set(pairs.flatMap((pair) => [pair.institutionId, pair.manufacturerId]))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('organisation')
    .select(['id', 'name', 'creditCode'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

interface Making {
  readonly tender: TenderFacts;
  readonly pair: Pair;
  readonly term: Term;
  readonly parties: ReadonlyMap<string, Party>;
}

async function rowOf(context: Context, { tender, pair, term, parties }: Making) {
  const institution = parties.get(pair.institutionId);
  const manufacturer = parties.get(pair.manufacturerId);
  assert(institution !== undefined && manufacturer !== undefined, 'both parties are organisations');
  const template = resolve(context.book, 'agreement.clauses', tender.jurisdiction, context.today);
  const payment = resolve(context.book, 'settlement.paymentDue', tender.jurisdiction, context.today);
  const content: AgreementContent = {
    format: 'daylight-agreement/1',
    number: await nextNumber(context, 'HT'),
    round: { number: tender.number, title: tender.title },
    institution,
    manufacturer,
    from: term.from,
    until: term.until,
    lines: pair.lines,
    clauses: clausesOf(template.value, [
      { mark: { zh: '【付款期限】', en: '[time to pay]' }, value: termText(payment.value) },
    ]),
    basis: [signBasis, basisOf(template), basisOf(payment)],
  };
  return {
    province: tender.province,
    id: context.newId(),
    number: content.number,
    tender_id: tender.id,
    organiser_id: tender.organiserId,
    institution_id: institution.id,
    manufacturer_id: manufacturer.id,
    jurisdiction: tender.jurisdiction,
    content,
    content_hash: contentHash(content),
    amount: agreedAmount(pair.lines),
    made_at: context.now,
    sign_due_at: term.due.dueAt,
    sign_due_provisional: term.due.provisional,
    sign_due_basis: term.dueBasis,
    term_from: term.from,
    term_until: term.until,
  };
}

/** Agreements and their lines in one statement; answers the pairs that were new. */
async function insertAgreements(
  tx: Tx,
  rows: readonly Awaited<ReturnType<typeof rowOf>>[],
): Promise<Set<string>> {
  const { rows: inserted } = await sql<{ institutionId: string; manufacturerId: string }>`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (province smallint, id uuid, number text,
        tender_id uuid, organiser_id uuid, institution_id uuid, manufacturer_id uuid, jurisdiction text, content jsonb,
        content_hash text, amount numeric, made_at timestamptz, sign_due_at timestamptz, sign_due_provisional boolean,
        sign_due_basis jsonb, term_from date, term_until date)
    ), made as (
      insert into agreement (province, id, number, tender_id, organiser_id, institution_id, manufacturer_id, jurisdiction,
        state, content, content_hash, amount, made_at, sign_due_at, sign_due_provisional, sign_due_basis, term_from, term_until)
      select province, id, number, tender_id, organiser_id, institution_id, manufacturer_id, jurisdiction, 'open', content,
        content_hash, amount, made_at, sign_due_at, sign_due_provisional, sign_due_basis, term_from, term_until
      from given
      on conflict (province, tender_id, institution_id, manufacturer_id) do nothing
      returning province, id, institution_id, manufacturer_id
    ), lined as (
      insert into agreement_line (province, agreement_id, product_id, tender_id, item, organiser_id, institution_id,
        manufacturer_id, price, agreed)
      select g.province, g.id, (l.line ->> 'productId')::uuid, g.tender_id, l.line ->> 'item', g.organiser_id,
        g.institution_id, g.manufacturer_id, (l.line ->> 'price')::numeric, (l.line ->> 'agreed')::numeric
      from made
      join given g on g.province = made.province and g.id = made.id
      cross join lateral jsonb_array_elements(g.content -> 'lines') as l (line)
    )
    select institution_id, manufacturer_id from made`.execute(tx);
  return new Set(inserted.map((row) => `${row.institutionId}/${row.manufacturerId}`));
}

/** Each organisation hears once, with the number of texts that wait for it. */
function tellParties(
  unit: Unit,
  {
    tender,
    made,
    due,
  }: { readonly tender: TenderFacts; readonly made: readonly Pair[]; readonly due: Term['due'] },
): void {
  const counts = new Map<string, number>();
  for (const pair of made)
    for (const id of [pair.institutionId, pair.manufacturerId]) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [organisationId, count] of counts)
    unit.notify({
      organisationId,
      kind: 'agreement.toSign',
      subject: { kind: 'tender', id: tender.id },
      facts: { title: tender.title, count },
      dueAt: due.dueAt,
    });
}
