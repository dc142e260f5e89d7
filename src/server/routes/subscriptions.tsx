import { speech } from '../../../web/i18n.ts';
import { linkMail } from '../../../web/views/mail/link.tsx';
import { SubscriptionsPage } from '../../../web/views/subscriptions.tsx';
import { boardAccess } from '../../domain/access/boards.ts';
import { may } from '../../domain/access/policy.ts';
import { VigieError } from '../../domain/errors.ts';
import type { KeptBoard } from '../../domain/model/board.ts';
import type { Subscription } from '../../domain/model/subscription.ts';
import { headingOf } from '../../pipeline/messages.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { type Form, field } from '../forms.ts';
import { signed } from '../signed.ts';
import { readSubscription } from '../subscribing.ts';
import { newId } from '../tokens.ts';

const LISTED = 40;
/** Of one person, for themselves and others. */
const MOST_EACH = 100;

/** Who receives what, and what became of it. A reader sees their own; an editor everybody's. */
export function subscriptionRoutes(app: App, deps: ServerDeps): void {
  const { store, watch, clock, mailer } = deps;

  const isTheirs = (c: Ctx, { person, createdBy }: Subscription): boolean =>
    may(c.get('person').role, 'curate') || person === c.get('person').id || createdBy === c.get('person').id;

  async function shown(c: Ctx, said: { done?: string; problem?: VigieError; secret?: string } = {}) {
    const person = c.get('person');
    const { t } = c.get('speech');
    const own = (await store.subscriptions.list()).filter((each) => isTheirs(c, each));
    const memberships = await store.boards.membershipsOf(person.id);
    const boards = (await store.boards.list()).filter(
      (board) => boardAccess(person, board, memberships.get(board.id)) !== 'none',
    );
    const ids = new Set(own.map(({ id }) => id));
    const titles = new Map(own.map((each) => [each.id, titleOf(each, boards, c)]));
    return c.html(
      <SubscriptionsPage
        page={c.get('page')}
        subscriptions={own.map((each) => ({ ...each, title: titles.get(each.id) ?? '' }))}
        deliveries={(await store.deliveries.list(LISTED)).filter(({ subscription }) => ids.has(subscription))}
        boards={boards}
        actors={watch.actors}
        names={await store.people.names()}
        chosen={c.req.query('subject') ?? 'digest'}
        query={c.req.query('q') ?? ''}
        hasMail={mailer !== undefined}
        done={said.done}
        secret={said.secret}
        problem={said.problem && t(`errors.${said.problem.code}`, said.problem.params)}
      />,
      said.problem ? 400 : 200,
    );
  }

  /** What a subscription is to, as far as who asks may know. */
  function titleOf({ subject }: Subscription, boards: readonly KeptBoard[], c: Ctx): string {
    const { t } = c.get('speech');
    switch (subject.kind) {
      case 'digest':
        return t('subscriptions.digest');
      case 'board':
        return boards.find(({ id }) => id === subject.board)?.name ?? t('subscriptions.hidden');
      case 'competitor':
        return watch.actors.find(({ id }) => id === subject.actor)?.name ?? subject.actor;
      case 'query':
        return subject.name;
    }
  }

  app.get('/subscriptions', (c) => shown(c));

  app.post('/subscriptions', async (c) => {
    try {
      const subscription = await readSubscription((await c.req.parseBody()) as Form, c.get('person'), deps);
      const isKnown = (await store.subscriptions.find(subscription.id)) !== undefined;
      if (!isKnown && (await store.subscriptions.countBy(c.get('person').id)) >= MOST_EACH)
        throw new VigieError('subscription.tooMany', { most: MOST_EACH });
      await store.subscriptions.save(subscription);
      await store.audit.add({
        ...{ at: clock(), person: c.get('person').id, action: 'subscribed' },
        subject: subscription.channel === 'mail' ? subscription.address : subscription.channel,
        detail: {},
      });
      if (subscription.state === 'pending') await askGuest(subscription);
      return shown(c, {
        done: subscription.state === 'pending' ? 'asked' : 'added',
        // Shown once: what the receiver checks our signature with.
        ...(subscription.secret !== undefined && !isKnown && { secret: subscription.secret }),
      });
    } catch (error) {
      if (!(error instanceof VigieError)) throw error;
      return shown(c, { problem: error });
    }
  });

  app.post('/subscriptions/:id', async (c) => {
    const subscription = await store.subscriptions.find(c.req.param('id'));
    if (!subscription || !isTheirs(c, subscription)) return c.notFound();
    switch (field((await c.req.parseBody()) as Form, 'action')) {
      case 'pause':
        if (subscription.state === 'active') await store.subscriptions.setState(subscription.id, 'paused');
        break;
      case 'resume':
        await resume(subscription);
        break;
      case 'remove':
        await store.deliveries.cancelOf(subscription.id);
        await store.subscriptions.remove(subscription.id);
        break;
    }
    return c.redirect('/subscriptions', 303);
  });

  /** Who has no account and never said yes, or said no, is asked again; nobody says yes for them. */
  async function resume(subscription: Subscription): Promise<void> {
    const isGuest = subscription.person === undefined && subscription.channel === 'mail';
    if (subscription.state === 'active') return;
    if (subscription.state === 'paused' || !isGuest) return store.subscriptions.setState(subscription.id, 'active');
    await store.subscriptions.setState(subscription.id, 'pending');
    await askGuest(subscription);
  }

  app.post('/subscriptions/deliveries/:id', async (c) => {
    const delivery = await store.deliveries.find(c.req.param('id'));
    const subscription = delivery && (await store.subscriptions.find(delivery.subscription));
    if (!subscription || !isTheirs(c, subscription)) return c.notFound();
    await store.deliveries.retry(delivery.id, clock());
    return c.redirect('/subscriptions#deliveries', 303);
  });

  /** Double opt-in: a mail that asks, and nothing more before they press the button in it. */
  async function askGuest(subscription: Subscription): Promise<void> {
    if (subscription.channel !== 'mail') return;
    const said = speech(subscription.language, subscription.timezone);
    const url = `${deps.baseUrl}/confirm/${signed('confirm', subscription.id, deps.secret)}`;
    const { title } = await headingOf(subscription, deps);
    const { address, id } = subscription;
    const mail = linkMail(said, { to: address, kind: 'confirm', url, watchTitle: title });
    // Through the outbox: a server that is away loses nothing.
    await store.deliveries.add({
      ...{ id: newId(), subscription: id, channel: 'mail', address, payload: JSON.stringify(mail), createdAt: clock() },
      kind: 'question',
    });
  }
}
