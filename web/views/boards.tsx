import type { KeptBoard } from '../../src/domain/model/board.ts';
import { VISIBILITIES } from '../../src/domain/model/watch.ts';
import { Block } from './block.tsx';
import { Csrf, Layout, type PageContext } from './layout.tsx';
import { ScrollTable } from './scrollTable.tsx';

/** Every board one may read, and the form that makes another. */
export function BoardsPage({
  page,
  boards,
  counts,
  names,
  query,
  problem,
}: {
  page: PageContext;
  boards: readonly KeptBoard[];
  counts: ReadonlyMap<string, number>;
  names: ReadonlyMap<string, string>;
  /** A search that becomes one. */
  query: string;
  problem: string | undefined;
}) {
  const { t, number } = page.speech;
  return (
    <Layout page={page} title={t('nav.boards')} current="boards">
      <h1>{t('nav.boards')}</h1>
      <p class="lede">{t('boards.lede')}</p>
      {problem ? (
        <p class="note bad after" role="alert">
          {problem}
        </p>
      ) : (
        ''
      )}
      {boards.length === 0 ? (
        <p class="after">{t('boards.none')}</p>
      ) : (
        <Block id="list" title={t('nav.boards')} isUntitled>
          <ScrollTable caption={t('nav.boards')}>
            <thead>
              <tr>
                <th scope="col">{t('boards.name')}</th>
                <th scope="col">{t('boards.visibility')}</th>
                <th scope="col" class="mid">
                  {t('boards.owner')}
                </th>
                <th scope="col" class="n">
                  {t('boards.kept')}
                </th>
              </tr>
            </thead>
            <tbody>
              {boards.map((board) => (
                <tr>
                  <th scope="row">
                    <a href={`/boards/${board.id}`}>{board.name}</a>
                    <span class="sub">{board.purpose || board.query}</span>
                  </th>
                  <td>{t(`boards.is.${board.visibility}`)}</td>
                  <td class="mid">
                    {board.origin === 'file' ? 'feeds.yaml' : (names.get(board.owner) ?? t('role.owner'))}
                  </td>
                  <td class="n">{number(counts.get(board.id) ?? 0)}</td>
                </tr>
              ))}
            </tbody>
          </ScrollTable>
        </Block>
      )}
      <Block id="make" title={t('boards.make')}>
        <form method="post" action="/boards" class="stacked after">
          <Csrf page={page} />
          <BoardFields page={page} query={query} />
          <p class="after">
            <button class="btn main">{t('boards.create')}</button>
          </p>
        </form>
      </Block>
    </Layout>
  );
}

/** Name, purpose, query, who sees it. */
export function BoardFields({
  page,
  board,
  query = '',
}: {
  page: PageContext;
  board?: Pick<KeptBoard, 'name' | 'purpose' | 'query' | 'visibility' | 'isListed'>;
  query?: string;
}) {
  const { t } = page.speech;
  return (
    <>
      <div class="row">
        <div class="field">
          <label for="name">{t('boards.name')}</label>
          <input id="name" name="name" required maxlength={80} value={board?.name ?? ''} />
        </div>
        <div class="field">
          <label for="visibility">{t('boards.visibility')}</label>
          <select id="visibility" name="visibility">
            {VISIBILITIES.filter((each) => each === 'private' || page.may('curate')).map((each) => (
              <option value={each} selected={each === (board?.visibility ?? 'private')}>
                {t(`boards.is.${each}`)}
              </option>
            ))}
          </select>
        </div>
      </div>
      <div class="field after">
        <label for="purpose">{t('boards.purpose')}</label>
        <input id="purpose" name="purpose" maxlength={200} class="wide plain-text" value={board?.purpose ?? ''} />
      </div>
      <div class="field after">
        <label for="query">{t('boards.query')}</label>
        <input
          id="query"
          name="query"
          maxlength={500}
          class="wide"
          value={board?.query ?? query}
          aria-describedby="query-help"
          autocapitalize="off"
          spellcheck={false}
        />
        <span class="fine" id="query-help">
          {t('boards.queryHelp')}
        </span>
      </div>
      {page.may('curate') ? (
        <p class="after">
          <label class="check">
            <input type="checkbox" name="listed" checked={board?.isListed === true} /> {t('boards.listed')}
          </label>
        </p>
      ) : (
        ''
      )}
    </>
  );
}
