import type { DeliveryMonthItem } from '@daylight/api/directory-shapes.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { StateTag } from '../../ui/tags.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { directory } from './texts.ts';

/** '98.25%' from hundredths of a percent. */
export function rateText(hundredths: number): string {
  const whole = Math.floor(hundredths / 100);
  const rest = hundredths % 100;
  return rest === 0 ? `${whole}%` : `${whole}.${String(rest).padStart(2, '0')}%`;
}

export function RateTag({ month }: { readonly month: DeliveryMonthItem }): ReactNode {
  const t = useTexts(directory);
  if (month.rate === null) return <span className="dl-soft">{t.nothingDue}</span>;
  return <StateTag tone={month.low ? 'danger' : 'good'}>{rateText(month.rate)}</StateTag>;
}

/** Numerator, denominator and what was left out, month by month. */
export function DeliveryMonths({ months }: { readonly months: readonly DeliveryMonthItem[] }): ReactNode {
  const t = useTexts(directory);
  return (
    <TableView
      rows={months}
      rowKey={(row) => row.month}
      inside
      columns={[
        { key: 'month', title: t.month, nowrap: true, card: 'title', render: (row) => row.month.slice(0, 7) },
        { key: 'due', title: t.dueQuantity, align: 'right', render: (row) => row.due },
        { key: 'onTime', title: t.onTime, align: 'right', render: (row) => row.onTime },
        { key: 'excluded', title: t.excluded, align: 'right', render: (row) => row.excluded },
        { key: 'lines', title: t.lines, align: 'right', render: (row) => row.lines },
        { key: 'rate', title: t.rate, card: 'state', render: (row) => <RateTag month={row} /> },
      ]}
    />
  );
}
