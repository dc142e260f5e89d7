import type { Speech } from '../i18n.ts';

const WIDTH = 84;
const HEIGHT = 22;

/** A source's weeks, the oldest first, on its own scale from zero; the words say the same. */
export function Sparkline({ weeks, speech }: { weeks: readonly number[]; speech: Speech }) {
  const most = Math.max(1, ...weeks);
  const step = WIDTH / Math.max(1, weeks.length - 1);
  const points = weeks.map(
    (count, index) => `${(index * step).toFixed(1)},${(HEIGHT - 2 - (count / most) * (HEIGHT - 4)).toFixed(1)}`,
  );
  const last = points.at(-1)?.split(',') ?? ['0', '0'];
  return (
    <svg
      class="spark"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={speech.t('sources.weeks', { counts: weeks.join(', ') })}
    >
      <path class="a" d={`M0,${HEIGHT} L${points.join(' L')} L${WIDTH},${HEIGHT}Z`} />
      <path class="l" d={`M${points.join(' L')}`} />
      <circle class="d" cx={last[0]} cy={last[1]} r="2" />
    </svg>
  );
}
