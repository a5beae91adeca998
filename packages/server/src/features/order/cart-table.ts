import type { RefusalOf, ReplyOf } from '@daylight/api/endpoint.ts';
import {
  pasteProblems,
  type pasteToCart,
  type reorder,
  type uploadToCart,
} from '@daylight/api/order-cart.ts';
import { buyerOf, visibilityOf } from '@daylight/rules/listing/visibility.ts';
import { type Quantity, addQuantity, isQuantity, quantity } from '@daylight/rules/money.ts';
import { type PastedRow, readPasted, readTable } from '@daylight/rules/order/paste.ts';
import { fitsUnit } from '@daylight/rules/order/unit.ts';
import { type Result, ok, refuse } from '@daylight/rules/result.ts';
import { sql } from 'kysely';
import { type RepeatRefusal, type Unit, command } from '../../command.ts';
import type { ActorContext } from '../../context.ts';
import type { Tx } from '../../db.ts';
import type { Call, Upload } from '../../route.ts';
import { numberedRows, readUpload } from '../../workbook/uploaded.ts';
import { visibleListings } from '../listing/port.ts';
import { type CartRefusal, type Wanted, cartLinesMax, lockCart, noteCart, putLines } from './cart.ts';

type Pasted = ReplyOf<typeof pasteToCart>;
type RowProblem = Pasted['refused'][number]['problem'];

export async function pasteTable(
  context: ActorContext,
  { body }: Call<typeof pasteToCart>,
): Promise<Result<Pasted, 'order.cartFull' | RepeatRefusal>> {
  return addTable(context, readPasted(body.text));
}

export const cartWorkbookBytesMax = 10 * 1024 * 1024;
/** Rows looked at: far more than a cart holds, so that a wrong file is told row by row and still answers at once. */
const rowsMax = 5000;

export async function uploadTable(
  context: ActorContext,
  { file }: { readonly file: Upload },
): Promise<Result<Pasted, RefusalOf<typeof uploadToCart> | RepeatRefusal>> {
  const limits = { dataDir: context.dataDir, bytesMax: cartWorkbookBytesMax };
  const read = await readUpload(file, limits, (sheet) => numberedRows(sheet, rowsMax));
  return read.ok ? addTable(context, readTable(read.value.rows.rows)) : read;
}

/** Good rows go into the cart, each other row comes back with its reason. */
async function addTable(
  context: ActorContext,
  rows: readonly PastedRow[],
): Promise<Result<Pasted, 'order.cartFull' | RepeatRefusal>> {
  return command<Pasted, 'order.cartFull'>(context, async (unit) => {
    await lockCart(unit.tx, context);
    const found = await listingsOf(unit.tx, context, rows);
    const refused: Pasted['refused'][number][] = [];
    const wanted = new Map<string, Wanted>();
    for (const row of rows) {
      const read = wantedOf(row, found, wanted);
      if (typeof read === 'string') refused.push(refusedRow(row, read));
      else wanted.set(read.listingId, read);
    }
    const lines = [...wanted.values()];
    const put =
      lines.length === 0
        ? await nothing(unit, context, refused.length)
        : await putLines(unit, context, lines, 'add');
    if (put.ok) return ok({ added: lines.length, refused, lines: put.value.lines });
    // Whatever else a line of a table could be refused for was told by row above, but for sums with what the cart holds.
    return refuse('order.cartFull', { facts: { max: cartLinesMax } });
  });
}

function refusedRow({ row, text }: PastedRow, problem: RowProblem): Pasted['refused'][number] {
  return { row, text: text.slice(0, 200), problem, problemText: pasteProblems[problem] };
}

async function nothing(
  unit: Unit,
  context: ActorContext,
  rows: number,
): Promise<Result<{ lines: number }, CartRefusal>> {
  noteCart(unit, context, { refusedRows: rows });
  const { count } = await unit.tx
    .selectFrom('cartLine')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('province', '=', context.scope.province)
    .where('institutionId', '=', context.actor.organisationId)
    .executeTakeFirstOrThrow();
  return ok({ lines: count });
}

interface FoundListing {
  readonly id: string;
  readonly number: string;
  readonly itemCode: string;
  readonly purchaseUnit: string;
  readonly inCart: Quantity | null;
}

/** What the rows name, among what the institution may buy. */
async function listingsOf(
  tx: Tx,
  context: ActorContext,
  rows: readonly PastedRow[],
): Promise<FoundListing[]> {
  const keys = (kind: string) => rows.flatMap(({ key }) => (key?.kind === kind ? [key.text] : []));
  const [numbers, codes, ids] = [keys('number'), keys('itemCode'), keys('id')];
  if (numbers.length + codes.length + ids.length === 0) return [];
  const { actor, book, today: on, scope } = context;
  const buyer = buyerOf({ institutionId: actor.organisationId, jurisdiction: actor.jurisdiction, book, on });
  return tx
    .selectFrom('listing')
    .leftJoin('cartLine', (join) =>
      join
        .onRef('cartLine.province', '=', 'listing.province')
        .onRef('cartLine.listingId', '=', 'listing.id')
        .on('cartLine.institutionId', '=', actor.organisationId),
    )
    .select([
      'listing.id',
      'listing.number',
      'listing.itemCode',
      'listing.purchaseUnit',
      'cartLine.quantity as inCart',
    ])
    .where('listing.province', '=', scope.province)
    .where('listing.state', '<>', 'withdrawn')
    .where(visibleListings(buyer, visibilityOf(book, buyer.platform, on)))
    .where(
      sql<boolean>`(listing.number = any(${numbers}::text[]) or listing.item_code = any(${codes}::text[])
        or listing.id = any(${ids}::uuid[]))`,
    )
    .execute();
}

function wantedOf(
  row: PastedRow,
  listings: readonly FoundListing[],
  before: ReadonlyMap<string, Wanted>,
): Wanted | RowProblem {
  const { key, problem } = row;
  if (problem !== null || key === null || row.quantity === null) return problem ?? 'noCode';
  const found = listings.filter((each) => each[key.kind] === key.text);
  const [listing] = found;
  if (listing === undefined) return 'listingUnknown';
  if (found.length > 1) return 'twoListings';
  if (!fitsUnit(row.quantity, listing.purchaseUnit)) return 'quantityNotWhole';
  const sum = addQuantity(row.quantity, before.get(listing.id)?.quantity ?? quantity('0'));
  if (!isQuantity(addQuantity(sum, listing.inCart ?? quantity('0')))) return 'quantityTooLarge';
  return { listingId: listing.id, quantity: sum, note: '' };
}

/** Puts the lines of a former order of the institution into its cart; what is not listed any more is shown there. */
export async function reorderOne(
  context: ActorContext,
  { body }: Call<typeof reorder>,
): Promise<Result<ReplyOf<typeof reorder>, RefusalOf<typeof reorder> | RepeatRefusal>> {
  return command<ReplyOf<typeof reorder>, RefusalOf<typeof reorder>>(context, async (unit) => {
    const order = await unit.tx
      .selectFrom('purchaseOrder')
      .select('id')
      .where('province', '=', context.scope.province)
      .where('institutionId', '=', context.actor.organisationId)
      .where('id', '=', body.orderId)
      .executeTakeFirst();
    if (order === undefined) return refuse('order.unknown');
    await lockCart(unit.tx, context);
    const lines = await unit.tx
      .selectFrom('orderLine')
      .select(['listingId', 'quantity'])
      .where('province', '=', context.scope.province)
      .where('orderId', '=', order.id)
      .orderBy('line')
      .execute();
    return putLines(
      unit,
      context,
      lines.map((line) => ({ ...line, note: '' })),
      'add',
    );
  });
}
