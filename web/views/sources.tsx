import type { Health } from '../../src/domain/cadence/health.ts';
import { problemSentence } from '../problems.ts';
import { Layout, type PageContext } from './layout.tsx';
import { HealthMark, type SourceLine } from './sourceParts.tsx';
import { Preview, type PreviewView } from './sourcePreview.tsx';

const WORST_FIRST: Health[] = ['failing', 'late', 'new', 'ok', 'paused'];

export function SourcesPage({
  page,
  sources,
  preview,
  added,
}: {
  page: PageContext;
  sources: readonly SourceLine[];
  preview?: PreviewView | undefined;
  added?: boolean;
}) {
  const { t } = page.speech;
  const ordered = [...sources].sort(
    (a, b) => WORST_FIRST.indexOf(a.health) - WORST_FIRST.indexOf(b.health) || a.name.localeCompare(b.name),
  );
  return (
    <Layout page={page} title={t('sources.title')} current="sources">
      <div class="head">
        <div>
          <h1>{t('sources.title')}</h1>
          <p class="lede">
            {t('sources.lede', { count: sources.length, ok: sources.filter(({ health }) => health === 'ok').length })}
          </p>
        </div>
      </div>
      {added ? (
        <p class="note ok" role="status">
          {t('sources.added')}
        </p>
      ) : (
        ''
      )}
      <section class="pane" aria-labelledby="add">
        <h2 id="add">{t('sources.add')}</h2>
        <form action="/sources" method="get" class="field">
          <label for="address">{t('sources.address')}</label>
          <div class="searchbar">
            <input
              id="address"
              name="url"
              type="url"
              required
              value={preview?.address ?? ''}
              aria-describedby="address-help"
              maxlength={2000}
            />
            <button class="btn">{t('sources.preview')}</button>
          </div>
          <p class="fine" id="address-help">
            {t('sources.addressHelp')}
          </p>
        </form>
        {preview ? <Preview page={page} preview={preview} /> : ''}
      </section>
      <section aria-labelledby="list">
        <h2 id="list" class="vh">
          {t('sources.title')}
        </h2>
        {ordered.length === 0 ? (
          <p class="lede">{t('sources.empty')}</p>
        ) : (
          <SourceTable page={page} sources={ordered} />
        )}
      </section>
    </Layout>
  );
}

function SourceTable({ page, sources }: { page: PageContext; sources: readonly SourceLine[] }) {
  const { t, number } = page.speech;
  return (
    <div class="scroll" tabindex={0} role="group" aria-labelledby="list">
      <table class="t">
        <caption class="vh">{t('sources.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sources.health')}</th>
            <th scope="col">{t('sources.source')}</th>
            <th scope="col" class="n opt">
              {t('sources.articles')}
            </th>
            <th scope="col" class="opt">
              {t('sources.lastNews')}
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((line) => (
            <tr>
              <td>
                <HealthMark line={line} page={page} />
              </td>
              <th scope="row">
                <a class="quiet strong" href={`/sources/${line.source.id}`}>
                  {line.name}
                </a>
                <span class="sub">
                  {line.state.problem
                    ? problemSentence(line.state.problem, page.speech)
                    : `${line.source.url.replace(/^https?:\/\/(www\.)?/, '')}`}
                </span>
              </th>
              <td class="n opt">{number(line.recent)}</td>
              <td class="opt">{line.newestAt === undefined ? '–' : page.speech.since(line.newestAt, page.now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
