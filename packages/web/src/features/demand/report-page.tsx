// screen: SX-3.1a, GY-4.1, SX-4.1
import { readReport } from '@daylight/api/demand.ts';
import { type ReactNode, useState } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, type Fact, Happenings, Section } from '../../ui/details.tsx';
import { DateText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import './demand.css';
import type { ReportView } from './editing.ts';
import { DeviationTag, ProductName } from './item-editor.tsx';
import { ReportActions } from './report-actions.tsx';
import { ReportEditor } from './report-editor.tsx';
import { reportTone } from './states.ts';
import { texts } from './texts.ts';
import { WorkbookDialog } from './workbook.tsx';

/** One institution's report: typed by its buyer, read by everybody else who has to do with it. */
export function ReportPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const institutionId = useParam('institutionId');
  const { data, error, refetch } = useAsk(readReport, { params: { tenderId, institutionId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Report report={data} />;
}

function Report({ report }: { readonly report: ReportView }): ReactNode {
  const t = useTexts(texts);
  const { head } = report;
  const [atWorkbook, setAtWorkbook] = useState(false);
  const isConfirming = head.lockedAt !== null && (head.state === 'submitted' || head.state === 'confirmed');
  const timeline = report.steps.map((step, place) => ({
    id: String(place),
    at: step.at,
    title: t.steps[step.kind],
    detail: [
      step.organisation,
      step.person,
      step.lines === null ? null : t.stepLines(step.lines),
      step.note === '' ? null : step.note,
    ]
      .filter((each) => each !== null)
      .join(' · '),
  }));
  const dueAt = head.lockedAt === null ? head.dueAt : isConfirming ? head.confirmDueAt : null;
  return (
    <Details
      title={`${head.tenderTitle} · ${head.institution}`}
      above={{ to: '/volume-reports', title: t.reports }}
      state={<StateTag tone={reportTone[head.state]}>{t.states[head.state]}</StateTag>}
      note={head.tenderNumber}
      actions={<ReportActions report={report} />}
      next={
        dueAt === null ? undefined : (
          <>
            {head.lockedAt === null ? t.dueAt : t.confirmDue} <Deadline dueAt={dueAt} basis={report.basis} />
          </>
        )
      }
      facts={useFacts(report)}
      {...(report.may.edit ? {} : { timeline })}
    >
      {report.may.edit ? (
        <>
          <ReportEditor key={head.version} report={report} onWorkbook={() => setAtWorkbook(true)} />
          <WorkbookDialog
            tenderId={head.tenderId}
            number={head.tenderNumber}
            open={atWorkbook}
            onClose={() => setAtWorkbook(false)}
          />
          {timeline.length === 0 ? null : (
            <Section title={t.history}>
              <Happenings items={timeline} />
            </Section>
          )}
        </>
      ) : (
        <ReportLines report={report} />
      )}
    </Details>
  );
}

function useFacts(report: ReportView): Fact[] {
  const t = useTexts(texts);
  const { head } = report;
  const moment = (at: string | null) => (at === null ? '—' : <DateText at={at} time />);
  return [
    { name: t.area, value: head.areaName },
    { name: t.usePeriod, value: `${report.useFrom} — ${report.useUntil}` },
    { name: t.fromAt, value: moment(head.fromAt) },
    { name: t.dueAt, value: moment(head.dueAt) },
    { name: t.lockedAt, value: moment(head.lockedAt) },
    { name: t.submittedAt, value: moment(head.submittedAt) },
    { name: t.confirmedAt, value: moment(head.confirmedAt) },
    { name: t.reviewedAt, value: moment(head.reviewedAt) },
    ...(head.note === '' ? [] : [{ name: t.noteShort, value: head.note, wide: true }]),
  ];
}

/** What was handed in, item by item, beside last year's use. */
function ReportLines({ report }: { readonly report: ReportView }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const isIn = report.head.submittedAt !== null;
  return report.items.map((item) => {
    const none = report.noNeed.find((each) => each.item === item.item);
    const lines = report.lines.filter((line) => line.item === item.item);
    return (
      <Section
        key={item.item}
        title={`${item.name}${m.open}${item.unit}${m.close}`}
        extra={<Article basis={report.basis} />}
      >
        {none === undefined ? null : <p>{t.saidNoNeed(none.explanation)}</p>}
        {lines.length === 0 ? (
          none === undefined ? (
            <p className="dl-soft">—</p>
          ) : null
        ) : (
          <TableView
            inside
            label={item.name}
            rows={lines}
            rowKey={(line) => line.productId}
            tone={(line) => (line.isDeviating ? 'warning' : null)}
            columns={[
              {
                key: 'product',
                title: t.product,
                card: 'title',
                render: (line) => <ProductName product={line} />,
              },
              {
                key: 'used',
                title: t.used,
                align: 'right',
                render: (line) => (line.used === null ? '—' : <QuantityText count={line.used} />),
              },
              {
                key: 'lastYear',
                title: t.lastYear,
                align: 'right',
                render: (line) => (line.lastYear === null ? '—' : <QuantityText count={line.lastYear} />),
              },
              {
                key: 'reported',
                title: t.need,
                align: 'right',
                render: (line) =>
                  line.reported === null || !isIn ? (
                    '—'
                  ) : (
                    <QuantityText count={line.reported} unit={item.unit} />
                  ),
              },
              {
                key: 'change',
                title: t.change,
                align: 'right',
                render: (line) => (
                  <DeviationTag
                    reported={line.reported ?? ''}
                    lastYear={line.lastYear ?? ''}
                    limit={report.deviation}
                  />
                ),
              },
              { key: 'explanation', title: t.explanation, render: (line) => line.explanation },
            ]}
          />
        )}
      </Section>
    );
  });
}
