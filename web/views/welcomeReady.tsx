import type { WelcomeView } from './welcome.tsx';

/** What was found of the sites, what will be followed, and the last choices. */
export function Ready({ view }: { view: WelcomeView }) {
  const { page, answers, person, starters, found, said, hasMail, isUntouched } = view;
  const { t, list } = page.speech;
  const trades = starters.filter(({ id }) => answers.trades.includes(id));
  const sources = trades.flatMap((each) => each.sources.filter(({ lang }) => answers.readIn.includes(lang)));
  const named = answers.competitors.length + Number(answers.brand !== undefined);
  const press = answers.hasPress ? named * answers.readIn.length : 0;
  const chosen = sources.length + press + answers.addresses.length;
  if (view.isWaiting) return <Looking view={view} />;
  return (
    <>
      {found.map(({ site, name, isPending, ways }) => (
        <fieldset class="picks">
          <legend>{name}</legend>
          {isPending ? (
            <p class="fine">
              <input type="hidden" name="pending" value={site} />
              {t('welcome.ready.notFound', { site })}
            </p>
          ) : (
            ''
          )}
          <ul>
            {ways.map(({ kind, url, title }) => (
              <li>
                <label class="pick">
                  <input type="checkbox" name="way" value={url} checked />
                  <span>
                    {title || url}
                    <span class="sub">
                      {title === '' ? t('welcome.ready.onlyPage') : `${t(`welcome.kind.${kind}`)} · ${url}`}
                    </span>
                  </span>
                </label>
              </li>
            ))}
          </ul>
        </fieldset>
      ))}
      {chosen > 0 ? (
        <p class="after">
          {t('welcome.ready.sources', { count: chosen })}
          {trades.length > 0 ? ` (${list(trades.map(({ name }) => name[page.speech.language]))})` : ''}
        </p>
      ) : (
        ''
      )}
      {person.email !== undefined && hasMail ? (
        <label class="pick">
          <input type="checkbox" name="byMail" checked />
          <span>{t('welcome.ready.byMail', { email: person.email })}</span>
        </label>
      ) : (
        ''
      )}
      <label class="pick">
        <input type="checkbox" name="afresh" checked={isUntouched} />
        <span>
          {t('welcome.ready.afresh')}
          <span class="sub">{t('welcome.ready.afreshHelp')}</span>
        </span>
      </label>
      {said.text === undefined ? (
        ''
      ) : (
        <div class="field after">
          <label for="text">feeds.yaml</label>
          <textarea id="text" rows={14} readonly spellcheck={false}>
            {said.text}
          </textarea>
        </div>
      )}
    </>
  );
}

/** What is being looked at; the page asks again by itself. */
function Looking({ view: { page, found } }: { view: WelcomeView }) {
  const { t } = page.speech;
  return (
    <>
      <ul class="plain" role="status">
        {found.map(({ site, name, isPending }) => (
          <li>
            <b>{name}</b>{' '}
            <span class="fine">{t(isPending ? 'welcome.ready.looking' : 'welcome.ready.seen', { site })}</span>
          </li>
        ))}
      </ul>
      <p>
        <a href="/welcome/ready?now=1">{t('welcome.ready.now')}</a>
      </p>
    </>
  );
}
