// screen: JS-12D, HN-3c
import { anomalyKinds } from '@daylight/rules/supervision/anomaly.ts';
import { anomalySummary, listAnomalies } from '@daylight/api/supervision-cases.ts';
import { type ReactNode, useMemo } from 'react';
import { useAsk } from '../../ask.ts';
import { useTexts } from '../../i18n/texts.ts';
import { useJurisdictionName } from '../../reference.ts';
import { Chart } from '../../ui/chart.tsx';
import { stateColumn } from '../../ui/columns.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { PageHead } from '../../ui/details.tsx';
import { choice } from '../../ui/filters.ts';
import { DateText, MoneyText } from '../../ui/numbers.tsx';
import { anomalyTone, useAnomalyWhat } from './anomaly-words.tsx';
import { texts } from './oversight-texts.ts';
import './supervision.css';

/** The daily list of the bureau; each finding leads to its order lines. */
export function AnomalyListPage(): ReactNode {
  const t = useTexts(texts);
  const placeName = useJurisdictionName();
  const what = useAnomalyWhat();
  const { data: summary } = useAsk(anomalySummary, {});
  const until = summary?.until ?? null;
  return (
    <>
      <PageHead
        title={t.anomalies}
        note={`${t.anomaliesNote} ${until === null ? t.notYet : t.lookedUntil(until)}`}
      />
      <Trend />
      <DataTable<typeof listAnomalies>
        id="anomalies"
        endpoint={listAnomalies}
        href={(row) => `/anomalies/${row.id}`}
        tone={(row) => anomalyTone[row.state]}
        filters={[
          choice('kind', t.kind, t.kinds, anomalyKinds),
          {
            kind: 'choice',
            name: 'state',
            label: t.state,
            options: (['new', 'taken', 'explained'] as const).map((value) => ({
              value,
              label: t.anomalyStates[value],
            })),
          },
          {
            kind: 'choice',
            name: 'jurisdiction',
            label: t.jurisdiction,
            options: (summary?.cities ?? []).map((city) => ({ value: city.jurisdiction, label: city.name })),
          },
          { kind: 'days', name: 'from', until: 'until', label: t.foundOn },
        ]}
        columns={[
          {
            key: 'kind',
            title: t.kind,
            nowrap: true,
            card: 'title',
            text: (row) => t.kinds[row.kind],
            render: (row) => t.kinds[row.kind],
          },
          {
            key: 'institution',
            title: t.institution,
            text: (row) => row.institution.name,
            render: (row) => row.institution.name,
          },
          { key: 'what', title: t.what, text: what, render: what },
          {
            key: 'amount',
            title: t.amount,
            unit: '元',
            align: 'right',
            nowrap: true,
            render: (row) => <MoneyText amount={row.amount} />,
          },
          {
            key: 'jurisdictionName',
            title: t.jurisdiction,
            nowrap: true,
            render: (row) => placeName(row.jurisdictionName),
          },
          { key: 'foundOn', title: t.foundOn, nowrap: true, render: (row) => <DateText at={row.foundOn} /> },
          stateColumn(t.state, t.anomalyStates, anomalyTone),
        ]}
        empty={{ title: t.noAnomalies }}
      />
    </>
  );
}

/** Found by day and kind, stacked. */
function Trend(): ReactNode {
  const t = useTexts(texts);
  const { data } = useAsk(anomalySummary, {});
  const days = useMemo(() => [...new Set((data?.days ?? []).map(({ day }) => day))], [data]);
  const option = useMemo(
    () => ({
      grid: { left: 36, right: 12, top: 36, bottom: 28 },
      tooltip: { trigger: 'axis' },
      legend: { top: 0 },
      xAxis: { type: 'category', data: days },
      yAxis: { type: 'value', minInterval: 1 },
      series: anomalyKinds.map((kind) => ({
        name: t.kinds[kind],
        type: 'bar',
        stack: 'all',
        barMaxWidth: 24,
        data: days.map(
          (day) => data?.days.find((each) => each.day === day && each.kind === kind)?.found ?? 0,
        ),
      })),
    }),
    [data, days, t],
  );
  if (days.length === 0) return null;
  const rows = (data?.days ?? []).map((each) => [each.day, t.kinds[each.kind], String(each.found)]);
  return (
    <Chart
      option={option}
      label={t.trend}
      height={200}
      table={{ heads: [t.foundOn, t.kind, t.trend], rows }}
    />
  );
}
