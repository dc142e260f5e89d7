import { EVENT_TYPES } from '../../src/domain/model/event.ts';
import { Csrf, type PageContext } from './layout.tsx';
import type { StoryView } from './story.tsx';

/** What Vigie makes of the story, with its proof, and the click that sets it right. */
export function Judged({ view }: { view: StoryView }) {
  const { page, lead } = view;
  const { t } = page.speech;
  const { event, tone } = lead;
  return (
    <section>
      <h2>{t('judged.title')}</h2>
      {event ? (
        <p>
          <b>{t(`event.${event.type}`)}</b>{' '}
          <span class="fine">
            {t(`judged.by.${event.by}`)}
            {event.by === 'reader' ? '' : `, ${t('judged.sure', { percent: Math.round(event.confidence * 100) })}`}
          </span>
          {event.proof.map((words) => (
            <>
              <br />
              <mark>{words}</mark>
            </>
          ))}
        </p>
      ) : (
        <p class="fine">{t('judged.nothing')}</p>
      )}
      {tone ? (
        <p class="fine">
          {t('judged.tone', { tone: t(`tone.${tone.tone}`) })}
          {tone.proof.length > 0 ? ` · ${tone.proof.join(', ')}` : ''}
        </p>
      ) : (
        ''
      )}
      {page.may('curate') ? <Correction view={view} /> : ''}
    </section>
  );
}

/** The clicks that set it right. */
function Correction({ view: { page, id, lead, similar } }: { view: StoryView }) {
  const { t } = page.speech;
  const { event } = lead;
  return (
    <>
      <form class="fix" method="post" action={`/stories/${id}`}>
        <Csrf page={page} />
        <input type="hidden" name="action" value="correct" />
        <input type="hidden" name="item" value={lead.id} />
        <label class="fine" for="event">
          {t('judged.fixTo')}
        </label>
        <select id="event" name="event">
          {EVENT_TYPES.map((type) => (
            <option value={type} selected={type === (event?.type ?? 'other')}>
              {t(type === 'other' ? 'judged.none' : `event.${type}`)}
            </option>
          ))}
        </select>
        <button class="btn sm">{t('judged.fix')}</button>
      </form>
      {similar.length > 0 ? (
        <form class="after" method="post" action={`/stories/${id}`}>
          <Csrf page={page} />
          <input type="hidden" name="action" value="merge" />
          <h3 class="fine">{t('judged.similar')}</h3>
          {similar.map((other) => (
            <p class="similar fine">
              <a class="quiet" href={`/stories/${other.id}`}>
                {other.title}
              </a>{' '}
              <button class="btn flat sm" name="other" value={other.id}>
                {t('judged.merge')}
              </button>
            </p>
          ))}
        </form>
      ) : (
        ''
      )}
    </>
  );
}

/** An article that does not belong to the story leaves it at a click. */
export const Regroup = ({ page, story, item }: { page: PageContext; story: string; item: string }) => (
  <form method="post" action={`/stories/${story}`}>
    <Csrf page={page} />
    <input type="hidden" name="action" value="split" />
    <input type="hidden" name="item" value={item} />
    <button class="btn flat sm" title={page.speech.t('judged.splitWhy')}>
      {page.speech.t('judged.split')}
    </button>
  </form>
);

/** What the reader wants more or less of; learned, bounded, and forgotten at a click. */
export const Taste = ({ page, id }: { page: PageContext; id: string }) => {
  const { t } = page.speech;
  return (
    <section>
      <form class="fix" method="post" action={`/stories/${id}/taste`}>
        <Csrf page={page} />
        <input type="hidden" name="back" value={`/stories/${id}`} />
        <button class="btn sm" name="action" value="more">
          {t('taste.more')}
        </button>
        <button class="btn sm" name="action" value="less">
          {t('taste.less')}
        </button>
        <button class="btn flat sm" formaction="/tastes/forget">
          {t('taste.forget')}
        </button>
      </form>
      <p class="fine">{t('taste.learned')}</p>
    </section>
  );
};

/** Where the team keeps it, and where it may. */
export function OnBoards({ view: { page, id, boards } }: { view: StoryView }) {
  const { t } = page.speech;
  const [on, off] = [boards.filter(({ holds }) => holds), boards.filter(({ holds }) => !holds)];
  if (boards.length === 0) return null;
  return (
    <div class="row after" id="boards" lang={page.speech.language}>
      {on.length > 0 ? (
        <span class="fine">
          {t('board.on')}{' '}
          {on.map(({ id: board, name }) => (
            <>
              <a href={`/boards/${board}#s-${id}`}>{name}</a>{' '}
            </>
          ))}
        </span>
      ) : (
        ''
      )}
      {off.map(({ id: board, name }) => (
        <form method="post" action={`/boards/${board}/stories`}>
          <Csrf page={page} />
          <input type="hidden" name="story" value={id} />
          <input type="hidden" name="back" value={`/stories/${id}#boards`} />
          <button class="btn flat sm" name="action" value="put" aria-label={`${t('board.add')} : ${name}`} data-board>
            + {name}
          </button>
        </form>
      ))}
    </div>
  );
}

/** What it means for us, as a language model sees it: marked as such. */
export const Meaning = ({ view: { page, advice } }: { view: StoryView }) =>
  advice && advice.meaning.length > 0 ? (
    <section>
      <h2>{page.speech.t('advice.title')}</h2>
      {advice.meaning.map((line) => (
        <p class="after">{line}</p>
      ))}
      <p class="fine">{page.speech.t('advice.by', { model: advice.model })}</p>
    </section>
  ) : (
    ''
  );
