import { Webhook } from 'standardwebhooks';
import { waitAfter } from '../domain/deliver/schedule.ts';
import type { Mail } from '../domain/model/mail.ts';
import type { Delivery } from '../domain/model/subscription.ts';
import { MINUTE_MS } from '../domain/model/units.ts';
import type { PostOutcome } from '../domain/ports.ts';
import type { Deps } from './deps.ts';

export type DeliverDeps = Pick<Deps, 'store' | 'http' | 'clock' | 'log' | 'mailer'>;

/** Messages in hand at once. */
const TOGETHER = 4;
/** Longer than any channel may take: what is in hand since then was left by a process that died. */
const ABANDONED_MS = 10 * MINUTE_MS;
/** Refusals in a row after which an address is left alone. */
const MOST_REFUSALS = 2;

/** How a try ended. */
type Outcome =
  | { kind: 'sent' }
  | { kind: 'later'; problem: string; askedMs?: number }
  | { kind: 'refused'; problem: string }
  | { kind: 'uncertain'; problem: string };

export interface Delivered {
  sent: number;
  postponed: number;
  dead: number;
}

/** Sends what is due, a few at a time; stops picking up when the signal says so. */
export async function sendDeliveries(deps: DeliverDeps, signal?: AbortSignal): Promise<Delivered> {
  const { store, clock } = deps;
  const report: Delivered = { sent: 0, postponed: 0, dead: 0 };
  while (!signal?.aborted) {
    const taken = await store.deliveries.take(clock(), TOGETHER);
    if (taken.length === 0) return report;
    await Promise.all(taken.map((delivery) => sendOne(delivery, report, deps)));
  }
  return report;
}

/**
 * What was in hand when a process died: a webhook goes again under the same id, which its receiver knows; of a mail nobody
 * can say whether it arrived, so it waits for a person.
 * @param sinceMs how long it has been in hand; at start everything has
 */
export async function recoverDeliveries({ store, clock }: DeliverDeps, sinceMs = ABANDONED_MS): Promise<number> {
  const now = clock();
  const abandoned = await store.deliveries.listAbandoned(now - sinceMs);
  for (const { id, channel } of abandoned)
    if (channel === 'mail') await store.deliveries.settle(id, 'uncertain', now, 'interrupted');
    else await store.deliveries.postpone(id, now, 'interrupted');
  return abandoned.length;
}

async function sendOne(delivery: Delivery, report: Delivered, deps: DeliverDeps): Promise<void> {
  const { store, clock } = deps;
  // Unsubscribed, removed or paused since it was made.
  if (delivery.kind === 'message' && (await store.subscriptions.find(delivery.subscription))?.state !== 'active')
    return store.deliveries.settle(delivery.id, 'dead', clock(), 'stopped');
  const outcome = await handOver(delivery, deps);
  const now = clock();
  switch (outcome.kind) {
    case 'sent':
      report.sent += 1;
      await store.deliveries.settle(delivery.id, 'sent', now);
      await store.subscriptions.noteRefusal(delivery.subscription, false);
      return;
    case 'later': {
      const wait = waitAfter(delivery.attempts, outcome.askedMs);
      if (wait === undefined) report.dead += 1;
      else report.postponed += 1;
      return wait === undefined
        ? store.deliveries.settle(delivery.id, 'dead', now, outcome.problem)
        : store.deliveries.postpone(delivery.id, now + wait, outcome.problem);
    }
    case 'uncertain':
      return store.deliveries.settle(delivery.id, 'uncertain', now, outcome.problem);
    case 'refused':
      report.dead += 1;
      await store.deliveries.settle(delivery.id, 'dead', now, outcome.problem);
      return refused(delivery.subscription, deps);
  }
}

/** An address that refuses is asked once more, then left alone until somebody mends it. */
async function refused(subscription: string, { store, log }: DeliverDeps): Promise<void> {
  if ((await store.subscriptions.noteRefusal(subscription, true)) < MOST_REFUSALS) return;
  await store.subscriptions.setState(subscription, 'refused');
  await store.deliveries.cancelOf(subscription);
  log.warn({ subscription }, 'A subscription was stopped: its address refuses');
}

async function handOver(
  { id, channel, address, subscription, payload }: Delivery,
  deps: DeliverDeps,
): Promise<Outcome> {
  if (channel === 'mail') return byMail(JSON.parse(payload) as Mail, deps);
  const headers = {
    'content-type': 'application/json',
    ...(channel === 'webhook' && (await signature(id, subscription, payload, deps))),
  };
  return outcomeOf(await deps.http.send(address, payload, headers));
}

async function byMail(mail: Mail, { mailer }: DeliverDeps): Promise<Outcome> {
  if (!mailer) return { kind: 'later', problem: 'SMTP_URL' };
  const outcome = await mailer.send(mail);
  switch (outcome.kind) {
    case 'sent':
      return { kind: 'sent' };
    case 'delayed':
      return { kind: 'later', problem: outcome.detail };
    case 'refused':
      return { kind: 'refused', problem: outcome.detail };
    case 'uncertain':
      return { kind: 'uncertain', problem: outcome.detail };
  }
}

/** https://www.standardwebhooks.com: the same id for every try, the hour of this one. */
async function signature(id: string, subscription: string, payload: string, { store, clock }: DeliverDeps) {
  const secret = (await store.subscriptions.find(subscription))?.secret;
  if (secret === undefined) return {};
  const at = new Date(clock());
  return {
    'webhook-id': `msg_${id}`,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(`msg_${id}`, at, payload),
  };
}

/** Gone, or not to be found, or not ours to post to: it will not get better by itself. */
const REFUSED: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 410]);

function outcomeOf(outcome: PostOutcome): Outcome {
  if (outcome.kind === 'failed') {
    const { kind } = outcome.problem;
    return kind === 'private-address' || kind === 'bad-url'
      ? { kind: 'refused', problem: kind }
      : { kind: 'later', problem: kind };
  }
  const { status, body, retryAfterMs } = outcome;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  const problem = `${status} ${body.replace(/\s+/g, ' ').slice(0, 160)}`.trim();
  if (REFUSED.has(status)) return { kind: 'refused', problem };
  return { kind: 'later', problem, ...(retryAfterMs !== undefined && { askedMs: retryAfterMs }) };
}
