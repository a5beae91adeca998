// screen: GY-5.4
import { listBreaches } from '@daylight/api/tender-oversight.ts';
import { breachStates } from '@daylight/rules/tender/breach.ts';
import type { ReactNode } from 'react';
import { useSay } from '../../i18n/language.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText } from '../../ui/numbers.tsx';
import type { Tone } from '../../ui/tags.tsx';
import { oversight } from './oversight-texts.ts';

export const breachTone = {
  received: 'waiting',
  asked: 'working',
  answered: 'notice',
  found: 'notice',
  upheld: 'danger',
  dismissed: 'ended',
} as const satisfies Record<(typeof breachStates)[number], Tone>;

/** Reported breaches to who supervises; to anybody else what it is asked to explain. */
export function BreachListPage(): ReactNode {
  const t = useTexts(oversight);
  const say = useSay();
  const may = useMay();
  const inside = may('tender.supervise');
  return (
    <>
      <PageHead title={inside ? t.breaches : t.ownBreaches} note={inside ? t.breachesNote : undefined} />
      <DataTable<typeof listBreaches>
        id="round-breaches"
        endpoint={listBreaches}
        filters={[choice('state', t.state, t.states, breachStates)]}
        columns={[
          {
            key: 'number',
            title: t.number,
            card: 'title',
            nowrap: true,
            text: (row) => row.number,
            render: (row) => row.number,
          },
          {
            key: 'round',
            title: t.rounds,
            text: (row) => row.tender.number,
            render: (row) => row.tender.title,
          },
          { key: 'kind', title: t.kind, text: (row) => say(row.kind), render: (row) => say(row.kind) },
          {
            key: 'accused',
            title: t.accused,
            text: (row) => row.asked?.name ?? row.accused,
            render: (row) => row.asked?.name ?? row.accused,
          },
          {
            key: 'received',
            title: t.receivedAt,
            nowrap: true,
            text: (row) => row.receivedAt,
            render: (row) => <DateText at={row.receivedAt} />,
          },
          {
            key: 'due',
            title: t.due,
            text: (row) => row.due.dueAt,
            render: (row) =>
              row.state === 'asked' && row.answerDue !== null ? (
                <Deadline {...row.answerDue} compact />
              ) : row.state === 'upheld' || row.state === 'dismissed' ? (
                '—'
              ) : (
                <Deadline {...row.due} compact />
              ),
          },
          stateColumn(t.state, t.states, breachTone),
        ]}
        href={(row) => `/breaches/${row.id}`}
        empty={{ title: t.noBreaches }}
      />
    </>
  );
}
