// screen: JS-25b
import { readUsageReport, submitUsageReport } from '@daylight/api/execution-report.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { expectedOf } from '@daylight/rules/execution/report.ts';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import {
  ReportDetails,
  ReportEntry,
  type ReportShape,
  StatedLines,
  productColumn,
} from './monthly-report.tsx';
import { reportTexts } from './texts.ts';

type Report = ReplyOf<typeof readUsageReport>;

/** One month: what the platform recorded, and what the institution states of it. */
export function UsageDetailsPage(): ReactNode {
  const t = useTexts(reportTexts);
  const may = useMay();
  const actor = useActor();
  const reportId = useParam('reportId');
  const { data: report, error, refetch } = useAsk(readUsageReport, { params: { reportId } });
  const shape = useShape(report?.items ?? []);
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (report === undefined) return <PageSkeleton />;
  const isMine = report.institution.id === actor?.organisationId && may('execution.report');
  return (
    <ReportDetails
      report={report}
      title={t.usage}
      list="/volume-usage"
      who={{ name: t.institution, value: report.institution.name }}
    >
      {report.state === 'open' && isMine ? (
        <Entry report={report} shape={shape} />
      ) : (
        <StatedLines shape={shape} />
      )}
    </ReportDetails>
  );
}

type Shape = ReportShape<Report['items'][number], 'stated' | 'used'>;

function useShape(lines: Shape['lines']): Shape {
  const t = useTexts(reportTexts);
  return {
    lines,
    idOf: (line) => line.accountId,
    recorded: [
      productColumn(t.product, (line) => `${line.itemName} · ${line.manufacturer}`),
      { key: 'ordered', title: t.ordered, align: 'right', render: (line) => `${line.ordered} ${line.unit}` },
      { key: 'bought', title: t.bought, align: 'right', render: (line) => `${line.bought} ${line.unit}` },
    ],
    stated: [
      { key: 'stated', title: t.stated },
      { key: 'used', title: t.used },
    ],
    note: { title: t.why, placeholder: t.whyNeeded },
  };
}

function Entry({ report, shape }: { readonly report: Report; readonly shape: Shape }): ReactNode {
  const t = useTexts(reportTexts);
  const submit = useDo(submitUsageReport);
  return (
    <ReportEntry
      shape={shape}
      begin={(line) => {
        const bought = expectedOf(line.bought);
        return { stated: bought, used: bought, note: '' };
      }}
      send={(lines, note) =>
        submit.run({
          params: { reportId: report.id },
          body: {
            lines: lines.map(({ line, said }) => ({ accountId: line.accountId, ...said })),
            note,
            version: report.version,
          },
        })
      }
      pending={submit.pending}
      problem={submit.problem}
      submit={t.submit}
      draft={`usage.${report.id}`}
    />
  );
}
