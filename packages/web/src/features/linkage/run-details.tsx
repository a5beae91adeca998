// screen: JS-13b, GD-5, HN-15
import {
  type LinkageRunLine,
  linkageRunWorkbook,
  listLinkageRunLines,
  readLinkageRun,
} from '@daylight/api/linkage-run.ts';
import type { ReplyOf } from '@daylight/api/endpoint.ts';
import { Alert, Progress } from 'antd';
import { type ReactNode, useMemo } from 'react';
import { useAsk } from '../../ask.ts';
import { useMarks } from '../../i18n/marks.ts';
import { useTexts } from '../../i18n/texts.ts';
import { Go, useParam } from '../../navigate.tsx';
import { Chart } from '../../ui/chart.tsx';
import { TwoLines, stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Deadline } from '../../ui/deadline.tsx';
import { Details, Section } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { moneyText } from '../../ui/format.ts';
import { DateText, MoneyText, QuantityText } from '../../ui/numbers.tsx';
import { PageProblem } from '../../ui/page-problem.tsx';
import { PageSkeleton } from '../../ui/page-skeleton.tsx';
import { StepFlow } from '../../ui/step-flow.tsx';
import { StateTag } from '../../ui/tags.tsx';
import { Article } from '../../ui/why.tsx';
import { DownloadButton } from '../listing/download-button.tsx';
import { Evidence } from './evidence-parts.tsx';
import { RunActions } from './run-actions.tsx';
import { lineTone, runTexts, runTone } from './run-texts.ts';
import './linkage.css';

type Run = ReplyOf<typeof readLinkageRun>;
type Texts = (typeof runTexts)['zh'];

/** One yearly linkage: how far it is, what it does to each product and in money, and the next step. */
export function RunDetailsPage(): ReactNode {
  const t = useTexts(runTexts);
  const runId = useParam('runId');
  const { data: run, error, refetch } = useAsk(readLinkageRun, { params: { runId } }, { everyMs: 5000 });
  if (error !== null) return <PageProblem problem={error.problem} onRetry={() => void refetch()} />;
  if (run === undefined) return <PageSkeleton />;
  const name = `${run.year}-${run.number}.xlsx`;
  return (
    <Details
      title={`${run.year} ${t.title}`}
      note={run.number}
      above={{ to: '/linkage-runs', title: t.title }}
      state={<StateTag tone={runTone[run.state]}>{t.states[run.state]}</StateTag>}
      actions={
        <>
          <RunActions run={run} />
          <DownloadButton
            endpoint={linkageRunWorkbook}
            what={{ params: { runId } }}
            name={name}
            label={t.workbook}
          />
        </>
      }
      facts={factsOf(run, t)}
    >
      <StepFlow label={t.title} steps={stepsOf(run, t)} />
      {run.note === '' ? null : <Alert type="warning" showIcon title={run.note} />}
      {run.state === 'previewing' ? (
        <Section title={t.progress}>
          <Progress
            percent={run.total === 0 ? 0 : Math.floor((run.done * 100) / run.total)}
            aria-label={t.progress}
          />
          <p className="dl-soft">{t.progressOf(run.done, run.total)}</p>
        </Section>
      ) : null}
      <Figures run={run} />
      {run.byManufacturer.length === 0 ? null : (
        <Section title={t.byManufacturer}>
          <Makers run={run} />
        </Section>
      )}
      <Section title={t.lines}>
        <Lines runId={runId} />
      </Section>
    </Details>
  );
}

function factsOf(run: Run, t: Texts) {
  return [
    { name: t.priceDay, value: run.priceDay },
    { name: t.executeOn, value: run.executeOn },
    { name: t.startedBy, value: run.enteredBy },
    { name: t.decidedBy, value: run.decidedBy },
    {
      name: t.publicity,
      value:
        run.publicity === null ? null : (
          <>
            <Go to={`/open/publicities/${run.publicity.id}`}>{run.publicity.number}</Go>{' '}
            {run.state === 'published' ? (
              <Deadline dueAt={run.publicity.endsAt} provisional={run.publicity.provisional} compact />
            ) : null}
          </>
        ),
    },
    {
      name: t.executedAt,
      value: run.executedAt === null ? null : <DateText at={run.executedAt} time />,
    },
    {
      name: t.basis,
      wide: true,
      value: (
        <>
          {run.basis.map((each) => (
            <span key={`${each.document}${each.article}${each.clause}`}>
              <Article basis={each} />{' '}
            </span>
          ))}
        </>
      ),
    },
  ];
}

const places = ['preview', 'approve', 'publish', 'execute'] as const;
const reached = {
  previewing: 0,
  previewed: 0,
  submitted: 1,
  published: 2,
  settled: 3,
  executing: 3,
  executed: 4,
  cancelled: -1,
} as const satisfies Record<Run['state'], number>;

function stepsOf(run: Run, t: Texts) {
  const at = reached[run.state];
  return places.map((key, place) => ({
    key,
    title: t.steps[key],
    state:
      at < 0
        ? ('failed' as const)
        : place < at
          ? ('done' as const)
          : place === at
            ? ('now' as const)
            : ('later' as const),
  }));
}

function Figures({ run }: { readonly run: Run }): ReactNode {
  const t = useTexts(runTexts);
  const { report } = run;
  const counts: readonly (readonly [string, number])[] = [
    [t.listings, report.listings],
    [t.lowered, report.lowered],
    [t.warned, report.warned],
    [t.kept, report.kept],
    [t.executed, report.executed],
    [t.overtaken, report.overtaken],
  ];
  return (
    <dl className="dl-linkage-figures">
      <div>
        <dt>{t.effect}</dt>
        <dd className="dl-linkage-effect">
          <MoneyText amount={report.effect} unit strong />
        </dd>
      </div>
      {counts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="dl-linkage-effect">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Makers({ run }: { readonly run: Run }): ReactNode {
  const t = useTexts(runTexts);
  const { byManufacturer } = run;
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => moneyText(String(value)) },
      grid: { left: 8, right: 32, top: 8, bottom: 8, containLabel: true },
      xAxis: { type: 'value' },
      yAxis: { type: 'category', inverse: true, data: byManufacturer.map((each) => each.name) },
      // The lengths of bars; the exact amounts stand in the table.
      series: [{ type: 'bar', barMaxWidth: 20, data: byManufacturer.map((each) => Number(each.effect)) }],
    }),
    [byManufacturer],
  );
  const rows = byManufacturer.map((each) => [each.name, String(each.products), moneyText(each.effect)]);
  return (
    <Chart
      option={option}
      label={t.byManufacturerLabel}
      height={Math.max(120, 32 * byManufacturer.length)}
      table={{ heads: [t.manufacturer, t.products, t.amount], rows }}
    />
  );
}

function Lines({ runId }: { readonly runId: string }): ReactNode {
  const t = useTexts(runTexts);
  return (
    <DataTable<typeof listLinkageRunLines>
      id="linkage-run-lines"
      endpoint={listLinkageRunLines}
      params={{ runId }}
      rowKey={(row) => row.listingId}
      filters={[choice('state', t.state, t.lineStates)]}
      columns={[
        {
          key: 'product',
          title: t.product,
          card: 'title',
          text: (row) => `${row.productName} ${row.specification}`,
          render: (row) => (
            <TwoLines below={`${row.specification} · ${row.number}`}>
              <Go to={`/national-prices/${row.itemCode}`}>{row.productName}</Go>
            </TwoLines>
          ),
        },
        { key: 'manufacturer', title: t.manufacturer, render: (row) => row.manufacturer },
        {
          key: 'from',
          title: t.from,
          unit: '元',
          align: 'right',
          text: (row) => row.priceFrom,
          render: (row) => <MoneyText amount={row.priceFrom} />,
        },
        {
          key: 'to',
          title: t.to,
          unit: '元',
          align: 'right',
          text: (row) => row.priceTo ?? '',
          render: (row) => (row.priceTo === null ? '—' : <MoneyText amount={row.priceTo} strong />),
        },
        {
          key: 'bought',
          title: t.bought,
          align: 'right',
          text: (row) => row.bought,
          render: (row) => <QuantityText count={row.bought} unit={row.purchaseUnit} />,
        },
        {
          key: 'effect',
          title: t.effect,
          unit: '元',
          align: 'right',
          text: (row) => row.effect,
          render: (row) => <MoneyText amount={row.effect} />,
        },
        stateColumn(t.state, t.lineStates, lineTone),
      ]}
      expand={(row) => <LineMore line={row} />}
      empty={{ title: t.noLines }}
    />
  );
}

function LineMore({ line }: { readonly line: LinkageRunLine }): ReactNode {
  const t = useTexts(runTexts);
  const m = useMarks();
  return (
    <>
      {line.lowest === null ? null : <Evidence lowest={line.lowest} />}
      {line.warnings.length === 0 ? null : (
        <ul className="dl-linkage-findings" aria-label={t.warnings}>
          {line.warnings.map((each) => (
            <li key={each.compares}>
              {t.compares[each.compares]}
              {m.colon}
              {t.limit(moneyText(each.limit))} <Article basis={each.basis} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
