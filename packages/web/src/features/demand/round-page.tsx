// screen: SX-3.1a, SX-3.1b
import {
  listRoundReports,
  previewVolumes,
  publishVolumes,
  readRoundDemand,
  readVolumes,
  reviewReports,
} from '@daylight/api/demand.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import type { Instant } from '@daylight/rules/time.ts';
import { Space } from 'antd';
import type { ReactNode } from 'react';
import { useAsk, useDo } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useParam } from '../../navigate.tsx';
import { useMay } from '../../session.ts';
import { stateColumn } from '../../ui/columns.tsx';
import { ConfirmEffect } from '../../ui/confirm-effect.tsx';
import { DataTable, type RowOf } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { lastMomentText } from '../../ui/format.ts';
import { DateText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { ProblemAlert } from '../../ui/problem.tsx';
import { TableView } from '../../ui/table-view.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { usePlatform } from '../portal/platform.ts';
import { reportStates, reportTone } from './states.ts';
import { texts } from './texts.ts';
import { VolumesTable } from './volumes-table.tsx';

type Demand = ReplyOf<typeof readRoundDemand>;
type Row = RowOf<typeof listRoundReports>;

/** How far a round's reports are, who still has to look at which, and what follows from them. */
export function RoundDemandPage(): ReactNode {
  const tenderId = useParam('tenderId');
  const { data, error, refetch } = useAsk(readRoundDemand, { params: { tenderId } });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  return data === undefined ? <PageSkeleton /> : <Round demand={data} />;
}

function Round({ demand }: { readonly demand: Demand }): ReactNode {
  const t = useTexts(texts);
  const moment = (at: string | null) => (at === null ? '—' : <DateText at={at} time />);
  // The end of a day reads 24:00 of that day, as the deadline above it does.
  const due = (at: Instant | null) => (at === null ? '—' : lastMomentText(at));
  const dueAt =
    demand.lockedAt === null ? demand.dueAt : demand.confirmEndedAt === null ? demand.confirmDueAt : null;
  return (
    <Details
      title={demand.tenderTitle}
      above={{ to: `/rounds/${demand.tenderId}`, title: t.round }}
      note={demand.tenderNumber}
      next={
        dueAt === null ? undefined : (
          <>
            {demand.lockedAt === null ? t.dueAt : t.confirmDue}{' '}
            <Deadline dueAt={dueAt} provisional={demand.lockedAt !== null && demand.confirmProvisional} />
          </>
        )
      }
      facts={[
        { name: t.usePeriod, value: `${demand.useFrom} — ${demand.useUntil}` },
        { name: t.fromAt, value: moment(demand.fromAt) },
        { name: t.dueAt, value: due(demand.dueAt) },
        { name: t.lockedAt, value: moment(demand.lockedAt) },
        { name: t.confirmDue, value: due(demand.confirmDueAt) },
        { name: t.publishedAt, value: moment(demand.publishedAt) },
        {
          name: t.progress,
          value: (
            <Space wrap>
              {reportStates
                .filter((state) => (demand.states[state] ?? 0) > 0)
                .map((state) => (
                  <StateTag key={state} tone={reportTone[state]}>
                    {t.states[state]} {demand.states[state]}
                  </StateTag>
                ))}
            </Space>
          ),
          wide: true,
        },
      ]}
    >
      <Volumes demand={demand} />
      <Items demand={demand} />
      <Areas demand={demand} />
      <Section title={t.openReports}>
        <Reports demand={demand} />
      </Section>
    </Details>
  );
}

function Volumes({ demand }: { readonly demand: Demand }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { tenderId } = demand;
  const publish = useDo(publishVolumes, { touches: ['tender'] });
  const isOpen = demand.publishedAt !== null;
  const mayPreview = !isOpen && demand.isOrganiser && demand.lockedAt !== null && may('demand.publish');
  const preview = useAsk(previewVolumes, { params: { tenderId } }, { enabled: mayPreview });
  const jurisdiction = usePlatform();
  const open = useAsk(readVolumes, { params: { tenderId }, query: { jurisdiction } }, { enabled: isOpen });
  const data = isOpen ? open.data : preview.data;
  const error = isOpen ? open.error : preview.error;
  if (!isOpen && !mayPreview) return null;
  return (
    <Section
      title={t.volumes}
      extra={
        isOpen ? (
          <StateTag tone="good">{t.published}</StateTag>
        ) : (
          <ConfirmEffect
            label={t.publish}
            title={t.publishTitle}
            effects={t.publishEffects}
            confirm={t.publish}
            irreversible
            basis={demand.basis.at(-1) ?? null}
            run={() => publish.run({ params: { tenderId } })}
            pending={publish.pending}
            problem={publish.problem}
            button={{ type: 'primary' }}
          />
        )
      }
    >
      <ProblemAlert problem={error?.problem ?? null} />
      {data === undefined ? null : (
        <>
          <p className="dl-soft">
            {isOpen ? null : t.volumesPreview} {t.baseRules[data.baseRule]} <Article basis={data.basis} />
          </p>
          <VolumesTable volumes={data.volumes} />
        </>
      )}
    </Section>
  );
}

function Items({ demand }: { readonly demand: Demand }): ReactNode {
  const t = useTexts(texts);
  return (
    <Section title={t.byItem}>
      <TableView
        inside
        rows={demand.items}
        rowKey={(row) => row.item}
        columns={[
          { key: 'name', title: t.item, card: 'title', render: (row) => row.name },
          { key: 'products', title: t.lines, align: 'right', render: (row) => String(row.products) },
          { key: 'answered', title: t.answered, align: 'right', render: (row) => String(row.answered) },
          {
            key: 'reported',
            title: t.reported,
            align: 'right',
            render: (row) => <QuantityText count={row.reported} unit={row.unit} />,
          },
          {
            key: 'lastYear',
            title: t.lastYear,
            align: 'right',
            render: (row) => <QuantityText count={row.lastYear} unit={row.unit} />,
          },
        ]}
      />
    </Section>
  );
}

function Areas({ demand }: { readonly demand: Demand }): ReactNode {
  const t = useTexts(texts);
  if (demand.areas.length < 2) return null;
  return (
    <Section title={t.byArea}>
      <TableView
        inside
        rows={demand.areas}
        rowKey={(row) => row.area}
        columns={[
          { key: 'name', title: t.area, card: 'title', render: (row) => row.name },
          {
            key: 'institutions',
            title: t.institutions,
            align: 'right',
            render: (row) => String(row.institutions),
          },
          { key: 'submitted', title: t.handedIn, align: 'right', render: (row) => String(row.submitted) },
          { key: 'accepted', title: t.accepted, align: 'right', render: (row) => String(row.accepted) },
        ]}
      />
    </Section>
  );
}

function Reports({ demand }: { readonly demand: Demand }): ReactNode {
  const t = useTexts(texts);
  const may = useMay();
  const { tenderId } = demand;
  return (
    <DataTable<typeof listRoundReports>
      id="round-reports"
      endpoint={listRoundReports}
      params={{ tenderId }}
      rowKey={(row) => row.institutionId}
      filters={[
        { kind: 'search', name: 'q', label: t.search },
        choice('state', t.state, t.states, reportStates),
        {
          kind: 'choice',
          name: 'area',
          label: t.area,
          options: demand.areas.map((each) => ({ value: each.area, label: each.name })),
        },
      ]}
      columns={[
        {
          key: 'institution',
          title: t.institution,
          card: 'title',
          text: (row) => row.institution,
          render: (row) => row.institution,
        },
        { key: 'area', title: t.area, text: (row) => row.areaName, render: (row) => row.areaName },
        stateColumn(t.state, t.states, reportTone),
        {
          key: 'lines',
          title: t.lines,
          align: 'right',
          text: (row) => String(row.lineCount),
          render: (row) => (row.submittedAt === null ? '—' : row.lineCount),
        },
        {
          key: 'deviating',
          title: t.deviating,
          align: 'right',
          text: (row) => String(row.deviatingCount),
          render: (row) => (row.submittedAt === null ? '—' : row.deviatingCount),
        },
        {
          key: 'submittedAt',
          title: t.submittedAt,
          text: (row) => row.submittedAt ?? '',
          render: (row) => (row.submittedAt === null ? '—' : <DateText at={row.submittedAt} time />),
        },
      ]}
      href={(row) => `/volume-reports/${row.tenderId}/${row.institutionId}`}
      tone={(row) => (row.deviatingCount > 0 && row.state === 'confirmed' ? 'notice' : null)}
      bulk={
        may('demand.review') && demand.confirmEndedAt === null
          ? (rows, clear) => <Bulk rows={rows} clear={clear} isLocked={demand.lockedAt !== null} />
          : undefined
      }
    />
  );
}

interface BulkProps {
  readonly rows: readonly Row[];
  readonly clear: () => void;
  readonly isLocked: boolean;
}

function Bulk({ rows, clear, isLocked }: BulkProps): ReactNode {
  const t = useTexts(texts);
  const review = useDo(reviewReports, { then: clear });
  const waiting = rows.filter((row) => row.state === 'confirmed');
  const decided = rows.filter((row) => row.state === 'confirmed' || row.state === 'accepted');
  const back = isLocked ? 'exclude' : 'return';
  const run = (of: readonly Row[], decision: 'accept' | 'return' | 'exclude', note: string) => {
    const [first] = of;
    if (first === undefined) return Promise.resolve(null);
    const reports = of.map(({ institutionId, version }) => ({ institutionId, version }));
    return review.run({ params: { tenderId: first.tenderId }, body: { reports, decision, note } });
  };
  return (
    <Space wrap>
      <ConfirmEffect
        label={t.bulkAccept(waiting.length)}
        title={t.acceptTitle}
        effects={t.acceptEffects}
        confirm={t.accept}
        run={() => run(waiting, 'accept', '')}
        pending={review.pending}
        problem={review.problem}
        button={{ type: 'primary', disabled: waiting.length === 0 }}
      />
      <ConfirmEffect
        label={isLocked ? t.bulkExclude(decided.length) : t.bulkReturn(decided.length)}
        title={isLocked ? t.excludeTitle : t.sendBackTitle}
        effects={isLocked ? t.excludeEffects : t.sendBackEffects}
        confirm={isLocked ? t.exclude : t.sendBack}
        askReason="needed"
        run={({ reason }) => run(decided, back, reason)}
        pending={review.pending}
        problem={review.problem}
        button={{ disabled: decided.length === 0 }}
      />
    </Space>
  );
}
