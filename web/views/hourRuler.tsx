import { type DigestView, minutesOf, SECTION_ICONS } from './digestView.ts';
import { Icon } from './icons.tsx';

/** Sections shorter than this show an icon instead of their name. */
const TIGHT_SHARE = 0.09;

interface Segment {
  id: string;
  minutes: number;
  /** Share read, 0 to 1. */
  done: number;
}

function segmentsOf({ digest, marks }: DigestView): Segment[] {
  return digest.sections.map(({ id, stories }) => {
    const minutes = minutesOf(stories);
    return { id, minutes, done: minutesOf(stories.filter((story) => marks.get(story.id)?.read)) / minutes };
  });
}

/** Widths come from data: they are rules of the page's one style element, never style attributes. */
export function rulerStyles(view: DigestView): string {
  const segments = segmentsOf(view);
  const budget = Math.max(view.digest.budgetMinutes, view.digest.plannedMinutes);
  const free = Math.max(0, budget - view.digest.plannedMinutes);
  const rules = segments.map(({ id, minutes, done }) => `[data-seg="${id}"]{--m:${minutes};--d:${done.toFixed(3)}}`);
  return `.hour{--budget:${budget}}[data-seg="free"]{--m:${free}}${rules.join('')}`;
}

/** The hour as a ruler: budget, table of contents and progress in one object. */
export function HourRuler(view: DigestView) {
  const {
    digest,
    marks,
    page: {
      speech: { t },
    },
  } = view;
  const segments = segmentsOf(view);
  const read = minutesOf(digest.sections.flatMap(({ stories }) => stories).filter(({ id }) => marks.get(id)?.read));
  const free = Math.max(0, digest.budgetMinutes - digest.plannedMinutes);
  const quarter = digest.budgetMinutes / 4;
  return (
    <div class="hour">
      <p class="tally">
        <span data-tally="read">{t('digest.read', { count: read })}</span>
        <span data-tally="left">{t('digest.left', { count: digest.plannedMinutes - read })}</span>
        <span class="push">
          {t('digest.planned', { planned: digest.plannedMinutes, budget: digest.budgetMinutes })}
          {free > 0 ? <span class="opt">, {t('digest.free', { count: free })}</span> : ''}
        </span>
      </p>
      <div class="mini" aria-hidden="true">
        {segments.map(({ id }) => (
          <i data-seg={id} />
        ))}
        <i class="free" data-seg="free" />
      </div>
      <nav aria-label={t('digest.rulerLabel')}>
        <ol>
          {segments.map(({ id, minutes }) => {
            const isTight = minutes / digest.budgetMinutes < TIGHT_SHARE;
            return (
              <li data-seg={id}>
                <a href={`#${id}`}>
                  {isTight ? <Icon name={SECTION_ICONS[id as keyof typeof SECTION_ICONS]} /> : ''}
                  <span class={isTight ? 'tight' : ''}>{t(`sections.${id}`)}</span>
                  <span class={isTight ? 'vh' : 'num'}>
                    {minutes}
                    <span class="vh"> min</span>
                  </span>
                </a>
              </li>
            );
          })}
          {free > 2 ? (
            <li class="free" data-seg="free">
              <span>{t('digest.freeShort', { count: free })}</span>
            </li>
          ) : (
            ''
          )}
        </ol>
      </nav>
      <div class="scale" aria-hidden="true">
        {[0, 1, 2, 3].map((step) => (
          <span>{Math.round(step * quarter)}</span>
        ))}
        <span>{digest.budgetMinutes} min</span>
      </div>
    </div>
  );
}
