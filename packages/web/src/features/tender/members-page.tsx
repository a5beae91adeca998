// screen: SX-2.3, GY-3.1
import { decideJoining, listJoinings, listMembers, refreshMembers } from '@daylight/api/tender-member.ts';
import { readRound } from '@daylight/api/tender-round.ts';
import { App, Button } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { PageHead, Section } from '../../ui/details.tsx';
import { DateText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { texts } from './plan-texts.ts';
import type { RoundView } from './sections.ts';

/** Who takes part, and who asks to join or to leave. */
export function MembersPage(): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { message } = App.useApp();
  const tenderId = useParam('tenderId');
  const params = { tenderId };
  const { data, error } = useAsk(readRound, { params });
  const refresh = useDo(refreshMembers, {
    then: ({ joined, left }) => void message.success(t.refreshed(joined, left)),
  });
  if (error !== null) return <PageProblem problem={error.problem} />;
  if (data === undefined) return <PageSkeleton />;
  const open = data.mine.isOrganiser && may('tender.plan') && ['draft', 'reporting'].includes(data.state);
  return (
    <>
      <PageHead
        title={t.members}
        note={data.title}
        above={{ to: `/rounds/${tenderId}`, title: data.title }}
        actions={
          open ? (
            <Button loading={refresh.pending} onClick={() => void refresh.run({ params, body: {} })}>
              {t.refresh}
            </Button>
          ) : undefined
        }
      />
      <ProblemAlert problem={refresh.problem} />
      {data.mine.isOrganiser ? <Joinings tender={data} /> : null}
      <DataTable<typeof listMembers>
        id="round-members"
        endpoint={listMembers}
        params={params}
        filters={[{ kind: 'search', name: 'search', label: t.search }]}
        rowKey={(row) => row.institution.id}
        columns={[
          {
            key: 'name',
            title: t.search,
            card: 'title',
            text: (row) => row.institution.name,
            render: (row) => row.institution.name,
          },
          { key: 'area', title: t.area, text: (row) => row.area.name, render: (row) => row.area.name },
          {
            key: 'ownership',
            title: t.ownership,
            text: (row) => (row.ownership === null ? '' : t.ownerships[row.ownership]),
            render: (row) => (row.ownership === null ? '—' : t.ownerships[row.ownership]),
          },
          {
            key: 'via',
            title: t.via,
            text: (row) => row.group?.name ?? t.vias[row.via],
            render: (row) => row.group?.name ?? t.vias[row.via],
          },
          { key: 'joined', title: t.joined, text: (row) => row.joinedOn, render: (row) => row.joinedOn },
          {
            key: 'left',
            title: t.left,
            text: (row) => row.leftOn ?? '',
            render: (row) => row.leftOn ?? '—',
          },
        ]}
        tone={(row) => (row.leftOn === null ? null : 'ended')}
      />
    </>
  );
}

type Joining = RowOf<typeof listJoinings>;

function Joinings({ tender }: { readonly tender: RoundView }): ReactNode {
  const t = useTexts(texts);
  return (
    <Section title={t.joinings}>
      <DataTable<typeof listJoinings>
        id="round-joinings"
        prefix="joining"
        endpoint={listJoinings}
        params={{ tenderId: tender.id }}
        noExport
        columns={[
          {
            key: 'name',
            title: t.search,
            card: 'title',
            render: (row) => row.institution.name,
          },
          { key: 'kind', title: t.joinings, render: (row) => t.joiningKinds[row.kind] },
          { key: 'note', title: t.reason, render: (row) => row.note },
          { key: 'at', title: t.joined, render: (row) => <DateText at={row.askedAt} time /> },
          {
            key: 'state',
            title: t.joiningStates.asked,
            card: 'state',
            render: (row) => <Decide tender={tender} row={row} />,
          },
        ]}
        empty={{ title: t.none }}
      />
    </Section>
  );
}

function Decide({ tender, row }: { readonly tender: RoundView; readonly row: Joining }): ReactNode {
  const t = useTexts(texts);
  const m = useMarks();
  const decide = useDo(decideJoining);
  const params = { tenderId: tender.id, joiningId: row.id };
  if (row.state !== 'asked' || tender.state !== 'reporting')
    return (
      <StateTag tone={row.state === 'asked' ? 'waiting' : row.state === 'accepted' ? 'good' : 'warning'}>
        {t.joiningStates[row.state]}
      </StateTag>
    );
  const common = { pending: decide.pending, problem: decide.problem };
  return (
    <>
      <ConfirmEffect
        {...common}
        label={t.accept}
        title={`${row.institution.name}${m.colon}${t.joiningKinds[row.kind]}`}
        effects={row.kind === 'join' ? t.joinEffects : t.leaveEffects}
        confirm={t.accept}
        run={() => decide.run({ params, body: { accept: true } })}
        button={{ size: 'small', type: 'primary' }}
      />{' '}
      <ConfirmEffect
        {...common}
        label={t.refuse}
        title={`${row.institution.name}${m.colon}${t.joiningKinds[row.kind]}`}
        effects={[]}
        confirm={t.refuse}
        askReason="needed"
        run={({ reason }) => decide.run({ params, body: { accept: false, note: reason } })}
        button={{ size: 'small' }}
      />
    </>
  );
}
