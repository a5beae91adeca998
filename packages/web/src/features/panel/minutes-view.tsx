import type { minutes as minutesShape } from '@daylight/api/panel.ts';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { useSay } from '../../i18n/language.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines } from '../../ui/columns.tsx';
import { Facts } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import './panel.css';
import { texts } from './texts.ts';

type Minutes = z.output<typeof minutesShape>;
type Member = Minutes['members'][number];

/** The minutes as a table: letters, points, totals and opinions; names only where the server gave them. */
export function MinutesView({ minutes }: { readonly minutes: Minutes }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const say = useSay();
  const named = minutes.members.some((each) => each.name !== null);
  return (
    <>
      <Facts
        facts={[
          {
            name: t.outcome,
            value: (
              <StateTag tone={minutes.outcome === 'recommended' ? 'good' : 'danger'}>
                {t.outcomes[minutes.outcome]}
              </StateTag>
            ),
          },
          { name: t.score, value: <strong>{minutes.score}</strong> },
          { name: t.threshold, value: minutes.threshold },
          { name: t.statistic, value: t.statistics[minutes.statistic] },
          { name: t.closedAt, value: <DateText at={minutes.closedAt} time /> },
          { name: t.minutesHash, value: <code className="dl-hash">{minutes.hash}</code>, wide: true },
        ]}
      />
      <TableView<Member>
        inside
        rows={minutes.members}
        rowKey={(row) => row.memberCode}
        columns={[
          {
            key: 'memberCode',
            title: t.memberCode,
            card: 'title',
            text: (row) => row.memberCode,
            render: (row) => row.memberCode,
          },
          ...(named
            ? [
                {
                  key: 'name',
                  title: t.name,
                  text: (row: Member) => row.name ?? '',
                  render: (row: Member) => <TwoLines below={row.employer}>{row.name}</TwoLines>,
                },
              ]
            : []),
          ...minutes.criteria.map((each) => ({
            key: each.code,
            title: say(each),
            align: 'right' as const,
            text: (row: Member) => String(row.points[each.code] ?? ''),
            render: (row: Member) => row.points[each.code] ?? '—',
          })),
          {
            key: 'total',
            title: t.total,
            align: 'right',
            text: (row) => row.total,
            render: (row) => <strong>{row.total}</strong>,
          },
          {
            key: 'opinion',
            title: t.opinion,
            width: 220,
            text: (row) => row.opinion,
            render: (row) => row.opinion,
          },
        ]}
      />
      {minutes.excluded.length === 0 ? null : (
        <p className="dl-soft">
          {t.excluded}
          {m.colon}
          {minutes.excluded
            .map((each) => `${each.code}${m.open}${t.exclusions[each.why]}${m.close}`)
            .join(m.list)}
        </p>
      )}
      {minutes.absent.length === 0 ? null : (
        <p className="dl-soft">
          {t.absent}
          {m.colon}
          {minutes.absent
            .map((each) => `${each.code}${m.open}${t.candidateStates[each.state]}${m.close}`)
            .join(m.list)}
        </p>
      )}
    </>
  );
}
