import type { DigestStory } from '../../src/domain/model/digest.ts';
import { reasonSentence, reasonSentences } from '../reasons.ts';
import type { DigestView } from './digestView.ts';
import { Icon } from './icons.tsx';
import type { PageContext } from './layout.tsx';
import { ActorName, EventName, OUTWARD, When } from './parts.tsx';

/** Other tellers named in the row; the rest are counted. */
const NAMED_SOURCES = 3;
/** Reasons said in the row; all of them stand in the score. */
const SAID_REASONS = 3;

/** One story of the digest. Read, it folds to one line and stays in place, so that progress shows. */
export function StoryRow({ view, story }: { view: DigestView; story: DigestStory }) {
  const mark = view.marks.get(story.id);
  return mark?.read ? (
    <ReadStory view={view} story={story} />
  ) : (
    <OpenStory view={view} story={story} saved={mark?.saved ?? false} />
  );
}

function OpenStory({ view, story, saved }: { view: DigestView; story: DigestStory; saved: boolean }) {
  const { page, actors, digest } = view;
  const { t } = page.speech;
  const [lead] = story.items;
  return (
    <article
      class="story"
      id={`s-${story.id}`}
      aria-labelledby={`t-${story.id}`}
      tabindex={-1}
      data-story={story.id}
      data-minutes={story.minutes}
      lang={langOf(story, page.speech.language)}
    >
      <p class="min">
        <b>{story.minutes}</b> min
      </p>
      <div>
        <p class="kick">
          {story.actors.slice(0, 2).map((id) => (
            <ActorName actors={actors} id={id} />
          ))}
          <EventName type={story.event?.type} speech={page.speech} />
          <span class="src">{lead?.source}</span>
          {lead ? (
            <When publishedAt={lead.publishedAt} seenAt={lead.seenAt} speech={page.speech} now={digest.createdAt} />
          ) : (
            ''
          )}
          <OnBoards view={view} story={story} />
        </p>
        <Title page={view.page} story={story} />
        {story.summary ? <p class="sum">{story.summary}</p> : ''}
        <Also view={view} story={story} />
        <div class="under" lang={page.speech.language}>
          <details class="why">
            <summary>
              <Icon name="right" />
              <span>{t('digest.why', { reasons: reasonSentences(mainReasons(story), page.speech).join(', ') })}</span>
            </summary>
            <div class="score">
              <dl>
                {story.reasons.map((reason) => (
                  <>
                    <dt>{reasonSentence(reason, page.speech)}</dt>
                    <dd>{signed(reason.points)}</dd>
                  </>
                ))}
                <dt class="tot">{t('digest.score', { threshold: digest.threshold })}</dt>
                <dd class="tot">{story.score}</dd>
              </dl>
            </div>
          </details>
        </div>
      </div>
      <MarkForm view={view} story={story} read={false} saved={saved} />
    </article>
  );
}

function ReadStory({ view, story }: { view: DigestView; story: DigestStory }) {
  const { page, actors } = view;
  const { t } = page.speech;
  return (
    <article
      class="story done"
      id={`s-${story.id}`}
      aria-labelledby={`t-${story.id}`}
      tabindex={-1}
      data-story={story.id}
      data-minutes={story.minutes}
      data-read
    >
      <p class="min">
        <Icon name="check" /> <span>{story.minutes} min</span>
      </p>
      <div class="line">
        <Title page={view.page} story={story} />
        {story.actors.slice(0, 1).map((id) => (
          <ActorName actors={actors} id={id} />
        ))}
        <span class="src">{story.items[0]?.source}</span>
        <OnBoards view={view} story={story} />
        <span class="vh">{t('story.read')}</span>
      </div>
      <MarkForm view={view} story={story} read saved={view.marks.get(story.id)?.saved ?? false} />
    </article>
  );
}

/** So that nobody puts it there twice. */
const OnBoards = ({ view: { boards, page }, story }: { view: DigestView; story: DigestStory }) => (
  <>
    {(boards.holding.get(story.id) ?? []).map(({ id, name }) => (
      <a class="onboard" href={`/boards/${id}`} title={page.speech.t('digest.onBoard', { name })}>
        <Icon name="boards" />
        <span>{name}</span>
      </a>
    ))}
  </>
);

const Title = ({ page, story }: { page: PageContext; story: DigestStory }) => (
  <h3 class="title" id={`t-${story.id}`}>
    {story.url ? (
      <a
        href={page.go({ url: story.url, story: story.id, channel: 'digest' })}
        data-open
        data-host={new URL(story.url).hostname}
        {...OUTWARD}
      >
        {story.title}
      </a>
    ) : (
      <a href={`/stories/${story.id}`} data-open>
        {story.title}
      </a>
    )}
  </h3>
);

function Also({ view, story }: { view: DigestView; story: DigestStory }) {
  const { t } = view.page.speech;
  const others = story.items
    .slice(1)
    .filter(
      (item, index, all) =>
        item.sourceId !== story.items[0]?.sourceId &&
        all.findIndex(({ sourceId }) => sourceId === item.sourceId) === index,
    );
  const rest = others.length - NAMED_SOURCES;
  if (others.length === 0) return null;
  return (
    <p class="also" lang={view.page.speech.language}>
      {t('digest.also', { sources: '' })}
      {others.slice(0, NAMED_SOURCES).map((item, index) => (
        <>
          {index > 0 ? ', ' : ''}
          {item.url ? (
            <a href={item.url} {...OUTWARD}>
              {item.source}
            </a>
          ) : (
            item.source
          )}
        </>
      ))}
      {rest > 0 ? (
        <>
          {' '}
          <a href={`/stories/${story.id}`}>{t('digest.alsoMore', { count: rest })}</a>
        </>
      ) : (
        ''
      )}
    </p>
  );
}

/** Works without script: each button posts and comes back to the story. */
function MarkForm({
  view,
  story,
  read,
  saved,
}: {
  view: DigestView;
  story: DigestStory;
  read: boolean;
  saved: boolean;
}) {
  const { page, digest } = view;
  const { t } = page.speech;
  return (
    <form class="acts" method="post" action="/marks" lang={page.speech.language}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="story" value={story.id} />
      <input type="hidden" name="back" value={`/digest/${digest.date}#s-${story.id}`} />
      <button
        class="ib"
        name="mark"
        value={read ? 'unread' : 'read'}
        aria-label={t(read ? 'story.markUnread' : 'story.markRead')}
        title={t(read ? 'story.markUnread' : 'story.markRead')}
        aria-pressed={read ? 'true' : 'false'}
      >
        <Icon name="check" />
      </button>
      <button
        class="ib"
        name="mark"
        value={saved ? 'unsaved' : 'saved'}
        aria-label={t(saved ? 'story.kept' : 'story.keep')}
        title={t(saved ? 'story.kept' : 'story.keep')}
        aria-pressed={saved ? 'true' : 'false'}
      >
        <Icon name="keep" />
      </button>
      <a
        class="ib"
        href={`/stories/${story.id}`}
        aria-label={t('story.details')}
        title={t('story.details')}
        data-unfold
      >
        <Icon name="page" />
      </a>
    </form>
  );
}

/** The heaviest reasons, in their own order: freshness and source alone say little. */
function mainReasons(story: DigestStory) {
  const heaviest = [...story.reasons].sort((a, b) => b.points - a.points).slice(0, SAID_REASONS);
  return story.reasons.filter((reason) => heaviest.includes(reason));
}

const signed = (points: number): string => (points > 0 ? `+${points}` : `−${-points}`);
const langOf = ({ language }: DigestStory, page: string): string | undefined =>
  language === 'und' || language === page ? undefined : language;
