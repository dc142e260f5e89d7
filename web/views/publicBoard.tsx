import type { KeptBoard } from '../../src/domain/model/board.ts';
import type { NewsletterHeading } from '../../src/domain/model/newsletter.ts';
import type { Speech } from '../i18n.ts';
import type { BoardStory } from './boardStory.tsx';
import { BarePage } from './layout.tsx';
import { OUTWARD } from './parts.tsx';

/** Enough of another's article to know what it is about. */
const EXTRACT = 280;

/** A board for anybody: title, short extract, link, and what the team says. No cookie, no script. */
export function PublicBoardPage({
  speech,
  nonce,
  board,
  stories,
  past,
  go,
}: {
  speech: Speech;
  nonce: string;
  board: KeptBoard;
  stories: readonly BoardStory[];
  /** Its newsletters, the newest first. */
  past: readonly NewsletterHeading[];
  /** The counted address of a story's link. */
  go(story: BoardStory): string;
}) {
  const { t, moment } = speech;
  return (
    <BarePage speech={speech} title={board.name} nonce={nonce} wide robots={board.isListed ? undefined : 'noindex'}>
      <h1 class="edition">{board.name}</h1>
      {board.purpose ? <p class="lede">{board.purpose}</p> : ''}
      <p class="fine after">
        <a href={`/boards/${board.id}/feed.atom`}>{t('publicBoard.feed')}</a>
      </p>
      {stories.length === 0 ? <p class="after">{t('publicBoard.none')}</p> : ''}
      <ol class="board">
        {stories.map((story) => (
          <li class="item" lang={story.language === 'und' ? undefined : story.language}>
            <article>
              <p class="kick" lang={speech.language}>
                <time datetime={new Date(story.at).toISOString()}>{moment(story.at)}</time>
                <span class="src">{story.source}</span>
              </p>
              <h2 class="title">
                <a href={go(story)} {...OUTWARD}>
                  {story.title}
                </a>
              </h2>
              {story.summary ? <p class="sum">{story.summary.slice(0, EXTRACT)}</p> : ''}
              {story.entry?.note ? (
                <blockquote class="say" lang={speech.language}>
                  <p>{story.entry.note}</p>
                </blockquote>
              ) : (
                ''
              )}
            </article>
          </li>
        ))}
      </ol>
      {past.length > 0 ? (
        <section class="after">
          <h2>{t('newsletter.past')}</h2>
          <ul class="plain">
            {past.map(({ number, title, sentAt }) => (
              <li>
                <a href={`/p/${board.id}/newsletters/${number}`}>{title}</a> <span class="fine">{moment(sentAt)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : (
        ''
      )}
      <p class="fine after">{t('publicBoard.foot')}</p>
    </BarePage>
  );
}
