import type { KeptBoard } from '../../src/domain/model/board.ts';
import type { Newsletter } from '../../src/domain/model/newsletter.ts';
import { Csrf, Layout, type PageContext } from './layout.tsx';

/** A newsletter before it goes out: the mail itself in a frame, who receives it, and the one button that sends it. */
export function NewsletterPreviewPage({
  page,
  board,
  newsletter,
  mark,
  receivers,
  others,
  tried,
  problem,
}: {
  page: PageContext;
  board: KeptBoard;
  newsletter: Newsletter;
  /** Of what is shown: anything else is not sent by this page. */
  mark: string;
  receivers: number;
  /** Who receives the board's news by themselves. */
  others: number;
  /** Where a trial went. */
  tried: string | undefined;
  problem: string | undefined;
}) {
  const { t } = page.speech;
  const back = `/boards/${board.id}/newsletter`;
  const mayGo = receivers + others > 0 || board.visibility === 'public';
  return (
    <Layout page={page} title={newsletter.title} current="boards">
      <p class="fine crumb">
        <a href="/boards">{t('nav.boards')}</a> › <a href={`/boards/${board.id}`}>{board.name}</a> ›{' '}
        <a href={back}>{t('newsletter.title', { number: newsletter.number })}</a>
      </p>
      <h1>{newsletter.title}</h1>
      <p class="lede">{t('newsletter.previewLede')}</p>
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      {tried === undefined ? (
        ''
      ) : (
        <p class="note ok after" role="status">
          {t('newsletter.triedTo', { address: tried })}
        </p>
      )}
      <div class="cols after">
        <iframe
          class="mail-frame"
          src={`${back}/mail`}
          title={t('newsletter.frame')}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
        />
        <aside class="rail" aria-label={t('newsletter.sending')}>
          <section>
            <h2>{t('newsletter.sending')}</h2>
            <p>{t('newsletter.to', { count: receivers })}</p>
            {board.visibility === 'public' ? <p class="fine">{t('newsletter.public')}</p> : ''}
            <form method="post" action={`${back}/send`} class="stacked">
              <Csrf page={page} />
              <input type="hidden" name="mark" value={mark} />
              {others > 0 ? (
                <label class="pick">
                  <input type="checkbox" name="all" checked={receivers === 0} />
                  <span>
                    {t('newsletter.toOthers', { count: others })}
                    <span class="sub">{t('newsletter.toOthersHelp')}</span>
                  </span>
                </label>
              ) : (
                ''
              )}
              <p class="row">
                <button class="btn main" name="action" value="send" disabled={!mayGo}>
                  {t('newsletter.send')}
                </button>
                <button class="btn" name="action" value="try">
                  {t('newsletter.try')}
                </button>
              </p>
            </form>
            {mayGo ? (
              ''
            ) : (
              <p class="fine">
                <a href={`/subscriptions?subject=board:${board.id}&rhythm=newsletter#subscribe`}>
                  {t('newsletter.subscribe')}
                </a>
              </p>
            )}
            <p class="fine">{t('newsletter.once')}</p>
            <p>
              <a href={back}>{t('newsletter.back')}</a>
            </p>
          </section>
        </aside>
      </div>
    </Layout>
  );
}
