// screen: JS-25b
import { readUsageReport, submitUsageReport } from '@daylight/api/execution-report.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { expectedOf } from '@daylight/rules/execution/report.ts';
import type { Quantity } from '@daylight/rules/money.ts';
import { App, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useActor, useMay } from '../../session.ts';
import { Details, Section } from '../../ui/details.tsx';
import { EntityForm, QuantityInput, needed, quantityRule } from '../../ui/entity-form.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { ReportDue, ReportState } from './report-parts.tsx';
import { reportTexts } from './texts.ts';
import './execution.css';

type Report = ReplyOf<typeof readUsageReport>;
type Line = Report['items'][number];

/** One month: what the platform recorded, and what the institution states of it. */
export function UsageDetailsPage(): ReactNode {
  const t = useTexts(reportTexts);
  const may = useMay();
  const actor = useActor();
  const reportId = useParam('reportId');
  const { data: report, error, refetch } = useAsk(readUsageReport, { params: { reportId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (report === undefined) return <PageSkeleton />;
  const isMine = report.institution.id === actor?.organisationId && may('execution.report');
  return (
    <Details
      title={`${t.usage} ${report.month.slice(0, 7)}`}
      note={`${report.tender.number} ${report.tender.title}`}
      above={{ to: '/volume-usage', title: t.usage }}
      state={<ReportState report={report} />}
      facts={[
        { name: t.institution, value: report.institution.name },
        { name: report.state === 'open' ? t.due : t.reportedAt, value: <ReportDue report={report} /> },
        ...(report.note === '' ? [] : [{ name: t.note, value: report.note, wide: true }]),
      ]}
    >
      {report.state === 'open' && isMine ? <Entry report={report} /> : <Stated report={report} />}
    </Details>
  );
}

function useColumns(): readonly Column<Line>[] {
  const t = useTexts(reportTexts);
  return [
    {
      key: 'product',
      title: t.product,
      card: 'title',
      render: (line) => (
        <>
          {line.product}
          <br />
          <small className="dl-soft">
            {line.itemName} · {line.manufacturer}
          </small>
        </>
      ),
    },
    { key: 'ordered', title: t.ordered, align: 'right', render: (line) => `${line.ordered} ${line.unit}` },
    { key: 'bought', title: t.bought, align: 'right', render: (line) => `${line.bought} ${line.unit}` },
  ];
}

function Stated({ report }: { readonly report: Report }): ReactNode {
  const t = useTexts(reportTexts);
  const columns: readonly Column<Line>[] = [
    ...useColumns(),
    { key: 'stated', title: t.stated, align: 'right', render: (line) => line.stated ?? '' },
    { key: 'used', title: t.used, align: 'right', render: (line) => line.used ?? '' },
    { key: 'note', title: t.why, render: (line) => line.note },
  ];
  return (
    <Section title={t.lines}>
      <TableView columns={columns} rows={report.items} rowKey={(line) => line.accountId} inside />
    </Section>
  );
}

interface Values {
  readonly lines: readonly { readonly stated: Quantity; readonly used: Quantity; readonly note?: string }[];
  readonly note?: string;
}

function Entry({ report }: { readonly report: Report }): ReactNode {
  const t = useTexts(reportTexts);
  const { message } = App.useApp();
  const submit = useDo(submitUsageReport);
  const at = new Map(report.items.map((line, index) => [line.accountId, index]));
  const field = (line: Line, name: 'stated' | 'used') => (
    <div className="dl-volume-input">
      <Form.Item
        name={['lines', at.get(line.accountId) ?? 0, name]}
        rules={[needed(t.fillIn), quantityRule(t.fillIn)]}
        noStyle
      >
        <QuantityInput unit={line.unit} aria-label={`${line.product} ${t[name]}`} />
      </Form.Item>
    </div>
  );
  const columns: readonly Column<Line>[] = [
    ...useColumns(),
    { key: 'stated', title: t.stated, render: (line) => field(line, 'stated') },
    { key: 'used', title: t.used, render: (line) => field(line, 'used') },
    {
      key: 'note',
      title: t.why,
      render: (line) => (
        <Form.Item name={['lines', at.get(line.accountId) ?? 0, 'note']} noStyle>
          <Input maxLength={500} placeholder={t.whyNeeded} aria-label={`${line.product} ${t.why}`} />
        </Form.Item>
      ),
    },
  ];
  async function send(values: Values): Promise<unknown> {
    const lines = report.items.map((line, index) => ({
      accountId: line.accountId,
      stated: values.lines[index]?.stated ?? '',
      used: values.lines[index]?.used ?? '',
      note: values.lines[index]?.note ?? '',
    }));
    const reply = await submit.run({
      params: { reportId: report.id },
      body: { lines, note: values.note ?? '', version: report.version },
    });
    if (reply !== null) void message.success(t.sent);
    return reply;
  }
  return (
    <EntityForm<Values>
      initial={{
        lines: report.items.map((line) => {
          const bought = expectedOf(line.bought);
          return { stated: bought, used: bought, note: '' };
        }),
      }}
      onSubmit={send}
      pending={submit.pending}
      problem={submit.problem}
      submit={t.submit}
      draft={`usage.${report.id}`}
      className="dl-volume-form"
    >
      <TableView columns={columns} rows={report.items} rowKey={(line) => line.accountId} inside />
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </EntityForm>
  );
}
