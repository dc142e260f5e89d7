import type { DigestView } from './digestView.ts';
import { ActorName } from './parts.tsx';

const KEYS = [
  [['j', 'k'], 'next'],
  [['n', 'p'], 'section'],
  [['o'], 'open'],
  [['x'], 'unfold'],
  [['m'], 'read'],
  [['s'], 'keep'],
  [['b'], 'board'],
  [['B'], 'otherBoard'],
  [['w'], 'why'],
  [['u'], 'undo'],
  [['/'], 'search'],
] as const;

/** Beside the stories: who moved, and the keys. */
export function Rail({ page, digest, actors }: DigestView) {
  const { t } = page.speech;
  const stories = digest.sections.flatMap((section) => section.stories);
  const moved = actors
    .map((actor) => ({ actor, stories: stories.filter((story) => story.actors.includes(actor.id)) }))
    .filter((each) => each.stories.length > 0);
  return (
    <aside class="rail" aria-label={t('digest.rail.aside')}>
      <section>
        <h2>{t('digest.rail.follow')}</h2>
        {moved.length === 0 ? (
          <p class="fine">{t('digest.rail.nothing')}</p>
        ) : (
          <ul class="moved">
            {moved.map(({ actor, stories: own }) => (
              <li>
                <ActorName actors={actors} id={actor.id} />
                <a class="fine num" href={`#s-${own[0]?.id}`}>
                  {t('digest.leftOutCount', { count: own.length })}
                </a>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="touch-off">
        <h2>{t('digest.rail.keyboard')}</h2>
        <ul class="keylist fine">
          {KEYS.map(([keys, name]) => (
            <li>
              {keys.map((key) => (
                <>
                  <kbd>{key}</kbd>{' '}
                </>
              ))}
              {name === 'next' ? `${t('keys.next')}, ${t('keys.previous')}` : t(`keys.${name}`)}
            </li>
          ))}
        </ul>
      </section>
    </aside>
  );
}
