import { createHash } from 'node:crypto';
import { WatchPage } from '../../../web/views/watch.tsx';
import { VigieError } from '../../domain/errors.ts';
import { clockTime } from '../../domain/model/clockTime.ts';
import type { ChangedActor, TypedRow, TypedWatch, WatchChange } from '../../domain/model/watchChange.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { type Fields, one } from '../forms.ts';
import { readWatchChange, spellingsOf, typedWatch } from '../watchForms.ts';

const PATH = '/settings/watch';

/** The watch itself, its brand and its competitors: what feeds.yaml says of them, changed there. */
export function watchRoutes(app: App, { watchFile, store, clock, setUp }: ServerDeps): void {
  if (!watchFile) {
    app.on(['GET', 'POST'], PATH, (c) => c.redirect(setUp ? '/welcome' : '/settings', 303));
    return;
  }
  const file = watchFile;

  function shown(c: Ctx, said: { problem?: VigieError; typed?: TypedWatch; text?: string } = {}) {
    const { t } = c.get('speech');
    const current = readable(() => file.read());
    const problem = said.problem ?? current.problem;
    const typed = said.typed ?? (current.is && typedOf(current.is.watch));
    return c.html(
      <WatchPage
        page={c.get('page')}
        typed={typed}
        seen={current.is ? hashOf(current.is.text) : ''}
        isSaved={c.req.query('saved') === '1'}
        problem={problem && t(`errors.${problem.code}`, problem.params)}
        text={said.text}
      />,
      problem ? 400 : 200,
    );
  }

  app.get(PATH, (c) => shown(c));

  app.post(PATH, async (c) => {
    const fields = (await c.req.parseBody({ all: true })) as Fields;
    let text: string | undefined;
    try {
      const before = file.read();
      // Somebody wrote into the file since: their words are not written over.
      if (hashOf(before.text) !== one(fields, 'seen')) return shown(c, { problem: new VigieError('watch.changed') });
      text = file.changed(before.text, readWatchChange(fields, before.watch));
      file.replace(before.text, text);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      const copy = error.code === 'watch.unwritten' && text !== undefined && { text };
      return shown(c, { problem: error, typed: typedWatch(fields), ...copy });
    }
    const person = c.get('person').id;
    await store.audit.add({ at: clock(), person, action: 'changedWatch', subject: 'feeds.yaml', detail: {} });
    return c.redirect(`${PATH}?saved=1`, 303);
  });
}

function readable<Read>(read: () => Read): { is?: Read; problem?: VigieError } {
  try {
    return { is: read() };
  } catch (error) {
    if (error instanceof VigieError) return { problem: error };
    throw error;
  }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const NOBODY: TypedRow = { id: '', name: '', aliases: '', site: '', isGone: false };

const typedOf = ({ minutes, at, brand, competitors, ...rest }: WatchChange): TypedWatch => ({
  ...{ ...rest, minutes: String(minutes), at: at === undefined ? undefined : clockTime(at) },
  brand: brand ? rowOf(brand) : NOBODY,
  competitors: competitors.map(rowOf),
});

const rowOf = (actor: ChangedActor): TypedRow => {
  const { id = '', name, site = '' } = actor;
  return { id, name, site, aliases: spellingsOf(actor), isGone: false };
};
