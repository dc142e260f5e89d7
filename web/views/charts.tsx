import type { Child } from 'hono/jsx';
import type { Speech } from '../i18n.ts';
import { Icon } from './icons.tsx';

// Charts drawn by the server: each stands beside its figures, or above the table of them.

const WIDTH = 180;

/** 0 to 100; a notch where it stood before, if it is known. The figure beside it says the same. */
export function Thermometer({ value, before, swatch }: { value: number; before: number | undefined; swatch: string }) {
  const x = (at: number) => Math.round((14 + ((WIDTH - 20) * at) / 100) * 10) / 10;
  return (
    <svg class={`thermo ${swatch}`} viewBox={`0 0 ${WIDTH} 20`} width={WIDTH} height="20" aria-hidden="true">
      <rect class="tube" x="8" y="5.5" width={WIDTH - 10} height="9" rx="4.5" />
      {[25, 50, 75].map((at) => (
        <path class="grad" d={`M${x(at)} 5.5v9`} />
      ))}
      <rect class="fill" x="8" y="5.5" width={Math.max(0, x(value) - 8)} height="9" rx="4.5" />
      <circle class="fill" cx="8" cy="10" r="7.5" />
      {before === undefined ? '' : <path class="prev" d={`M${x(before)} 2v16`} />}
    </svg>
  );
}

/** Up, down or the same, in words too. Green and red only where it is good or bad for us. */
export function Delta({
  value,
  words,
  isOurs = false,
}: {
  value: number;
  words: { up: string; down: string; same: string };
  isOurs?: boolean;
}) {
  const good = isOurs && value !== 0 ? (value > 0 ? ' up' : ' down') : '';
  return (
    <span class={`delta${good}`}>
      <Icon name={value > 0 ? 'up' : value < 0 ? 'down' : 'same'} />
      <span class="vh">{value > 0 ? words.up : value < 0 ? words.down : words.same}</span>
      {Math.abs(value)}
    </span>
  );
}

/** Shares of a whole. The widths are rules of the page: `stackStyles` writes them. */
export function Stack({
  speech,
  id,
  shares,
  label,
  past = false,
}: {
  speech: Speech;
  id: string;
  shares: readonly { swatch: string; percent: number }[];
  label: string;
  past?: boolean;
}) {
  return (
    <div class={past ? 'stack past' : 'stack'} role="img" aria-label={label}>
      {shares.map(({ swatch, percent }, index) => (
        <span class={swatch} id={`${id}-${index}`}>
          <b>{percent >= 7 ? speech.percent(percent / 100) : ''}</b>
        </span>
      ))}
    </div>
  );
}

export const stackStyles = (id: string, shares: readonly { percent: number }[]): string =>
  shares.map(({ percent }, index) => `#${id}-${index}{flex:${percent} 1 0}`).join('');

/** The figures of a chart. */
export function DataTable({
  speech,
  caption,
  head,
  rows,
}: {
  speech: Speech;
  caption: string;
  head: readonly string[];
  rows: readonly (readonly Child[])[];
}) {
  return (
    <details class="data">
      <summary>{speech.t('charts.data')}</summary>
      <div class="scroll" tabindex={0} role="group" aria-label={caption}>
        <table class="t">
          <caption>{caption}</caption>
          <thead>
            <tr>
              {head.map((cell) => (
                <th scope="col">{cell}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(([first, ...others]) => (
              <tr>
                <th scope="row">{first}</th>
                {others.map((cell) => (
                  <td class="n">{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const CHART = { width: 640, height: 150, left: 30, bottom: 22, top: 10 };

/** Days of a term from zero, and the level its past makes one expect. */
export function DayChart({
  series,
  expected,
  first,
  last,
  label,
}: {
  series: readonly number[];
  expected: number;
  first: string;
  last: string;
  label: string;
}) {
  const { width, height, left, bottom, top } = CHART;
  const most = Math.max(1, expected, ...series);
  const x = (index: number) => left + ((width - left - 6) * index) / Math.max(1, series.length - 1);
  const y = (value: number) => height - bottom - ((height - bottom - top) * value) / most;
  const points = series.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <path class="axis" d={`M${left} ${height - bottom}H${width}`} />
      <text x={left - 6} y={y(most) + 4} text-anchor="end">
        {Math.round(most)}
      </text>
      <text x={left - 6} y={height - bottom} text-anchor="end">
        0
      </text>
      <path
        class="a"
        d={`M${left},${height - bottom} L${points.join(' L')} L${x(series.length - 1)},${height - bottom}Z`}
      />
      <path class="l" d={`M${points.join(' L')}`} />
      <path class="base" d={`M${left} ${y(expected).toFixed(1)}H${width - 6}`} />
      <text x={left} y={height - 6}>
        {first}
      </text>
      <text x={width - 6} y={height - 6} text-anchor="end">
        {last}
      </text>
    </svg>
  );
}
