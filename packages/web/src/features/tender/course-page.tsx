// screen: GY-5.4
import { courseSubjects, courseWorkbook, readCourse } from '@daylight/api/tender-oversight.ts';
import type { TenderState } from '@daylight/rules/tender/state.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import { Article } from '../../ui/why.tsx';
import { oversight } from './oversight-texts.ts';
import { texts as roundTexts } from './round-texts.ts';

/** Every step of a round for who supervises it: read, and exported. */
export function CoursePage(): ReactNode {
  const t = useTexts(oversight);
  const r = useTexts(roundTexts);
  const say = useSay();
  const tenderId = useParam('tenderId');
  const word = (state: string | null): string =>
    state === null ? '' : (r.states[state as TenderState] ?? state);
  return (
    <>
      <PageHead title={t.course} note={t.courseNote} above={{ to: `/rounds/${tenderId}`, title: t.rounds }} />
      <DataTable<typeof readCourse>
        id="round-course"
        endpoint={readCourse}
        params={{ tenderId }}
        exportEndpoint={courseWorkbook}
        filters={[choice('subject', t.subject, t.subjects, courseSubjects)]}
        columns={[
          {
            key: 'at',
            title: t.at,
            nowrap: true,
            text: (row) => row.at,
            render: (row) => <DateText at={row.at} time />,
          },
          {
            key: 'what',
            title: t.what,
            card: 'title',
            text: (row) => say(row.what),
            render: (row) => say(row.what),
          },
          {
            key: 'who',
            title: t.who,
            text: (row) => (row.hidden ? t.hidden : (row.organisation ?? t.platform)),
            render: (row) =>
              row.hidden
                ? t.hidden
                : [row.organisation ?? t.platform, row.person].filter(Boolean).join(' · '),
          },
          {
            key: 'change',
            title: t.change,
            text: (row) => word(row.to),
            render: (row) =>
              row.to === null
                ? '—'
                : row.from === null
                  ? word(row.to)
                  : `${word(row.from)} → ${word(row.to)}`,
          },
          {
            key: 'basis',
            title: t.basis,
            render: (row) => (
              <Space wrap size={4}>
                {row.basis.map((each) => (
                  <Article key={`${each.document} ${each.article}`} basis={each} />
                ))}
              </Space>
            ),
          },
          {
            key: 'position',
            title: t.position,
            align: 'right',
            text: (row) => String(row.position ?? ''),
            render: (row) => row.position ?? <span className="dl-soft">{t.unsealed}</span>,
          },
        ]}
        empty={{ title: t.noSteps }}
      />
    </>
  );
}
