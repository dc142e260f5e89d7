import { ConsentPage } from '../../../web/views/consent.tsx';
import type { Subscription } from '../../domain/model/subscription.ts';
import { headingOf } from '../../pipeline/messages.ts';
import { attempts } from '../attempts.ts';
import { claimIn, settleAddress } from '../changeAddress.ts';
import type { App, Ctx, ServerDeps } from '../context.ts';
import { idIn } from '../signed.ts';

type Consent = 'unsubscribe' | 'confirm';

/**
 * Open to whoever holds the link of their mail: no account, no cookie. Looking changes nothing, since mail programs open
 * links to look at them; a press of the button does, and so does the one-click POST of RFC 8058, which comes from a mail
 * server and can carry no token of a page.
 */
export function unsubscribeRoutes(app: App, deps: ServerDeps): void {
  const { store, secret, clock } = deps;
  const tries = attempts(120, 15 * 60_000, clock);

  async function found(c: Ctx, purpose: Consent): Promise<Subscription | undefined> {
    const id = idIn(c.req.param('token') ?? '', purpose, secret);
    return id === undefined ? undefined : store.subscriptions.find(id);
  }
  async function page(c: Ctx, purpose: Consent, subscription: Subscription | undefined, isDone: boolean) {
    const title = subscription && (await headingOf(subscription, deps)).title;
    const view = { speech: c.get('speech'), nonce: c.get('nonce') };
    return c.html(<ConsentPage {...view} purpose={purpose} title={title} isDone={isDone} />, subscription ? 200 : 404);
  }

  for (const purpose of ['unsubscribe', 'confirm'] as const) {
    const path = `/${purpose}/:token` as const;
    app.use(path, async (c, next) => (tries(c.get('from')) ? next() : c.text(c.get('speech').t('error.tooMany'), 429)));
    app.get(path, async (c) => page(c, purpose, await found(c, purpose), false));
    app.post(path, async (c) => {
      const subscription = await found(c, purpose);
      if (subscription) await settle(subscription, purpose);
      return page(c, purpose, subscription, true);
    });
  }

  app.use('/address/:token', async (c, next) =>
    tries(c.get('from')) ? next() : c.text(c.get('speech').t('error.tooMany'), 429),
  );
  const addressPage = (c: Ctx, email: string | undefined, isDone: boolean) =>
    c.html(
      <ConsentPage
        {...{ speech: c.get('speech'), nonce: c.get('nonce'), purpose: 'address' as const, title: email, isDone }}
      />,
      email === undefined ? 404 : 200,
    );
  app.get('/address/:token', async (c) => addressPage(c, (await claimIn(c.req.param('token'), deps))?.email, false));
  app.post('/address/:token', async (c) => {
    const claim = await claimIn(c.req.param('token'), deps);
    const isSettled = claim !== undefined && (await settleAddress(claim.person, claim.email, deps, true));
    return addressPage(c, isSettled ? claim.email : undefined, true);
  });

  async function settle({ id, state, createdBy }: Subscription, purpose: Consent): Promise<void> {
    if (purpose === 'unsubscribe') {
      await store.subscriptions.setState(id, 'ended');
      await store.deliveries.cancelOf(id);
    } else if ((state === 'pending' || state === 'ended') && (await store.people.find(createdBy)))
      // Whoever offered it must still be here.
      await store.subscriptions.setState(id, 'active');
  }
}
