import type { DigestStory } from '../../src/domain/model/digest.ts';
import type { StoredItem } from '../../src/domain/model/item.ts';
import type { Actor, Topic } from '../../src/domain/model/watch.ts';
import type { Utm } from '../handOff.ts';
import { reasonSentence } from '../reasons.ts';
import { Comments } from './comments.tsx';
import type { Mark } from './digestView.ts';
import { HandOff } from './handOff.tsx';
import { Icon } from './icons.tsx';
import { Layout, type PageContext } from './layout.tsx';
import { ActorName, OUTWARD, When } from './parts.tsx';
import { Judged, Meaning, OnBoards, Regroup, Taste } from './storyJudged.tsx';
import { Attachments, Text } from './storyText.tsx';

export interface StoryView {
  page: PageContext;
  id: string;
  /** By date, the earliest first. */
  items: readonly StoredItem[];
  lead: StoredItem;
  sourceName: (id: string) => string;
  actors: readonly Actor[];
  topics: readonly Topic[];
  mark: Mark;
  /** Stories of the same days that may tell the same news. */
  similar: readonly { id: string; title: string }[];
  /** Campaign parameters of the team, and the day the story is planned for. */
  utm: Utm;
  idea: string | undefined;
  comments: readonly { id: string; person: string; text: string; at: number }[];
  /** Names of people, by id. */
  people: ReadonlyMap<string, string>;
  /** Those one may put it on, and whether it stands there. */
  boards: readonly { id: string; name: string; holds: boolean }[];
  /** What a language model said of the lead, where there is one. */
  advice?: { model: string; meaning: readonly string[] } | undefined;
  /** As an edition told it, when one did. */
  told?: { story: DigestStory; date: string; threshold: number } | undefined;
}

/** One story: the text its lead gives, who tells it, and why it was shown. */
export function StoryPage(view: StoryView) {
  const { page, lead, sourceName, actors, told } = view;
  const { t, moment } = page.speech;
  const ids = [...new Set(view.items.flatMap((item) => item.actors.map(({ id }) => id)))];
  return (
    <Layout page={page} title={lead.title} script>
      <p class="fine crumb">
        <a href={told ? `/digest/${told.date}#s-${view.id}` : '/'}>
          {told ? t('digest.title', { day: page.speech.day(told.date) }) : t('nav.digest')}
        </a>
      </p>
      <div class="cols">
        <article
          aria-labelledby="title"
          lang={lead.language === 'und' ? undefined : lead.language}
          data-story={view.id}
          tabindex={-1}
        >
          <p class="kick">
            {ids.map((id) => (
              <ActorName actors={actors} id={id} />
            ))}
            <span>{sourceName(lead.sourceId)}</span>
            {lead.publishedAt === undefined ? (
              <When seenAt={lead.seenAt} speech={page.speech} now={page.now} />
            ) : (
              <time datetime={new Date(lead.publishedAt).toISOString()}>{moment(lead.publishedAt)}</time>
            )}
            {lead.author ? <span>{t('story.by', { author: lead.author })}</span> : ''}
          </p>
          <h1 class="edition story-title" id="title">
            {lead.title}
          </h1>
          <Actions view={view} />
          <OnBoards view={view} />
          <Text page={page} item={lead} />
          <Attachments page={page} item={lead} />
          {lead.url && page.may('curate') ? (
            <HandOff
              page={page}
              story={{ id: view.id, title: lead.title, url: lead.url, topics: topicNames(view) }}
              utm={view.utm}
              idea={view.idea}
            />
          ) : (
            ''
          )}
          <Comments page={page} story={view.id} comments={view.comments} names={view.people} />
        </article>
        <aside class="rail" aria-label={t('digest.rail.aside')}>
          <Meaning view={view} />
          <Judged view={view} />
          <Sources view={view} />
          <Proof view={view} />
          {told ? <Why view={view} told={told} /> : ''}
          <Taste page={page} id={view.id} />
        </aside>
      </div>
      <p class="vh" role="status" aria-live="polite" id="said" />
    </Layout>
  );
}

const topicNames = ({ lead, topics }: StoryView): string[] =>
  lead.topics.flatMap(({ id }) => topics.find((topic) => topic.id === id)?.name ?? []);

function Actions({ view: { page, id, lead, mark } }: { view: StoryView }) {
  const { t } = page.speech;
  return (
    <form class="row story-acts" method="post" action="/marks" lang={page.speech.language}>
      <input type="hidden" name="_csrf" value={page.csrf} />
      <input type="hidden" name="story" value={id} />
      <input type="hidden" name="back" value={`/stories/${id}`} />
      {lead.url ? (
        <a class="btn main" href={page.go({ url: lead.url, story: id, channel: 'page' })} data-open {...OUTWARD}>
          <Icon name="open" />
          <span>{t('story.open')}</span>
          <kbd>o</kbd>
        </a>
      ) : (
        ''
      )}
      <button class="btn" name="mark" value={mark.read ? 'unread' : 'read'} aria-pressed={mark.read ? 'true' : 'false'}>
        <Icon name="check" />
        <span>{t(mark.read ? 'story.markUnread' : 'story.markRead')}</span>
        <kbd>m</kbd>
      </button>
      <button
        class="btn"
        name="mark"
        value={mark.saved ? 'unsaved' : 'saved'}
        aria-pressed={mark.saved ? 'true' : 'false'}
      >
        <Icon name="keep" />
        <span>{t(mark.saved ? 'story.kept' : 'story.keep')}</span>
        <kbd>s</kbd>
      </button>
    </form>
  );
}

function Sources({ view: { page, id, items, sourceName } }: { view: StoryView }) {
  const { t } = page.speech;
  return (
    <section>
      <h2>{t('story.sources')}</h2>
      <ol class="tl thin">
        {items.map((item, index) => (
          <li>
            <When publishedAt={item.publishedAt} seenAt={item.seenAt} speech={page.speech} now={page.now} />
            <div>
              <p class="kick">
                <b>{sourceName(item.sourceId)}</b>
                {index === 0 && items.length > 1 ? <span>{t('story.first')}</span> : ''}
                <span>{t('story.words', { count: item.words })}</span>
              </p>
              {item.url ? (
                <a
                  class="quiet"
                  href={item.url}
                  lang={item.language === 'und' ? undefined : item.language}
                  {...OUTWARD}
                >
                  {item.title}
                </a>
              ) : (
                item.title
              )}
              {items.length > 1 && page.may('curate') ? <Regroup page={page} story={id} item={item.id} /> : ''}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The words that made Vigie say "Buffer" or "pricing". */
function Proof({ view: { page, items, actors, topics } }: { view: StoryView }) {
  const found = [
    ...items.flatMap((item) => item.actors.map((match) => ({ ...match, list: actors }))),
    ...items.flatMap((item) => item.topics.map((match) => ({ ...match, list: topics }))),
  ];
  const unique = found.filter(
    (match, index) =>
      match.words.length > 0 &&
      found.findIndex((other) => other.id === match.id && other.list === match.list && other.words.length > 0) ===
        index,
  );
  if (unique.length === 0) return null;
  return (
    <section>
      <h2>{page.speech.t('story.proof')}</h2>
      <dl class="proof fine">
        {unique.map(({ id, words, list }) => (
          <>
            <dt>{list.find((each) => each.id === id)?.name ?? id}</dt>
            <dd>
              {words.slice(0, 4).map((word, index) => (
                <>
                  {index > 0 ? ', ' : ''}
                  <mark>{word}</mark>
                </>
              ))}
            </dd>
          </>
        ))}
      </dl>
    </section>
  );
}

function Why({ view, told: { story, threshold } }: { view: StoryView; told: NonNullable<StoryView['told']> }) {
  const { t } = view.page.speech;
  return (
    <section>
      <h2>{t('story.why')}</h2>
      <div class="score">
        <dl>
          {story.reasons.map((reason) => (
            <>
              <dt>{reasonSentence(reason, view.page.speech)}</dt>
              <dd>{reason.points > 0 ? `+${reason.points}` : `−${-reason.points}`}</dd>
            </>
          ))}
          <dt class="tot">{t('digest.score', { threshold })}</dt>
          <dd class="tot">{story.score}</dd>
        </dl>
      </div>
    </section>
  );
}
