import type * as api from '@daylight/api/execution.ts';
import type { RefusalOf } from '@daylight/api/endpoint.ts';
import { workbookType } from '@daylight/api/workbook.ts';
import { type Result, assert, ok } from '@daylight/rules/result.ts';
import type { ActorContext, Context } from '../../context.ts';
import { reading } from '../../db.ts';
import type { Call, Download } from '../../route.ts';
import { workbookStream } from '../../workbook/write-workbook.ts';
import { type AccountRow, accountRows } from './rows.ts';

const header = [
  '项目编号',
  '医疗机构',
  '地区',
  '品种',
  '产品',
  '生产企业',
  '单位',
  '约定采购量',
  '完成量',
  '协议期起',
  '协议期止',
  '提醒次数',
  '机构说明',
  '评定',
  '评定说明',
] as const;
const words = { pending: '待评定', counted: '计入考核', excused: '不计入' } as const;
const perRead = 500;

function cellsOf(row: AccountRow): string[] {
  return [
    row.round,
    row.institution,
    row.areaName ?? row.area,
    row.itemName,
    row.productName,
    row.manufacturer,
    row.unit,
    row.agreed,
    row.accepted,
    row.fromOn,
    row.untilOn,
    String(row.reminders),
    row.explanation,
    row.mark === null ? '' : words[row.mark],
    row.markNote,
  ];
}

/** 考核名单: who did not buy the agreed volume, for assessment, budget and agreement (SX-5.4b). */
export async function marksWorkbook(
  context: Context,
  { query }: Call<typeof api.volumeMarksWorkbook>,
): Promise<Result<Download, RefusalOf<typeof api.volumeMarksWorkbook>>> {
  assert(context.actor !== null, 'an export is asked for by a person');
  const asking: ActorContext = { ...context, actor: context.actor };
  async function* rows(): AsyncGenerator<readonly string[]> {
    let below: string | null = null;
    for (;;) {
      const part: AccountRow[] = await reading(context.database.db, context.scope, (tx) => {
        let found = accountRows(tx, asking).where('a.mark', 'is not', null);
        if (query.tenderId !== undefined) found = found.where('a.tenderId', '=', query.tenderId);
        if (below !== null) found = found.where('a.id', '<', below);
        return found.orderBy('a.id', 'desc').limit(perRead).execute();
      });
      yield* part.map(cellsOf);
      below = part.at(-1)?.id ?? null;
      if (part.length < perRead) return;
    }
  }
  return ok({
    fileName: `约定采购量考核名单-${context.today}.xlsx`,
    type: workbookType,
    stream: workbookStream({ sheet: '考核名单', header, rows: rows() }),
  });
}
