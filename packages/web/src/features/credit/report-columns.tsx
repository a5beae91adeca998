import type { CreditReportItem } from '@daylight/api/credit-shapes.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import type { Column } from '../../ui/table-view.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { creditMore } from './supply-texts.ts';
import { reportTone } from './tones.ts';

/** The same columns for the bureau and for who reported. */
export function useReportColumns(): Column<CreditReportItem>[] {
  const t = useTexts(creditMore);
  const say = useSay();
  return [
    {
      key: 'accused',
      title: t.accused,
      card: 'title',
      text: (row) => row.accused,
      render: (row) => (
        <>
          {row.accused}
          <br />
          <small className="dl-soft">{row.number}</small>
        </>
      ),
    },
    {
      key: 'kind',
      title: t.reportKind,
      text: (row) => say(row.kind),
      render: (row) => say(row.kind),
    },
    {
      key: 'receivedAt',
      title: t.receivedAt,
      nowrap: true,
      text: (row) => row.receivedAt,
      render: (row) => <DateText at={row.receivedAt} />,
    },
    {
      key: 'due',
      title: t.reportDue,
      text: (row) => row.due.dueAt,
      render: (row) => (row.closedAt === null ? <Deadline {...row.due} /> : '—'),
    },
    {
      key: 'state',
      title: t.state,
      card: 'state',
      text: (row) => t.reportStates[row.state],
      render: (row) => <StateTag tone={reportTone[row.state]}>{t.reportStates[row.state]}</StateTag>,
    },
  ];
}
