import type { DigestSection } from '../../src/domain/model/digest.ts';
import { DAY_MS } from '../../src/domain/model/units.ts';
import { FRESH_MS } from '../../src/domain/rank/candidates.ts';
import { Alerts } from './alerts.tsx';
import { Finish } from './digestEnd.tsx';
import { Rail } from './digestRail.tsx';
import { capital, type DigestView, minutesOf, SECTION_ICONS } from './digestView.ts';
import { Failing } from './failing.tsx';
import { HourRuler, rulerStyles } from './hourRuler.tsx';
import { Icon } from './icons.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { StoryRow } from './storyRow.tsx';

/** An edition looks this far back, unless it is the first and would be empty. */
const FRESH_DAYS = FRESH_MS / DAY_MS;

/** The morning digest. It ends. */
export function DigestPage(view: DigestView) {
  const { page, digest, failing, nextDue, finished, previous, next } = view;
  const { t, day, since } = page.speech;
  const stories = digest.sections.flatMap((section) => section.stories);
  const isFirst = previous === undefined;
  const reach = Math.round((digest.until - digest.since) / DAY_MS);
  return (
    <Layout
      page={page}
      title={t('digest.title', { day: day(digest.date) })}
      current="digest"
      mainClass="p-digest"
      styles={rulerStyles(view)}
      script
    >
      <div class="head">
        <div>
          <p class="fine">{t('digest.label', { number: digest.number })}</p>
          <h1 class="edition">{capital(day(digest.date))}</h1>
          <p class="lede">
            {t('digest.lede', {
              items: digest.considered.items,
              stories: digest.considered.stories,
              kept: stories.length,
              budget: digest.budgetMinutes,
              ready: since(digest.createdAt, digest.createdAt),
            })}
          </p>
        </div>
        <div class="acts">
          {previous ? (
            <a class="btn flat" href={`/digest/${previous}`} rel="prev">
              {t('digest.previous')}
            </a>
          ) : (
            ''
          )}
          {next ? (
            <a class="btn flat" href={`/digest/${next}`} rel="next">
              {t('digest.next')}
            </a>
          ) : (
            ''
          )}
          <button type="button" class="btn flat js" data-print>
            <Icon name="print" />
            <span>{t('digest.print')}</span>
          </button>
        </div>
      </div>
      {nextDue ? <MakeNow page={page} when={since(nextDue, page.now)} /> : ''}
      {finished ? (
        <p class="note ok" role="status">
          {t('digest.finished')}
        </p>
      ) : (
        ''
      )}
      <Failing page={page} count={failing} />
      <Alerts page={page} alerts={digest.alerts ?? []} actors={view.actors} at={digest.createdAt} />
      {isFirst && reach > FRESH_DAYS && stories.length > 0 ? (
        <p class="note hint">{t('digest.reachesBack', { count: reach })}</p>
      ) : (
        ''
      )}
      {stories.length > 0 ? (
        <HourRuler {...view} />
      ) : (
        <p class="lede">{t(isFirst ? 'digest.emptyFirst' : 'digest.empty')}</p>
      )}
      <div class="cols">
        <div>
          {digest.sections.map((section) => (
            <Section view={view} section={section} />
          ))}
          <Finish {...view} />
        </div>
        <Rail {...view} />
      </div>
      <p class="vh" role="status" aria-live="polite" id="said" />
      <ToBoard {...view} />
    </Layout>
  );
}

/** Asked by a key; without script a story's own page has its boards. */
function ToBoard({ page: { speech }, boards }: DigestView) {
  const { t } = speech;
  return boards.editable.length === 0 ? null : (
    <dialog class="pane" id="to-board" aria-labelledby="to-board-h" data-usual={boards.usual}>
      <h2 id="to-board-h">{t('digest.toBoard')}</h2>
      <form method="dialog">
        {boards.editable.map(({ id, name }) => (
          <button class="btn" value={id}>
            {name}
          </button>
        ))}
      </form>
    </dialog>
  );
}

function Section({ view, section }: { view: DigestView; section: DigestSection }) {
  const {
    page: {
      speech: { t },
    },
    marks,
  } = view;
  const minutes = minutesOf(section.stories);
  const left = minutesOf(section.stories.filter(({ id }) => !marks.get(id)?.read));
  const state = left === 0 ? t('digest.sectionRead') : left < minutes ? t('digest.sectionLeft', { count: left }) : '';
  return (
    <section id={section.id} aria-labelledby={`${section.id}-h`} data-section={section.id}>
      <div class="sec">
        <Icon name={SECTION_ICONS[section.id]} />
        <h2 id={`${section.id}-h`}>{t(`sections.${section.id}`)}</h2>
        <span class="fine">
          {t('digest.sectionMeta', { count: section.stories.length, minutes })}
          {state ? ` · ${state}` : ''}
        </span>
      </div>
      {section.stories.map((story) => (
        <StoryRow view={view} story={story} />
      ))}
    </section>
  );
}

/** Before the hour: the last edition, and the offer to make today's at once. */
function MakeNow({ page, when }: { page: PageContext; when: string }) {
  const { t } = page.speech;
  return (
    <form method="post" action="/digest" class="note row">
      <input type="hidden" name="_csrf" value={page.csrf} />
      <span>{t('digest.waiting', { when })}</span>
      <button class="btn sm">{t('digest.makeNow')}</button>
    </form>
  );
}
