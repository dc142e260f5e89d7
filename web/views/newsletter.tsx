import type { KeptBoard } from '../../src/domain/model/board.ts';
import type { Newsletter, NewsletterStory } from '../../src/domain/model/newsletter.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import type { Speech } from '../i18n.ts';
import { BarePage, Layout, type PageContext } from './layout.tsx';
import { paragraphsOf } from './mail/message.tsx';
import { ActorName, EventName, OUTWARD } from './parts.tsx';

/** Enough of another's article to know what it is about. */
const EXTRACT = 280;

/** A newsletter that went out, as it went out. */
export function NewsletterPage({
  page,
  board,
  newsletter,
  actors,
  by,
  figures,
}: {
  page: PageContext;
  board: KeptBoard;
  newsletter: Newsletter;
  actors: readonly Actor[];
  /** Who sent it. */
  by: string | undefined;
  /** For those who keep the board. */
  figures: { sent?: number; clicks: number } | undefined;
}) {
  const { t, moment, number } = page.speech;
  return (
    <Layout page={page} title={newsletter.title} current="boards">
      <p class="fine crumb">
        <a href="/boards">{t('nav.boards')}</a> › <a href={`/boards/${board.id}`}>{board.name}</a>
      </p>
      <h1 class="edition">{newsletter.title}</h1>
      <p class="lede">
        {t('newsletter.sent', {
          number: newsletter.number,
          when: moment(newsletter.sentAt),
          who: by || t('role.owner'),
        })}
      </p>
      {figures ? (
        <dl class="stats">
          {(
            [
              ['receivers', newsletter.receivers],
              ...(figures.sent === undefined ? [] : [['sent', figures.sent] as const]),
              ['clicks', figures.clicks],
            ] as const
          ).map(([name, value]) => (
            <div>
              <dt>{t(`newsletter.figures.${name}`)}</dt>
              <dd>{number(value)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        ''
      )}
      <div class="read">
        <Told
          speech={page.speech}
          newsletter={newsletter}
          actors={actors}
          go={({ id, url }) =>
            page.go({ url, story: id, channel: 'board', board: board.id, newsletter: newsletter.id })
          }
        />
      </div>
    </Layout>
  );
}

/** The same for anybody, of a public board: no cookie, no script. */
export function PublicNewsletterPage({
  speech,
  nonce,
  board,
  newsletter,
  go,
}: {
  speech: Speech;
  nonce: string;
  board: KeptBoard;
  newsletter: Newsletter;
  go(story: NewsletterStory & { url: string }): string;
}) {
  const { t, moment } = speech;
  const robots = board.isListed ? undefined : 'noindex';
  return (
    <BarePage speech={speech} title={newsletter.title} nonce={nonce} wide robots={robots}>
      <p class="fine crumb">
        <a href={`/p/${board.id}`}>{board.name}</a>
      </p>
      <h1 class="edition">{newsletter.title}</h1>
      <p class="lede">{moment(newsletter.sentAt)}</p>
      <Told speech={speech} newsletter={newsletter} actors={[]} go={go} />
      <p class="fine after">{t('publicBoard.foot')}</p>
    </BarePage>
  );
}

function Told({
  speech,
  newsletter,
  actors,
  go,
}: {
  speech: Speech;
  newsletter: Newsletter;
  /** Those whose pages may be opened. */
  actors: readonly Actor[];
  /** The counted address of a story's link. */
  go(story: NewsletterStory & { url: string }): string;
}) {
  return (
    <>
      {paragraphsOf(newsletter).map((paragraph) => (
        <p class="said">{paragraph}</p>
      ))}
      <ol class="board">
        {newsletter.stories.map((story) => (
          <li class="item" lang={story.language === 'und' ? undefined : story.language}>
            <article>
              <p class="kick" lang={speech.language}>
                <EventName type={story.event} speech={speech} />
                {actors.length > 0 ? story.actors.slice(0, 2).map((id) => <ActorName actors={actors} id={id} />) : ''}
                <span class="src">{story.source}</span>
                <time datetime={new Date(story.at).toISOString()}>{speech.moment(story.at)}</time>
              </p>
              <h2 class="title">
                {hasUrl(story) ? (
                  <a href={go(story)} {...OUTWARD}>
                    {story.title}
                  </a>
                ) : (
                  story.title
                )}
              </h2>
              {story.summary ? <p class="sum">{story.summary.slice(0, EXTRACT)}</p> : ''}
              {story.note ? (
                <blockquote class="say" lang={speech.language}>
                  <p>{story.note}</p>
                </blockquote>
              ) : (
                ''
              )}
            </article>
          </li>
        ))}
      </ol>
    </>
  );
}

const hasUrl = (story: NewsletterStory): story is NewsletterStory & { url: string } => story.url !== undefined;
