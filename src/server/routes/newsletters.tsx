import { NewsletterPage, PublicNewsletterPage } from '../../../web/views/newsletter.tsx';
import { NewsletterPreviewPage } from '../../../web/views/newsletterPreview.tsx';
import { NewsletterWritingPage } from '../../../web/views/newsletterWriting.tsx';
import { ErrorPage } from '../../../web/views/plain.tsx';
import { VigieError } from '../../domain/errors.ts';
import type { KeptBoard } from '../../domain/model/board.ts';
import type { Newsletter } from '../../domain/model/newsletter.ts';
import { openBoard } from '../../pipeline/boards.ts';
import {
  composed,
  MOST_STORIES,
  markOf,
  receiversOf,
  sendNewsletter,
  trialMail,
  writing,
} from '../../pipeline/newsletters.ts';
import { TRACE_MS } from '../../pipeline/retain.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { type Fields, one, several } from '../forms.ts';
import { goUrl } from '../going.ts';
import { moved, saveDraft, type Written, written } from '../newsletterActions.ts';
import { newId } from '../tokens.ts';

const whole = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

/** The newsletters of a board: chosen, ordered and introduced by those who keep it, looked at, sent. */
export function newsletterRoutes(app: App, deps: ServerDeps): void {
  const { store, mailer, clock, baseUrl, watch } = deps;
  const path = '/boards/:id/newsletter' as const;
  const said = (c: Ctx, problem: VigieError | undefined) =>
    problem && c.get('speech').t(`errors.${problem.code}`, problem.params);

  /** The board, for those who keep it; else the answer that says so. */
  async function kept(c: Ctx): Promise<KeptBoard | Response> {
    const opened = await openBoard(c.req.param('id') ?? '', c.get('person'), deps);
    if (!opened) return c.notFound();
    if (opened.access === 'edit') return opened.board;
    const { speech, nonce } = { speech: c.get('speech'), nonce: c.get('nonce') };
    return c.html(<ErrorPage speech={speech} nonce={nonce} message={speech.t('errors.board.notYours')} />, 403);
  }

  async function writingPage(c: Ctx, board: KeptBoard, unsaved?: Written, problem?: VigieError) {
    const receivers = await receiversOf(board.id, deps);
    return c.html(
      <NewsletterWritingPage
        page={c.get('page')}
        board={board}
        written={await writing(board, deps, unsaved)}
        past={await store.newsletters.headings(board.id)}
        names={await store.people.names()}
        receivers={receivers.ofNewsletters.length}
        most={MOST_STORIES}
        problem={said(c, problem)}
      />,
      problem ? 409 : 200,
    );
  }

  async function previewPage(c: Ctx, board: KeptBoard, given: { problem?: VigieError; tried?: string } = {}) {
    const newsletter = composed(board, await writing(board, deps), c.get('person'), deps);
    const { ofNewsletters, ofNews } = await receiversOf(board.id, deps);
    return c.html(
      <NewsletterPreviewPage
        page={c.get('page')}
        board={board}
        newsletter={newsletter}
        mark={markOf(newsletter)}
        receivers={ofNewsletters.length}
        others={ofNews.length}
        tried={given.tried}
        problem={said(c, given.problem)}
      />,
      given.problem ? 409 : 200,
    );
  }

  app.get(path, async (c) => {
    const board = await kept(c);
    return board instanceof Response ? board : writingPage(c, board);
  });

  app.post(path, async (c) => {
    const board = await kept(c);
    if (board instanceof Response) return board;
    const fields = (await c.req.parseBody({ all: true })) as Fields;
    const [action = '', story = ''] = one(fields, 'action').split(':');
    const seenAt = whole(one(fields, 'changedAt'));
    if (action === 'drop') {
      const isDropped = seenAt !== undefined && (await store.newsletters.dropDraft(board.id, seenAt));
      return isDropped
        ? c.redirect(`/boards/${board.id}`, 303)
        : writingPage(c, board, undefined, new VigieError('newsletter.gone'));
    }
    const draft = written(one(fields, 'title'), one(fields, 'intro'), several(fields, 'story'));
    if (action === 'up' || action === 'down') draft.stories = moved(draft.stories, story, action);
    try {
      await saveDraft(board.id, draft, seenAt, c.get('person'), deps);
      if (action === 'preview') {
        composed(board, await writing(board, deps), c.get('person'), deps);
        return c.redirect(`/boards/${board.id}/newsletter/preview`, 303);
      }
      return c.redirect(`/boards/${board.id}/newsletter${story === '' ? '' : `#s-${encodeURIComponent(story)}`}`, 303);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return writingPage(c, board, draft, error);
    }
  });

  app.get(`${path}/preview`, async (c) => {
    const board = await kept(c);
    if (board instanceof Response) return board;
    try {
      return await previewPage(c, board);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return writingPage(c, board, undefined, error);
    }
  });

  // What the frame of the preview shows.
  app.get(`${path}/mail`, async (c) => {
    const board = await kept(c);
    if (board instanceof Response) return board;
    const newsletter = await ready(board, c).catch((error) => {
      if (error instanceof VigieError) return undefined;
      throw error;
    });
    if (!newsletter) return c.notFound();
    c.set('isMail', true);
    // Links of the preview open beside it: the frame shows nothing but the mail.
    const { html } = trialMail(newsletter, board, c.get('person'), watch, baseUrl);
    return c.html(html.replace('<head>', '<head><base target="_blank">'));
  });

  app.post(`${path}/send`, async (c) => {
    const board = await kept(c);
    if (board instanceof Response) return board;
    const fields = (await c.req.parseBody()) as Fields;
    const person = c.get('person');
    try {
      const draft = await writing(board, deps);
      // Sent already, or changed since what this page shows.
      if (draft.changedAt === undefined) throw new VigieError('newsletter.gone');
      const newsletter = composed(board, draft, person, deps);
      if (one(fields, 'action') === 'try')
        return await previewPage(c, board, { tried: await tryOut(newsletter, board, c) });
      if (markOf(newsletter) !== one(fields, 'mark')) throw new VigieError('newsletter.gone');
      await sendNewsletter(newsletter, draft.changedAt, one(fields, 'all') === 'on', deps);
      return c.redirect(`/boards/${board.id}/newsletters/${newsletter.number}`, 303);
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      // Sent by somebody else meanwhile, or too much of it: there may be nothing to preview.
      return previewPage(c, board, { problem: error }).catch(() => writingPage(c, board, undefined, error));
    }
  });

  const ready = async (board: KeptBoard, c: Ctx) => composed(board, await writing(board, deps), c.get('person'), deps);

  /** Mails it to whoever writes it, and to nobody else. */
  async function tryOut(newsletter: Newsletter, board: KeptBoard, c: Ctx): Promise<string> {
    const person = c.get('person');
    if (person.email === undefined) throw new VigieError('subscription.noEmail');
    if (!mailer) throw new VigieError('newsletter.noMail');
    const mail = trialMail(newsletter, board, person, watch, baseUrl);
    const subject = c.get('speech').t('newsletter.tried', { title: mail.subject });
    await store.deliveries.add({
      ...{ id: newId(), subscription: '', channel: 'mail', address: person.email, kind: 'trial', createdAt: clock() },
      payload: JSON.stringify({ ...mail, subject }),
    });
    return person.email;
  }

  app.get('/boards/:id/newsletters/:number', async (c) => {
    const opened = await openBoard(c.req.param('id'), c.get('person'), deps);
    const newsletter = opened && (await store.newsletters.find(opened.board.id, whole(c.req.param('number')) ?? 0));
    if (!newsletter) return c.notFound();
    const clicks = await store.clicks.byNewsletter({ from: 0, to: clock() + 1 });
    return c.html(
      <NewsletterPage
        page={c.get('page')}
        board={opened.board}
        newsletter={newsletter}
        actors={watch.actors}
        by={(await store.people.names()).get(newsletter.sentBy)}
        figures={
          opened.access === 'edit'
            ? {
                // Traces of messages are kept for a season.
                ...(newsletter.sentAt > clock() - TRACE_MS && {
                  sent: await store.deliveries.countSentOf(newsletter.id),
                }),
                clicks: clicks.get(newsletter.id) ?? 0,
              }
            : undefined
        }
      />,
    );
  });
}

/** Of boards that anybody may see. */
export function publicNewsletterRoutes(app: App, { store, secret }: ServerDeps): void {
  app.get('/p/:board/newsletters/:number', async (c) => {
    const board = await store.boards.find(c.req.param('board'));
    const newsletter = board && (await store.newsletters.find(board.id, whole(c.req.param('number')) ?? 0));
    if (!newsletter?.isPublic || board?.visibility !== 'public') return c.notFound();
    if (!board.isListed) c.header('X-Robots-Tag', 'noindex');
    return c.html(
      <PublicNewsletterPage
        speech={c.get('speech')}
        nonce={c.get('nonce')}
        board={board}
        newsletter={newsletter}
        go={({ id, url }) =>
          goUrl('', { url, story: id, channel: 'public', board: board.id, newsletter: newsletter.id }, secret)
        }
      />,
    );
  });
}
