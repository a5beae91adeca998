import { BarChart, LineChart, SankeyChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  MarkAreaComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { type EChartsCoreOption, init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Language } from '../i18n/language.ts';

register([
  BarChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  MarkLineComponent,
  MarkAreaComponent,
  AriaComponent,
  SVGRenderer,
]);

interface Look {
  readonly dark: boolean;
  readonly language: Language;
  readonly onClick: (name: string, index: number) => void;
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--dl-color-${name}`).trim();
}

function themeOf(): object {
  const axis = {
    axisLine: { lineStyle: { color: colour('border') } },
    axisLabel: { color: colour('text-secondary') },
    splitLine: { lineStyle: { color: colour('border-secondary') } },
    nameTextStyle: { color: colour('text-secondary') },
  };
  return {
    color: [
      colour('primary'),
      colour('info'),
      colour('success'),
      colour('warning'),
      colour('error'),
      colour('text-tertiary'),
    ],
    textStyle: { color: colour('text'), fontFamily: getComputedStyle(document.body).fontFamily },
    legend: { textStyle: { color: colour('text-secondary') } },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
    logAxis: axis,
    sankey: { label: { color: colour('text') } },
  };
}

/** Draws and keeps to the size of its place; returns what takes it down again. */
export function draw(place: HTMLElement, option: EChartsCoreOption, look: Look): () => void {
  const chart = init(place, themeOf(), { renderer: 'svg', locale: look.language === 'zh' ? 'ZH' : 'EN' });
  const { tooltip, ...rest } = option;
  chart.setOption({
    animation: false,
    aria: { enabled: true },
    grid: { left: 8, right: 16, top: 28, bottom: 8, outerBoundsMode: 'same' },
    ...rest,
    // HTML tooltips carry styles as text, which the content security policy would have to allow.
    ...(tooltip === undefined
      ? {}
      : {
          tooltip: {
            backgroundColor: colour('bg-elevated'),
            borderColor: colour('border'),
            textStyle: { color: colour('text') },
            ...(tooltip as object),
            renderMode: 'richText',
          },
        }),
  });
  chart.on('click', ({ name, dataIndex }) => look.onClick(name, dataIndex));
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(place);
  return () => {
    watch.disconnect();
    chart.dispose();
  };
}
