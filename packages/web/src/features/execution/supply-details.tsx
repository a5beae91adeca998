// screen: SX-5.3a
import { readSupplyReport, submitSupplyReport } from '@daylight/api/execution-report.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
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

type Report = ReplyOf<typeof readSupplyReport>;
type Line = Report['items'][number];

/** One month of a winner: what it still owes by the ledger, and what it states. */
export function SupplyDetailsPage(): ReactNode {
  const t = useTexts(reportTexts);
  const may = useMay();
  const actor = useActor();
  const reportId = useParam('reportId');
  const { data: report, error, refetch } = useAsk(readSupplyReport, { params: { reportId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (report === undefined) return <PageSkeleton />;
  const isMine = report.manufacturer.id === actor?.organisationId && may('execution.supply');
  return (
    <Details
      title={`${t.supply} ${report.month.slice(0, 7)}`}
      note={`${report.tender.number} ${report.tender.title}`}
      above={{ to: '/supply-reports', title: t.supply }}
      state={<ReportState report={report} />}
      facts={[
        { name: t.manufacturer, value: report.manufacturer.name },
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
          <small className="dl-soft">{line.itemName}</small>
        </>
      ),
    },
    { key: 'owed', title: t.owed, align: 'right', render: (line) => `${line.owed} ${line.unit}` },
    { key: 'accepted', title: t.accepted, align: 'right', render: (line) => `${line.accepted} ${line.unit}` },
  ];
}

const stated = ['capacity', 'stock', 'supplied'] as const;

function Stated({ report }: { readonly report: Report }): ReactNode {
  const t = useTexts(reportTexts);
  const columns: readonly Column<Line>[] = [
    ...useColumns(),
    ...stated.map((key): Column<Line> => ({
      key,
      title: t[key],
      align: 'right',
      render: (line) => line[key] ?? '',
    })),
    { key: 'note', title: t.note, render: (line) => line.note },
  ];
  return (
    <Section title={t.lines}>
      <TableView columns={columns} rows={report.items} rowKey={(line) => line.productId} inside />
    </Section>
  );
}

interface Values {
  readonly lines: readonly (Readonly<Record<(typeof stated)[number], Quantity>> & {
    readonly note?: string;
  })[];
  readonly note?: string;
}

function Entry({ report }: { readonly report: Report }): ReactNode {
  const t = useTexts(reportTexts);
  const { message } = App.useApp();
  const submit = useDo(submitSupplyReport);
  const at = new Map(report.items.map((line, index) => [line.productId, index]));
  const columns: readonly Column<Line>[] = [
    ...useColumns(),
    ...stated.map((key): Column<Line> => ({
      key,
      title: t[key],
      render: (line) => (
        <div className="dl-volume-input">
          <Form.Item
            name={['lines', at.get(line.productId) ?? 0, key]}
            rules={[needed(t.fillIn), quantityRule(t.fillIn)]}
            noStyle
          >
            <QuantityInput unit={line.unit} aria-label={`${line.product} ${t[key]}`} />
          </Form.Item>
        </div>
      ),
    })),
    {
      key: 'note',
      title: t.note,
      render: (line) => (
        <Form.Item name={['lines', at.get(line.productId) ?? 0, 'note']} noStyle>
          <Input maxLength={500} aria-label={`${line.product} ${t.note}`} />
        </Form.Item>
      ),
    },
  ];
  async function send(values: Values): Promise<unknown> {
    const lines = report.items.map((line, index) => ({
      productId: line.productId,
      capacity: values.lines[index]?.capacity ?? '',
      stock: values.lines[index]?.stock ?? '',
      supplied: values.lines[index]?.supplied ?? '',
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
      initial={{ lines: report.items.map((line) => ({ supplied: line.accepted as Quantity })) as never }}
      onSubmit={send}
      pending={submit.pending}
      problem={submit.problem}
      submit={t.submitSupply}
      draft={`supply.${report.id}`}
      className="dl-volume-form"
    >
      <TableView columns={columns} rows={report.items} rowKey={(line) => line.productId} inside />
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </EntityForm>
  );
}
