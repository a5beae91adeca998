import type { SupplyReport, UsageReport } from '@daylight/api/execution-shapes.ts';
import type { Problem } from '@daylight/api/wire.ts';
import { App, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { Details, type Fact, Section } from '../../ui/details.tsx';
import { EntityForm, QuantityInput, needed, quantityRule } from '../../ui/entity-form.tsx';
import { type Column, TableView } from '../../ui/table-view.tsx';
import { ReportDue, ReportState } from './report-parts.tsx';
import { reportTexts } from './texts.ts';
import './execution.css';

type Report = (Omit<UsageReport, 'institution'> | Omit<SupplyReport, 'manufacturer'>) & {
  readonly note: string;
};

/** One month of a round: who reports, until when, and the lines below. */
export function ReportDetails(props: {
  readonly report: Report;
  readonly title: string;
  readonly list: string;
  readonly who: Fact;
  readonly children: ReactNode;
}): ReactNode {
  const t = useTexts(reportTexts);
  const { report, title, list, who } = props;
  return (
    <Details
      title={`${title} ${report.month.slice(0, 7)}`}
      note={`${report.tender.number} ${report.tender.title}`}
      above={{ to: list, title }}
      state={<ReportState report={report} />}
      facts={[
        who,
        { name: report.state === 'open' ? t.due : t.reportedAt, value: <ReportDue report={report} /> },
        ...(report.note === '' ? [] : [{ name: t.note, value: report.note, wide: true }]),
      ]}
    >
      {props.children}
    </Details>
  );
}

/** A product of a report: figures that the platform recorded, quantities that its reporter states, and a note. */
type Line<Key extends string> = { readonly [K in Key]: string | null } & {
  readonly product: string;
  readonly unit: string;
  readonly note: string;
};

export interface ReportShape<L extends Line<Key>, Key extends string> {
  readonly lines: readonly L[];
  readonly idOf: (line: L) => string;
  readonly recorded: readonly Column<L>[];
  readonly stated: readonly { readonly key: Key; readonly title: string }[];
  readonly note: { readonly title: string; readonly placeholder?: string };
}

export function productColumn<L extends Line<never>>(title: string, details: (line: L) => string): Column<L> {
  return {
    key: 'product',
    title,
    card: 'title',
    render: (line) => <TwoLines below={details(line)}>{line.product}</TwoLines>,
  };
}

/** What was stated, to be read. */
export function StatedLines<L extends Line<Key>, Key extends string>({
  shape,
}: {
  readonly shape: ReportShape<L, Key>;
}): ReactNode {
  const t = useTexts(reportTexts);
  const columns: readonly Column<L>[] = [
    ...shape.recorded,
    ...shape.stated.map(({ key, title }): Column<L> => ({
      key,
      title,
      align: 'right',
      render: (line) => line[key] ?? '',
    })),
    { key: 'note', title: shape.note.title, render: (line) => line.note },
  ];
  return (
    <Section title={t.lines}>
      <TableView columns={columns} rows={shape.lines} rowKey={shape.idOf} inside />
    </Section>
  );
}

type Said<Key extends string> = Readonly<Record<Key, string>> & { readonly note: string };

interface Values {
  readonly lines: readonly Readonly<Record<string, string | undefined>>[];
  readonly note?: string;
}

interface EntryProps<L extends Line<Key>, Key extends string> {
  readonly shape: ReportShape<L, Key>;
  /** What a line begins with. */
  readonly begin: (line: L) => Readonly<Partial<Record<Key | 'note', string>>>;
  readonly send: (lines: readonly { line: L; said: Said<Key> }[], note: string) => Promise<unknown>;
  readonly pending: boolean;
  readonly problem: Problem | null;
  readonly submit: string;
  readonly draft: string;
}

/** The lines with fields for what is to be stated. */
export function ReportEntry<L extends Line<Key>, Key extends string>(props: EntryProps<L, Key>): ReactNode {
  const t = useTexts(reportTexts);
  const { message } = App.useApp();
  const { shape, begin, send } = props;
  async function submit(values: Values): Promise<unknown> {
    const lines = shape.lines.map((line, index) => {
      const typed = values.lines[index];
      const quantities = shape.stated.map(({ key }) => [key, typed?.[key] ?? '']);
      return { line, said: { ...Object.fromEntries(quantities), note: typed?.['note'] ?? '' } as Said<Key> };
    });
    const reply = await send(lines, values.note ?? '');
    if (reply !== null) void message.success(t.sent);
    return reply;
  }
  return (
    <EntityForm<Values>
      initial={{ lines: shape.lines.map(begin) }}
      onSubmit={submit}
      pending={props.pending}
      problem={props.problem}
      submit={props.submit}
      draft={props.draft}
      className="dl-volume-form"
    >
      <TableView columns={useEntryColumns(shape)} rows={shape.lines} rowKey={shape.idOf} inside />
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={1000} />
      </Form.Item>
    </EntityForm>
  );
}

function useEntryColumns<L extends Line<Key>, Key extends string>(
  shape: ReportShape<L, Key>,
): readonly Column<L>[] {
  const t = useTexts(reportTexts);
  const { lines, idOf, recorded, stated, note } = shape;
  const places = new Map(lines.map((line, index) => [idOf(line), index]));
  const placeOf = (line: L): number => places.get(idOf(line)) ?? 0;
  return [
    ...recorded,
    ...stated.map(({ key, title }): Column<L> => ({
      key,
      title,
      render: (line) => (
        <div className="dl-volume-input">
          <Form.Item
            name={['lines', placeOf(line), key]}
            rules={[needed(t.fillIn), quantityRule(t.fillIn)]}
            noStyle
          >
            <QuantityInput unit={line.unit} aria-label={`${line.product} ${title}`} />
          </Form.Item>
        </div>
      ),
    })),
    {
      key: 'note',
      title: note.title,
      render: (line) => (
        <Form.Item name={['lines', placeOf(line), 'note']} noStyle>
          <Input
            maxLength={500}
            aria-label={`${line.product} ${note.title}`}
            {...(note.placeholder === undefined ? {} : { placeholder: note.placeholder })}
          />
        </Form.Item>
      ),
    },
  ];
}
