import type { SupplyReport, UsageReport } from '@daylight/api/execution-shapes.ts';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { Deadline } from '../../ui/deadline.tsx';
import type { Filter } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { reportTexts } from './texts.ts';

type Report = Pick<UsageReport | SupplyReport, 'state' | 'overdue' | 'due' | 'reportedAt'>;

const views = ['open', 'overdue', 'reported'] as const;
interface FilterWords {
  readonly view: string;
  readonly views: Readonly<Record<(typeof views)[number], string>>;
}

export function reportFilters(t: FilterWords): readonly Filter[] {
  return [
    {
      kind: 'choice',
      name: 'view',
      label: t.view,
      options: views.map((value) => ({ value, label: t.views[value] })),
    },
  ];
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
