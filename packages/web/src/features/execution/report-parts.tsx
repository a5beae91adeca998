import type { SupplyReport, UsageReport } from '@daylight/api/execution-shapes.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Deadline } from '../../ui/deadline.tsx';
import { type Filter, choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { type Tone, StateTag } from '../../ui/tags.tsx';
import { reportTexts } from './texts.ts';

type Report = Pick<UsageReport | SupplyReport, 'state' | 'overdue' | 'due' | 'reportedAt'>;

const views = ['open', 'overdue', 'reported'] as const;
interface FilterWords {
  readonly view: string;
  readonly views: Readonly<Record<(typeof views)[number], string>>;
}

export function reportFilters(t: FilterWords): readonly Filter[] {
  return [choice('view', t.view, t.views, views)];
}

/** The columns of a list of monthly reports: which month of which round, of whom (`who`), how far it is. */
export function useReportColumns<R extends UsageReport | SupplyReport>(who: Column<R>): readonly Column<R>[] {
  const t = useTexts(reportTexts);
  return [
    {
      key: 'month',
      title: t.month,
      card: 'title',
      nowrap: true,
      text: (row) => row.month.slice(0, 7),
      render: (row) => row.month.slice(0, 7),
    },
    {
      key: 'round',
      title: t.round,
      text: (row) => row.tender.number,
      render: (row) => `${row.tender.number} ${row.tender.title}`,
    },
    who,
    { key: 'lines', title: t.lines, align: 'right', render: (row) => row.lines },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => t.states[row.state],
      render: (row) => <ReportState report={row} />,
    },
    {
      key: 'due',
      title: t.due,
      text: (row) => row.due.dueAt,
      render: (row) => <ReportDue report={row} />,
    },
  ];
}

/** An open report whose time is over. */
export function reportTone({ state, overdue }: Report): Tone | null {
  return state === 'open' && overdue ? 'danger' : null;
}

export function ReportState({ report }: { readonly report: Report }): ReactNode {
  const t = useTexts(reportTexts);
  return (
    <>
      <StateTag tone={report.state === 'open' ? 'waiting' : 'good'}>{t.states[report.state]}</StateTag>
      {report.overdue ? <StateTag tone="danger">{t.overdue}</StateTag> : null}
    </>
  );
}

/** The deadline while it is open; afterwards when it was handed in. */
export function ReportDue({ report }: { readonly report: Report }): ReactNode {
  return report.state === 'open' || report.reportedAt === null ? (
    <Deadline {...report.due} compact />
  ) : (
    <DateText at={report.reportedAt} time />
  );
}
