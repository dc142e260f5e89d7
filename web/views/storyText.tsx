import { raw } from 'hono/html';
import type { StoredItem } from '../../src/domain/model/item.ts';
import { sanitise } from '../sanitise.ts';
import type { PageContext } from './layout.tsx';
import { OUTWARD } from './parts.tsx';

/** What the feed gives of the article, made safe. */
export function Text({ page, item }: { page: PageContext; item: StoredItem }) {
  const { t } = page.speech;
  if (item.html.trim() === '')
    return (
      <p class="lede" lang={page.speech.language}>
        {t('story.noText')}
      </p>
    );
  const html = sanitise(item.html, item.url, (alt) => t('story.imageHidden', { alt }));
  return (
    <>
      <div class="prose">{raw(html)}</div>
      <p class="fine after" lang={page.speech.language}>
        {t('story.extract', { words: t('story.words', { count: item.words }) })}
      </p>
    </>
  );
}

/** What comes with it: sound, pictures, files. */
export function Attachments({ page, item }: { page: PageContext; item: StoredItem }) {
  const links = item.enclosures.filter(({ url }) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol));
  if (links.length === 0) return null;
  return (
    <section lang={page.speech.language}>
      <h2>{page.speech.t('story.attachments')}</h2>
      <ul class="plain">
        {links.map(({ url, type }) => (
          <li>
            <a href={url} {...OUTWARD}>
              {new URL(url).pathname.split('/').at(-1) || url}
            </a>
            {type ? <span class="fine"> {type}</span> : ''}
          </li>
        ))}
      </ul>
    </section>
  );
}
