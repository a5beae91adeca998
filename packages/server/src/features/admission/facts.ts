import type { LineFacts } from '@daylight/api/admission.ts';
import type { AdmittedItem } from '@daylight/rules/admission/precheck.ts';
import { resolve } from '@daylight/rules/policy/book.ts';
import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import { sql } from 'kysely';
import type { Context } from '../../context.ts';
import type { Tx } from '../../db.ts';
import { filedRecords } from '../filing/port.ts';
import { type LowestPrice, lowestPrices, recordsOf } from '../linkage/port.ts';
import { qualifiedFor } from '../qualification/port.ts';

export interface FactsAsk {
  readonly codes: readonly string[];
  readonly jurisdiction: string;
  readonly class: ConsumableClass;
  readonly manufacturerId: string;
}

/** Records shown for one item; more than that no condition needs. */
const recordsShown = 600;

/** What the platform knows of each product, in the order asked: the same for applicant, officer and rule. */
export async function factsOf(tx: Tx, context: Context, ask: FactsAsk): Promise<readonly LineFacts[]> {
  const { codes, jurisdiction, manufacturerId } = ask;
  if (codes.length === 0) return [];
  const items = await itemsOf(tx, codes);
  const listings = await listingsOf(tx, context, ask);
  const running = await runningOf(tx, context, ask);
  const likely = await likelyPacks(tx, context, codes);
  const lowest = await lowestPrices(
    tx,
    context,
    codes.map((itemCode) => ({ itemCode, jurisdiction, class: ask.class, use: 'admission' as const })),
  );
  const qualified = await qualifiedFor(
    tx,
    context,
    codes.map((code) => {
      const certificate = items.get(code)?.certificate ?? '';
      return { organisationId: manufacturerId, ...(certificate === '' ? {} : { certificate }) };
    }),
  );
  const nameOf = kindNames(context, jurisdiction);
  const lines: LineFacts[] = [];
  for (const [at, itemCode] of codes.entries()) {
    const low = lowest[at];
    const finding = qualified[at];
    lines.push({
      itemCode,
      item: items.get(itemCode) ?? null,
      likely: likely.get(itemCode) ?? null,
      ...(await evidenceOf(tx, context, itemCode)),
      qualification: {
        ok: finding?.ok ?? false,
        lacking: (finding?.lacking ?? []).map(({ kind, reason, basis }) => ({
          kind,
          name: nameOf(kind),
          reason,
          basis,
        })),
      },
      lowest: low === undefined ? null : lowestShown(low),
      listedAs: listings.get(itemCode) ?? null,
      runningAs: running.get(itemCode) ?? null,
    });
  }
  return lines;
}

/** What people call a kind of qualification. */
function kindNames({ book, today }: Context, jurisdiction: string) {
  const kinds = resolve(book, 'qualification.kinds', jurisdiction, today).value;
  return (code: string) => {
    const kind = kinds.find((each) => each.code === code);
    return { zh: kind?.zh ?? code, en: kind?.en ?? code };
  };
}

/** Price records and filings of an item, verified or not: both are shown, the rule tells which count. */
async function evidenceOf(tx: Tx, context: Context, itemCode: string) {
  const records = await recordsOf(tx, context, { itemCode });
  const filings = await filedRecords(tx, context, { itemCode });
  return {
    records: records.slice(0, recordsShown).map((each) => ({
      id: each.id,
      jurisdiction: each.jurisdiction,
      kind: each.kind,
      price: each.price,
      purchaseUnit: each.purchaseUnit,
      unitsPerPurchaseUnit: each.unitsPerPurchaseUnit,
      effectiveFrom: each.effectiveFrom,
      effectiveTo: each.effectiveTo,
      state: each.state,
      document: each.document,
    })),
    filings: filings.map((each) => ({
      institutionId: each.institutionId,
      institution: each.institution,
      level: each.level,
      ownership: each.ownership,
      jurisdiction: each.jurisdiction,
      filedOn: each.filedOn,
      price: each.price,
      unitsPerPurchaseUnit: each.unitsPerPurchaseUnit,
    })),
  };
}

function lowestShown({ price, unitsPerPurchaseUnit, basis }: LowestPrice): LineFacts['lowest'] {
  return price === null ? null : { price, unitsPerPurchaseUnit, basis: basis[0] ?? null };
}

async function itemsOf(tx: Tx, codes: readonly string[]) {
  const rows = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'productName', 'genericName', 'specification', 'model', 'manufacturer'])
    .select(['registrant', 'certificate', 'certificateFlag'])
    .select(['udiDi as deviceIdentifier', 'replacedBy', 'synthetic'])
    .select((eb) => [
      eb.ref('state').$castTo<AdmittedItem['state']>().as('state'),
      sql<string>`class_name_1`.as('className1'),
      sql<string>`class_name_2`.as('className2'),
      sql<string>`class_name_3`.as('className3'),
    ])
    .where('itemCode', 'in', [...codes])
    .execute();
  return new Map(rows.map((row) => [row.itemCode, row]));
}

/** The listing that stands in the way: what a filing made is for its institution only and does not (JS-18). */
async function listingsOf(tx: Tx, { scope }: Context, ask: FactsAsk): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('listing')
    .select(['itemCode', 'number'])
    .where('province', '=', scope.province)
    .where('jurisdiction', '=', ask.jurisdiction)
    .where('itemCode', 'in', [...ask.codes])
    .where('state', '<>', 'withdrawn')
    .where('form', '<>', 'filing')
    .execute();
  return new Map(rows.map((row) => [row.itemCode, row.number]));
}

async function runningOf(tx: Tx, { scope }: Context, ask: FactsAsk): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('admissionLine as l')
    .innerJoin('admission as a', (join) =>
      join.onRef('a.province', '=', 'l.province').onRef('a.id', '=', 'l.admissionId'),
    )
    .select(['l.itemCode', 'a.number'])
    .where('l.province', '=', scope.province)
    .where('l.jurisdiction', '=', ask.jurisdiction)
    .where('l.itemCode', 'in', [...ask.codes])
    .where('l.running', '=', true)
    .execute();
  return new Map(rows.map((row) => [row.itemCode, row.number]));
}

type Pack = NonNullable<LineFacts['likely']>;

/** The pack in which the item or another of its product is listed: nothing is typed twice. */
async function likelyPacks(tx: Tx, { scope }: Context, codes: readonly string[]): Promise<Map<string, Pack>> {
  const { rows } = await sql<Pack & { product: string }>`
    select distinct on (left(item_code, 20)) left(item_code, 20) as product, purchase_unit, smallest_unit,
      units_per_purchase_unit
    from listing
    where province = ${scope.province} and left(item_code, 20) = any(${codes.map((code) => code.slice(0, 20))}::text[])
    order by left(item_code, 20), listed_on desc, id desc`.execute(tx);
  const byProduct = new Map(rows.map(({ product, ...pack }) => [product, pack]));
  return new Map(
    codes.flatMap((code) => {
      const pack = byProduct.get(code.slice(0, 20));
      return pack === undefined ? [] : [[code, pack] as const];
    }),
  );
}

/** What like products are listed as, to start from; the formal check looks at it. */
export async function likelyClass(
  tx: Tx,
  { scope }: Context,
  code: string | undefined,
): Promise<ConsumableClass> {
  if (code === undefined) return 'ordinary';
  const row = await tx
    .selectFrom('listing')
    .select((eb) => eb.ref('class').$castTo<ConsumableClass>().as('class'))
    .where('province', '=', scope.province)
    .where(sql<boolean>`left(item_code, 20) = ${code.slice(0, 20)}`)
    .limit(1)
    .executeTakeFirst();
  return row?.class ?? 'ordinary';
}
