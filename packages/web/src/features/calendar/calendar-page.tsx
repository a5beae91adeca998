import { importYear, readCalendar } from '@daylight/api/calendar.ts';
import type { CalendarYear } from '@daylight/rules/calendar/notice.ts';
import { type IsoDate, addDays, isIsoDate } from '@daylight/rules/time.ts';
import { App, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { PageHead, Section } from '../../ui/details.tsx';
import { DayInput, EntityForm } from '../../ui/entity-form.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { type PasteRow, PasteTable, filledRows } from '../../ui/paste-table.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { texts } from './texts.ts';

/** The published arrangement of each year; who keeps the platform imports the next one. */
export function CalendarPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { data, error, refetch } = useAsk(readCalendar);
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (data === undefined) return <PageSkeleton />;
  return (
    <>
      <PageHead title={t.title} note={t.note} />
      {may('platform.calendar') ? <ImportForm /> : null}
      {data.years.toReversed().map((year) => (
        <Year key={year.year} year={year} />
      ))}
    </>
  );
}

function Year({ year }: { readonly year: CalendarYear }): ReactNode {
  const t = useTexts(texts);
  const rows = year.notices.flatMap((notice) =>
    notice.holidays.map((holiday) => ({ ...holiday, notice: notice.number, confirmed: notice.confirmed })),
  );
  return (
    <Section title={String(year.year)}>
      <TableView
        rows={rows}
        rowKey={(row) => `${row.notice}${row.article}${row.name}`}
        inside
        columns={[
          { key: 'name', title: t.holiday, card: 'title', width: 120, render: (row) => row.name },
          { key: 'off', title: t.off, render: (row) => row.off.map((day) => day.slice(5)).join('、') },
          {
            key: 'work',
            title: t.work,
            render: (row) => row.work.map((day) => day.slice(5)).join('、') || '—',
          },
          {
            key: 'notice',
            title: t.notices,
            render: (row) => `${row.notice}（${row.confirmed ? t.confirmed : t.unconfirmed}）`,
          },
        ]}
      />
    </Section>
  );
}

interface Values {
  readonly number: string;
  readonly title: string;
  readonly issuedOn: IsoDate;
}

/** Every day from one to another; the server says what is wrong with days that do not fit the year. */
function daysFrom(from: string, until: string): IsoDate[] {
  if (!isIsoDate(from) || !isIsoDate(until)) return [];
  const days: IsoDate[] = [];
  for (let day = from as IsoDate; day <= until && days.length < 60; day = addDays(day, 1)) days.push(day);
  return days;
}

const digits = '一二三四五六七八九十';

function ImportForm(): ReactNode {
  const t = useTexts(texts);
  const { message } = App.useApp();
  const [rows, setRows] = useState<readonly PasteRow[]>([]);
  const add = useDo(importYear, {
    touches: ['calendar'],
    then: ({ year, recomputed }) => void message.success(t.done(year, recomputed)),
  });
  const needed = [{ required: true, message: t.needed }];
  const isDay = (text: string): string | null => (isIsoDate(text) ? null : t.notDay);
  function submit({ number, title, issuedOn }: Values) {
    const holidays = filledRows(rows).map(({ name = '', from = '', until = '', work = '' }, index) => ({
      article: digits[index] ?? String(index + 1),
      name,
      off: daysFrom(from, until === '' ? from : until),
      work: work.split(/[、,，\s]+/).filter((day): day is IsoDate => isIsoDate(day)),
    }));
    const year = Number(holidays[0]?.off.at(-1)?.slice(0, 4) ?? 0);
    return add.run({
      body: { year, notices: [{ number, title, issuedOn, confirmed: true, note: null, holidays }] },
    });
  }
  return (
    <Section title={t.import}>
      <p>{t.importNote}</p>
      <EntityForm<Values> onSubmit={submit} pending={add.pending} problem={add.problem} submit={t.submit}>
        <Form.Item name="number" label={t.number} rules={needed}>
          <Input placeholder="国办发明电〔2026〕…号" />
        </Form.Item>
        <Form.Item name="title" label={t.name} rules={needed}>
          <Input />
        </Form.Item>
        <Form.Item name="issuedOn" label={t.issuedOn} rules={needed}>
          <DayInput />
        </Form.Item>
        <PasteTable
          label={t.table}
          columns={[
            { key: 'name', title: t.holiday },
            { key: 'from', title: t.from, check: isDay },
            { key: 'until', title: t.until, check: (text) => (text === '' ? null : isDay(text)) },
            { key: 'work', title: t.workDays },
          ]}
          value={rows}
          onChange={setRows}
          rowsMax={12}
        />
      </EntityForm>
    </Section>
  );
}
