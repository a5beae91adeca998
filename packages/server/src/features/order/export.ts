import { lineStateWords, orderStateWords, priceKindWords, urgencyWords } from '@daylight/api/order-words.ts';
import type { exportOrders } from '@daylight/api/order-read.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import type { LineState } from '@daylight/rules/order/line.ts';
import { type Result, ok } from '@daylight/rules/result.ts';
import { type Instant, addHours } from '@daylight/rules/time.ts';
import { sql } from 'kysely';
import type { ActorContext, Context } from '../../context.ts';
import { cursorOf } from '../../cursor.ts';
import { reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { csvStream, workbookStream } from '../../workbook/write-workbook.ts';
import { type SummaryRow, readableLines, summaryRows } from './rows.ts';

type Language = 'zh' | 'en';

const columns: readonly { readonly zh: string; readonly en: string }[] = [
  { zh: '订单编号', en: 'Order' },
  { zh: '订单状态', en: 'State' },
  { zh: '紧急程度', en: 'Urgency' },
  { zh: '医疗机构', en: 'Institution' },
  { zh: '配送企业', en: 'Distributor' },
  { zh: '下单时间', en: 'Placed at' },
  { zh: '行号', en: 'Line' },
  { zh: '国家医保医用耗材代码', en: 'National code' },
  { zh: '产品名称', en: 'Product' },
  { zh: '规格型号', en: 'Specification' },
  { zh: '生产企业', en: 'Manufacturer' },
  { zh: '采购单位', en: 'Purchase unit' },
  { zh: '单价（元）', en: 'Price (yuan)' },
  { zh: '价格依据', en: 'Price kind' },
  { zh: '订购数量', en: 'Ordered' },
  { zh: '金额（元）', en: 'Amount (yuan)' },
  { zh: '确认数量', en: 'Confirmed' },
  { zh: '发货数量', en: 'Shipped' },
  { zh: '验收数量', en: 'Accepted' },
  { zh: '拒收数量', en: 'Rejected' },
  { zh: '入库数量', en: 'Stocked in' },
  { zh: '退货数量', en: 'Returned' },
  { zh: '关闭数量', en: 'Closed' },
  { zh: '明细状态', en: 'Line state' },
];

interface LineRow {
  orderId: string;
  line: number;
  itemCode: string;
  productName: string;
  specification: string;
  manufacturer: string;
  purchaseUnit: string;
  price: string;
  priceKind: 'listed' | 'agreed';
  quantity: string;
  amount: string;
  confirmed: string;
  shipped: string;
  accepted: string;
  rejected: string;
  stocked: string;
  returned: string;
  closed: string;
  state: LineState;
}

/** 2026-11-21 08:30 in Shanghai. */
function clockText(at: Instant): string {
  return addHours(at, 8).slice(0, 16).replace('T', ' ');
}

function cellsOf(order: SummaryRow, line: LineRow, language: Language): string[] {
  return [
    order.number,
    orderStateWords[order.state][language],
    urgencyWords[order.urgency][language],
    order.institution,
    order.distributor,
    clockText(order.placedAt),
    String(line.line),
    line.itemCode,
    line.productName,
    line.specification,
    line.manufacturer,
    line.purchaseUnit,
    line.price,
    priceKindWords[line.priceKind][language],
    line.quantity,
    line.amount,
    line.confirmed,
    line.shipped,
    line.accepted,
    line.rejected,
    line.stocked,
    line.returned,
    line.closed,
    lineStateWords[line.state][language],
  ];
}

const ordersAtOnce = 200;
const linesAtOnce = 500;

type Filters = Call<typeof exportOrders>['query'];

/** Orders of about as many lines as are read at once; one with more stands alone. */
function* portionsOf(orders: readonly SummaryRow[]): Generator<readonly SummaryRow[]> {
  let portion: SummaryRow[] = [];
  let lines = 0;
  for (const order of orders) {
    if (portion.length > 0 && lines + order.lineCount > linesAtOnce) {
      yield portion;
      portion = [];
      lines = 0;
    }
    portion.push(order);
    lines += order.lineCount;
  }
  if (portion.length > 0) yield portion;
}

/** Lines of a portion in their order; of an order that stands alone the next ones. */
async function linesOf(
  context: ActorContext,
  portion: readonly SummaryRow[],
  after: number,
): Promise<LineRow[]> {
  const [first] = portion;
  const which =
    portion.length === 1
      ? sql`l.order_id = ${first?.id}::uuid and l.line > ${after}`
      : sql`l.order_id = any(${portion.map((order) => order.id)}::uuid[])`;
  const most = portion.length === 1 ? sql`limit ${linesAtOnce}` : sql``;
  return reading(context.database.db, context.scope, async (tx) => {
    const { rows } = await sql<LineRow>`
      select l.order_id, l.line, l.item_code, l.product_name, l.specification, m.name as manufacturer, l.purchase_unit,
        l.price, l.price_kind, l.quantity, l.amount, l.confirmed, l.shipped, l.accepted, l.rejected, l.stocked, l.returned,
        l.closed, l.state
      from order_line l join organisation m on m.id = l.manufacturer_id
      where l.province = ${context.scope.province} and ${which} and ${readableLines(context.actor)}
      order by l.order_id desc, l.line ${most}`.execute(tx);
    return rows;
  });
}

/** Portion after portion, each read by itself: a long export holds no transaction open, and others are served between two. */
async function* exportRows(context: ActorContext, query: Filters): AsyncGenerator<readonly string[]> {
  let cursor: string | undefined;
  for (;;) {
    const page = { cursor, limit: ordersAtOnce - 1 };
    const orders = await reading(context.database.db, context.scope, (tx) =>
      summaryRows(tx, context, query, page),
    );
    for (const portion of portionsOf(orders)) yield* rowsOf(context, portion, query.language);
    const last = orders.at(-1);
    if (last === undefined || orders.length < ordersAtOnce) return;
    cursor = cursorOf([last.id]);
  }
}

async function* rowsOf(
  context: ActorContext,
  portion: readonly SummaryRow[],
  language: Language,
): AsyncGenerator<readonly string[]> {
  const byId = new Map(portion.map((order) => [order.id, order]));
  for (let after = 0; ;) {
    const lines = await linesOf(context, portion, after);
    for (const line of lines) {
      const order = byId.get(line.orderId);
      if (order !== undefined) yield cellsOf(order, line, language);
    }
    if (portion.length > 1 || lines.length < linesAtOnce) return;
    after = lines.at(-1)?.line ?? after;
  }
}

export async function exportLines(
  context: Context,
  { query }: Call<typeof exportOrders>,
): Promise<Result<Download, never>> {
  const rows = exportRows(context as ActorContext, query);
  const header = columns.map((column) => column[query.language]);
  const name = `${query.language === 'zh' ? '订单明细' : 'order-lines'}-${context.today}`;
  if (query.as === 'csv') {
    return ok({
      fileName: `${name}.csv`,
      type: 'text/csv; charset=utf-8',
      stream: csvStream(header, rows),
    });
  }
  return ok({
    fileName: `${name}.xlsx`,
    type: workbookType,
    stream: workbookStream({ sheet: query.language === 'zh' ? '订单明细' : 'Order lines', header, rows }),
  });
}
