import { type Facts, type Refusal, refuse } from '@daylight/rules/result.ts';

/** Why a file is not read as a workbook. The API gives each a text in packages/api/src/workbook.ts. */
export const workbookRefusals = [
  'workbook.empty',
  'workbook.tooLarge',
  'workbook.notAWorkbook',
  'workbook.oldFormat',
  'workbook.encrypted',
  'workbook.macros',
  'workbook.broken',
  'workbook.expandsTooMuch',
  'workbook.tooManyColumns',
  'workbook.sheetMissing',
] as const;
export type WorkbookRefusalCode = (typeof workbookRefusals)[number];
export type WorkbookRefusal = Refusal<WorkbookRefusalCode>;

export interface WorkbookLimits {
  readonly fileBytesMax: number;
  /** All parts together, unpacked. */
  readonly unpackedBytesMax: number;
  /** Unpacked to packed size of one part; real sheets stay below 60, a bomb of zeros has 1,000. */
  readonly ratioMax: number;
  readonly columnsMax: number;
  /** Bytes of XML of one row: 21 cells of the longest text that Excel allows stay below. */
  readonly rowBytesMax: number;
}

const MB = 1024 * 1024;

/** These protect the machine; no notice sets them. */
export const workbookLimits: WorkbookLimits = {
  fileBytesMax: 512 * MB,
  unpackedBytesMax: 8192 * MB,
  ratioMax: 250,
  columnsMax: 256,
  rowBytesMax: 8 * MB,
};

/** Carries a refusal out of the middle of a stream; `openWorkbook` and `eachBatch` turn it back into a value. */
export class WorkbookProblem extends Error {
  readonly refusal: WorkbookRefusal;

  constructor(code: WorkbookRefusalCode, facts: Facts = {}) {
    super(code);
    this.refusal = refuse(code, { field: 'file', facts });
  }
}
