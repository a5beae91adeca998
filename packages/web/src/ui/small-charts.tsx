import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { moneyText } from './format.ts';
import { Chart } from './chart.tsx';

export interface PricePoint {
  /** Day or moment. */
  readonly at: string;
  readonly price: string;
  readonly note?: string;
}

/** How a price moved: steps, because a price holds until the next one. */
export function PriceHistory(props: {
  readonly points: readonly PricePoint[];
  readonly label: string;
  readonly heads: readonly [at: string, price: string];
  readonly height?: number;
}): ReactNode {
  const { points, label, heads, height = 220 } = props;
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => moneyText(String(value)) },
      xAxis: { type: 'time' },
      yAxis: { type: 'value', scale: true },
      // The positions of points; the exact price stands in the table.
      series: [
        {
          type: 'line',
          step: 'end',
          symbolSize: 7,
          data: points.map(({ at, price }) => [at, Number(price)]),
        },
      ],
    }),
    [points],
  );
  const rows = points.map(({ at, price, note }) => [
    at.slice(0, 10),
    `${moneyText(price)}${note ? ` ${note}` : ''}`,
  ]);
  return <Chart option={option} label={label} height={height} table={{ heads, rows }} />;
}

export interface Flow {
  readonly from: string;
  readonly to: string;
  readonly amount: string;
}

/** Where goods, invoices or money go: a Sankey picture. A name may not lead back to itself. */
export function FlowChart(props: {
  readonly flows: readonly Flow[];
  readonly label: string;
  readonly heads: readonly [from: string, to: string, amount: string];
  readonly height?: number;
}): ReactNode {
  const { flows, label, heads, height = 280 } = props;
  const option = useMemo(
    () => ({
      tooltip: { trigger: 'item' },
      series: [
        {
          type: 'sankey',
          left: 8,
          right: 120,
          nodeGap: 12,
          emphasis: { focus: 'adjacency' },
          lineStyle: { color: 'gradient', opacity: 0.35 },
          data: [...new Set(flows.flatMap(({ from, to }) => [from, to]))].map((name) => ({ name })),
          links: flows.map(({ from, to, amount }) => ({ source: from, target: to, value: Number(amount) })),
        },
      ],
    }),
    [flows],
  );
  const rows = flows.map(({ from, to, amount }) => [from, to, moneyText(amount)]);
  return <Chart option={option} label={label} height={height} table={{ heads, rows }} />;
}
