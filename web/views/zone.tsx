import type { Source } from '../../src/domain/model/source.ts';
import { Csrf, type PageContext } from './layout.tsx';

/** A zone tried on the versions kept, and the page's parts to choose from. */
export interface ZoneView {
  select?: string | undefined;
  ignore: readonly string[];
  /** The reader is trying selectors that are not saved. */
  wasAsked: boolean;
  readings: readonly { seenAt: number; matches: number; lines: number; letters: number; sentence?: string }[];
  blocks: readonly { selector: string; excerpt: string; letters: number; isWatched: boolean }[];
  /** First lines of the zone. */
  excerpt: readonly string[];
}

/** What is compared and what is ignored; each block of the page is a link that tries it, from the keyboard too. */
export function ZoneForm({ page, source, zone }: { page: PageContext; source: Source; zone: ZoneView }) {
  const { t } = page.speech;
  const [newest] = zone.readings;
  const isOurs = source.origin === 'user';
  return (
    <section aria-labelledby="zone">
      <div class="sec">
        <h2 id="zone">{t('page.zone')}</h2>
        <span class="fine">{t('page.zoneLede')}</span>
      </div>
      <div class="two after">
        <form method="post" action={`/sources/${source.id}/zone`} class="stacked">
          <Csrf page={page} />
          <div class="field">
            <label for="select">{t('page.selector')}</label>
            <input
              id="select"
              name="select"
              class="mono"
              value={zone.select ?? ''}
              aria-describedby="select-help"
              maxlength={500}
              spellcheck={false}
            />
            <p class="fine" id="select-help">
              {newest
                ? t('page.zoneFound', { count: newest.matches, lines: newest.lines, letters: newest.letters })
                : t('page.noVersion')}{' '}
              {t('page.selectorHelp')}
            </p>
          </div>
          <div class="field">
            <label for="ignore">{t('page.ignore')}</label>
            <textarea id="ignore" name="ignore" class="mono" rows={3} aria-describedby="ignore-help" spellcheck={false}>
              {zone.ignore.join('\n')}
            </textarea>
            <p class="fine" id="ignore-help">
              {t('page.ignoreHelp')}
            </p>
          </div>
          <div class="row">
            <label class="row">
              {t('page.lines')}{' '}
              <input name="lines" type="number" min={1} max={1000} value={source.when?.lines ?? 1} class="sm" />
            </label>
            <label class="row">
              {t('page.readings')}{' '}
              <input name="readings" type="number" min={1} max={10} value={source.readings ?? 1} class="sm" />
            </label>
          </div>
          <p>
            <label class="check">
              <input type="checkbox" name="price" checked={source.when?.price === true} /> {t('page.priceOnly')}
            </label>
          </p>
          <p>
            <label class="check">
              <input type="checkbox" name="render" checked={source.render === true} /> {t('page.render')}
            </label>
          </p>
          <div class="row">
            {isOurs ? (
              <button class="btn main" name="action" value="save">
                {t('page.saveZone')}
              </button>
            ) : (
              ''
            )}
            {zone.readings.length > 0 ? (
              <button class="btn" name="action" value="test">
                {t('page.testZone', { count: zone.readings.length })}
              </button>
            ) : (
              ''
            )}
          </div>
          {isOurs ? '' : <FileLine page={page} zone={zone} />}
        </form>
        <Blocks page={page} source={source} zone={zone} />
      </div>
      {zone.wasAsked ? <Trials page={page} zone={zone} /> : ''}
      <Ignored page={page} source={source} />
    </section>
  );
}

function FileLine({ page, zone }: { page: PageContext; zone: ZoneView }) {
  return (
    <p class="fine">
      {page.speech.t('page.zoneInFile', { line: '' }).trim()} <code>{fileLine(zone)}</code>
    </p>
  );
}

/** What to write in feeds.yaml for the zone being tried. */
const fileLine = ({ select, ignore }: ZoneView): string =>
  [
    `select: ${JSON.stringify(select ?? 'main')}`,
    ...(ignore.length > 0 ? [`ignore: ${JSON.stringify(ignore)}`] : []),
  ].join(', ');

function Blocks({ page, source, zone }: { page: PageContext; source: Source; zone: ZoneView }) {
  const { t } = page.speech;
  const href = (select: string) =>
    `/sources/${source.id}?${new URLSearchParams({ select, ignore: zone.ignore.join('\n') })}#zone`;
  const isSeparate = zone.select === undefined || zone.blocks.some(({ isWatched }) => isWatched);
  return (
    <div class="preview" role="group" aria-label={t('page.blocks')}>
      {zone.blocks.length === 0 ? <div>{t('page.noBlocks')}</div> : ''}
      {zone.blocks.map(({ selector, excerpt, isWatched }) =>
        isWatched && zone.select !== undefined ? (
          <div class="pick">
            <span class="lab">{zone.select}</span>
            {zone.excerpt.map((line) => (
              <>
                {line}
                <br />
              </>
            ))}
          </div>
        ) : (
          <a class="block" href={href(selector)}>
            <code>{selector}</code> {excerpt}
          </a>
        ),
      )}
      {isSeparate ? '' : <div class="note bad">{t('page.zoneGone', { selector: zone.select ?? '' })}</div>}
    </div>
  );
}

/** What these selectors would have seen, and told, in each version that is kept whole. */
function Trials({ page, zone }: { page: PageContext; zone: ZoneView }) {
  const { t, moment, number } = page.speech;
  return (
    <div class="scroll after" tabindex={0} role="group" aria-labelledby="trials">
      <table class="t">
        <caption id="trials">{t('page.trials')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('page.version')}</th>
            <th scope="col" class="n">
              {t('page.zonesColumn')}
            </th>
            <th scope="col" class="n">
              {t('page.linesColumn')}
            </th>
            <th scope="col">{t('page.wouldTell')}</th>
          </tr>
        </thead>
        <tbody>
          {zone.readings.map(({ seenAt, matches, lines, sentence }, index) => (
            <tr>
              <th scope="row">{moment(seenAt)}</th>
              <td class="n">{number(matches)}</td>
              <td class="n">{number(lines)}</td>
              <td>
                {matches === 0
                  ? t('page.nothingFound')
                  : (sentence ?? t(index === zone.readings.length - 1 ? 'page.firstVersion' : 'page.nothingToTell'))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What a reader asked never to be told again, each with the way back. */
function Ignored({ page, source }: { page: PageContext; source: Source }) {
  const { t } = page.speech;
  const patterns = source.ignoreText ?? [];
  if (patterns.length === 0) return null;
  return (
    <div class="after" id="ignored">
      <h3>{t('page.ignored')}</h3>
      <ul class="bare-list">
        {patterns.map((pattern) => (
          <li class="row">
            <code>{pattern}</code>
            <form method="post" action={`/sources/${source.id}/ignore`} class="push">
              <Csrf page={page} />
              <button class="btn sm flat" name="forget" value={pattern}>
                {t('page.tellAgain')}
              </button>
            </form>
          </li>
        ))}
      </ul>
    </div>
  );
}
