import type { Cells } from '@daylight/rules/listing/layout.ts';
import { columnKeys, listingColumns } from '@daylight/rules/listing/layout.ts';
import { type IsoDate, addMonths } from '@daylight/rules/time.ts';
import type { Upload } from '../route.ts';
import { decideImport, enterImport, submitImport } from '../features/listing/import-commands.ts';
import { workbookStream } from '../workbook/write-workbook.ts';
import { cities, province } from './organisations.ts';
import { classOf, offeredAt } from './prices.ts';
import {
  type Placed,
  type Province,
  actingAs,
  chanceFor,
  done,
  inParallel,
  look,
  organisationOf,
} from './province.ts';

interface Item {
  readonly itemCode: string;
  readonly productCode: string;
  readonly productName: string;
  readonly manufacturer: string;
}

/** Items that may be listed: in force, with a certificate that reads well. In the order of their codes. */
async function listable(demo: Province): Promise<Item[]> {
  return look(demo, (tx) =>
    tx
      .selectFrom('catalogueItem')
      .select(['itemCode', 'productCode', 'productName', 'manufacturer'])
      .where('state', '=', 'active')
      .where('certificateFlag', 'is', null)
      .where('certificate', '<>', '')
      .orderBy('itemCode')
      .execute(),
  );
}

/** Up to `perProduct` specifications of each product, products mixed, until there are `count`. */
function assortment(items: readonly Item[], count: number, perProduct: number): Item[] {
  const products = [...Map.groupBy(items, (each) => each.productCode).values()];
  const step = Math.max(1, Math.floor(products.length / Math.ceil(count / perProduct)));
  const chosen = Array.from({ length: step }, (_, start) =>
    products.filter((_one, at) => at % step === start),
  );
  return chosen
    .flat()
    .flatMap((variants) => variants.slice(0, perProduct))
    .slice(0, count);
}

type Row = Partial<Cells>;

function sunshineRow(demo: Province, item: Item, place: string): Row {
  const { price, purchaseUnit, smallestUnit, units } = offeredAt(demo.seed, item.itemCode, place);
  return {
    code: item.itemCode,
    productName: item.productName,
    price,
    purchaseUnit,
    smallestUnit,
    units: String(units),
    form: '阳光挂网',
    class: { highValueSix: '六大类', highValueFive: '五大类', ordinary: '普通耗材', reagent: '试剂' }[
      classOf(item.itemCode)
    ],
    managedBy: place === province ? '省级' : '市级',
    manufacturer: item.manufacturer,
  };
}

/** Every tenth of the last forty is a selected product of five cities, or filed by one hospital. */
function provinceRows(demo: Province, items: readonly Item[], today: IsoDate): Row[] {
  const own = assortment(
    items.filter(({ itemCode }) => classOf(itemCode) === 'highValueSix'),
    demo.size.provinceListings,
    6,
  );
  return own.map((item, at): Row => {
    const row = sunshineRow(demo, item, province);
    const fromEnd = own.length - at;
    if (fromEnd <= 12)
      return {
        ...row,
        form: '组团联盟集中采购',
        audience: cities
          .slice(0, 5)
          .map(({ code }) => code)
          .join('、'),
        termUntil: addMonths(today, 18),
        explanation: '联盟中选价（合成）',
      };
    const city = cities[fromEnd % cities.length] ?? cities[0];
    return fromEnd > 24
      ? row
      : { ...row, form: '备案采购', audience: organisationOf(demo, `hospital-${city.code}-tertiary`).name };
  });
}

/** Most of a city's directory is what other cities list too, so that prices compare across the province. */
function cityRows(demo: Province, items: readonly Item[], place: string): Row[] {
  const own = items.filter(({ itemCode }) => classOf(itemCode) !== 'highValueSix');
  const { cityListings } = demo.size;
  const shared = assortment(own, Math.round(cityListings * 0.8), 3);
  const known = new Set(shared);
  const rest = own.filter((each) => !known.has(each));
  const chance = chanceFor(demo, 'directory', place);
  const further = Array.from({ length: cityListings - shared.length }, () => chance.pick(rest));
  return [...shared, ...new Set(further)].map((item) => sunshineRow(demo, item, place));
}

export function workbookOf(rows: readonly Row[], fileName: string): Upload {
  const header = columnKeys.map((key) => listingColumns[key].zh);
  const stream = workbookStream({
    sheet: '挂网产品',
    header,
    rows: rows.map((row) => columnKeys.map((key) => row[key] ?? '')),
  });
  return { fileName, stream, tooLarge: () => false };
}

/** One officer enters a directory, the other of the same bureau approves it. */
async function list(demo: Province, bureau: Placed, rows: readonly Row[]): Promise<void> {
  const file = workbookOf(rows, `${bureau.shortName}挂网目录（合成）.xlsx`);
  const officer = actingAs(demo, bureau, 'officer');
  const entered = done(
    await enterImport(officer, { params: {}, query: {}, body: undefined, file }),
    `listings of ${bureau.key}`,
  );
  const { bad } = entered.report;
  if (bad > 0)
    throw new Error(`${bad} listings of ${bureau.key}: ${JSON.stringify(entered.report.findings)}`);
  const params = { importId: entered.id };
  const submitted = done(
    await submitImport(officer, {
      params,
      query: {},
      body: { version: entered.version, deviationReason: '合成数据，价格为演示而设' },
    }),
    'submission',
  );
  done(
    await decideImport(actingAs(demo, bureau, 'supervisor'), {
      params,
      query: {},
      body: { version: submitted.version, approve: true, note: '' },
    }),
    `approval of the listings of ${bureau.key}`,
  );
}

/** The directories of the province and of its 13 cities (JS-5), each entered by one person and approved by another. */
export async function listProducts(demo: Province, today: IsoDate, width = 2): Promise<void> {
  const items = await listable(demo);
  const directories = [
    { bureau: 'bureau', rows: provinceRows(demo, items, today) },
    ...cities.map(({ code }) => ({ bureau: `bureau-${code}`, rows: cityRows(demo, items, code) })),
  ];
  await inParallel(directories, width, ({ bureau, rows }) => list(demo, organisationOf(demo, bureau), rows));
}
