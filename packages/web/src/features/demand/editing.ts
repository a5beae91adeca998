import type { readReport } from '@daylight/api/demand.ts';
import type { DemandProductWire, KeptLineWire } from '@daylight/api/demand-shapes.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { isQuantity, quantity } from '@daylight/rules/money.ts';

export type ReportView = ReplyOf<typeof readReport>;

/** A line as it is typed: '' is empty, and never zero. */
export interface TypedLine {
  readonly product: DemandProductWire;
  readonly reported: string;
  readonly lastYear: string;
  readonly explanation: string;
}
/** What is typed of one item. */
export interface TypedItem {
  readonly lines: readonly TypedLine[];
  /** Null: not said to be without need. */
  readonly noNeed: string | null;
}
export type Typed = Readonly<Record<string, TypedItem>>;

function typedLine(line: KeptLineWire): TypedLine {
  const { reported, lastYear, explanation, ...product } = line;
  return { product, reported: reported ?? '', lastYear: lastYear ?? '', explanation };
}

/** The draft where there is one, else what was handed in, else the products in use. */
export function typedOf(report: ReportView): Typed {
  const said = report.draft ?? report;
  return Object.fromEntries(
    report.items.map(({ item }) => [
      item,
      {
        lines: said.lines.filter((line) => line.item === item).map(typedLine),
        noNeed: said.noNeed.find((each) => each.item === item)?.explanation ?? null,
      },
    ]),
  );
}

/** A product that is added: its last year stands in it where the platform knows it. */
export function newLine(product: DemandProductWire): TypedLine {
  return { product, reported: '', lastYear: product.used ?? '', explanation: '' };
}

function countOf(text: string): string | null {
  return isQuantity(text) ? quantity(text) : null;
}

interface Body {
  readonly lines: { productId: string; reported: string; lastYear: string; explanation: string }[];
  readonly noNeed: { item: string; explanation: string }[];
}

/** Cells that have to be typed before anything is handed in. */
export function emptyCells(typed: Typed): number {
  return Object.values(typed)
    .filter((each) => each.noNeed === null)
    .flatMap((each) => each.lines)
    .reduce(
      (count, line) =>
        count + (countOf(line.reported) === null ? 1 : 0) + (countOf(line.lastYear) === null ? 1 : 0),
      0,
    );
}

function noNeedOf(typed: Typed): Body['noNeed'] {
  return Object.entries(typed).flatMap(([item, { noNeed }]) =>
    noNeed === null ? [] : [{ item, explanation: noNeed.trim() }],
  );
}

/** What is handed in; only without empty cells. */
export function bodyOf(typed: Typed): Body {
  return {
    lines: Object.values(typed)
      .filter((each) => each.noNeed === null)
      .flatMap((each) => each.lines)
      .map(({ product, reported, lastYear, explanation }) => ({
        productId: product.productId,
        reported: countOf(reported) ?? '',
        lastYear: countOf(lastYear) ?? '',
        explanation: explanation.trim(),
      })),
    noNeed: noNeedOf(typed),
  };
}

/** What is kept unfinished. */
export function draftOf(typed: Typed) {
  return {
    lines: Object.values(typed)
      .flatMap((each) => each.lines)
      .map(({ product, reported, lastYear, explanation }) => ({
        productId: product.productId,
        reported: countOf(reported),
        lastYear: countOf(lastYear),
        explanation: explanation.trim(),
      })),
    noNeed: noNeedOf(typed),
  };
}
