import { speech } from '../../web/i18n.ts';
import { linkMail } from '../../web/views/mail/link.tsx';
import { may } from '../domain/access/policy.ts';
import { VigieError } from '../domain/errors.ts';
import type { Person } from '../domain/model/person.ts';
import type { Subscription } from '../domain/model/subscription.ts';
import { DAY_MS } from '../domain/model/units.ts';
import { headingOf } from '../pipeline/messages.ts';
import type { ServerDeps } from './context.ts';
import type { Form } from './forms.ts';
import { signed } from './signed.ts';
import { readSubscription } from './subscribing.ts';
import { newId } from './tokens.ts';

/** Of one person, for themselves and others. */
const MOST_EACH = 100;
/** To one address in a day, whoever asks and for whatever: no way to fill a stranger's mailbox. */
const MOST_QUESTIONS = 5;

export const SUBSCRIPTION_ACTIONS = ['pause', 'resume', 'remove'] as const;
export type SubscriptionAction = (typeof SUBSCRIPTION_ACTIONS)[number];

/** A reader sees and stops their own; an editor everybody's. */
export const isTheirs = ({ id, role }: Person, { person, createdBy }: Subscription): boolean =>
  may(role, 'curate') || person === id || createdBy === id;

/**
 * Subscribes as a form asks; a guest is asked first.
 * @throws VigieError `subscription.…`, each one line
 */
export async function subscribe(
  form: Form,
  by: Person,
  deps: ServerDeps,
): Promise<{ subscription: Subscription; isNew: boolean }> {
  const { store, clock } = deps;
  const subscription = await readSubscription(form, by, deps);
  const isNew = (await store.subscriptions.find(subscription.id)) === undefined;
  if (isNew && (await store.subscriptions.countBy(by.id)) >= MOST_EACH)
    throw new VigieError('subscription.tooMany', { most: MOST_EACH });
  if (subscription.state === 'pending') await refuseMoreQuestions(subscription, deps);
  await store.subscriptions.save(subscription);
  await store.audit.add({
    ...{ at: clock(), person: by.id, action: 'subscribed', detail: {} },
    subject: subscription.channel === 'mail' ? subscription.address : subscription.channel,
  });
  if (subscription.state === 'pending') await askGuest(subscription, deps);
  return { subscription, isNew };
}

/** @throws VigieError when a guest was asked too often already */
export async function actOnSubscription(
  subscription: Subscription,
  action: SubscriptionAction,
  deps: ServerDeps,
): Promise<void> {
  const { subscriptions, deliveries } = deps.store;
  switch (action) {
    case 'pause':
      if (subscription.state === 'active') await subscriptions.setState(subscription.id, 'paused');
      return;
    case 'resume':
      return resume(subscription, deps);
    case 'remove':
      await deliveries.cancelOf(subscription.id);
      await subscriptions.remove(subscription.id);
  }
}

/** Who has no account and never said yes, or said no, is asked again; nobody says yes for them. */
async function resume(subscription: Subscription, deps: ServerDeps): Promise<void> {
  const { subscriptions } = deps.store;
  const isGuest = subscription.person === undefined && subscription.channel === 'mail';
  if (subscription.state === 'active') return;
  if (subscription.state === 'paused' || !isGuest) return subscriptions.setState(subscription.id, 'active');
  await refuseMoreQuestions(subscription, deps);
  await subscriptions.setState(subscription.id, 'pending');
  await askGuest(subscription, deps);
}

/** @throws VigieError `subscription.askedEnough` */
async function refuseMoreQuestions({ address }: Subscription, { store, clock }: ServerDeps): Promise<void> {
  if ((await store.deliveries.countQuestions(address, clock() - DAY_MS)) >= MOST_QUESTIONS)
    throw new VigieError('subscription.askedEnough', { address });
}

/** Double opt-in: a mail that asks, and nothing more before they press the button in it. */
async function askGuest(subscription: Subscription, deps: ServerDeps): Promise<void> {
  if (subscription.channel !== 'mail') return;
  const said = speech(subscription.language, subscription.timezone);
  const url = `${deps.baseUrl}/confirm/${signed('confirm', subscription.id, deps.secret)}`;
  const { title } = await headingOf(subscription, deps);
  const { address, id } = subscription;
  const mail = linkMail(said, { to: address, kind: 'confirm', url, watchTitle: title });
  // One question at a time: an older one that still waits is taken back.
  await deps.store.deliveries.cancelOf(id);
  // Through the outbox: a server that is away loses nothing.
  await deps.store.deliveries.add({
    ...{ id: newId(), subscription: id, channel: 'mail', address, payload: JSON.stringify(mail) },
    ...{ kind: 'question', createdAt: deps.clock() },
  });
}
