import type { CreditReportItem } from '@daylight/api/credit-shapes.ts';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import type { Column } from '../../ui/table-view.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { DateText } from '../../ui/numbers.tsx';
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
      render: (row) => <TwoLines below={row.number}>{row.accused}</TwoLines>,
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
    stateColumn(t.state, t.reportStates, reportTone),
  ];
}
