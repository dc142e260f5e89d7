import { clockTime } from '../../src/domain/model/clockTime.ts';
import { BUDGETS, MOST_COMPETITORS } from '../../src/domain/model/setUp.ts';
import { LANGUAGES } from '../i18n.ts';
import { LanguageField, TimezoneField } from './fields.tsx';
import type { WelcomeView } from './welcome.tsx';

const ROWS = 5;

type Props = { view: WelcomeView };

/** What it is called, who reads, where. */
export function WatchFields({ view: { page, answers, person } }: Props) {
  const { t } = page.speech;
  return (
    <>
      <div class="field">
        <label for="title">{t('welcome.watch.name')}</label>
        <input id="title" name="title" class="wide plain-text" maxlength={120} required value={answers.title} />
      </div>
      <div class="field">
        <label for="name">{t('welcome.watch.you')}</label>
        <input
          id="name"
          name="name"
          class="wide plain-text"
          maxlength={80}
          autocomplete="name"
          value={person.name}
          placeholder={t('welcome.watch.youHelp')}
        />
      </div>
      <div class="row">
        <LanguageField label={t('own.language')} value={answers.language} />
        <TimezoneField page={page} value={answers.timezone} />
      </div>
    </>
  );
}

/** Us: what is said of it has a section of its own. */
export function BrandFields({ view: { page, answers, typed } }: Props) {
  const { t } = page.speech;
  const { brand } = answers;
  const row = typed?.[0] ?? {
    name: brand?.name ?? '',
    aliases: brand?.aliases.join(', ') ?? '',
    site: brand?.site ?? '',
  };
  return (
    <>
      <div class="field">
        <label for="name">{t('welcome.brand.name')}</label>
        <input id="name" name="name" class="wide plain-text" maxlength={120} value={row.name} />
      </div>
      <div class="field">
        <label for="aliases">{t('welcome.brand.aliases')}</label>
        <input
          id="aliases"
          name="aliases"
          class="wide plain-text"
          maxlength={500}
          value={row.aliases}
          aria-describedby="aliases-help"
        />
        <span class="fine" id="aliases-help">
          {t('welcome.brand.aliasesHelp')}
        </span>
      </div>
      <div class="field">
        <label for="site">{t('welcome.brand.site')}</label>
        <input id="site" name="site" class="wide plain-text" maxlength={500} inputmode="url" value={row.site} />
      </div>
    </>
  );
}

/** A row each; their sites are looked at while the next questions are answered. */
export function CompetitorFields({ view: { page, answers, typed } }: Props) {
  const { t } = page.speech;
  const known =
    typed ?? answers.competitors.map(({ name, aliases, site = '' }) => ({ name, aliases: aliases.join(', '), site }));
  const rows = [...known, ...Array.from({ length: Math.max(1, ROWS - known.length) }, () => undefined)];
  return (
    <div class="rows">
      {rows.slice(0, MOST_COMPETITORS).map((row, at) => (
        <fieldset>
          <legend class="vh">{t('welcome.competitors.row', { number: at + 1 })}</legend>
          <div class="field">
            <label for={`name-${at}`}>{t('welcome.competitors.name')}</label>
            <input id={`name-${at}`} name="name" maxlength={120} value={row?.name ?? ''} />
          </div>
          <div class="field">
            <label for={`site-${at}`}>{t('welcome.competitors.site')}</label>
            <input
              id={`site-${at}`}
              name="site"
              maxlength={500}
              inputmode="url"
              placeholder="example.com"
              value={row?.site ?? ''}
            />
          </div>
          <input type="hidden" name="aliases" value={row?.aliases ?? ''} />
        </fieldset>
      ))}
    </div>
  );
}

/** By trade, in the languages one reads, and what one follows already. */
export function SourceFields({ view: { page, answers, starters } }: Props) {
  const { t, language } = page.speech;
  const count = (id: string) =>
    starters.find((each) => each.id === id)?.sources.filter(({ lang }) => answers.readIn.includes(lang)) ?? [];
  return (
    <>
      <fieldset class="picks">
        <legend>{t('welcome.sources.trades')}</legend>
        <ul>
          {starters.map(({ id, name, sources }) => (
            <li>
              <label class="pick">
                <input type="checkbox" name="trade" value={id} checked={answers.trades.includes(id)} />
                <span>
                  <b>{name[language]}</b>
                  <span class="sub">
                    {(count(id).length > 0 ? count(id) : sources).map((source) => source.name).join(', ')}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      </fieldset>
      <fieldset class="picks">
        <legend>{t('welcome.sources.readIn')}</legend>
        <p class="row after">
          {LANGUAGES.map((each) => (
            <label class="pick">
              <input type="checkbox" name="readIn" value={each} checked={answers.readIn.includes(each)} />
              <span lang={each}>{each === 'fr' ? 'Français' : 'English'}</span>
            </label>
          ))}
        </p>
      </fieldset>
      <label class="pick after">
        <input type="checkbox" name="press" checked={answers.hasPress} />
        <span>
          {t('welcome.sources.press')}
          <span class="sub">{t('welcome.sources.pressHelp')}</span>
        </span>
      </label>
      <div class="field after">
        <label for="addresses">{t('welcome.sources.own')}</label>
        <textarea id="addresses" name="addresses" rows={4} aria-describedby="addresses-help">
          {answers.addresses.join('\n')}
        </textarea>
        <span class="fine" id="addresses-help">
          {t('welcome.sources.ownHelp')}
        </span>
      </div>
    </>
  );
}

/** How long, when, and whether mail goes out. */
export function MorningFields({ view: { page, answers, person, said, hasMail } }: Props) {
  const { t } = page.speech;
  return (
    <>
      <div class="row">
        <div class="field">
          <label for="minutes">{t('welcome.mornings.minutes')}</label>
          <select id="minutes" name="minutes">
            {BUDGETS.map((each) => (
              <option value={each} selected={each === answers.minutes}>
                {t('time.minutes', { count: each })}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="at">{t('welcome.mornings.at')}</label>
          <input id="at" name="at" type="time" required value={clockTime(answers.at)} />
        </div>
      </div>
      {hasMail ? (
        <div class="field after">
          <label for="email">{t('welcome.mornings.email')}</label>
          <div class="row">
            <input
              id="email"
              name="email"
              type="email"
              maxlength={254}
              autocomplete="email"
              value={said.email ?? person.email ?? ''}
              aria-describedby="email-help"
            />
            <button class="btn" name="action" value="try">
              {t('welcome.mornings.try')}
            </button>
          </div>
          <span class="fine" id="email-help">
            {t(person.email === undefined ? 'welcome.mornings.emailHelp' : 'welcome.mornings.emailKnown', {
              email: person.email ?? '',
            })}
          </span>
        </div>
      ) : (
        <p class="note hint after">{t('welcome.mornings.noMail')}</p>
      )}
    </>
  );
}
