// screen: SX-5.3a
import { readSupplyReport, submitSupplyReport } from '@daylight/api/execution-report.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
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

type Report = ReplyOf<typeof readSupplyReport>;

/** One month of a winner: what it still owes by the ledger, and what it states. */
export function SupplyDetailsPage(): ReactNode {
  const t = useTexts(reportTexts);
  const may = useMay();
  const actor = useActor();
  const reportId = useParam('reportId');
  const { data: report, error, refetch } = useAsk(readSupplyReport, { params: { reportId } });
  const shape = useShape(report?.items ?? []);
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (report === undefined) return <PageSkeleton />;
  const isMine = report.manufacturer.id === actor?.organisationId && may('execution.supply');
  return (
    <ReportDetails
      report={report}
      title={t.supply}
      list="/supply-reports"
      who={{ name: t.manufacturer, value: report.manufacturer.name }}
    >
      {report.state === 'open' && isMine ? (
        <Entry report={report} shape={shape} />
      ) : (
        <StatedLines shape={shape} />
      )}
    </ReportDetails>
  );
}

type Shape = ReportShape<Report['items'][number], 'capacity' | 'stock' | 'supplied'>;

function useShape(lines: Shape['lines']): Shape {
  const t = useTexts(reportTexts);
  return {
    lines,
    idOf: (line) => line.productId,
    recorded: [
      productColumn(t.product, (line) => line.itemName),
      { key: 'owed', title: t.owed, align: 'right', render: (line) => `${line.owed} ${line.unit}` },
      {
        key: 'accepted',
        title: t.accepted,
        align: 'right',
        render: (line) => `${line.accepted} ${line.unit}`,
      },
    ],
    stated: [
      { key: 'capacity', title: t.capacity },
      { key: 'stock', title: t.stock },
      { key: 'supplied', title: t.supplied },
    ],
    note: { title: t.note },
  };
}

function Entry({ report, shape }: { readonly report: Report; readonly shape: Shape }): ReactNode {
  const t = useTexts(reportTexts);
  const submit = useDo(submitSupplyReport);
  return (
    <ReportEntry
      shape={shape}
      begin={({ accepted }) => ({ supplied: accepted })}
      send={(lines, note) =>
        submit.run({
          params: { reportId: report.id },
          body: {
            lines: lines.map(({ line, said }) => ({ productId: line.productId, ...said })),
            note,
            version: report.version,
          },
        })
      }
      pending={submit.pending}
      problem={submit.problem}
      submit={t.submitSupply}
      draft={`supply.${report.id}`}
    />
  );
}
