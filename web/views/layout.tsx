import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import type { Action } from '../../src/domain/access/policy.ts';
import type { Person } from '../../src/domain/model/person.ts';
import type { ClickTarget } from '../../src/domain/report/clicks.ts';
import type { Speech } from '../i18n.ts';
import { Icon, type IconName, Sprite } from './icons.tsx';
import { menuFor, type PageName } from './menu.ts';

/** What every page is given. */
export interface PageContext {
  speech: Speech;
  now: number;
  /** Name of the watch, from feeds.yaml. */
  watchTitle: string;
  /** Who reads. */
  person: Person;
  /** Whether they may: nobody is shown a control that would refuse. */
  may(action: Action): boolean;
  /** The counted address of a link to an article. */
  go(target: ClickTarget): string;
  /** Goes into every form: proves that a page of ours sent it. */
  csrf: string;
  /** Allows the one style element of the page. */
  nonce: string;
  /** Shown the way from the example to their own watch. */
  isExample: boolean;
  /** Address of this page, to come back to. */
  path: string;
  /** The watch's address, when it means this machine to everybody who follows a link to it. */
  localUrl: string | undefined;
}

interface LayoutProps {
  page: PageContext;
  title: string;
  current?: PageName;
  mainClass?: string;
  /** Rules of this page only: widths that come from data. */
  styles?: string;
  script?: boolean | 'passkeys';
  children?: Child;
}

/** A page for somebody signed in: menu, content. */
export function Layout({ page, title, current, mainClass = '', styles, script = false, children }: LayoutProps) {
  const { t, language } = page.speech;
  return (
    <Document language={language} title={title} nonce={page.nonce} styles={styles} script={script}>
      <body class="app">
        <Sprite />
        <a class="skip" href="#content">
          {t('app.skip')}
        </a>
        <header class="side">
          <Logo label={t('app.home')} />
          <a class="find" href="/search">
            <Icon name="search" />
            <span>{t('app.search')}</span>
            <kbd>/</kbd>
          </a>
          <nav aria-label={t('app.main')}>
            <ul class="nav">
              {menuFor(page).map(({ group, pages }) => (
                <li class="nav-g">
                  <span class="nav-h">{t(`nav.${group}`)}</span>
                  <ul>
                    {pages.map(({ name, href, isTab }) => (
                      <li class={isTab ? 'tab' : undefined}>
                        <a href={href} aria-current={name === current ? 'page' : undefined}>
                          <Icon name={name as IconName} />
                          <span class="long">{t(`nav.${name}`)}</span>
                          {isTab ? (
                            <span class="short" aria-hidden="true">
                              {t(`nav.${name}Short`)}
                            </span>
                          ) : (
                            ''
                          )}
                        </a>
                      </li>
                    ))}
                  </ul>
                </li>
              ))}
              <li class="tab more">
                <a href="#more">
                  <Icon name="more" />
                  <span>{t('nav.more')}</span>
                </a>
              </li>
            </ul>
          </nav>
          <Me page={page} place="in-menu" />
        </header>
        <main id="content" class={mainClass} tabindex={-1}>
          {page.isExample ? (
            <p class="note hint row">
              <span>{t('welcome.example')}</span>
              <a href="/welcome">{t('welcome.makeYours')}</a>
            </p>
          ) : (
            ''
          )}
          {children}
          <Others page={page} />
          <Me page={page} place="in-foot" />
        </main>
      </body>
    </Document>
  );
}

/** Where a phone has tabs, the pages that have none. */
function Others({ page }: { page: PageContext }) {
  const { t } = page.speech;
  const others = menuFor(page).flatMap(({ pages }) => pages.filter(({ isTab }) => !isTab));
  return (
    <nav id="more" class="others" aria-label={t('nav.others')}>
      {others.map(({ name, href }) => (
        <a href={href}>{t(`nav.${name}`)}</a>
      ))}
    </nav>
  );
}

/** Language and way out: in the menu, or at the foot of the page where a phone has no room for them. */
function Me({ page, place }: { page: PageContext; place: 'in-menu' | 'in-foot' }) {
  const { t, language } = page.speech;
  const other = language === 'fr' ? 'en' : 'fr';
  return (
    <form method="post" action="/language" class={`me ${place}`}>
      <Csrf page={page} />
      <input type="hidden" name="back" value={page.path} />
      <b>{page.person.name || page.watchTitle}</b>
      <button class="btn flat sm" name="language" value={other} lang={other}>
        {other === 'fr' ? 'Français' : 'English'}
      </button>
      <button class="btn flat sm" formaction="/sign-out">
        {t('app.signOut')}
      </button>
    </form>
  );
}

/** A page without a menu: sign-in, errors of strangers. */
export function BarePage({
  speech,
  title,
  nonce,
  wide = false,
  robots,
  script = false,
  children,
}: {
  speech: Speech;
  title: string;
  nonce: string;
  /** For reading rather than for a form. */
  wide?: boolean;
  robots?: string | undefined;
  script?: boolean | 'passkeys';
  children?: Child;
}) {
  return (
    <Document language={speech.language} title={title} nonce={nonce} robots={robots} script={script}>
      <body class="bare">
        <Sprite />
        <main id="content" class={wide ? 'narrow wide' : 'narrow'}>
          <Logo label={speech.t('app.home')} />
          {children}
        </main>
      </body>
    </Document>
  );
}

interface DocumentProps {
  language: string;
  title: string;
  nonce: string;
  styles?: string | undefined;
  script?: boolean | 'passkeys';
  robots?: string | undefined;
  children?: Child;
}

const Document = ({ language, title, nonce, styles, script, robots, children }: DocumentProps) => html`<!doctype html>
${(
  <html lang={language}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      {robots ? <meta name="robots" content={robots} /> : ''}
      <title>{`${title} · Vigie`}</title>
      <link rel="icon" href="/static/icon.svg" type="image/svg+xml" />
      <link rel="stylesheet" href="/static/vigie.css" />
      {styles ? <style nonce={nonce}>{raw(styles)}</style> : ''}
      {script ? <script type="module" src={`/static/${script === true ? 'digest' : script}.js`} /> : ''}
    </head>
    {children}
  </html>
)}`;

const Logo = ({ label }: { label: string }) => (
  <a class="logo" href="/" aria-label={label}>
    <svg viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
      <path d="M13 25V3" stroke="currentColor" stroke-width="2" stroke-linecap="round" />
      <path d="M14 4h11l-3.5 3.5L25 11H14z" fill="currentColor" />
      <path d="M6.5 15h13l-2 6h-9z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" />
    </svg>
    <span>Vigie</span>
  </a>
);

export const Csrf = ({ page }: { page: PageContext }) => <input type="hidden" name="_csrf" value={page.csrf} />;
