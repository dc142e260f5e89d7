import type { Problem } from '../src/domain/model/source.ts';
import { DAY_MS } from '../src/domain/model/units.ts';
import type { Speech } from './i18n.ts';

/** What is wrong or odd about a source, in one sentence. */
export const problemSentence = ({ kind, params }: Problem, speech: Speech): string =>
  speech.t(`problem.${kind}`, worded({ kind, params }, speech));

/** What to do about it; with what Vigie would do in one's place when it knows. */
export function mendSentence({ kind, params }: Problem, { t }: Speech, suggestion?: string): string {
  const zone = kind === 'selector-not-found' && params.suggestion ? t('problemWords.zone', params) : '';
  const address = suggestion === undefined ? '' : t('problemWords.address', { suggestion });
  return [t(`mend.${kind}`, params), zone, address].filter(Boolean).join(' ');
}

/** Figures and codes as a reader says them. */
function worded({ kind, params }: Problem, { t, day }: Speech): Problem['params'] {
  switch (kind) {
    case 'tls':
      return { ...params, detail: t(`problemWords.tls.${params.detail}`) };
    case 'challenge':
      return { ...params, wall: params.wall ? t('problemWords.wall', params) : '' };
    case 'robots':
      return {
        ...params,
        status: params.status ? t('problemWords.robotsStatus', { status: String(params.status) }) : '',
      };
    case 'silent':
      return {
        since: day(new Date(Number(params.since)).toISOString().slice(0, 10)),
        usual: usualWords(Number(params.usual), t),
      };
    default:
      return params;
  }
}

function usualWords(gapMs: number, t: Speech['t']): string {
  if (gapMs < DAY_MS * 0.6) return t('problemWords.usual.hours');
  if (gapMs < DAY_MS * 1.5) return t('problemWords.usual.day');
  return t('problemWords.usual.days', { count: Math.round(gapMs / DAY_MS) });
}
