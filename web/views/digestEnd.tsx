import type { Child } from 'hono/jsx';
import { HEALTHS } from '../../src/domain/cadence/health.ts';
import type { LeftOut } from '../../src/domain/model/digest.ts';
import { type DigestView, minutesOf } from './digestView.ts';
import { Icon } from './icons.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { OUTWARD } from './parts.tsx';

const REASONS: LeftOut['reason'][] = ['overBudget', 'sameNews', 'sourceFull', 'belowThreshold', 'toldBefore'];

/** The finish line, and the ledger of what was left out. */
export function Finish({ page, digest, marks }: DigestView) {
  const { t, day } = page.speech;
  const unread = digest.sections.flatMap(({ stories }) => stories).filter(({ id }) => !marks.get(id)?.read);
  return (
    <section class="finish" aria-labelledby="end">
      <h2 id="end">
        <Icon name="flag" />
        {t('digest.end')}
      </h2>
      <p class="lede">
        {unread.length === 0
          ? t('digest.endDone')
          : t('digest.endLede', { count: unread.length, minutes: minutesOf(unread), day: day(digest.date) })}
      </p>
      {unread.length > 0 ? (
        <form class="acts" method="post" action={`/digest/${digest.date}/finish`}>
          <input type="hidden" name="_csrf" value={page.csrf} />
          <button class="btn main">
            <Icon name="flag" />
            <span>{t('digest.finish')}</span>
          </button>
        </form>
      ) : (
        ''
      )}
      {isWeekly(digest) && digest.health ? <p class="fine after">{healthLine(digest.health, page)}</p> : ''}
      <h3 id="left-out">{t('digest.leftOut')}</h3>
      <dl class="ledger">
        {REASONS.flatMap((reason) => {
          const count = digest.leftOut.filter((story) => story.reason === reason).length;
          return count === 0
            ? []
            : [
                <div>
                  <dt>
                    <a href={`/digest/${digest.date}/left-out#${reason}`}>{t(`left.${reason}`)}</a>
                  </dt>
                  <dd>{count}</dd>
                </div>,
              ];
        })}
      </dl>
    </section>
  );
}

const MONDAY = 1;
/** Once a week the reader is told how the sources are, whether or not something is wrong. */
const isWeekly = ({ date }: DigestView['digest']): boolean => new Date(`${date}T12:00:00Z`).getUTCDay() === MONDAY;

function healthLine(health: NonNullable<DigestView['digest']['health']>, { speech }: PageContext): Child {
  const { t, list } = speech;
  const count = Object.values(health).reduce((sum, each) => sum + each, 0);
  const parts = HEALTHS.flatMap((each) => (health[each] ? [t(`sources.count.${each}`, { count: health[each] })] : []));
  return (
    <>
      {t('digest.health', { count })} {list(parts)}. <a href="/sources?tab=repair">{t('digest.healthLink')}</a>
    </>
  );
}

/** Every candidate that is not in the edition, by reason. */
export function LeftOutPage({ page, digest }: Pick<DigestView, 'page' | 'digest'>) {
  const { t, day } = page.speech;
  return (
    <Layout page={page} title={t('digest.leftOut')} current="digest">
      <p class="fine crumb">
        <a href={`/digest/${digest.date}`}>{t('digest.title', { day: day(digest.date) })}</a>
      </p>
      <h1>{t('digest.leftOut')}</h1>
      <p class="lede">{t('digest.leftOutLede', { count: digest.leftOut.length })}</p>
      {REASONS.map((reason) => (
        <Group page={page} reason={reason} stories={digest.leftOut.filter((story) => story.reason === reason)} />
      ))}
    </Layout>
  );
}

function Group({ page, reason, stories }: { page: PageContext; reason: LeftOut['reason']; stories: LeftOut[] }) {
  const { t, day } = page.speech;
  if (stories.length === 0) return null;
  return (
    <section id={reason} aria-labelledby={`${reason}-h`}>
      <div class="sec">
        <h2 id={`${reason}-h`}>{t(`left.${reason}`)}</h2>
        <span class="fine">{t('digest.leftOutCount', { count: stories.length })}</span>
      </div>
      <ul class="plain">
        {stories.map((story) => (
          <li>
            <span class="num fine">{story.score}</span>
            <span>
              <a href={`/stories/${story.id}`}>{story.title}</a>
              {story.date ? <span class="fine"> {t('digest.toldOn', { day: day(story.date) })}</span> : ''}
            </span>
            {story.url ? (
              <a class="fine" href={story.url} {...OUTWARD}>
                {new URL(story.url).hostname.replace(/^www\./, '')}
              </a>
            ) : (
              ''
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
