import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use as add } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useEffectEvent, useRef } from 'react';

// Only what is drawn here: the whole library is a megabyte.
add([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly color: string;
  /** A line on an axis of its own, at the right. */
  readonly line?: { readonly max: number; readonly unit: string };
}

export interface Drawn {
  readonly label: string;
  readonly names: readonly string[];
  readonly series: readonly Series[];
  /** Parts of one whole stand on each other. */
  readonly stacked?: boolean;
  /** Names are long, so that bars lie. */
  readonly lying?: boolean;
  /** In percent. */
  readonly percent?: boolean;
}

const text = { color: '#3c4248', fontSize: 12 };

/** A bar of nothing says so by not being there. */
const said = ({ value }: { readonly value?: unknown }): string =>
  typeof value === 'number' && value > 0 ? String(value) : '';

/** A day without its year, which the table has. */
const short = (name: string): string => name.replace(/^\d{4}-(\d\d-\d\d)$/, '$1');

const barOf = ({ name, values, color }: Series, stacked: boolean) => ({
  type: 'bar',
  name,
  data: [...values],
  itemStyle: { color },
  barMaxWidth: 28,
  label: { show: !stacked, position: 'top' as const, formatter: said, ...text },
  ...(stacked ? { stack: 'all' } : {}),
});

const lineOf = ({ name, values, color }: Series) => ({
  type: 'line',
  name,
  data: [...values],
  itemStyle: { color },
  yAxisIndex: 1,
  symbolSize: 8,
});

function optionOf(
  { names, series, stacked = false, lying = false, percent = false }: Drawn,
  fontFamily: string,
): EChartsCoreOption {
  const line = series.find((one) => one.line)?.line;
  const named = {
    type: 'category',
    data: [...names],
    axisLabel: {
      ...text,
      formatter: short,
      // Few names are all said, in two lines where there is no room for one.
      ...(names.length <= 6 ? { interval: 0 } : { hideOverlap: true }),
      width: lying ? 104 : 72,
      overflow: lying ? 'truncate' : 'break',
    },
    ...(lying ? { inverse: true } : {}),
  };
  const counted = {
    type: 'value',
    minInterval: percent ? 5 : 1,
    axisLabel: { ...text, formatter: percent ? '{value}%' : '{value}' },
  };
  const right = line
    ? [
        {
          type: 'value',
          min: 0,
          max: line.max,
          axisLabel: { ...text, formatter: `{value}${line.unit}` },
          splitLine: { show: false },
        },
      ]
    : [];
  const bars = series.map((one) => (one.line ? lineOf(one) : barOf(one, stacked)));
  return {
    animation: false,
    textStyle: { fontFamily },
    grid: {
      left: 8,
      right: 16,
      top: series.length > 1 ? 36 : 20,
      bottom: 4,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'shadow' } },
    ...(series.length > 1 ? { legend: { top: 0, textStyle: text } } : {}),
    xAxis: lying ? counted : named,
    yAxis: lying ? named : [counted, ...right],
    series: lying
      ? bars.map((bar) => ({
          ...bar,
          label: { show: true, position: 'right', formatter: said, ...text },
        }))
      : bars,
  };
}

/** A picture of figures. Who cannot see it finds the same in the table behind. */
export function Chart({
  drawn,
  onOpen,
}: {
  readonly drawn: Drawn;
  readonly onOpen?: (index: number) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const open = useEffectEvent((index: number) => onOpen?.(index));
  const height = drawn.lying
    ? Math.max(120, drawn.names.length * (drawn.series.length > 1 ? 56 : 40) + 48)
    : 240;
  const chart = useRef<EChartsType>(undefined);
  useEffect(() => {
    if (!place.current) return undefined;
    const made = init(place.current, undefined, { renderer: 'svg' });
    chart.current = made;
    made.on('click', ({ dataIndex }) => open(dataIndex));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    // Measured and drawn in the page's own type, or words would be cut.
    const { fontFamily } = getComputedStyle(place.current ?? document.body);
    chart.current?.setOption(optionOf(drawn, fontFamily), true);
  }, [drawn]);
  return <div ref={place} role="img" aria-label={drawn.label} style={{ height }} />;
}
