import type { ConsumableClass } from '@daylight/rules/policy/shapes.ts';
import type { ImportFacts, Sibling } from '@daylight/rules/listing/import-facts.ts';
import type { RowToCheck } from '@daylight/rules/listing/check.ts';
import type { ListingForm } from '@daylight/rules/listing/visibility.ts';
import { sql } from 'kysely';
import type { Tx } from '../../db.ts';

interface Where {
  readonly province: number;
  readonly jurisdiction: string;
}

/** Everything the rows of a workbook are checked against, in five statements whatever their number. */
export async function loadImportFacts(
  tx: Tx,
  where: Where,
  rows: readonly RowToCheck[],
): Promise<ImportFacts> {
  const codes = [...new Set(rows.flatMap(({ written }) => written.itemCode ?? []))];
  const makers = [...new Set(rows.map(({ written }) => written.manufacturer))];
  const buyers = [...new Set(rows.flatMap(({ written }) => written.audience))];
  const [items, existing, siblings, manufacturers, institutions, areas] = [
    await itemsByCode(tx, codes),
    await existingByCode(tx, where, codes),
    await siblingsByProduct(tx, where, [...new Set(codes.map((code) => code.slice(0, 20)))]),
    await organisationsByName(tx, 'manufacturer', makers),
    await organisationsByName(tx, 'institution', buyers),
    buyers.length === 0 ? new Map<string, string>() : await areasByName(tx, where.province),
  ];
  return { items, existing, siblings, manufacturers, institutions, areas };
}

async function itemsByCode(tx: Tx, codes: readonly string[]): Promise<ImportFacts['items']> {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('catalogueItem')
    .select(['itemCode', 'productName', 'manufacturer', 'registrant', 'certificate', 'certificateFlag'])
    .select(['replacedBy', 'releaseId'])
    .select((eb) => eb.ref('state').$castTo<'active' | 'disabled' | 'transcoded'>().as('state'))
    .where(sql<boolean>`item_code = any(${codes}::text[])`)
    .execute();
  return new Map(
    rows.map(({ itemCode, ...item }) => [itemCode, { ...item, productCode: itemCode.slice(0, 20) }]),
  );
}

async function existingByCode(
  tx: Tx,
  where: Where,
  codes: readonly string[],
): Promise<ImportFacts['existing']> {
  if (codes.length === 0) return new Map();
  const rows = await tx
    .selectFrom('listing')
    .select(['id', 'version', 'itemCode', 'price', 'unitsPerPurchaseUnit', 'purchaseUnit', 'smallestUnit'])
    .select(['manufacturerId'])
    .select((eb) => [
      eb.ref('form').$castTo<ListingForm>().as('form'),
      eb.ref('class').$castTo<ConsumableClass>().as('class'),
      eb.ref('state').$castTo<'listed' | 'suspended'>().as('state'),
    ])
    .where('province', '=', where.province)
    .where('jurisdiction', '=', where.jurisdiction)
    .where('state', '<>', 'withdrawn')
    .where(sql<boolean>`item_code = any(${codes}::text[])`)
    // Filed listings stand beside the one that everybody may buy; of a code the map keeps the last.
    .orderBy(sql`form = 'filing'`, 'desc')
    .execute();
  return new Map(rows.map((row) => [row.itemCode, row]));
}

async function siblingsByProduct(
  tx: Tx,
  where: Where,
  products: readonly string[],
): Promise<ImportFacts['siblings']> {
  if (products.length === 0) return new Map();
  const rows: Sibling[] = await tx
    .selectFrom('listing')
    .select(['itemCode', 'price', 'unitsPerPurchaseUnit'])
    .where('province', '=', where.province)
    .where('state', '=', 'listed')
    .where(sql<boolean>`left(item_code, 20) = any(${products}::text[])`)
    .execute();
  return Map.groupBy(rows, (row) => row.itemCode.slice(0, 20));
}

/** Active organisations of a kind by their name, credit code or institution code. */
async function organisationsByName(
  tx: Tx,
  kind: 'manufacturer' | 'institution',
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (names.length === 0) return new Map();
  const code = kind === 'manufacturer' ? 'creditCode' : 'institutionCode';
  const rows = await tx
    .selectFrom('organisation')
    .select(['id', 'name', `${code} as code`])
    .where('kind', '=', kind)
    .where('state', '=', 'active')
    .where((eb) =>
      eb.or([
        sql<boolean>`name = any(${names}::text[])`,
        sql<boolean>`${sql.ref(code)} = any(${names}::text[])`,
      ]),
    )
    .execute();
  const byName = new Map<string, string[]>();
  for (const { id, name, code: own } of rows) {
    for (const key of new Set([name, own ?? name])) byName.set(key, [...(byName.get(key) ?? []), id]);
  }
  return byName;
}

async function areasByName(tx: Tx, province: number): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom('jurisdiction')
    .select(['code', 'name'])
    .where('province', '=', province)
    .execute();
  return new Map(rows.flatMap(({ code, name }) => [[code, code] as const, [name, code] as const]));
}
