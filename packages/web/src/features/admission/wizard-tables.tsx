import { isIsoDate } from '@daylight/rules/time.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { PasteTable } from '../../ui/paste-table.tsx';
import { texts } from './texts.ts';
import { type Place, type Typed, isCode, isPrice, isUnits, placeOf } from './wizard-state.ts';

interface Given {
  readonly typed: Typed;
  readonly change: (changes: Partial<Typed>) => void;
}

/** The specifications with pack and declared price; a block from Excel lands from the cell in focus. */
export function LineTable({
  typed,
  change,
  linesMax,
  problems,
}: Given & { readonly linesMax: number; readonly problems: ReadonlyMap<number, string> }): ReactNode {
  const t = useTexts(texts);
  const whole = (text: string): string | null => (text.trim() === '' ? t.needed : null);
  return (
    <PasteTable
      label={t.linesLabel}
      rowsMax={linesMax}
      value={typed.lines}
      onChange={(lines) => change({ lines })}
      problems={problems}
      columns={[
        {
          key: 'code',
          title: t.code,
          width: 260,
          check: (text) => (isCode(text.trim()) ? null : t.badCode),
        },
        { key: 'unit', title: t.purchaseUnit, width: 90, check: whole },
        { key: 'smallest', title: t.smallestUnit, width: 90, check: whole },
        {
          key: 'units',
          title: t.units,
          width: 120,
          numeric: true,
          check: (text) => (isUnits(text) ? null : t.badUnits),
        },
        {
          key: 'price',
          title: t.price,
          width: 140,
          numeric: true,
          check: (text) => (text === '' || isPrice(text) ? null : t.badPrice),
        },
      ]}
    />
  );
}

const recordsMax = 400;

/** Listing records elsewhere that the platform does not know yet. */
export function RecordTable({
  typed,
  change,
  places,
}: Given & { readonly places: readonly Place[] }): ReactNode {
  const t = useTexts(texts);
  const isDay = (text: string): boolean => isIsoDate(text.trim());
  return (
    <PasteTable
      label={t.recordsLabel}
      rowsMax={recordsMax}
      value={typed.records}
      onChange={(records) => change({ records })}
      columns={[
        {
          key: 'line',
          title: t.recordLine,
          width: 60,
          numeric: true,
          check: (text) => (text === '' || typed.lines[Number(text) - 1] !== undefined ? null : t.badLine),
        },
        {
          key: 'place',
          title: t.place,
          width: 130,
          check: (text) => (placeOf(text, places) === null ? t.badPlace : null),
        },
        {
          key: 'price',
          title: t.recordPrice,
          width: 100,
          numeric: true,
          check: (text) => (isPrice(text) ? null : t.badPrice),
        },
        {
          key: 'unit',
          title: t.recordUnit,
          width: 80,
        },
        {
          key: 'units',
          title: t.units,
          width: 90,
          numeric: true,
          check: (text) => (text.trim() === '' || isUnits(text) ? null : t.badUnits),
        },
        { key: 'from', title: t.from, width: 110, check: (text) => (isDay(text) ? null : t.badDay) },
        {
          key: 'to',
          title: t.to,
          width: 110,
          check: (text) => (text.trim() === '' || isDay(text) ? null : t.badDay),
        },
        { key: 'document', title: t.document, width: 160 },
      ]}
    />
  );
}
