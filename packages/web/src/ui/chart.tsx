import type { EChartsCoreOption } from 'echarts/core';
import { Button, Skeleton } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLanguage } from '../i18n/language.ts';
import { parts } from '../i18n/parts.ts';
import { useTexts } from '../i18n/texts.ts';
import { useDark } from './theme.tsx';

export interface ChartProps {
  readonly option: EChartsCoreOption;
  /** What the chart shows in a sentence, for who does not see it. */
  readonly label: string;
  readonly height?: number;
  /** The same figures as rows; gives the button that shows them as a table. */
  readonly table?: { readonly heads: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly onClick?: (name: string, index: number) => void;
}

/** Any ECharts option in the colours of the shell; the library is fetched when the first chart is shown. */
export function Chart({ option, label, height = 260, table, onClick }: ChartProps): ReactNode {
  const t = useTexts(parts);
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className="dl-chart">
      {asTable && table !== undefined ? (
        <div className="dl-chart-table">
          <table>
            <caption>{label}</caption>
            <thead>
              <tr>
                {table.heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join(' ')}>
                  {row.map((cell, n) => (
                    // oxlint-disable-next-line react/no-array-index-key -- columns are fixed
                    <td key={n}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Picture
          option={option}
          label={label}
          height={height}
          {...(onClick === undefined ? {} : { onClick })}
        />
      )}
      {table === undefined ? null : (
        <Button type="link" size="small" onClick={() => setAsTable(!asTable)}>
          {asTable ? t.chartPicture : t.chartTable}
        </Button>
      )}
    </figure>
  );
}

function Picture({ option, label, height = 260, onClick }: Omit<ChartProps, 'table'>): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const dark = useDark();
  const language = useLanguage();
  const [ready, setReady] = useState(false);
  const click = useRef(onClick);
  useEffect(() => {
    click.current = onClick;
  }, [onClick]);
  useEffect(() => {
    let gone = false;
    let close = (): void => undefined;
    void import('./chart-engine.ts').then(({ draw }) => {
      if (gone || place.current === null) return;
      close = draw(place.current, option, {
        dark,
        language,
        onClick: (name, index) => click.current?.(name, index),
      });
      setReady(true);
    });
    return () => {
      gone = true;
      close();
    };
  }, [option, dark, language]);
  return (
    <div className="dl-chart-place" style={{ height }}>
      {ready ? null : <Skeleton active title={false} paragraph={{ rows: 3 }} />}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the picture is drawn inside */}
      <div ref={place} role="img" aria-label={label} />
    </div>
  );
}
