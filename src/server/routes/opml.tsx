import { bodyLimit } from 'hono/body-limit';
import { ImportPage } from '../../../web/views/sources.tsx';
import { decodeText } from '../../domain/parse/charset.ts';
import { writeOpml } from '../../domain/parse/opmlWriter.ts';
import { importOpml, listedFeeds } from '../../pipeline/importOpml.ts';
import type { App, ServerDeps } from '../context.ts';

/** A subscription list of 10,000 feeds is 4 MB. */
const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Uploads pass the general limit of forms: mounted before it, for this path only. */
export const isUpload = (path: string, method: string): boolean => path === '/sources/import' && method === 'POST';

/** Subscription lists in and out. */
export function opmlRoutes(app: App, deps: ServerDeps): void {
  app.get('/sources/import', (c) => c.html(<ImportPage page={c.get('page')} />));

  app.post('/sources/import', async (c) => {
    const page = c.get('page');
    const { t } = page.speech;
    const { file } = await c.req.parseBody();
    if (!(file instanceof File) || file.size === 0)
      return c.html(<ImportPage page={page} error={t('sources.importNone')} />, 400);
    const read = await importOpml(decodeText(new Uint8Array(await file.arrayBuffer()), undefined), deps);
    if (!read)
      return c.html(
        <ImportPage page={page} error={t('sources.importNoOpml', { file: file.name.slice(0, 80) })} />,
        400,
      );
    const refused = read.account.map(({ line, kind, text, count }) => ({
      ...{ line, text },
      message: t(`opml.line.${kind}`, { text: '', count: count ?? 0 }).replace(/\s*:\s*$/, ''),
    }));
    if (read.added > 0) deps.requestSweep();
    return c.html(
      <ImportPage page={page} report={{ feeds: read.feeds, added: read.added, known: read.known, refused }} />,
    );
  });

  app.get('/sources/export.opml', async (c) => {
    const feeds = await listedFeeds(deps);
    c.header('Content-Disposition', 'attachment; filename="vigie.opml"');
    return c.body(writeOpml(deps.watch.title, feeds), 200, { 'Content-Type': 'text/x-opml; charset=utf-8' });
  });
}

export const uploadLimit = bodyLimit({ maxSize: MAX_FILE_BYTES, onError: (c) => c.text('', 413) });
