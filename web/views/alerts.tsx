import type { DigestAlert } from '../../src/domain/model/digest.ts';
import type { Actor } from '../../src/domain/model/watch.ts';
import { Icon } from './icons.tsx';
import type { PageContext } from './layout.tsx';
import { When } from './parts.tsx';

/** What cannot wait: talk about an actor that is more, and worse, than usual. Nothing at all on a quiet day. */
export function Alerts({
  page,
  alerts,
  actors,
  at,
}: {
  page: PageContext;
  alerts: readonly DigestAlert[];
  actors: readonly Actor[];
  /** When the edition was made. */
  at: number;
}) {
  const { t, number } = page.speech;
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts" class="after">
      <div class="sec">
        <Icon name="alert" />
        <h2 id="alerts">{t('alerts.title')}</h2>
      </div>
      {alerts.map((alert) => (
        <div class="note bad">
          <p>
            <b>
              {t('alerts.buzz', {
                name: actors.find(({ id }) => id === alert.actorId)?.name ?? alert.actorId,
                negative: alert.negative,
                usual: number(alert.usualNegative),
              })}
            </b>
          </p>
          <p class="fine">
            {t('alerts.detail', {
              stories: alert.stories,
              usualStories: number(alert.usual),
              sources: alert.sources,
              odds: number(10 ** Math.min(6, Math.floor(alert.score))),
            })}
          </p>
          <details>
            <summary>{t('alerts.spread')}</summary>
            <ol class="tl thin">
              {alert.spread.map(({ storyId, title, source, at: told }) => (
                <li>
                  <When publishedAt={told} seenAt={told} speech={page.speech} now={at} />
                  <p>
                    <a class="quiet" href={`/stories/${storyId}`}>
                      {title}
                    </a>{' '}
                    <span class="fine">{source}</span>
                  </p>
                </li>
              ))}
            </ol>
          </details>
        </div>
      ))}
    </section>
  );
}
