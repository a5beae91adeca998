// screen: HN-12, HN-16
import { listRuns, publishRun } from '@daylight/api/credit-run.ts';
import type { CreditRunItem } from '@daylight/api/credit-shapes.ts';
import type { ReactNode } from 'react';
import { useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { PageHead } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { credit } from './texts.ts';

/** Quarters: what was decided in each, and its publication. */
export function CreditRunsPage(): ReactNode {
  const t = useTexts(credit);
  return (
    <>
      <PageHead title={t.runs} note={t.runsNote} above={{ to: '/credit/cases', title: t.cases }} />
      <DataTable
        id="credit-runs"
        endpoint={listRuns}
        columns={[
          { key: 'quarter', title: t.quarter, card: 'title', nowrap: true, render: (row) => row.quarter },
          {
            key: 'ratings',
            title: t.ratings,
            align: 'right',
            text: (row) => String(row.ratings),
            render: (row) =>
              row.state === 'published' ? (
                <Go to={`/credit/cases?kind=rating&runId=${row.id}`}>{row.ratings}</Go>
              ) : (
                <Go to="/credit/cases?kind=rating&state=decided">{row.ratings}</Go>
              ),
          },
          {
            key: 'due',
            title: t.runDue,
            text: (row) => row.due.dueAt,
            render: (row) => (row.state === 'open' ? <Deadline {...row.due} /> : '—'),
          },
          {
            key: 'publishedAt',
            title: t.publishedAt,
            nowrap: true,
            text: (row) => row.publishedAt ?? '',
            render: (row) => (row.publishedAt === null ? '—' : <DateText at={row.publishedAt} />),
          },
          {
            key: 'state',
            title: t.state,
            card: 'state',
            text: (row) => t.runStates[row.state],
            render: (row) => (
              <StateTag tone={row.state === 'open' ? 'waiting' : 'good'}>{t.runStates[row.state]}</StateTag>
            ),
          },
          { key: 'actions', title: t.actions, text: () => '', render: (row) => <Publish run={row} /> },
        ]}
        empty={{ title: t.noRuns, help: t.runsNote }}
      />
    </>
  );
}

function Publish({ run }: { readonly run: CreditRunItem }): ReactNode {
  const t = useTexts(credit);
  const may = useMay();
  const publish = useDo(publishRun, { touches: ['listing', 'directory'] });
  if (run.state !== 'open' || !may('credit.decide')) return '—';
  return (
    <ConfirmEffect
      label={t.publish}
      title={t.publishTitle(run.quarter)}
      effects={t.publishEffects}
      confirm={t.publish}
      askReason="optional"
      button={{ type: 'primary', size: 'small' }}
      run={({ reason: note }) =>
        publish.run({ params: { runId: run.id }, body: { note, version: run.version } })
      }
      pending={publish.pending}
      problem={publish.problem}
    />
  );
}
