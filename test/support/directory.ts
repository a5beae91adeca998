import type { Endpoint, ReplyOf } from '@daylight/api/endpoint.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { type ListingColumn, columnKeys, listingColumns } from '@daylight/rules/listing/layout.ts';
import { workbookStream } from '@daylight/server/workbook/write-workbook.ts';
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Person, TestWorld } from './world.ts';

/** A 27-digit code: products differ in `product`, specifications in `item`. */
export function itemCodeOf(product: number, item = 1): string {
  return `C090101010${String(product).padStart(5, '0')}06626${String(item).padStart(7, '0')}`;
}

export interface ItemOptions {
  readonly productName?: string;
  readonly manufacturer?: string;
  readonly certificate?: string;
  readonly certificateFlag?: string | null;
  readonly state?: 'active' | 'disabled' | 'transcoded';
  readonly replacedBy?: string | null;
  readonly specification?: string;
}

/** Puts items into the code database as an import of a release would. */
export async function addItems(at: TestWorld, items: Readonly<Record<string, ItemOptions>>): Promise<void> {
  const { searchNames, searchVariant } = await import('@daylight/rules/catalogue/search-text.ts');
  for (const [code, item] of Object.entries(items)) {
    const { productName = '动脉灌注管', manufacturer = '明心医疗（合成）', specification = '5F' } = item;
    const names = searchNames({
      productName,
      genericName: '灌注管',
      pieceName: '',
      manufacturer,
      registrant: manufacturer,
    });
    const variant = searchVariant(specification, 'A1');
    await at.sql(
      `insert into catalogue_item (item_code, product_code, class_code, class_name_1, class_name_2, class_name_3, generic_name,
         certificate, certificate_flag, product_name, manufacturer, registrant, specification, model, state, replaced_by,
         release_id, synthetic, content_hash, rank, search_text, tokens)
       values ($1, left($1, 20), substr($1, 2, 6), '体外循环材料', '插管', '灌注管', '灌注管', $2, $3, $4, $5, $5, $6, 'A1', $7, $8,
         $9, true, 1, 1, $10, $11)`,
      [
        code,
        item.certificate ?? '国械注准20203030001',
        item.certificateFlag ?? null,
        productName,
        manufacturer,
        specification,
        item.state ?? 'active',
        item.replacedBy ?? null,
        randomUUID(),
        names.text + variant.text,
        [...names.tokens, ...variant.tokens],
      ],
    );
  }
}

export type Row = Partial<Record<ListingColumn, string>>;

const plain: Row = {
  price: '100',
  purchaseUnit: '盒',
  smallestUnit: '支',
  units: '10',
  form: '阳光挂网',
  class: '六大类',
  managedBy: '省级',
  manufacturer: '明心医疗（合成）',
};

/** A listing workbook; each row needs only what differs from a plain one. */
export async function workbookOf(rows: readonly Row[], header?: readonly string[]): Promise<Buffer> {
  const cells = rows.map((row) => columnKeys.map((key) => ({ ...plain, ...row })[key] ?? ''));
  return buffer(
    workbookStream({
      sheet: '挂网产品',
      header: header ?? columnKeys.map((key) => listingColumns[key].zh),
      rows: cells,
    }),
  );
}

export interface Uploaded<T> {
  readonly status: number;
  readonly value: T;
  readonly problem: Problem;
}

let uploads = 0;

/** Sends a file as the browser would: one multipart field called file. */
export async function upload<E extends Endpoint>(
  at: TestWorld,
  person: Person,
  endpoint: E,
  {
    file,
    name = '目录.xlsx',
    query = {},
    params = {},
    key,
  }: {
    file: Buffer;
    name?: string;
    query?: Record<string, string>;
    params?: Record<string, string>;
    key?: string;
  },
): Promise<Uploaded<ReplyOf<E>>> {
  uploads += 1;
  const boundary = `----daylight${uploads}`;
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const response = await at.app.inject({
    method: 'POST',
    url: `${endpoint.path.replaceAll(/:(\w+)/g, (_, at: string) => params[at] ?? '')}?${new URLSearchParams(query)}`,
    headers: {
      cookie: `daylight_session=${person.token}`,
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'idempotency-key': key ?? `upload-key-${uploads}`,
    },
    payload: Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  const body = response.json() as never;
  return { status: response.statusCode, value: body, problem: body };
}
